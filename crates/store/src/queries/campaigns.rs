//! Campaigns: whom gifts are for, and by which rule.

use anyhow::{Context, Result};
use base::Moment;
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// A campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Number.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What it is about, for everybody.
    pub told: String,
    /// The donor who leads it, where one does.
    pub payer: Option<PayerId>,
    /// The province it is for, by code.
    pub province: Option<String>,
    /// `draft`, `open` or `closed`.
    pub state: String,
    /// Who opened it.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// Adds a campaign.
pub fn add(unit: &mut Unit<'_>, one: &Campaign) -> Result<()> {
    unit.execute(
        "insert into campaign (id, name, told, payer, province, state, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            Value::Int(one.id),
            Value::Text(&one.name),
            Value::Text(&one.told),
            one.payer.map(|payer| payer.0).into(),
            one.province.as_deref().into(),
            Value::Text(&one.state),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, name, told, payer, province, state, account, known_at from campaign";

/// A campaign by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Campaign>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Every campaign, the latest first.
pub fn all(unit: &mut Unit<'_>) -> Result<Vec<Campaign>> {
    unit.rows(&format!("{READ} order by id desc"), &[])?.iter().map(from_row).collect()
}

/// Keeps others from changing a campaign, or opening pots for it, until the unit ends.
pub fn hold(unit: &mut Unit<'_>, id: i64) -> Result<Option<Campaign>> {
    let update = unit.engine().for_update();
    let row = unit.row(&format!("{READ} where id = $1{update}"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

fn from_row(row: &Row) -> Result<Campaign> {
    Ok(Campaign {
        id: row.int(0)?,
        name: row.text(1)?.to_owned(),
        told: row.text(2)?.to_owned(),
        payer: row.opt_int(3)?.map(PayerId),
        province: row.opt_text(4)?.map(str::to_owned),
        state: row.text(5)?.to_owned(),
        account: row.opt_int(6)?,
        known: row.moment(7)?,
    })
}

/// Opens or closes it.
pub fn move_to(unit: &mut Unit<'_>, id: i64, state: &str) -> Result<()> {
    unit.execute("update campaign set state = $2 where id = $1", &[Value::Int(id), Value::Text(state)])?;
    Ok(())
}

/// Adds a rule, which counts from this moment on.
pub fn set(unit: &mut Unit<'_>, id: i64, rule: &str, (account, known): (Option<i64>, Moment)) -> Result<()> {
    let last = unit.row("select max(known_at) from campaign_rule where campaign = $1", &[Value::Int(id)])?;
    let last = last.map(|row| row.opt_moment(0)).transpose()?.flatten();
    unit.execute(
        "insert into campaign_rule (campaign, known_at, rule, account) values ($1, $2, $3, $4)",
        &[Value::Int(id), Value::Moment(known.after(last)), Value::Text(rule), account.into()],
    )?;
    Ok(())
}

/// The rule that counts at a moment.
pub fn rule_at(unit: &mut Unit<'_>, id: i64, at: Moment) -> Result<String> {
    let row = unit.row(
        "select rule from campaign_rule where campaign = $1 and known_at <= $2
         order by known_at desc limit 1",
        &[Value::Int(id), Value::Moment(at)],
    )?;
    Ok(row.with_context(|| format!("campaign {id} has no rule"))?.text(0)?.to_owned())
}
