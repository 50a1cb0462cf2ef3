//! Courses with their places, and who was there.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::PersonId;

use crate::{Row, Unit, Value};

/// A course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// Number.
    pub id: i64,
    /// Who holds it.
    pub provider: String,
    /// What it is called.
    pub name: String,
    /// The occupation it is for.
    pub occupation: Option<String>,
    /// The province's code.
    pub province: Option<u8>,
    /// For how many.
    pub places: i64,
    /// Its first day.
    pub from: Day,
    /// Its last.
    pub last: Day,
    /// Who wrote it down.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// Adds a course.
pub fn add(unit: &mut Unit<'_>, one: &Training) -> Result<()> {
    unit.execute(
        "insert into training (id, provider, name, occupation, province, places, from_on, last_on, account,
             known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            Value::Int(one.id),
            Value::Text(&one.provider),
            Value::Text(&one.name),
            one.occupation.as_deref().into(),
            one.province.into(),
            Value::Int(one.places),
            Value::Day(one.from),
            Value::Day(one.last),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, provider, name, occupation, province, places, from_on, last_on, account,
    known_at from training";

/// A course by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Training>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Courses that are not over on a day, in the order they begin.
pub fn ahead(unit: &mut Unit<'_>, today: Day) -> Result<Vec<Training>> {
    let sql = format!("{READ} where last_on >= $1 order by from_on, id");
    unit.rows(&sql, &[Value::Day(today)])?.iter().map(from_row).collect()
}

/// Keeps others from taking places of a course until the unit ends.
pub fn hold(unit: &mut Unit<'_>, id: i64) -> Result<()> {
    let update = unit.engine().for_update();
    if update.is_empty() {
        return Ok(());
    }
    unit.rows(&format!("select id from training where id = $1{update}"), &[Value::Int(id)]).map(drop)
}

fn from_row(row: &Row) -> Result<Training> {
    Ok(Training {
        id: row.int(0)?,
        provider: row.text(1)?.to_owned(),
        name: row.text(2)?.to_owned(),
        occupation: row.opt_text(3)?.map(str::to_owned),
        province: row.opt_int(4)?.map(u8::try_from).transpose()?,
        places: row.int(5)?,
        from: row.day(6)?,
        last: row.day(7)?,
        account: row.opt_int(8)?,
        known: row.moment(9)?,
    })
}

/// Who has a place in a course.
pub fn people(unit: &mut Unit<'_>, training: i64) -> Result<Vec<PersonId>> {
    let rows = unit.rows(
        "select person from training_place where training = $1 order by person",
        &[Value::Int(training)],
    )?;
    rows.iter().map(|row| Ok(PersonId(row.int(0)?))).collect()
}

/// The courses in which somebody has a place.
pub fn of_person(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<i64>> {
    let rows = unit.rows(
        "select training from training_place where person = $1 order by training",
        &[Value::Int(person.0)],
    )?;
    rows.iter().map(|row| row.int(0)).collect()
}

/// Gives somebody a place; the same again changes nothing.
pub fn book(
    unit: &mut Unit<'_>,
    (training, person): (i64, PersonId),
    day: Day,
    (account, known): (Option<i64>, Moment),
) -> Result<()> {
    unit.execute(
        "insert into training_place (training, person, taken_on, account, known_at)
         values ($1, $2, $3, $4, $5) on conflict (training, person) do nothing",
        &[Value::Int(training), Value::Int(person.0), Value::Day(day), account.into(), Value::Moment(known)],
    )?;
    Ok(())
}

/// A session of a course for somebody who has a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// Of which course.
    pub training: i64,
    /// Which session.
    pub no: i64,
    /// Whose.
    pub person: PersonId,
    /// When.
    pub day: Day,
    /// Whether she was there.
    pub present: bool,
    /// Who wrote it down.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// Writes down who was there; the same again changes nothing.
pub fn attend(unit: &mut Unit<'_>, one: &Attendance) -> Result<()> {
    unit.execute(
        "insert into attendance (training, no, person, day, present, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (training, no, person) do nothing",
        &[
            Value::Int(one.training),
            Value::Int(one.no),
            Value::Int(one.person.0),
            Value::Day(one.day),
            Value::Bool(one.present),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

/// The sessions of somebody, in the order of days.
pub fn attendances(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Attendance>> {
    let rows = unit.rows(
        "select training, no, day, present, account, known_at from attendance where person = $1
         order by day, training, no",
        &[Value::Int(person.0)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Attendance {
                training: row.int(0)?,
                no: row.int(1)?,
                person,
                day: row.day(2)?,
                present: row.bool(3)?,
                account: row.opt_int(4)?,
                known: row.moment(5)?,
            })
        })
        .collect()
}
