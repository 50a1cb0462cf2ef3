//! Work that is done later, and how workers claim it.

use anyhow::Result;
use base::Moment;
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Number.
    pub id: i64,
    /// What kind of work.
    pub kind: String,
    /// What exactly was asked.
    pub asked: String,
    /// By which account.
    pub account: Option<i64>,
    /// For which payer.
    pub payer: Option<PayerId>,
    /// `waiting`, `working`, `done` or `failed`.
    pub state: String,
    /// How much of it is done.
    pub done: i64,
    /// How much there is to do; 0 until that is known.
    pub total: i64,
    /// What it came to, or why it failed.
    pub told: Option<String>,
    /// How often it was begun.
    pub tries: i64,
    /// Nobody begins before.
    pub not_before: Moment,
    /// When it was asked.
    pub made: Moment,
    /// When its worker last said something.
    pub changed: Moment,
}

/// Asks for work, unless another has its number; whether none had. It waits and nothing of it is done,
/// whatever else is said.
pub fn add(unit: &mut Unit<'_>, job: &Job) -> Result<bool> {
    let added = unit.execute(
        "insert into job (id, kind, asked, account, payer, state, not_before, made_at, changed_at)
         values ($1, $2, $3, $4, $5, 'waiting', $6, $7, $7) on conflict (id) do nothing",
        &[
            Value::Int(job.id),
            Value::Text(&job.kind),
            Value::Text(&job.asked),
            job.account.into(),
            job.payer.map(|payer| payer.0).into(),
            Value::Moment(job.not_before),
            Value::Moment(job.made),
        ],
    )?;
    Ok(added == 1)
}

/// Asks for work of a day, unless somebody has asked for it before under the same name; whether nobody had.
pub fn add_daily(unit: &mut Unit<'_>, job: &Job, name: &str) -> Result<bool> {
    let added = unit.execute(
        "insert into job (id, kind, asked, state, not_before, made_at, changed_at, daily)
         values ($1, $2, $3, 'waiting', $4, $5, $5, $6) on conflict (daily) do nothing",
        &[
            Value::Int(job.id),
            Value::Text(&job.kind),
            Value::Text(&job.asked),
            Value::Moment(job.not_before),
            Value::Moment(job.made),
            Value::Text(name),
        ],
    )?;
    Ok(added == 1)
}

const READ: &str = "select id, kind, asked, account, payer, state, done, total, told, tries, not_before,
    made_at, changed_at from job";

/// A piece of work by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Job>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Which work somebody takes.
#[derive(Clone, Copy, Debug)]
pub enum Taking<'k> {
    /// All there is.
    All,
    /// Some kinds.
    Only(&'k [&'k str]),
    /// All but some kinds, which others take.
    AllBut(&'k [&'k str]),
}

/// The piece that has waited longest and that nobody else takes at the same time; it is begun, and counted as
/// a try. The unit should end at once: the work is done in others.
pub fn claim(unit: &mut Unit<'_>, now: Moment, taking: Taking<'_>) -> Result<Option<Job>> {
    let skip = unit.engine().for_update_skip_locked();
    let (kinds, is_in) = match taking {
        Taking::All => (&[][..], ""),
        Taking::Only(kinds) => (kinds, "in"),
        Taking::AllBut(kinds) => (kinds, "not in"),
    };
    let places: Vec<String> = (0..kinds.len()).map(|at| format!("${}", at + 2)).collect();
    let among =
        if kinds.is_empty() { String::new() } else { format!("and kind {is_in} ({})", places.join(", ")) };
    let sql = format!(
        "{READ} where state = 'waiting' and not_before <= $1 {among} order by not_before, id limit 1{skip}"
    );
    let values: Vec<Value<'_>> =
        [Value::Moment(now)].into_iter().chain(kinds.iter().map(|kind| Value::Text(kind))).collect();
    let Some(row) = unit.row(&sql, &values)? else { return Ok(None) };
    let job = from_row(&row)?;
    unit.execute(
        "update job set state = 'working', tries = tries + 1, changed_at = $2 where id = $1",
        &[Value::Int(job.id), Value::Moment(now)],
    )?;
    Ok(Some(Job { state: "working".to_owned(), tries: job.tries + 1, changed: now, ..job }))
}

