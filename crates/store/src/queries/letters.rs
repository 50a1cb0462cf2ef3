//! Letters on claims, as they were written.

use anyhow::Result;
use base::{Day, Moment};

use crate::{Row, Unit, Value, seal};

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Number.
    pub id: i64,
    /// The claim.
    pub claim: i64,
    /// Which of its letters, from 1.
    pub no: i64,
    /// `granted`, `employer`, `refused`, `nothing`, `underpaid`, `overpaid` or `papers`.
    pub kind: String,
    /// Its day.
    pub day: Day,
    /// The fingerprint of the law it was reckoned with.
    pub law: String,
    /// Whom it is written to, and its lines in both languages.
    pub sealed: Vec<u8>,
    /// When it was written.
    pub known: Moment,
}

/// What a letter is sealed under.
pub fn context(id: i64) -> String {
    seal::context("claim_letter", "sealed", id)
}

/// Adds a letter.
pub fn add(unit: &mut Unit<'_>, letter: &Letter) -> Result<()> {
    unit.execute(
        "insert into claim_letter (id, claim, no, kind, day, law, sealed, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            Value::Int(letter.id),
            Value::Int(letter.claim),
            Value::Int(letter.no),
            Value::Text(&letter.kind),
            Value::Day(letter.day),
            Value::Text(&letter.law),
            Value::Bytes(&letter.sealed),
            Value::Moment(letter.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, claim, no, kind, day, law, sealed, known_at from claim_letter";

/// A letter by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Letter>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// A letter by its claim and its number there.
pub fn one(unit: &mut Unit<'_>, claim: i64, no: i64) -> Result<Option<Letter>> {
    let sql = format!("{READ} where claim = $1 and no = $2");
    unit.row(&sql, &[Value::Int(claim), Value::Int(no)])?.as_ref().map(from_row).transpose()
}

/// The letters of a claim, in order.
pub fn of_claim(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Letter>> {
    let rows = unit.rows(&format!("{READ} where claim = $1 order by no"), &[Value::Int(claim)])?;
    rows.iter().map(from_row).collect()
}

/// The number of the last letter of a claim; 0 where there is none.
pub fn last(unit: &mut Unit<'_>, claim: i64) -> Result<i64> {
    let row = unit.row("select max(no) from claim_letter where claim = $1", &[Value::Int(claim)])?;
    Ok(row.map(|row| row.opt_int(0)).transpose()?.flatten().unwrap_or(0))
}

fn from_row(row: &Row) -> Result<Letter> {
    Ok(Letter {
        id: row.int(0)?,
        claim: row.int(1)?,
        no: row.int(2)?,
        kind: row.text(3)?.to_owned(),
        day: row.day(4)?,
        law: row.text(5)?.to_owned(),
        sealed: row.bytes(6)?.to_vec(),
        known: row.moment(7)?,
    })
}
