//! Warnings that were told to people, each once.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::PersonId;

use crate::{Unit, Value};

/// Notes that a warning is told; false where it was told before.
pub fn add(
    unit: &mut Unit<'_>,
    person: PersonId,
    (code, about, day): (&str, &str, Option<Day>),
    now: Moment,
) -> Result<bool> {
    let added = unit.execute(
        "insert into warning_told (person, code, about, day, known_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        &[Value::Int(person.0), Value::Text(code), Value::Text(about), day.into(), Value::Moment(now)],
    )?;
    Ok(added == 1)
}

/// Notes with which message.
pub fn with_message(
    unit: &mut Unit<'_>,
    person: PersonId,
    (code, about): (&str, &str),
    message: i64,
) -> Result<()> {
    unit.execute(
        "update warning_told set message = $4 where person = $1 and code = $2 and about = $3",
        &[Value::Int(person.0), Value::Text(code), Value::Text(about), Value::Int(message)],
    )?;
    Ok(())
}

/// A part of everybody: those whose number leaves a rest, after a number, at most so many.
pub fn people(unit: &mut Unit<'_>, (rest, of): (i64, i64), after: i64, limit: i64) -> Result<Vec<PersonId>> {
    let rows = unit.rows(
        "select id from person where id % $1 = $2 and id > $3 order by id limit $4",
        &[Value::Int(of), Value::Int(rest), Value::Int(after), Value::Int(limit)],
    )?;
    rows.iter().map(|row| Ok(PersonId(row.int(0)?))).collect()
}
