//! Grievances on lines of letters, and what was done to them step by step.

use anyhow::Result;
use base::{Day, Moment};

use crate::{Row, Unit, Value, seal};

/// A grievance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grievance {
    /// Number.
    pub id: i64,
    /// The letter, by number.
    pub letter: i64,
    /// The claim it is about.
    pub claim: i64,
    /// The line of the letter.
    pub line: i64,
    /// What is wrong with it.
    pub sealed: Vec<u8>,
    /// The day it came.
    pub opened: Day,
    /// Who wrote it down.
    pub account: Option<i64>,
    /// Where it is, by the law's name.
    pub level: String,
    /// Since when it is there.
    pub since: Day,
    /// How it stands.
    pub state: String,
    /// Since when it is known.
    pub known: Moment,
}

/// A step of a grievance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Number.
    pub id: i64,
    /// The grievance.
    pub grievance: i64,
    /// Which of its steps, from 1.
    pub no: i64,
    /// The day.
    pub day: Day,
    /// In which part somebody acted.
    pub actor: String,
    /// Who.
    pub account: Option<i64>,
    /// What was done.
    pub act: String,
    /// Of an answer: whether the decision changes.
    pub changed: Option<bool>,
    /// Of an answer: why.
    pub sealed: Option<Vec<u8>>,
    /// Since when it is known.
    pub known: Moment,
}

/// What an objection is sealed under.
pub fn context(id: i64) -> String {
    seal::context("grievance", "sealed", id)
}

/// What an answer is sealed under.
pub fn step_context(id: i64) -> String {
    seal::context("grievance_step", "sealed", id)
}

/// Adds a grievance.
pub fn add(unit: &mut Unit<'_>, one: &Grievance) -> Result<()> {
    unit.execute(
        "insert into grievance (id, letter, claim, line, sealed, opened_on, account, level, since_on, state,
             known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            Value::Int(one.id),
            Value::Int(one.letter),
            Value::Int(one.claim),
            Value::Int(one.line),
            Value::Bytes(&one.sealed),
            Value::Day(one.opened),
            one.account.into(),
            Value::Text(&one.level),
            Value::Day(one.since),
            Value::Text(&one.state),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

/// Writes down what its steps come to.
pub fn set(unit: &mut Unit<'_>, id: i64, (level, since, state): (&str, Day, &str)) -> Result<()> {
    let values = [Value::Int(id), Value::Text(level), Value::Day(since), Value::Text(state)];
    unit.execute("update grievance set level = $2, since_on = $3, state = $4 where id = $1", &values)?;
    Ok(())
}

/// Keeps others from moving a grievance until the unit ends.
pub fn hold(unit: &mut Unit<'_>, id: i64) -> Result<()> {
    let update = unit.engine().for_update();
    if update.is_empty() {
        // The unit is the only writer.
        return Ok(());
    }
    unit.rows(&format!("select id from grievance where id = $1{update}"), &[Value::Int(id)]).map(drop)
}

const READ: &str =
    "select id, letter, claim, line, sealed, opened_on, account, level, since_on, state, known_at
    from grievance";

/// A grievance by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Grievance>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// The grievances about a claim, in the order they came.
pub fn of_claim(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Grievance>> {
    let rows = unit.rows(&format!("{READ} where claim = $1 order by id"), &[Value::Int(claim)])?;
    rows.iter().map(from_row).collect()
}

/// Grievances after a number, at most so many; those that wait for an answer, unless all are asked for.
pub fn after(unit: &mut Unit<'_>, all: bool, after: i64, limit: i64) -> Result<Vec<Grievance>> {
    let among = if all { "" } else { "and state in ('open', 'in_hand', 'overdue')" };
    let sql = format!("{READ} where id > $1 {among} order by id limit $2");
    unit.rows(&sql, &[Value::Int(after), Value::Int(limit)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Grievance> {
    Ok(Grievance {
        id: row.int(0)?,
        letter: row.int(1)?,
        claim: row.int(2)?,
        line: row.int(3)?,
        sealed: row.bytes(4)?.to_vec(),
        opened: row.day(5)?,
        account: row.opt_int(6)?,
        level: row.text(7)?.to_owned(),
        since: row.day(8)?,
        state: row.text(9)?.to_owned(),
        known: row.moment(10)?,
    })
}

/// Adds a step.
pub fn add_step(unit: &mut Unit<'_>, step: &Step) -> Result<()> {
    unit.execute(
        "insert into grievance_step (id, grievance, no, day, actor, account, act, changed, sealed, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            Value::Int(step.id),
            Value::Int(step.grievance),
            Value::Int(step.no),
            Value::Day(step.day),
            Value::Text(&step.actor),
            step.account.into(),
            Value::Text(&step.act),
            step.changed.into(),
            step.sealed.as_deref().into(),
            Value::Moment(step.known),
        ],
    )?;
    Ok(())
}

/// The steps of a grievance, in order.
pub fn steps(unit: &mut Unit<'_>, grievance: i64) -> Result<Vec<Step>> {
    let rows = unit.rows(
        "select id, grievance, no, day, actor, account, act, changed, sealed, known_at from grievance_step
         where grievance = $1 order by no",
        &[Value::Int(grievance)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Step {
                id: row.int(0)?,
                grievance: row.int(1)?,
                no: row.int(2)?,
                day: row.day(3)?,
                actor: row.text(4)?.to_owned(),
                account: row.opt_int(5)?,
                act: row.text(6)?.to_owned(),
                changed: row.opt_bool(7)?,
                sealed: row.opt_bytes(8)?.map(<[u8]>::to_vec),
                known: row.moment(9)?,
            })
        })
        .collect()
}