fn from_row(row: &Row) -> Result<Job> {
    Ok(Job {
        id: row.int(0)?,
        kind: row.text(1)?.to_owned(),
        asked: row.text(2)?.to_owned(),
        account: row.opt_int(3)?,
        payer: row.opt_int(4)?.map(PayerId),
        state: row.text(5)?.to_owned(),
        done: row.int(6)?,
        total: row.int(7)?,
        told: row.opt_text(8)?.map(str::to_owned),
        tries: row.int(9)?,
        not_before: row.moment(10)?,
        made: row.moment(11)?,
        changed: row.moment(12)?,
    })
}

/// How far the work is. A worker says so from time to time, or another takes it for lost.
pub fn progress(unit: &mut Unit<'_>, id: i64, done: i64, total: i64, now: Moment) -> Result<()> {
    unit.execute(
        "update job set done = $2, total = $3, changed_at = $4 where id = $1 and state = 'working'",
        &[Value::Int(id), Value::Int(done), Value::Int(total), Value::Moment(now)],
    )?;
    Ok(())
}

/// The work is done, and what it came to; whether somebody was still at it.
pub fn finish(unit: &mut Unit<'_>, id: i64, told: Option<&str>, now: Moment) -> Result<bool> {
    let changed = unit.execute(
        "update job set state = 'done', told = $2, changed_at = $3 where id = $1 and state = 'working'",
        &[Value::Int(id), told.into(), Value::Moment(now)],
    )?;
    Ok(changed == 1)
}

/// The work failed, and why: it waits until it is tried again, or that was the last time. Whether somebody
/// was still at it.
pub fn fail(
    unit: &mut Unit<'_>,
    id: i64,
    told: &str,
    not_before: Option<Moment>,
    now: Moment,
) -> Result<bool> {
    let state = if not_before.is_some() { "waiting" } else { "failed" };
    let changed = unit.execute(
        "update job set state = $2, told = $3, not_before = coalesce($4, not_before), changed_at = $5
         where id = $1 and state = 'working'",
        &[Value::Int(id), Value::Text(state), Value::Text(told), not_before.into(), Value::Moment(now)],
    )?;
    Ok(changed == 1)
}

/// Work whose worker has said nothing since a moment waits again; how much there was.
pub fn reclaim(unit: &mut Unit<'_>, before: Moment) -> Result<u64> {
    unit.execute(
        "update job set state = 'waiting' where state = 'working' and changed_at < $1",
        &[Value::Moment(before)],
    )
}

/// Somebody does it herself, at once; whether nobody else had begun.
pub fn begin(unit: &mut Unit<'_>, id: i64, now: Moment) -> Result<bool> {
    let changed = unit.execute(
        "update job set state = 'working', tries = tries + 1, changed_at = $2
         where id = $1 and state = 'waiting'",
        &[Value::Int(id), Value::Moment(now)],
    )?;
    Ok(changed == 1)
}

/// The latest work of a kind.
pub fn last_of_kind(unit: &mut Unit<'_>, kind: &str) -> Result<Option<Job>> {
    let row = unit.row(
        &format!("{READ} where kind = $1 order by made_at desc, id desc limit 1"),
        &[Value::Text(kind)],
    )?;
    row.as_ref().map(from_row).transpose()
}

/// Work of some kinds that was asked before one, the latest first, at most so many.
pub fn of_kinds(unit: &mut Unit<'_>, kinds: &[&str], before: Option<i64>, limit: i64) -> Result<Vec<Job>> {
    let mut values = vec![Value::Int(limit)];
    values.extend(kinds.iter().map(|kind| Value::Text(kind)));
    let places: Vec<String> = (0..kinds.len()).map(|at| format!("${}", at + 2)).collect();
    let among = before.map_or_else(String::new, |_| format!("and id < ${}", kinds.len() + 2));
    values.extend(before.map(Value::Int));
    let sql = format!("{READ} where kind in ({}) {among} order by id desc limit $1", places.join(", "));
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}
