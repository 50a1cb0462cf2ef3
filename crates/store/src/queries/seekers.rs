//! Who looks for work: wishes, applications, interviews, marks, and what was agreed with a counsellor.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::{PayerId, PersonId};

use crate::{Row, Unit, Value, seal};

/// What somebody wishes and knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeker {
    /// Who.
    pub person: PersonId,
    /// Codes of occupations.
    pub wishes: Vec<String>,
    /// What she knows.
    pub skills: Vec<String>,
    /// The province's code.
    pub province: Option<u8>,
    /// The wage of a month she asks for.
    pub wage: Option<i64>,
    /// Since when.
    pub known: Moment,
}

/// Writes down what somebody wishes, in place of what she wished before.
pub fn put(unit: &mut Unit<'_>, seeker: &Seeker) -> Result<()> {
    unit.execute(
        "insert into seeker (person, wishes, skills, province, wage, known_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (person) do update set wishes = excluded.wishes, skills = excluded.skills,
             province = excluded.province, wage = excluded.wage, known_at = excluded.known_at",
        &[
            Value::Int(seeker.person.0),
            Value::Text(&seeker.wishes.join(" ")),
            Value::Text(&seeker.skills.join("\n")),
            seeker.province.into(),
            seeker.wage.into(),
            Value::Moment(seeker.known),
        ],
    )?;
    Ok(())
}

/// What somebody wishes.
pub fn read(unit: &mut Unit<'_>, person: PersonId) -> Result<Option<Seeker>> {
    let row = unit.row(
        "select wishes, skills, province, wage, known_at from seeker where person = $1",
        &[Value::Int(person.0)],
    )?;
    row.map(|row| {
        Ok(Seeker {
            person,
            wishes: row.text(0)?.split_whitespace().map(str::to_owned).collect(),
            skills: row.text(1)?.lines().map(str::to_owned).collect(),
            province: row.opt_int(2)?.map(u8::try_from).transpose()?,
            wage: row.opt_int(3)?,
            known: row.moment(4)?,
        })
    })
    .transpose()
}

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Number.
    pub id: i64,
    /// Whose.
    pub person: PersonId,
    /// For which vacancy; somewhere else without one.
    pub vacancy: Option<i64>,
    /// To whom.
    pub employer: String,
    /// For what.
    pub title: String,
    /// When.
    pub day: Day,
    /// `sent`, `interviewed`, `hired` or `declined`.
    pub state: String,
    /// Who wrote it down.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// Adds an application.
