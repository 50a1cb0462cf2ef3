//! What is put aside for a rider's month through each platform, and what of it was handed over.

use std::collections::BTreeMap;

use anyhow::Result;
use base::{Moment, Month};
use scheme::id::{MembershipId, PayerId};

use crate::{Kind, Row, Unit, Value};

/// What was put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accrual {
    /// For whom.
    pub membership: MembershipId,
    /// For which month.
    pub month: Month,
    /// Through whom.
    pub platform: PayerId,
    /// By how many trips.
    pub trips: i64,
    /// How much.
    pub amount: i64,
    /// What of it has reached her.
    pub settled: i64,
    /// When the first trip began.
    pub first: Moment,
}

const COLUMNS: [(&str, Kind); 7] = [
    ("membership", Kind::Int),
    ("month", Kind::Month),
    ("platform", Kind::Int),
    ("trips", Kind::Int),
    ("amount", Kind::Int),
    ("settled", Kind::Int),
    ("first_at", Kind::Moment),
];

const NAMES: &str = "membership, month, platform, trips, amount, settled, first_at";

/// Adds to what is put aside, by one statement in the order of memberships, so that two batches never wait
/// for each other.
pub fn add_all(unit: &mut Unit<'_>, all: &[Accrual]) -> Result<()> {
    let scratch = unit.engine().scratch("accrual_new", "accrual");
    unit.script(&scratch)?;
    let mut copy = unit.copy("accrual_new", &COLUMNS)?;
    for one in all {
        copy.row(&[
            Value::Int(one.membership.0),
            Value::Month(one.month),
            Value::Int(one.platform.0),
            Value::Int(one.trips),
            Value::Int(one.amount),
            Value::Int(one.settled),
            Value::Moment(one.first),
        ])?;
    }
    copy.finish()?;
    unit.execute(
        &format!(
            "insert into accrual ({NAMES}) select {NAMES} from accrual_new where true
             order by membership, month
             on conflict (membership, month, platform) do update set
                 trips = accrual.trips + excluded.trips,
                 amount = accrual.amount + excluded.amount,
                 first_at = case when excluded.first_at < accrual.first_at then excluded.first_at
                     else accrual.first_at end"
        ),
        &[],
    )?;
    Ok(())
}

/// What is put aside for a member, month by month, platforms in the order in which they began.
pub fn of_membership(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Vec<Accrual>> {
    let sql = format!("select {NAMES} from accrual where membership = $1 order by month, first_at, platform");
    unit.rows(&sql, &[Value::Int(membership.0)])?.iter().map(from_row).collect()
}

/// What is put aside for a month through a platform after a membership, at most so many.
pub fn of_platform(
    unit: &mut Unit<'_>,
    platform: PayerId,
    month: Month,
    after: i64,
    limit: i64,
) -> Result<Vec<Accrual>> {
    let sql = format!(
        "select {NAMES} from accrual where platform = $1 and month = $2 and membership > $3
         order by membership limit $4"
    );
    let values = [Value::Int(platform.0), Value::Month(month), Value::Int(after), Value::Int(limit)];
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

/// What of a platform's months up to one is neither handed over nor asked for: member, month, amount, in
/// order.
pub fn open_of(
    unit: &mut Unit<'_>,
    platform: PayerId,
    until: Month,
) -> Result<Vec<(MembershipId, Month, i64)>> {
    let rows = unit.rows(
        "select a.membership, a.month, a.amount - a.settled - cast(coalesce((
                 select sum(l.amount) from settlement_line l join settlement s on s.id = l.settlement
                 where s.platform = a.platform and s.state in ('asked', 'paid') and l.credited_at is null
                     and l.membership = a.membership and l.month = a.month), 0) as bigint)
         from accrual a
         where a.platform = $1 and a.month <= $2 and a.settled < a.amount
         order by a.membership, a.month",
        &[Value::Int(platform.0), Value::Month(until)],
    )?;
    let lines = rows.iter().map(|row| Ok((MembershipId(row.int(0)?), row.month(1)?, row.int(2)?)));
    let lines: Vec<_> = lines.collect::<Result<_>>()?;
    Ok(lines.into_iter().filter(|(_, _, amount)| *amount > 0).collect())
}

/// What was put aside has reached the member.
pub fn settle(
    unit: &mut Unit<'_>,
    (membership, month, platform): (MembershipId, Month, PayerId),
    amount: i64,
) -> Result<()> {
    unit.execute(
        "update accrual set settled = settled + $4 where membership = $1 and month = $2 and platform = $3",
        &[Value::Int(membership.0), Value::Month(month), Value::Int(platform.0), Value::Int(amount)],
    )?;
    Ok(())
}

/// What was put aside through a platform in all, and what of it has reached its riders.
pub fn sum_of(unit: &mut Unit<'_>, platform: PayerId) -> Result<(i64, i64)> {
    let row = unit.row(
        "select cast(coalesce(sum(amount), 0) as bigint), cast(coalesce(sum(settled), 0) as bigint)
         from accrual where platform = $1",
        &[Value::Int(platform.0)],
    )?;
    row.map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}

/// The same through every platform.
pub fn sums(unit: &mut Unit<'_>) -> Result<BTreeMap<PayerId, (i64, i64)>> {
    let rows = unit.rows(
        "select platform, cast(sum(amount) as bigint), cast(sum(settled) as bigint) from accrual
         group by platform order by platform",
        &[],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), (row.int(1)?, row.int(2)?)))).collect()
}

fn from_row(row: &Row) -> Result<Accrual> {
    Ok(Accrual {
        membership: MembershipId(row.int(0)?),
        month: row.month(1)?,
        platform: PayerId(row.int(2)?),
        trips: row.int(3)?,
        amount: row.int(4)?,
        settled: row.int(5)?,
        first: row.moment(6)?,
    })
}
