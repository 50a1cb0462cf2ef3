//! What the civil registry says of people.

use anyhow::Result;
use base::Moment;
use scheme::id::{PayerId, PersonId};

use crate::{Row, Unit, Value};

/// What was asked about a person, and what the answer was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// About whom.
    pub person: PersonId,
    /// `pending`, `confirmed`, `different`, `unknown` or `dead`.
    pub state: String,
    /// What the registry said besides.
    pub told: Option<String>,
    /// When it was asked.
    pub asked: Moment,
    /// When it answered.
    pub answered: Option<Moment>,
}

/// Puts a check in place of the one before.
pub fn put(unit: &mut Unit<'_>, check: &Check) -> Result<()> {
    unit.execute(
        "insert into registry_check (person, state, told, asked_at, answered_at) values ($1, $2, $3, $4, $5)
         on conflict (person) do update set state = excluded.state, told = excluded.told,
             asked_at = excluded.asked_at, answered_at = excluded.answered_at",
        &[
            Value::Int(check.person.0),
            Value::Text(&check.state),
            check.told.as_deref().into(),
            Value::Moment(check.asked),
            check.answered.into(),
        ],
    )?;
    Ok(())
}

const READ: &str = "select person, state, told, asked_at, answered_at from registry_check";

/// The check of a person.
pub fn read(unit: &mut Unit<'_>, person: PersonId) -> Result<Option<Check>> {
    let row = unit.row(&format!("{READ} where person = $1"), &[Value::Int(person.0)])?;
    row.as_ref().map(from_row).transpose()
}

/// What has no answer yet, the oldest first, at most so many.
pub fn pending(unit: &mut Unit<'_>, limit: i64) -> Result<Vec<Check>> {
    let sql = format!("{READ} where state = 'pending' order by asked_at, person limit $1");
    unit.rows(&sql, &[Value::Int(limit)])?.iter().map(from_row).collect()
}

/// How many of those for whom somebody pays the registry does not confirm, by state.
pub fn of_payer(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<(String, i64)>> {
    let rows = unit.rows(
        "select k.state, count(distinct k.person) from registry_check as k
         join membership as m on m.person = k.person
         where m.payer = $1 and k.state <> 'confirmed' group by k.state order by k.state",
        &[Value::Int(payer.0)],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

fn from_row(row: &Row) -> Result<Check> {
    Ok(Check {
        person: PersonId(row.int(0)?),
        state: row.text(1)?.to_owned(),
        told: row.opt_text(2)?.map(str::to_owned),
        asked: row.moment(3)?,
        answered: row.opt_moment(4)?,
    })
}

/// Writes an answer down; whether one was waited for.
pub fn answer(
    unit: &mut Unit<'_>,
    person: PersonId,
    state: &str,
    told: Option<&str>,
    now: Moment,
) -> Result<bool> {
    let changed = unit.execute(
        "update registry_check set state = $2, told = $3, answered_at = $4
         where person = $1 and state = 'pending'",
        &[Value::Int(person.0), Value::Text(state), told.into(), Value::Moment(now)],
    )?;
    Ok(changed == 1)
}
