//! People: who they are, and their families.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::PersonId;

use super::many;
use crate::{Kind, Row, Unit, Value};

/// Who a person is, as known from a moment on. The identifying part stays sealed here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Since when it is known.
    pub known: Moment,
    /// NIK, names and the like.
    pub sealed: Vec<u8>,
    /// Date of birth.
    pub born: Day,
    /// `male` or `female`.
    pub sex: String,
}

/// A relative, as known from a moment on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relative {
    /// Which of the person's relatives.
    pub no: i64,
    /// Since when it is known.
    pub known: Moment,
    /// The law's name of the relation: `spouse`, `son_or_daughter` …
    pub relation: String,
    /// The name.
    pub sealed: Vec<u8>,
    /// Date of birth, if it is known.
    pub born: Option<Day>,
    /// From when.
    pub from: Day,
    /// Until when, if it has ended.
    pub until: Option<Day>,
}

/// The columns of a person, for adding many.
pub(crate) const COLUMNS: [(&str, Kind); 3] =
    [("id", Kind::Int), ("registered_on", Kind::Day), ("known_at", Kind::Moment)];

/// Adds a person.
pub fn add(unit: &mut Unit<'_>, person: PersonId, registered: Day, now: Moment) -> Result<()> {
    if unit.ahead.as_mut().is_some_and(|ahead| ahead.add_person(person, registered, now)) {
        return Ok(());
    }
    unit.execute(
        "insert into person (id, registered_on, known_at) values ($1, $2, $3)",
        &[Value::Int(person.0), Value::Day(registered), Value::Moment(now)],
    )?;
    Ok(())
}

/// The columns of an identity, for adding many.
pub(crate) const IDENTITY_COLUMNS: [(&str, Kind); 5] = [
    ("person", Kind::Int),
    ("known_at", Kind::Moment),
    ("sealed", Kind::Bytes),
    ("born_on", Kind::Day),
    ("sex", Kind::Text),
];

/// An identity's columns.
pub(crate) fn identity_values(person: PersonId, identity: &Identity) -> [Value<'_>; 5] {
    [
        Value::Int(person.0),
        Value::Moment(identity.known),
        Value::Bytes(&identity.sealed),
        Value::Day(identity.born),
        Value::Text(&identity.sex),
    ]
}

/// Says who the person is; the latest such row counts.
pub fn identify(unit: &mut Unit<'_>, person: PersonId, identity: &Identity) -> Result<()> {
    if unit.ahead.as_mut().is_some_and(|ahead| ahead.identify(person, identity)) {
        return Ok(());
    }
    unit.execute(
        "insert into identity (person, known_at, sealed, born_on, sex) values ($1, $2, $3, $4, $5)",
        &identity_values(person, identity),
    )?;
    Ok(())
}

/// Every identity of a person, the latest first.
pub fn identities(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Identity>> {
    if let Some(known) = unit.ahead.as_ref().and_then(|ahead| ahead.identities(person.0)) {
        return Ok(known);
    }
    let rows = unit.rows_aside(
        "select known_at, sealed, born_on, sex from identity where person = $1 order by known_at desc",
        &[Value::Int(person.0)],
    )?;
    rows.iter().map(identity).collect()
}

fn identity(row: &Row) -> Result<Identity> {
    Ok(Identity {
        known: row.moment(0)?,
        sealed: row.bytes(1)?.to_vec(),
        born: row.day(2)?,
        sex: row.text(3)?.to_owned(),
    })
}

/// Every identity of many people, in no order.
pub fn identities_of_many(unit: &mut Unit<'_>, people: &[PersonId]) -> Result<Vec<(PersonId, Identity)>> {
    let values: Vec<Value<'_>> = people.iter().map(|person| Value::Int(person.0)).collect();
    let rows = many::rows(unit, &[], &values, |list| {
        format!("select known_at, sealed, born_on, sex, person from identity where person in ({list})")
    })?;
    rows.iter().map(|row| Ok((PersonId(row.int(4)?), identity(row)?))).collect()
}

/// The day a person was registered; `None` if there is no such person.
pub fn registered(unit: &mut Unit<'_>, person: PersonId) -> Result<Option<Day>> {
    if let Some(day) = unit.ahead.as_ref().and_then(|ahead| ahead.registered(person.0)) {
        return Ok(Some(day));
    }
    let row = unit.row("select registered_on from person where id = $1", &[Value::Int(person.0)])?;
    row.map(|row| row.day(0)).transpose()
}

/// Adds a relative, or what has become known of one.
pub fn relate(unit: &mut Unit<'_>, person: PersonId, relative: &Relative) -> Result<()> {
    if unit.ahead.as_mut().is_some_and(|ahead| ahead.relate(person, relative)) {
        return Ok(());
    }
    unit.execute(
        "insert into relative (person, no, known_at, relation, sealed, born_on, from_day, until_day)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &relative_values(person, relative),
    )?;
    Ok(())
}

/// The columns of a relative, for adding many.
pub(crate) const RELATIVE_COLUMNS: [(&str, Kind); 8] = [
    ("person", Kind::Int),
    ("no", Kind::Small),
    ("known_at", Kind::Moment),
    ("relation", Kind::Text),
    ("sealed", Kind::Bytes),
    ("born_on", Kind::Day),
    ("from_day", Kind::Day),
    ("until_day", Kind::Day),
];

/// A relative's columns.
pub(crate) fn relative_values(person: PersonId, relative: &Relative) -> [Value<'_>; 8] {
    [
        Value::Int(person.0),
        Value::Int(relative.no),
        Value::Moment(relative.known),
        Value::Text(&relative.relation),
        Value::Bytes(&relative.sealed),
        relative.born.into(),
        Value::Day(relative.from),
        relative.until.into(),
    ]
}

/// Everything known of a person's relatives, in the order it became known.
pub fn relatives(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Relative>> {
    if let Some(known) = unit.ahead.as_ref().and_then(|ahead| ahead.relatives(person.0)) {
        return Ok(known);
    }
    let rows = unit.rows_aside(
        "select no, known_at, relation, sealed, born_on, from_day, until_day from relative
         where person = $1 order by no, known_at",
        &[Value::Int(person.0)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Relative {
                no: row.int(0)?,
                known: row.moment(1)?,
                relation: row.text(2)?.to_owned(),
                sealed: row.bytes(3)?.to_vec(),
                born: row.opt_day(4)?,
                from: row.day(5)?,
                until: row.opt_day(6)?,
            })
        })
        .collect()
}

/// Keeps others from changing what is known of a person until the unit ends.
pub fn hold(unit: &mut Unit<'_>, person: PersonId) -> Result<()> {
    if unit.ahead.as_ref().is_some_and(|ahead| ahead.holds_person(person.0)) {
        return Ok(());
    }
    let update = unit.engine().for_update();
    if update.is_empty() {
        // The unit is the only writer.
        return Ok(());
    }
    unit.rows(&format!("select id from person where id = $1{update}"), &[Value::Int(person.0)]).map(drop)
}