pub fn apply(unit: &mut Unit<'_>, one: &Application) -> Result<()> {
    unit.execute(
        "insert into application (id, person, vacancy, employer, title, day, state, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(one.id),
            Value::Int(one.person.0),
            one.vacancy.into(),
            Value::Text(&one.employer),
            Value::Text(&one.title),
            Value::Day(one.day),
            Value::Text(&one.state),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

const APPLICATION: &str =
    "select id, person, vacancy, employer, title, day, state, account, known_at from application";

/// An application by number.
pub fn application(unit: &mut Unit<'_>, id: i64) -> Result<Option<Application>> {
    let row = unit.row(&format!("{APPLICATION} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(application_row).transpose()
}

/// The applications of somebody, in the order of days.
pub fn applications(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Application>> {
    let sql = format!("{APPLICATION} where person = $1 order by day, id");
    unit.rows(&sql, &[Value::Int(person.0)])?.iter().map(application_row).collect()
}

/// The applications for the vacancies of an employer, the latest first.
pub fn applications_to(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<Application>> {
    let sql = format!(
        "{APPLICATION} where vacancy in (select id from vacancy where payer = $1) order by day desc, id desc"
    );
    unit.rows(&sql, &[Value::Int(payer.0)])?.iter().map(application_row).collect()
}

/// Writes down what an employer says of an application.
pub fn set_state(unit: &mut Unit<'_>, id: i64, state: &str) -> Result<()> {
    unit.execute("update application set state = $2 where id = $1", &[Value::Int(id), Value::Text(state)])?;
    Ok(())
}

fn application_row(row: &Row) -> Result<Application> {
    Ok(Application {
        id: row.int(0)?,
        person: PersonId(row.int(1)?),
        vacancy: row.opt_int(2)?,
        employer: row.text(3)?.to_owned(),
        title: row.text(4)?.to_owned(),
        day: row.day(5)?,
        state: row.text(6)?.to_owned(),
        account: row.opt_int(7)?,
        known: row.moment(8)?,
    })
}

/// A call to a test or an interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interview {
    /// Number.
    pub id: i64,
    /// Who was called.
    pub person: PersonId,
    /// After which application, where it is one of ours.
    pub application: Option<i64>,
    /// By whom.
    pub employer: String,
    /// For when.
    pub day: Day,
    /// Who wrote it down.
    pub account: Option<i64>,
    /// Who has confirmed it, and when.
    pub confirmed: Option<(i64, Day)>,
    /// Since when it is known.
    pub known: Moment,
}

/// Adds a call.
pub fn call(unit: &mut Unit<'_>, one: &Interview) -> Result<()> {
    unit.execute(
        "insert into interview (id, person, application, employer, day, account, confirmed_by,
             confirmed_on, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(one.id),
            Value::Int(one.person.0),
            one.application.into(),
            Value::Text(&one.employer),
            Value::Day(one.day),
            one.account.into(),
            one.confirmed.map(|(by, _)| by).into(),
            one.confirmed.map(|(_, on)| on).into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

const INTERVIEW: &str = "select id, person, application, employer, day, account, confirmed_by, confirmed_on,
    known_at from interview";

/// A call by number.
pub fn interview(unit: &mut Unit<'_>, id: i64) -> Result<Option<Interview>> {
    let row = unit.row(&format!("{INTERVIEW} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(interview_row).transpose()
}

/// The calls of somebody, in the order of days.
pub fn interviews(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Interview>> {
    let sql = format!("{INTERVIEW} where person = $1 order by day, id");
    unit.rows(&sql, &[Value::Int(person.0)])?.iter().map(interview_row).collect()
}

/// Confirms a call; false where somebody has.
pub fn confirm(unit: &mut Unit<'_>, id: i64, by: i64, on: Day) -> Result<bool> {
    let changed = unit.execute(
        "update interview set confirmed_by = $2, confirmed_on = $3 where id = $1 and confirmed_by is null",
        &[Value::Int(id), Value::Int(by), Value::Day(on)],
    )?;
    Ok(changed == 1)
}

fn interview_row(row: &Row) -> Result<Interview> {
    Ok(Interview {
        id: row.int(0)?,
        person: PersonId(row.int(1)?),
        application: row.opt_int(2)?,
        employer: row.text(3)?.to_owned(),
        day: row.day(4)?,
        account: row.opt_int(5)?,
        confirmed: row.opt_int(6)?.zip(row.opt_day(7)?),
        known: row.moment(8)?,
    })
}

/// What somebody filled in, or that she works again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Who.
    pub person: PersonId,
    /// `self_assessment`, `status_form` or `new_work`.
    pub kind: String,
    /// When.
    pub day: Day,
    /// For whom she works.
    pub employer: Option<String>,
    /// Who wrote it down.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// Keeps a mark; the same again changes nothing.
pub fn mark(unit: &mut Unit<'_>, mark: &Mark) -> Result<()> {
    unit.execute(
        "insert into duty_mark (person, kind, day, employer, account, known_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (person, kind, day) do nothing",
        &[
            Value::Int(mark.person.0),
            Value::Text(&mark.kind),
            Value::Day(mark.day),
            mark.employer.as_deref().into(),
            mark.account.into(),
            Value::Moment(mark.known),
        ],
    )?;
    Ok(())
}

/// The marks of somebody, in the order of days.
pub fn marks(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Mark>> {
    let rows = unit.rows(
        "select kind, day, employer, account, known_at from duty_mark where person = $1 order by day, kind",
        &[Value::Int(person.0)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Mark {
                person,
                kind: row.text(0)?.to_owned(),
                day: row.day(1)?,
                employer: row.opt_text(2)?.map(str::to_owned),
                account: row.opt_int(3)?,
                known: row.moment(4)?,
            })
        })
        .collect()
}

/// A counsellor spoke with somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counselling {
    /// Number.
    pub id: i64,
    /// With whom.
    pub person: PersonId,
    /// When.
    pub day: Day,
    /// What was agreed.
    pub sealed: Vec<u8>,
    /// Who spoke with her.
    pub account: Option<i64>,
    /// When it was written down.
    pub known: Moment,
}

/// What a note is sealed under.
pub fn context(id: i64) -> String {
    seal::context("counselling", "sealed", id)
}

/// Adds a note.
pub fn counsel(unit: &mut Unit<'_>, one: &Counselling) -> Result<()> {
    unit.execute(
        "insert into counselling (id, person, day, sealed, account, known_at)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(one.id),
            Value::Int(one.person.0),
            Value::Day(one.day),
            Value::Bytes(&one.sealed),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

/// The notes on somebody, the latest first.
pub fn counsellings(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Counselling>> {
    let rows = unit.rows(
        "select id, day, sealed, account, known_at from counselling where person = $1
         order by day desc, id desc",
        &[Value::Int(person.0)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Counselling {
                id: row.int(0)?,
                person,
                day: row.day(1)?,
                sealed: row.bytes(2)?.to_vec(),
                account: row.opt_int(3)?,
                known: row.moment(4)?,
            })
        })
        .collect()
}
