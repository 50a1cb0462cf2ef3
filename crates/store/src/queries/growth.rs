//! Growth credited to savings, year by year.

use std::collections::BTreeMap;

use anyhow::Result;
use base::{Day, Month};
use scheme::id::MembershipId;

use crate::{Kind, Unit, Value};

/// The columns of a year's growth, for adding many.
pub const COLUMNS: [(&str, Kind); 4] =
    [("membership", Kind::Int), ("year", Kind::Small), ("run", Kind::Int), ("amount", Kind::Int)];

/// What was credited to a membership, year by year.
pub fn of(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Vec<(i32, i64)>> {
    let rows = unit.rows(
        "select year, amount from growth where membership = $1 order by year",
        &[Value::Int(membership.0)],
    )?;
    rows.iter().map(|row| Ok((i32::try_from(row.int(0)?)?, row.int(1)?))).collect()
}

/// All growth there is, for checking the books against it.
pub fn total(unit: &mut Unit<'_>) -> Result<i64> {
    let row = unit.row("select cast(coalesce(sum(amount), 0) as bigint) from growth", &[])?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// What was credited to memberships of a range in all years.
pub fn of_range(unit: &mut Unit<'_>, (from, until): (i64, i64)) -> Result<BTreeMap<MembershipId, i64>> {
    let rows = unit.rows(
        "select membership, cast(sum(amount) as bigint) from growth
         where membership >= $1 and membership < $2 group by membership",
        &[Value::Int(from), Value::Int(until)],
    )?;
    rows.iter().map(|row| Ok((MembershipId(row.int(0)?), row.int(1)?))).collect()
}

/// Takes a membership, the day its bill was settled, and the packed lines.
pub type TakeSettled<'a> = dyn FnMut(MembershipId, Day, &[u8]) -> Result<()> + 'a;

/// Assessments of a month whose bill is settled, of memberships of a range: membership, day, packed lines.
/// They are found by everybody who ever paid for a membership: the roll has forgotten who no longer does.
pub fn each_settled(
    unit: &mut Unit<'_>,
    (from, until): (i64, i64),
    month: Month,
    take: &mut TakeSettled<'_>,
) -> Result<()> {
    unit.each(
        // SQLite keeps the order of a cross join. Left to itself it goes through everybody's month for one.
        "select w.membership, b.settled_on, a.lines from (
                 select id as membership, payer from membership where id >= $1 and id < $2
                 union
                 select subject, cast(value as bigint) from fact
                     where subject >= $1 and subject < $2 and name = 'funder' and value is not null
             ) as w
             cross join assessment as a cross join bill as b
         where a.month = $3 and a.payer = w.payer and a.membership = w.membership
             and b.month = a.month and b.payer = a.payer and b.no = a.no and b.settled_on is not null
         order by w.membership",
        &[Value::Int(from), Value::Int(until), Value::Month(month)],
        &mut |row| take(MembershipId(row.int(0)?), row.day(1)?, row.bytes(2)?),
    )
}
