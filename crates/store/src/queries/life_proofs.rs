//! Days on which somebody who draws a pension was seen alive.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::PersonId;

use crate::{Unit, Value};

/// Writes down a day; the same day again changes nothing.
pub fn add(
    unit: &mut Unit<'_>,
    person: PersonId,
    (day, how): (Day, &str),
    account: Option<i64>,
    known: Moment,
) -> Result<()> {
    unit.execute(
        "insert into life_proof (person, day, how, account, known_at) values ($1, $2, $3, $4, $5)
         on conflict (person, day) do nothing",
        &[Value::Int(person.0), Value::Day(day), Value::Text(how), account.into(), Value::Moment(known)],
    )?;
    Ok(())
}

/// The last day somebody was seen alive.
pub fn last(unit: &mut Unit<'_>, person: PersonId) -> Result<Option<Day>> {
    let row = unit.row("select max(day) from life_proof where person = $1", &[Value::Int(person.0)])?;
    row.map_or(Ok(None), |row| row.opt_day(0))
}
