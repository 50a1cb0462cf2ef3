//! Who looked at somebody's personal data, and why.

use std::collections::BTreeMap;

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::PersonId;

use crate::{Kind, Row, Unit, Value};

/// A look at somebody's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// At whom.
    pub person: PersonId,
    /// When.
    pub at: Moment,
    /// By which account.
    pub account: i64,
    /// What the account was called.
    pub who: String,
    /// In which role.
    pub role: String,
    /// What for.
    pub why: String,
    /// At which page.
    pub place: String,
}

/// Writes it down, after whatever was written about the person before.
pub fn add(unit: &mut Unit<'_>, reading: &Reading) -> Result<()> {
    let person = Value::Int(reading.person.0);
    let row = unit.row("select max(at) from reading where person = $1", &[person])?;
    let at = reading.at.after(row.map_or(Ok(None), |row| row.opt_moment(0))?);
    unit.execute(
        "insert into reading (person, at, account, who, role, why, place)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            person,
            Value::Moment(at),
            Value::Int(reading.account),
            Value::Text(&reading.who),
            Value::Text(&reading.role),
            Value::Text(&reading.why),
            Value::Text(&reading.place),
        ],
    )?;
    Ok(())
}

/// So many people are asked for at once.
const AT_ONCE: usize = 500;

const COLUMNS: [(&str, Kind); 7] = [
    ("person", Kind::Int),
    ("at", Kind::Moment),
    ("account", Kind::Int),
    ("who", Kind::Text),
    ("role", Kind::Text),
    ("why", Kind::Text),
    ("place", Kind::Text),
];

/// Writes many down at once, as a list shows many people: each after whatever was written about the same
/// person before. Nobody stands in it twice.
pub fn add_all(unit: &mut Unit<'_>, all: &[Reading]) -> Result<()> {
    let mut latest = BTreeMap::new();
    for some in all.chunks(AT_ONCE) {
        let places: Vec<String> = (1..=some.len()).map(|place| format!("${place}")).collect();
        let people: Vec<Value<'_>> = some.iter().map(|reading| Value::Int(reading.person.0)).collect();
        let sql = format!(
            "select person, max(at) from reading where person in ({}) group by person",
            places.join(", ")
        );
        for row in unit.rows(&sql, &people)? {
            latest.insert(row.int(0)?, row.moment(1)?);
        }
    }
    let mut copy = unit.copy("reading", &COLUMNS)?;
    for reading in all {
        let person = reading.person.0;
        copy.row(&[
            Value::Int(person),
            Value::Moment(reading.at.after(latest.get(&person).copied())),
            Value::Int(reading.account),
            Value::Text(&reading.who),
            Value::Text(&reading.role),
            Value::Text(&reading.why),
            Value::Text(&reading.place),
        ])?;
    }
    copy.finish()?;
    Ok(())
}

const READ: &str = "select person, at, account, who, role, why, place from reading";

/// Looks at a person, the latest first: those that come after a moment in that order, at most so many.
pub fn of_person(
    unit: &mut Unit<'_>,
    person: PersonId,
    after: Option<Moment>,
    limit: i64,
) -> Result<Vec<Reading>> {
    let sql = format!("{READ} where person = $1 and at < $2 order by at desc, account desc limit $3");
    let before = after.unwrap_or_else(|| Moment::end_of(Day::MAX));
    let rows = unit.rows(&sql, &[Value::Int(person.0), Value::Moment(before), Value::Int(limit)])?;
    rows.iter().map(from_row).collect()
}

/// Looks of an account, the latest first: those that come after one in that order, at most so many. It may
/// look at several people in one moment.
pub fn of_account(
    unit: &mut Unit<'_>,
    account: i64,
    after: Option<(Moment, PersonId)>,
    limit: i64,
) -> Result<Vec<Reading>> {
    let sql = format!(
        "{READ} where account = $1 and (at, person) < ($2, $3) order by at desc, person desc limit $4"
    );
    let (at, person) = after.unwrap_or_else(|| (Moment::end_of(Day::MAX), PersonId(i64::MAX)));
    let values = [Value::Int(account), Value::Moment(at), Value::Int(person.0), Value::Int(limit)];
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Reading> {
    Ok(Reading {
        person: PersonId(row.int(0)?),
        at: row.moment(1)?,
        account: row.int(2)?,
        who: row.text(3)?.to_owned(),
        role: row.text(4)?.to_owned(),
        why: row.text(5)?.to_owned(),
        place: row.text(6)?.to_owned(),
    })
}
