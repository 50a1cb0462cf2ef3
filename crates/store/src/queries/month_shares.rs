//! Who helps to pay a worker's months, and how much: rows are only added.

use anyhow::Result;
use base::{Moment, Month};
use scheme::id::{MembershipId, PayerId};

use crate::{Row, Unit, Value};

/// A share of some months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthShare {
    /// Whose months.
    pub membership: MembershipId,
    /// Whose money.
    pub pot: PayerId,
    /// The first month.
    pub from: Month,
    /// The first month after them.
    pub until: Option<Month>,
    /// `public`, `donor` or `platform`.
    pub kind: String,
    /// A fraction such as 3/4.
    pub share: String,
    /// Who wrote it down.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// Adds a share; of several of one pot for a month, the latest counts.
pub fn add(unit: &mut Unit<'_>, one: &MonthShare) -> Result<()> {
    unit.execute(
        "insert into month_share (membership, pot, from_month, until_month, kind, share, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            Value::Int(one.membership.0),
            Value::Int(one.pot.0),
            Value::Month(one.from),
            one.until.into(),
            Value::Text(&one.kind),
            Value::Text(&one.share),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

/// Every share of a membership's months, the latest first.
pub fn of_membership(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Vec<MonthShare>> {
    let rows = unit.rows(
        "select membership, pot, from_month, until_month, kind, share, account, known_at from month_share
         where membership = $1 order by known_at desc, from_month desc",
        &[Value::Int(membership.0)],
    )?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<MonthShare> {
    Ok(MonthShare {
        membership: MembershipId(row.int(0)?),
        pot: PayerId(row.int(1)?),
        from: row.month(2)?,
        until: row.opt_month(3)?,
        kind: row.text(4)?.to_owned(),
        share: row.text(5)?.to_owned(),
        account: row.opt_int(6)?,
        known: row.moment(7)?,
    })
}
