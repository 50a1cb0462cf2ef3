//! What members allow platforms; rows are only added, the latest counts.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::{MembershipId, PayerId};

use crate::{Row, Unit, Value};

/// Something that a member allowed, or no longer allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Who.
    pub membership: MembershipId,
    /// Whom.
    pub platform: PayerId,
    /// `enrol`, `put_aside` or `show_cover`.
    pub purpose: String,
    /// Since when it is known.
    pub known: Moment,
    /// The first day.
    pub from: Day,
    /// The first day it is no longer so.
    pub until: Option<Day>,
    /// How much of each trip.
    pub amount: Option<i64>,
    /// By which way she said so.
    pub how: String,
    /// Who wrote it down.
    pub account: Option<i64>,
}

/// Adds a row.
pub fn add(unit: &mut Unit<'_>, one: &Consent) -> Result<()> {
    unit.execute(
        "insert into consent (membership, platform, purpose, known_at, from_on, until_on, amount, how,
             account)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(one.membership.0),
            Value::Int(one.platform.0),
            Value::Text(&one.purpose),
            Value::Moment(one.known),
            Value::Day(one.from),
            one.until.into(),
            one.amount.into(),
            Value::Text(&one.how),
            one.account.into(),
        ],
    )?;
    Ok(())
}

const READ: &str = "select membership, platform, purpose, known_at, from_on, until_on, amount, how, account
    from consent";

/// What a member has ever allowed, in the order it became known.
pub fn of_membership(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Vec<Consent>> {
    let sql = format!("{READ} where membership = $1 order by known_at, platform, purpose");
    unit.rows(&sql, &[Value::Int(membership.0)])?.iter().map(from_row).collect()
}

/// The same for one platform.
pub fn of(unit: &mut Unit<'_>, membership: MembershipId, platform: PayerId) -> Result<Vec<Consent>> {
    let sql = format!("{READ} where membership = $1 and platform = $2 order by known_at, purpose");
    unit.rows(&sql, &[Value::Int(membership.0), Value::Int(platform.0)])?.iter().map(from_row).collect()
}

/// Keeps others from adding to what a member allowed until the unit ends, and gives when the latest row
/// became known.
pub fn hold(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Option<Moment>> {
    let update = unit.engine().for_update();
    unit.rows(&format!("select id from membership where id = $1{update}"), &[Value::Int(membership.0)])?;
    let row =
        unit.row("select max(known_at) from consent where membership = $1", &[Value::Int(membership.0)])?;
    row.map_or(Ok(None), |row| row.opt_moment(0))
}

fn from_row(row: &Row) -> Result<Consent> {
    Ok(Consent {
        membership: MembershipId(row.int(0)?),
        platform: PayerId(row.int(1)?),
        purpose: row.text(2)?.to_owned(),
        known: row.moment(3)?,
        from: row.day(4)?,
        until: row.opt_day(5)?,
        amount: row.opt_int(6)?,
        how: row.text(7)?.to_owned(),
        account: row.opt_int(8)?,
    })
}
