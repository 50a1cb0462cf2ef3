//! People protected, month by month.

use anyhow::Result;
use base::Month;

use crate::{Unit, Value};

/// How many people of one sort are protected in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The law's segment.
    pub segment: String,
    /// Where.
    pub province: String,
    /// `male` or `female`.
    pub sex: String,
    /// Whether somebody pays for them.
    pub sponsored: bool,
    /// How many.
    pub people: i64,
}

/// The rows of a month, in the order of their keys.
pub fn month(unit: &mut Unit<'_>, month: Month) -> Result<Vec<Covered>> {
    let rows = unit.rows(
        "select segment, province, sex, sponsored, people from coverage where month = $1
         order by segment, province, sex, sponsored",
        &[Value::Month(month)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Covered {
                segment: row.text(0)?.to_owned(),
                province: row.text(1)?.to_owned(),
                sex: row.text(2)?.to_owned(),
                sponsored: row.bool(3)?,
                people: row.int(4)?,
            })
        })
        .collect()
}

/// Everybody who is protected in each month, in order.
pub fn totals(unit: &mut Unit<'_>) -> Result<Vec<(Month, i64)>> {
    let rows = unit
        .rows("select month, cast(sum(people) as bigint) from coverage group by month order by month", &[])?;
    rows.iter().map(|row| Ok((row.month(0)?, row.int(1)?))).collect()
}

/// The months that were counted, in order.
pub fn months(unit: &mut Unit<'_>) -> Result<Vec<Month>> {
    let rows = unit.rows("select distinct month from coverage order by month", &[])?;
    rows.iter().map(|row| row.month(0)).collect()
}

/// Counts a month afresh: everybody for whom a contribution of the month stands assessed, each person once,
/// at the first of her memberships. Whose segment is `at_once` is assessed in the first month for all that
/// follow: she counts for as long as she is on the roll. Who pays for herself has no province of her own: it
/// is the one of the branch that cares for her. Gives how many rows there are.
pub fn count_month(unit: &mut Unit<'_>, month: Month, at_once: &str) -> Result<u64> {
    unit.execute("delete from coverage where month = $1", &[Value::Month(month)])?;
    unit.execute(
        "insert into coverage (month, segment, province, sex, sponsored, people)
         with assessed as (
             select month, membership, payer from assessment where month = $1
             group by month, membership, payer having sum(owed) > 0
             union all
             select $1, r.membership, r.payer from roll as r
             join assessment as a on a.payer = r.payer and a.membership = r.membership
                 and a.month = (select min(f.from_month) from roll as f
                     where f.membership = r.membership and f.payer = r.payer)
             where r.segment = $2 and r.from_month <= $1 and (r.until_month is null or r.until_month > $1)
                 and a.month < $1
             group by r.membership, r.payer having sum(a.owed) > 0
         ), covered as (
             select a.month, a.membership, a.payer, m.segment,
                 case when p.province <> '' then p.province else coalesce((select b.province
                     from caseload as c join branch as b on b.id = c.branch where c.subject = p.id), '')
                 end as province,
                 (p.kind = 'platform' or p.kind = 'sponsor') as sponsored,
                 coalesce((select l.into_person from link as l where l.person = m.person
                     order by l.known_at desc limit 1), m.person) as person
             from assessed as a
             join membership as m on m.id = a.membership
             join payer as p on p.id = a.payer
         ), ranked as (
             select c.*, row_number() over (partition by person order by membership, payer) as turn
             from covered as c
         ), counted as (
             select month, segment, province, sponsored,
                 coalesce((select i.sex from identity as i where i.person = r.person
                     order by i.known_at desc limit 1), '') as sex
             from ranked as r where turn = 1
         )
         select month, segment, province, sex, sponsored, count(*) from counted
         group by month, segment, province, sex, sponsored",
        &[Value::Month(month), Value::Text(at_once)],
    )
}

/// Everybody who is protected, by month and segment, in order.
pub fn growth(unit: &mut Unit<'_>) -> Result<Vec<(Month, String, i64)>> {
    let rows = unit.rows(
        "select month, segment, cast(sum(people) as bigint) from coverage group by month, segment
         order by month, segment",
        &[],
    )?;
    rows.iter().map(|row| Ok((row.month(0)?, row.text(1)?.to_owned(), row.int(2)?))).collect()
}
