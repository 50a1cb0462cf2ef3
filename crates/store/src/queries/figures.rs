//! What everything comes to: counts and sums for a summary of an institution.

use anyhow::Result;
use base::{Moment, Month};

use crate::{Unit, Value};

/// How often, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Sum {
    /// How often.
    pub count: i64,
    /// How much.
    pub amount: i64,
}

/// Memberships of each segment, and how many of them go on in a month.
pub fn members(unit: &mut Unit<'_>, month: Month) -> Result<Vec<(String, i64, i64)>> {
    let rows = unit.rows(
        "select m.segment, count(*), cast(coalesce(sum(case when exists (
             select 1 from roll as r where r.membership = m.id and r.from_month <= $1
                 and (r.until_month is null or r.until_month > $1)) then 1 else 0 end), 0) as bigint)
         from membership as m group by m.segment order by m.segment",
        &[Value::Month(month)],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?, row.int(2)?))).collect()
}

/// Every stretch of months on the roll: its first month, and the month after the last.
pub fn each_stretch(
    unit: &mut Unit<'_>,
    take: &mut dyn FnMut(Month, Option<Month>) -> Result<()>,
) -> Result<()> {
    unit.each("select from_month, until_month from roll", &[], &mut |row| {
        take(row.month(0)?, row.opt_month(1)?)
    })
}

/// How many payers there are of each kind.
pub fn payers(unit: &mut Unit<'_>) -> Result<Vec<(String, i64)>> {
    let rows = unit.rows("select kind, count(*) from payer group by kind order by kind", &[])?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

/// What was billed and what of it is paid, released bills among both.
pub fn bills(unit: &mut Unit<'_>) -> Result<(Sum, i64)> {
    let row = unit.row(
        "select count(*), cast(coalesce(sum(owed), 0) as bigint), cast(coalesce(sum(paid), 0) as bigint)
         from bill",
        &[],
    )?;
    row.map_or(Ok((Sum::default(), 0)), |row| {
        Ok((Sum { count: row.int(0)?, amount: row.int(1)? }, row.int(2)?))
    })
}

/// Penalties that were charged.
pub fn penalties(unit: &mut Unit<'_>) -> Result<Sum> {
    sum(unit, "select count(*), cast(coalesce(sum(owed), 0) as bigint) from bill where kind = 'penalty'")
}

/// Bills that came after the first of their month and are no penalties: differences.
pub fn differences(unit: &mut Unit<'_>) -> Result<Sum> {
    sum(
        unit,
        "select count(*), cast(coalesce(sum(owed), 0) as bigint) from bill
         where kind <> 'penalty' and no > 0 and run = 0",
    )
}

/// Money that came in.
pub fn payments(unit: &mut Unit<'_>) -> Result<Sum> {
    sum(unit, "select count(*), cast(coalesce(sum(amount), 0) as bigint) from payment")
}

/// How often something was done to the register.
pub fn acts(unit: &mut Unit<'_>) -> Result<Vec<(String, i64)>> {
    let rows = unit.rows("select what, count(*) from act group by what order by what", &[])?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

fn sum(unit: &mut Unit<'_>, sql: &str) -> Result<Sum> {
    let row = unit.row(sql, &[])?;
    row.map_or(Ok(Sum::default()), |row| Ok(Sum { count: row.int(0)?, amount: row.int(1)? }))
}

/// What was billed and paid for a contribution month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collected {
    /// For which month.
    pub month: Month,
    /// What its bills came to.
    pub owed: i64,
    /// What of that was paid.
    pub paid: i64,
    /// When it was counted.
    pub counted_at: Moment,
}

/// What was billed and paid as it was counted last, the latest months first.
pub fn collected(unit: &mut Unit<'_>, months: i64) -> Result<Vec<Collected>> {
    let rows = unit.rows(
        "select month, owed, paid, counted_at from collected order by month desc limit $1",
        &[Value::Int(months)],
    )?;
    rows.iter()
        .map(|row| {
            let (owed, paid) = (row.int(1)?, row.int(2)?);
            Ok(Collected { month: row.month(0)?, owed, paid, counted_at: row.moment(3)? })
        })
        .collect()
}

/// Sums every bill afresh, by contribution month.
pub fn count_collected(unit: &mut Unit<'_>, now: Moment) -> Result<u64> {
    unit.execute("delete from collected", &[])?;
    unit.execute(
        "insert into collected (month, owed, paid, counted_at)
         select month, cast(sum(owed) as bigint), cast(sum(paid) as bigint), $1 from bill group by month",
        &[Value::Moment(now)],
    )
}
