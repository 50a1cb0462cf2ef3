//! What hospitals were told when they asked whether care is paid.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::{PayerId, PersonId};

use crate::{Row, Unit, Value};

/// A guarantee that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guarantee {
    /// Number.
    pub id: i64,
    /// Who was hurt.
    pub person: PersonId,
    /// The hospital, by its number as a payer.
    pub hospital: PayerId,
    /// The day of the accident.
    pub day: Day,
    /// The law's name of the answer.
    pub answer: String,
    /// The fingerprint of the law that was asked.
    pub law: String,
    /// Who asked.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// Adds a guarantee.
pub fn add(unit: &mut Unit<'_>, one: &Guarantee) -> Result<()> {
    unit.execute(
        "insert into guarantee (id, person, hospital, day, answer, law, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            Value::Int(one.id),
            Value::Int(one.person.0),
            Value::Int(one.hospital.0),
            Value::Day(one.day),
            Value::Text(&one.answer),
            Value::Text(&one.law),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, person, hospital, day, answer, law, account, known_at from guarantee";

/// Guarantees about a person, the latest first.
pub fn of_person(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Guarantee>> {
    let sql = format!("{READ} where person = $1 order by id desc");
    unit.rows(&sql, &[Value::Int(person.0)])?.iter().map(from_row).collect()
}

/// Guarantees to a hospital, the latest first, at most so many.
pub fn of_hospital(unit: &mut Unit<'_>, hospital: PayerId, limit: i64) -> Result<Vec<Guarantee>> {
    let sql = format!("{READ} where hospital = $1 order by id desc limit $2");
    unit.rows(&sql, &[Value::Int(hospital.0), Value::Int(limit)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Guarantee> {
    Ok(Guarantee {
        id: row.int(0)?,
        person: PersonId(row.int(1)?),
        hospital: PayerId(row.int(2)?),
        day: row.day(3)?,
        answer: row.text(4)?.to_owned(),
        law: row.text(5)?.to_owned(),
        account: row.opt_int(6)?,
        known: row.moment(7)?,
    })
}
