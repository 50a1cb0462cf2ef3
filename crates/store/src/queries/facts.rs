//! What is true, for which months, and since when it is known.

use anyhow::Result;
use base::Moment;
use scheme::facts::{Fact, Subject};
use scheme::id::PersonId;

use super::many;
use crate::{Kind, Unit, Value};

/// The columns of a fact, for adding many.
pub const COLUMNS: [(&str, Kind); 6] = [
    ("subject", Kind::Int),
    ("name", Kind::Text),
    ("from_month", Kind::Month),
    ("known_at", Kind::Moment),
    ("until_month", Kind::Month),
    ("value", Kind::Text),
];

/// A fact's columns.
pub fn values(fact: &Fact) -> [Value<'_>; 6] {
    [
        Value::Int(number(fact.subject)),
        Value::Text(&fact.name),
        Value::Month(fact.from),
        Value::Moment(fact.known),
        fact.until.into(),
        fact.value.as_deref().into(),
    ]
}

/// Adds a fact.
pub fn add(unit: &mut Unit<'_>, fact: &Fact) -> Result<()> {
    if unit.ahead.as_mut().is_some_and(|ahead| ahead.add_fact(number(fact.subject), fact)) {
        return Ok(());
    }
    unit.execute(
        "insert into fact (subject, name, from_month, known_at, until_month, value)
         values ($1, $2, $3, $4, $5, $6)",
        &values(fact),
    )?;
    Ok(())
}

/// When the latest report of the same thing for the same month became known.
pub fn latest(unit: &mut Unit<'_>, fact: &Fact) -> Result<Option<Moment>> {
    if let Some(known) = unit.ahead.as_ref().and_then(|ahead| ahead.facts(number(fact.subject))) {
        let same = known.iter().filter(|known| (&known.name, known.from) == (&fact.name, fact.from));
        return Ok(same.map(|known| known.known).max());
    }
    let row = unit.row(
        "select max(known_at) from fact where subject = $1 and name = $2 and from_month = $3",
        &[Value::Int(number(fact.subject)), Value::Text(&fact.name), Value::Month(fact.from)],
    )?;
    row.map_or(Ok(None), |row| row.opt_moment(0))
}

/// Every fact of a subject, in the order of names, months and knowledge.
pub fn of(unit: &mut Unit<'_>, subject: Subject) -> Result<Vec<Fact>> {
    if let Some(known) = unit.ahead.as_ref().and_then(|ahead| ahead.facts(number(subject))) {
        return Ok(known);
    }
    let rows = unit.rows_aside(
        "select name, from_month, known_at, until_month, value from fact where subject = $1
         order by name, from_month, known_at",
        &[Value::Int(number(subject))],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Fact {
                subject,
                name: row.text(0)?.to_owned(),
                from: row.month(1)?,
                known: row.moment(2)?,
                until: row.opt_month(3)?,
                value: row.opt_text(4)?.map(ToOwned::to_owned),
            })
        })
        .collect()
}

/// What is known of many people under one name.
pub fn of_many(unit: &mut Unit<'_>, name: &str, people: &[PersonId]) -> Result<Vec<Fact>> {
    let values: Vec<Value<'_>> = people.iter().map(|person| Value::Int(person.0)).collect();
    let rows = many::rows(unit, &[Value::Text(name)], &values, |list| {
        format!(
            "select subject, from_month, known_at, until_month, value from fact
             where name = $1 and subject in ({list})"
        )
    })?;
    rows.iter()
        .map(|row| {
            Ok(Fact {
                subject: Subject::Person(PersonId(row.int(0)?)),
                name: name.to_owned(),
                from: row.month(1)?,
                known: row.moment(2)?,
                until: row.opt_month(3)?,
                value: row.opt_text(4)?.map(ToOwned::to_owned),
            })
        })
        .collect()
}

/// The number behind a subject; people, payers and memberships share one space of them.
pub fn number(subject: Subject) -> i64 {
    match subject {
        Subject::Person(person) => person.0,
        Subject::Payer(payer) => payer.0,
        Subject::Membership(membership) => membership.0,
    }
}
