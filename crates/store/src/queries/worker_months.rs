//! Months of workers that pots pay for, or help to pay.

use anyhow::Result;
use base::{Moment, Month};
use scheme::id::{MembershipId, PayerId, PersonId};

use crate::{Kind, Row, Unit, Value};

/// A month of one worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerMonth {
    /// Whose money.
    pub pot: PayerId,
    /// Which month.
    pub month: Month,
    /// Whose month.
    pub membership: MembershipId,
    /// `reserved`, `readied`, `used`, `parted` or `freed`.
    pub state: String,
    /// What was set aside for it.
    pub reserved: i64,
    /// What it took.
    pub used: i64,
    /// Why it was freed.
    pub why: Option<String>,
    /// The journal of the entry that set it aside or freed it last.
    pub journal: u16,
    /// The entry's number in the journal.
    pub seq: u64,
    /// Since when it stands so.
    pub known: Moment,
    /// Whether it is a part of the worker's own bill, which waits for hers.
    pub shared: bool,
}

const COLUMNS: [(&str, Kind); 11] = [
    ("pot", Kind::Int),
    ("month", Kind::Month),
    ("membership", Kind::Int),
    ("state", Kind::Text),
    ("reserved", Kind::Int),
    ("used", Kind::Int),
    ("why", Kind::Text),
    ("journal", Kind::Small),
    ("seq", Kind::Int),
    ("known_at", Kind::Moment),
    ("shared", Kind::Bool),
];

fn values(one: &WorkerMonth) -> [Value<'_>; 11] {
    [
        Value::Int(one.pot.0),
        Value::Month(one.month),
        Value::Int(one.membership.0),
        Value::Text(&one.state),
        Value::Int(one.reserved),
        Value::Int(one.used),
        one.why.as_deref().into(),
        Value::Int(one.journal.into()),
        Value::Int(one.seq.cast_signed()),
        Value::Moment(one.known),
        Value::Bool(one.shared),
    ]
}

/// Adds months that were never set aside before.
pub fn add_all(unit: &mut Unit<'_>, all: &[WorkerMonth]) -> Result<()> {
    let mut copy = unit.copy("worker_month", &COLUMNS)?;
    all.iter().try_for_each(|one| copy.row(&values(one)))?;
    copy.finish().map(drop)
}

/// Writes how a month stands now; the pot is held.
pub fn change(unit: &mut Unit<'_>, one: &WorkerMonth) -> Result<()> {
    unit.execute(
        "update worker_month set state = $4, reserved = $5, used = $6, why = $7, journal = $8, seq = $9,
             known_at = $10, shared = $11
         where pot = $1 and month = $2 and membership = $3",
        &values(one),
    )?;
    Ok(())
}

const READ: &str = "select pot, month, membership, state, reserved, used, why, journal, seq, known_at,
    shared from worker_month";

/// Every month of a membership that anybody pays or was to pay, in order.
pub fn of_membership(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Vec<WorkerMonth>> {
    let sql = format!("{READ} where membership = $1 order by month, pot");
    unit.rows(&sql, &[Value::Int(membership.0)])?.iter().map(from_row).collect()
}

/// Parts of others in months of a payer's own members that wait for hers, in the order of months. An
/// employer's members have none: nobody looks through all of them.
pub fn waiting_for(unit: &mut Unit<'_>, own: PayerId) -> Result<Vec<WorkerMonth>> {
    let sql = format!(
        "{READ} where state = 'reserved' and shared and membership in (
             select roll.membership from payer join roll on roll.payer = payer.id
             where payer.id = $1 and payer.kind = 'own')
         order by month, pot"
    );
    unit.rows(&sql, &[Value::Int(own.0)])?.iter().map(from_row).collect()
}

/// The next payers after one who bear a part of a calendar month themselves, beside others whose parts wait;
/// in the order of numbers, at most so many.
pub fn sharers(
    unit: &mut Unit<'_>,
    month: Month,
    (after, until): (i64, i64),
    limit: i64,
) -> Result<Vec<PayerId>> {
    let rows = unit.rows(
        "select distinct membership.payer from worker_month
         join membership on membership.id = worker_month.membership
         where worker_month.month = $1 and worker_month.state = 'reserved' and worker_month.shared
           and membership.payer > $2 and membership.payer < $3
         order by membership.payer limit $4",
        &[Value::Month(month), Value::Int(after), Value::Int(until), Value::Int(limit)],
    )?;
    rows.iter().map(|row| Ok(PayerId(row.int(0)?))).collect()
}

/// Whether any part of a calendar month waits for a worker's.
pub fn any_waits(unit: &mut Unit<'_>, month: Month) -> Result<bool> {
    let sql = "select 1 from worker_month where month = $1 and state = 'reserved' and shared limit 1";
    Ok(unit.row(sql, &[Value::Month(month)])?.is_some())
}

