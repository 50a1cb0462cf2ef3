//! Pots: one donor's money for one campaign.

use anyhow::Result;
use base::Moment;
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// A pot; its money is that of the payer of the same number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pot {
    /// The payer.
    pub payer: PayerId,
    /// For which campaign.
    pub campaign: i64,
    /// Whose; nobody's for everybody's small gifts.
    pub donor: Option<PayerId>,
    /// What the law calls the source of the money.
    pub source: String,
    /// The decree of a public budget.
    pub decree: Option<String>,
    /// Whether the donor wants to be named.
    pub shown: bool,
    /// Since when.
    pub known: Moment,
}

/// Adds a pot.
pub fn add(unit: &mut Unit<'_>, pot: &Pot) -> Result<()> {
    unit.execute(
        "insert into pot (payer, campaign, donor, source, decree, shown, known_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Int(pot.payer.0),
            Value::Int(pot.campaign),
            pot.donor.map(|donor| donor.0).into(),
            Value::Text(&pot.source),
            pot.decree.as_deref().into(),
            Value::Bool(pot.shown),
            Value::Moment(pot.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select payer, campaign, donor, source, decree, shown, known_at from pot";

/// A pot by its payer.
pub fn read(unit: &mut Unit<'_>, payer: PayerId) -> Result<Option<Pot>> {
    let row = unit.row(&format!("{READ} where payer = $1"), &[Value::Int(payer.0)])?;
    row.as_ref().map(from_row).transpose()
}

/// The pots of a campaign, in order.
pub fn of_campaign(unit: &mut Unit<'_>, campaign: i64) -> Result<Vec<Pot>> {
    let sql = format!("{READ} where campaign = $1 order by payer");
    unit.rows(&sql, &[Value::Int(campaign)])?.iter().map(from_row).collect()
}

/// The pots of a donor, in order.
pub fn of_donor(unit: &mut Unit<'_>, donor: PayerId) -> Result<Vec<Pot>> {
    let sql = format!("{READ} where donor = $1 order by payer");
    unit.rows(&sql, &[Value::Int(donor.0)])?.iter().map(from_row).collect()
}

/// Every pot, in order.
pub fn all(unit: &mut Unit<'_>) -> Result<Vec<Pot>> {
    unit.rows(&format!("{READ} order by payer"), &[])?.iter().map(from_row).collect()
}

/// Pots of donors who want to be named and have given something that is still there, the latest first, at
/// most so many.
pub fn shown(unit: &mut Unit<'_>, most: i64) -> Result<Vec<Pot>> {
    let sql = format!(
        "{READ} where shown and donor is not null
             and exists (select 1 from gift as g where g.pot = pot.payer and g.returned < g.amount)
         order by known_at desc, payer limit $1"
    );
    unit.rows(&sql, &[Value::Int(most)])?.iter().map(from_row).collect()
}

/// Names the donor from now on, or no longer.
pub fn show(unit: &mut Unit<'_>, payer: PayerId, shown: bool) -> Result<()> {
    let values = [Value::Int(payer.0), Value::Bool(shown)];
    unit.execute("update pot set shown = $2 where payer = $1", &values)?;
    Ok(())
}

fn from_row(row: &Row) -> Result<Pot> {
    Ok(Pot {
        payer: PayerId(row.int(0)?),
        campaign: row.int(1)?,
        donor: row.opt_int(2)?.map(PayerId),
        source: row.text(3)?.to_owned(),
        decree: row.opt_text(4)?.map(str::to_owned),
        shown: row.bool(5)?,
        known: row.moment(6)?,
    })
}

/// What a pot's money went to: all that its bills have received.
pub fn allocated(unit: &mut Unit<'_>, payer: PayerId) -> Result<i64> {
    let row = unit.row(
        "select cast(coalesce(sum(amount), 0) as bigint) from allocation where payer = $1",
        &[Value::Int(payer.0)],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}
