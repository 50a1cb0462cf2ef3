//! Requests that were answered: the same key gives the first answer again.

use anyhow::Result;
use base::Moment;

use crate::{Unit, Value};

/// What was asked under a key, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The hash of the input.
    pub input: Vec<u8>,
    /// The answer as it was given.
    pub answer: String,
}

/// The answer given under a key.
pub fn find(unit: &mut Unit<'_>, key: &[u8]) -> Result<Option<Answered>> {
    let row = unit.row("select input, answer from request where key = $1", &[Value::Bytes(key)])?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Answered { input: row.bytes(0)?.to_vec(), answer: row.text(1)?.to_owned() }))
}

/// Keeps an answer. A second one under the same key is an error, which undoes the unit it stands in.
pub fn keep(unit: &mut Unit<'_>, key: &[u8], answered: &Answered, at: Moment) -> Result<()> {
    unit.execute(
        "insert into request (key, input, answer, at) values ($1, $2, $3, $4)",
        &[Value::Bytes(key), Value::Bytes(&answered.input), Value::Text(&answered.answer), Value::Moment(at)],
    )?;
    Ok(())
}