/// A pot's whole months of one calendar month in some state.
pub fn of_pot_in(
    unit: &mut Unit<'_>,
    (pot, month): (PayerId, Month),
    state: &str,
) -> Result<Vec<WorkerMonth>> {
    let sql =
        format!("{READ} where pot = $1 and month = $2 and state = $3 and not shared order by membership");
    let rows = unit.rows(&sql, &[Value::Int(pot.0), Value::Month(month), Value::Text(state)])?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<WorkerMonth> {
    Ok(WorkerMonth {
        pot: PayerId(row.int(0)?),
        month: row.month(1)?,
        membership: MembershipId(row.int(2)?),
        state: row.text(3)?.to_owned(),
        reserved: row.int(4)?,
        used: row.int(5)?,
        why: row.opt_text(6)?.map(str::to_owned),
        journal: u16::try_from(row.int(7)?)?,
        seq: row.int(8)?.cast_unsigned(),
        known: row.moment(9)?,
        shared: row.bool(10)?,
    })
}

/// Pots with whole months of one calendar month in some state, in order.
pub fn pots_in(unit: &mut Unit<'_>, month: Month, state: &str) -> Result<Vec<PayerId>> {
    let rows = unit.rows(
        "select distinct pot from worker_month where month = $1 and state = $2 and not shared order by pot",
        &[Value::Month(month), Value::Text(state)],
    )?;
    rows.iter().map(|row| Ok(PayerId(row.int(0)?))).collect()
}

/// A pot's months of one calendar month stand ready for the run, by an entry.
pub fn ready(
    unit: &mut Unit<'_>,
    (pot, month): (PayerId, Month),
    (journal, seq): (u16, u64),
    now: Moment,
) -> Result<()> {
    unit.execute(
        "update worker_month set state = 'readied', journal = $3, seq = $4, known_at = $5
         where pot = $1 and month = $2 and state = 'reserved' and not shared",
        &[
            Value::Int(pot.0),
            Value::Month(month),
            Value::Int(journal.into()),
            Value::Int(seq.cast_signed()),
            Value::Moment(now),
        ],
    )?;
    Ok(())
}

/// After a run: every month that stood ready took what it was assessed with; whatever took nothing is freed.
pub fn used(unit: &mut Unit<'_>, month: Month, now: Moment) -> Result<()> {
    unit.execute(
        "update worker_month set state = 'used', known_at = $2, used = (
             select cast(coalesce(sum(owed), 0) as bigint) from assessment
             where assessment.month = worker_month.month and assessment.payer = worker_month.pot
               and assessment.membership = worker_month.membership)
         where month = $1 and state = 'readied'",
        &[Value::Month(month), Value::Moment(now)],
    )?;
    unit.execute(
        "update worker_month set state = 'freed', why = 'not_billed'
         where month = $1 and state = 'used' and used = 0",
        &[Value::Month(month)],
    )?;
    Ok(())
}

/// What a pot has readied for a month that is being run: credit that is not free.
pub fn readied(unit: &mut Unit<'_>, pot: PayerId) -> Result<i64> {
    let row = unit.row(
        "select cast(coalesce(sum(reserved), 0) as bigint) from worker_month
         where pot = $1 and state = 'readied'",
        &[Value::Int(pot.0)],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// How a pot's months of one state add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Whose.
    pub pot: PayerId,
    /// Which calendar month.
    pub month: Month,
    /// In which state.
    pub state: String,
    /// How many workers.
    pub workers: i64,
    /// What was set aside.
    pub reserved: i64,
    /// What it took.
    pub used: i64,
}

const SUMS: &str = "select pot, month, state, cast(count(*) as bigint), cast(sum(reserved) as bigint),
    cast(sum(used) as bigint) from worker_month";

/// A pot's months, summed up by calendar month and state.
pub fn sums_of_pot(unit: &mut Unit<'_>, pot: PayerId) -> Result<Vec<Sum>> {
    let sql = format!("{SUMS} where pot = $1 group by pot, month, state order by month, state");
    unit.rows(&sql, &[Value::Int(pot.0)])?.iter().map(sum).collect()
}

/// The months of all pots, summed up in the same way.
pub fn sums(unit: &mut Unit<'_>) -> Result<Vec<Sum>> {
    let sql = format!("{SUMS} group by pot, month, state order by pot, month, state");
    unit.rows(&sql, &[])?.iter().map(sum).collect()
}

fn sum(row: &Row) -> Result<Sum> {
    Ok(Sum {
        pot: PayerId(row.int(0)?),
        month: row.month(1)?,
        state: row.text(2)?.to_owned(),
        workers: row.int(3)?,
        reserved: row.int(4)?,
        used: row.int(5)?,
    })
}

/// How many different workers a pot has paid for, or is about to.
pub fn workers(unit: &mut Unit<'_>, pot: PayerId) -> Result<i64> {
    let row = unit.row(
        "select cast(count(distinct membership) as bigint) from worker_month
         where pot = $1 and state <> 'freed'",
        &[Value::Int(pot.0)],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Whom a pot has paid for, and pays for no more from a month on.
pub fn over(unit: &mut Unit<'_>, pot: PayerId, month: Month) -> Result<Vec<PersonId>> {
    let rows = unit.rows(
        "select distinct m.person from worker_month as w join membership as m on m.id = w.membership
         where w.pot = $1 and w.state in ('used', 'parted') and w.month < $2
             and not exists (
                 select 1 from worker_month as later
                 where later.pot = w.pot and later.membership = w.membership and later.month >= $2
                     and later.state <> 'freed')
         order by m.person",
        &[Value::Int(pot.0), Value::Month(month)],
    )?;
    rows.iter().map(|row| Ok(PersonId(row.int(0)?))).collect()
}
