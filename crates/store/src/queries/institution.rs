//! The institution's own row, and the numbers it gives out.

use anyhow::{Context, Result};
use base::Day;

use crate::{Unit, Value};

/// The institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Institution {
    /// Its name.
    pub name: String,
    /// Whose law it runs under, such as `id`.
    pub jurisdiction: String,
    /// `demo` or `production`; of one that is opened as a sandbox, [`SANDBOX`].
    pub mode: String,
    /// How growth is credited to savings.
    pub crediting: String,
    /// When it was founded.
    pub founded_on: Day,
}

/// What is opened beside an institution, for programs that are being written.
pub const SANDBOX: &str = "sandbox";

impl Institution {
    /// Whether invented people are refused.
    pub fn is_production(&self) -> bool {
        self.mode == "production"
    }

    /// Whether real people are refused: it was opened as a sandbox, which the database does not know of.
    pub fn is_sandbox(&self) -> bool {
        self.mode == SANDBOX
    }
}

/// Founds it; once only. `sealed` holds the key that payment codes and card numbers are made with.
pub fn found(unit: &mut Unit<'_>, institution: &Institution, sealed: &[u8]) -> Result<()> {
    unit.execute(
        "insert into institution
             (one, name, jurisdiction, mode, crediting, founded_on, next_number, next_code, sealed)
         values (1, $1, $2, $3, $4, $5, 1, 1, $6)",
        &[
            Value::Text(&institution.name),
            Value::Text(&institution.jurisdiction),
            Value::Text(&institution.mode),
            Value::Text(&institution.crediting),
            Value::Day(institution.founded_on),
            Value::Bytes(sealed),
        ],
    )?;
    Ok(())
}

/// The institution, if it has been founded.
pub fn read(unit: &mut Unit<'_>) -> Result<Option<Institution>> {
    let row = unit.row("select name, jurisdiction, mode, crediting, founded_on from institution", &[])?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Institution {
        name: row.text(0)?.to_owned(),
        jurisdiction: row.text(1)?.to_owned(),
        mode: row.text(2)?.to_owned(),
        crediting: row.text(3)?.to_owned(),
        founded_on: row.day(4)?,
    }))
}

/// The key that payment codes and card numbers are made with, sealed.
pub fn sealed_key(unit: &mut Unit<'_>) -> Result<Vec<u8>> {
    let row = unit.row("select sealed from institution", &[])?;
    Ok(row.context("there is no institution yet")?.bytes(0)?.to_vec())
}

/// Takes so many numbers for people, payers, memberships and the like; gives the first.
pub fn take_numbers(unit: &mut Unit<'_>, count: i64) -> Result<i64> {
    if let Some(first) = unit.ahead.as_mut().and_then(|ahead| ahead.take_numbers(count)) {
        return Ok(first);
    }
    let row = unit.row(
        "update institution set next_number = next_number + $1 where one = 1 returning next_number",
        &[Value::Int(count)],
    )?;
    Ok(row.context("there is no institution yet")?.int(0)? - count)
}

/// Takes so many serial numbers of payment codes; gives the first.
pub fn take_codes(unit: &mut Unit<'_>, count: i64) -> Result<i64> {
    let row = unit.row(
        "update institution set next_code = next_code + $1 where one = 1 returning next_code",
        &[Value::Int(count)],
    )?;
    Ok(row.context("there is no institution yet")?.int(0)? - count)
}
