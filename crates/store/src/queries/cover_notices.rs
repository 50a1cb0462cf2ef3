//! What members were told of money that ends or is missing: each once.

use anyhow::Result;
use base::{Moment, Month};
use scheme::id::{MembershipId, PayerId};

use crate::{Unit, Value};

/// Notes that a member is told of a month; whether she was not told before.
pub fn add(
    unit: &mut Unit<'_>,
    membership: MembershipId,
    (kind, month): (&str, Month),
    now: Moment,
) -> Result<bool> {
    let added = unit.execute(
        "insert into cover_notice (membership, kind, month, known_at) values ($1, $2, $3, $4)
         on conflict do nothing",
        &[Value::Int(membership.0), Value::Text(kind), Value::Month(month), Value::Moment(now)],
    )?;
    Ok(added == 1)
}

/// Whether a notice is noted.
pub fn has(unit: &mut Unit<'_>, membership: MembershipId, (kind, month): (&str, Month)) -> Result<bool> {
    let row = unit.row(
        "select 1 from cover_notice where membership = $1 and kind = $2 and month = $3",
        &[Value::Int(membership.0), Value::Text(kind), Value::Month(month)],
    )?;
    Ok(row.is_some())
}

/// Calendar months in which parts of others wait for workers'.
pub fn months_waiting(unit: &mut Unit<'_>) -> Result<Vec<Month>> {
    let sql = "select distinct month from worker_month where state = 'reserved' and shared order by month";
    unit.rows(sql, &[])?.iter().map(|row| row.month(0)).collect()
}

/// Workers after one of whom others bear a part of a month, waiting or given, at most so many.
pub fn sharing(
    unit: &mut Unit<'_>,
    month: Month,
    after: MembershipId,
    limit: i64,
) -> Result<Vec<MembershipId>> {
    let rows = unit.rows(
        "select distinct membership from worker_month
         where month = $1 and state in ('reserved', 'parted') and shared and membership > $2
         order by membership limit $3",
        &[Value::Month(month), Value::Int(after.0), Value::Int(limit)],
    )?;
    rows.iter().map(|row| Ok(MembershipId(row.int(0)?))).collect()
}

/// Until when pots bear a part of workers' months, of whom any is in or after a month: pot, membership, last
/// month.
pub fn shared_until(unit: &mut Unit<'_>, from: Month) -> Result<Vec<(PayerId, MembershipId, Month)>> {
    let rows = unit.rows(
        "select pot, membership, max(month) from worker_month
         where month >= $1 and state in ('reserved', 'parted') and shared group by pot, membership",
        &[Value::Month(from)],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), MembershipId(row.int(1)?), row.month(2)?))).collect()
}

/// The next members after one who pay for themselves in a month, with what is known of each; at most so many.
pub fn on_their_own(
    unit: &mut Unit<'_>,
    month: Month,
    after: MembershipId,
    limit: i64,
) -> Result<Vec<(MembershipId, String)>> {
    let rows = unit.rows(
        "select roll.membership, roll.facts from roll join payer on payer.id = roll.payer
         where payer.kind = 'own' and roll.segment = 'self_employed' and roll.from_month <= $1
           and (roll.until_month is null or roll.until_month > $1) and roll.membership > $2
         order by roll.membership limit $3",
        &[Value::Month(month), Value::Int(after.0), Value::Int(limit)],
    )?;
    rows.iter().map(|row| Ok((MembershipId(row.int(0)?), row.text(1)?.to_owned()))).collect()
}
