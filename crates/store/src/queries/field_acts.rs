//! What agents did in the field, by the keys their telephones gave, and what became of each.

use anyhow::Result;
use base::Moment;

use crate::{Row, Unit, Value, seal};

/// What an agent did, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldAct {
    /// The agent.
    pub agent: i64,
    /// Which of hers.
    pub no: i64,
    /// The key, as its hash.
    pub key: Vec<u8>,
    /// `enrol` or `collect`.
    pub kind: String,
    /// When it was done, by the telephone's clock.
    pub made: Moment,
    /// `taken`, `conflict` or `refused`.
    pub answer: String,
    /// The code of why it was not taken.
    pub told: Option<String>,
    /// The membership it came to.
    pub subject: Option<i64>,
    /// What was done and what stands against it.
    pub sealed: Vec<u8>,
    /// When it came.
    pub known: Moment,
    /// How it was settled, where it was not taken at once: `taken` or `dropped`.
    pub settled: Option<String>,
}

/// What an act is sealed under.
pub fn context(agent: i64, no: i64) -> String {
    seal::context_within("field_act", "sealed", agent, no)
}

/// The number of an agent's next act.
pub fn next_number(unit: &mut Unit<'_>, agent: i64) -> Result<i64> {
    let row =
        unit.row("select coalesce(max(no), 0) from field_act where agent = $1", &[Value::Int(agent)])?;
    Ok(row.map(|row| row.int(0)).transpose()?.unwrap_or(0) + 1)
}

/// Adds an act.
pub fn add(unit: &mut Unit<'_>, act: &FieldAct) -> Result<()> {
    unit.execute(
        "insert into field_act (agent, no, key, kind, made_at, answer, told, subject, sealed, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            Value::Int(act.agent),
            Value::Int(act.no),
            Value::Bytes(&act.key),
            Value::Text(&act.kind),
            Value::Moment(act.made),
            Value::Text(&act.answer),
            act.told.as_deref().into(),
            act.subject.into(),
            Value::Bytes(&act.sealed),
            Value::Moment(act.known),
        ],
    )?;
    Ok(())
}

/// Writes down what an act came to when it was looked at again.
pub fn becomes(unit: &mut Unit<'_>, act: &FieldAct) -> Result<()> {
    unit.execute(
        "update field_act set answer = $3, told = $4, subject = $5, sealed = $6 where agent = $1 and no = $2",
        &[
            Value::Int(act.agent),
            Value::Int(act.no),
            Value::Text(&act.answer),
            act.told.as_deref().into(),
            act.subject.into(),
            Value::Bytes(&act.sealed),
        ],
    )?;
    Ok(())
}

/// Writes down how one was settled that was not taken at once; whether nobody had before.
pub fn settle(
    unit: &mut Unit<'_>,
    (agent, no): (i64, i64),
    how: &str,
    account: Option<i64>,
    known: Moment,
) -> Result<bool> {
    let added = unit.execute(
        "insert into field_settled (agent, no, how, account, known_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        &[Value::Int(agent), Value::Int(no), Value::Text(how), account.into(), Value::Moment(known)],
    )?;
    Ok(added == 1)
}

const ACT: &str = "select a.agent, a.no, a.key, a.kind, a.made_at, a.answer, a.told, a.subject, a.sealed,
        a.known_at, s.how
    from field_act as a left join field_settled as s on s.agent = a.agent and s.no = a.no";

/// The act of a key; nothing where there is none.
pub fn by_key(unit: &mut Unit<'_>, agent: i64, key: &[u8]) -> Result<Option<FieldAct>> {
    let sql = format!("{ACT} where a.agent = $1 and a.key = $2");
    unit.row(&sql, &[Value::Int(agent), Value::Bytes(key)])?.as_ref().map(from_row).transpose()
}

/// An act by number; nothing where there is none.
pub fn read(unit: &mut Unit<'_>, agent: i64, no: i64) -> Result<Option<FieldAct>> {
    let sql = format!("{ACT} where a.agent = $1 and a.no = $2");
    unit.row(&sql, &[Value::Int(agent), Value::Int(no)])?.as_ref().map(from_row).transpose()
}

/// What an agent did, the latest first, at most so many.
pub fn latest(unit: &mut Unit<'_>, agent: i64, most: i64) -> Result<Vec<FieldAct>> {
    let sql = format!("{ACT} where a.agent = $1 order by a.no desc limit $2");
    unit.rows(&sql, &[Value::Int(agent), Value::Int(most)])?.iter().map(from_row).collect()
}

/// What of an agent's waits for somebody to settle it, the first first.
pub fn open(unit: &mut Unit<'_>, agent: i64, most: i64) -> Result<Vec<FieldAct>> {
    let sql =
        format!("{ACT} where a.agent = $1 and a.answer <> 'taken' and s.how is null order by a.no limit $2");
    unit.rows(&sql, &[Value::Int(agent), Value::Int(most)])?.iter().map(from_row).collect()
}

/// How many of an agent's acts were refused for a reason since a moment.
pub fn refused(unit: &mut Unit<'_>, agent: i64, told: &str, since: Moment) -> Result<i64> {
    let row = unit.row(
        "select count(*) from field_act where agent = $1 and answer = 'refused' and told = $2
             and known_at >= $3",
        &[Value::Int(agent), Value::Text(told), Value::Moment(since)],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

fn from_row(row: &Row) -> Result<FieldAct> {
    Ok(FieldAct {
        agent: row.int(0)?,
        no: row.int(1)?,
        key: row.bytes(2)?.to_vec(),
        kind: row.text(3)?.to_owned(),
        made: row.moment(4)?,
        answer: row.text(5)?.to_owned(),
        told: row.opt_text(6)?.map(str::to_owned),
        subject: row.opt_int(7)?,
        sealed: row.bytes(8)?.to_vec(),
        known: row.moment(9)?,
        settled: row.opt_text(10)?.map(str::to_owned),
    })
}
