//! What the money of others carries: months of workers by campaign and by source, claims of those it paid
//! for.

use anyhow::Result;
use base::{Day, Moment, Month};
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// How many different workers a month is set aside or used for, by the source of the money, in order.
pub fn workers_in(unit: &mut Unit<'_>, month: Month) -> Result<Vec<(String, i64)>> {
    let rows = unit.rows(
        "select p.source, cast(count(distinct w.membership) as bigint) from worker_month as w
         join pot as p on p.payer = w.pot
         where w.month = $1 and w.state <> 'freed' group by p.source order by p.source",
        &[Value::Month(month)],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

/// A campaign's months of workers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Months that were paid.
    pub paid: i64,
    /// Months that money is set aside for.
    pub ahead: i64,
    /// Different workers of both.
    pub workers: i64,
}

/// What each campaign carries, in order of their numbers.
pub fn by_campaign(unit: &mut Unit<'_>) -> Result<Vec<(i64, Carried)>> {
    let rows = unit.rows(
        "select p.campaign,
             cast(sum(case when w.state in ('used', 'parted') then 1 else 0 end) as bigint),
             cast(sum(case when w.state in ('reserved', 'readied') then 1 else 0 end) as bigint),
             cast(count(distinct w.membership) as bigint)
         from worker_month as w join pot as p on p.payer = w.pot
         where w.state <> 'freed' group by p.campaign order by p.campaign",
        &[],
    )?;
    rows.iter()
        .map(|row| {
            let carried = Carried { paid: row.int(1)?, ahead: row.int(2)?, workers: row.int(3)? };
            Ok((row.int(0)?, carried))
        })
        .collect()
}

/// The months each campaign's money has paid and its workers as they were counted last, in order of their
/// numbers; what is set aside was not.
pub fn counted(unit: &mut Unit<'_>) -> Result<Vec<(i64, Carried)>> {
    let rows = unit.rows("select campaign, paid, workers from carried order by campaign", &[])?;
    let one = |row: &Row| {
        let carried = Carried { paid: row.int(1)?, ahead: 0, workers: row.int(2)? };
        Ok((row.int(0)?, carried))
    };
    rows.iter().map(one).collect()
}

/// Counts afresh what each campaign carries.
pub fn count(unit: &mut Unit<'_>, now: Moment) -> Result<()> {
    let all = by_campaign(unit)?;
    unit.execute("delete from carried", &[])?;
    for (campaign, carried) in all {
        unit.execute(
            "insert into carried (campaign, paid, workers, counted_at) values ($1, $2, $3, $4)",
            &[
                Value::Int(campaign),
                Value::Int(carried.paid),
                Value::Int(carried.workers),
                Value::Moment(now),
            ],
        )?;
    }
    Ok(())
}

/// What came to each campaign and did not go back, in order of their numbers.
pub fn given_by_campaign(unit: &mut Unit<'_>) -> Result<Vec<(i64, i64)>> {
    let rows = unit.rows(
        "select p.campaign, cast(sum(g.amount - g.returned) as bigint) from gift as g
         join pot as p on p.payer = g.pot group by p.campaign order by p.campaign",
        &[],
    )?;
    rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// A claim of somebody whose month a pot paid for, whenever it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helped {
    /// Whose.
    pub person: i64,
    /// Which claim.
    pub claim: i64,
    /// What is claimed.
    pub kind: String,
    /// The day it happened.
    pub happened: Day,
    /// A month that the pot paid for.
    pub month: Month,
}

/// Paid claims of whoever a pot has paid for, each with every month that the pot paid.
pub fn helped(unit: &mut Unit<'_>, pot: PayerId) -> Result<Vec<Helped>> {
    let rows = unit.rows(
        "select c.person, c.id, c.kind, e.day, w.month from worker_month as w
         join claim as c on c.membership = w.membership
         join claim_case as e on e.id = c.of_case
         where w.pot = $1 and w.state in ('used', 'parted') and c.state in ('paid', 'closed')
           and exists (select 1 from claim_grant as g where g.claim = c.id and g.gross > 0)
         order by c.id, w.month",
        &[Value::Int(pot.0)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Helped {
                person: row.int(0)?,
                claim: row.int(1)?,
                kind: row.text(2)?.to_owned(),
                happened: row.day(3)?,
                month: row.month(4)?,
            })
        })
        .collect()
}

/// The latest entry in which a pot's money moved: journal and number.
pub fn last_entry(unit: &mut Unit<'_>, pot: PayerId) -> Result<Option<(u16, u64)>> {
    let row = unit.row(
        "select journal, seq from (
             select journal, seq, known_at from gift where pot = $1
             union all select journal, seq, known_at from worker_month where pot = $1
         ) as moved order by known_at desc, journal desc, seq desc limit 1",
        &[Value::Int(pot.0)],
    )?;
    row.map(|row| Ok((u16::try_from(row.int(0)?)?, row.int(1)?.cast_unsigned()))).transpose()
}
