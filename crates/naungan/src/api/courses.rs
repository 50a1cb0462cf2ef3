//! Courses for whoever lost a job: what is held, who has a place, and who was there.

use std::collections::BTreeSet;

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::id::PersonId;
use scheme::jobs::Occupation;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Unit;
use store::queries::trainings::{self, Training};

use super::about::{About, Keyed};
use super::body;
use super::forms::Date;
use super::job_loss::person;
use super::list::{self, Part, part};
use super::replay::{once, reply};
use crate::actions::book_training::{self, Offer};
use crate::actions::record_attendance::{self, Session};
use crate::auth::{Deed, Of, owner};
use crate::registry::{jobs, people};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::provinces;

pub(super) fn routes() -> Vec<Route> {
    [of_everybody().to_vec(), of_the_branch().to_vec(), of_somebody().to_vec()].concat()
}

fn of_everybody() -> [Route; 2] {
    [
        Route::get("/api/v1/courses", Deed::Look, all, || {
            About::new("jobs", "Courses that are not over, in the order of their numbers")
                .answers::<Part<CourseForm>>()
                .query(list::QUERY)
        }),
        Route::get("/api/v1/courses/{course}", Deed::Look, show, || {
            About::new("jobs", "A course with its free places").answers::<CourseForm>()
        }),
    ]
}

fn of_the_branch() -> [Route; 3] {
    let does = Deed::CareForSeekers;
    [
        Route::post("/api/v1/courses", does, offer, || {
            About::new("jobs", "Offer a course")
                .takes::<NewCourse>()
                .answers::<CourseForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| {
                    json!({ "name": "Teknik las", "provider": "BLK Kota", "occupation": "7212",
                            "places": 20, "from": "2026-03-02", "last": "2026-03-13" })
                })
        }),
        Route::get("/api/v1/courses/{course}/people", does, people_of, || {
            About::new("jobs", "Who of the branch has a place in a course, and when each was there")
                .answers::<Part<PlaceForm>>()
                .query(list::QUERY)
        }),
        Route::post("/api/v1/courses/{course}/sessions", does, attend, || {
            About::new("jobs", "Write down who of the branch was at a session; another word on it is refused")
                .takes::<NewSession>()
                .answers::<Attended>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "session": 1, "day": "2026-02-10", "there": [] }))
        }),
    ]
}

fn of_somebody() -> [Route; 2] {
    let of = Of::Person("person");
    [
        Route::get("/api/v1/people/{person}/courses", Deed::SeePerson, hers, || {
            About::new("jobs", "Courses in which somebody has a place, each with when she was there")
                .answers::<Part<OwnCourse>>()
                .query(list::QUERY)
        })
        .of(of),
        Route::post("/api/v1/people/{person}/courses", Deed::SeekWork, book, || {
            About::new("jobs", "Take a place in a course; the same again changes nothing")
                .takes::<NewPlace>()
                .answers::<OwnCourse>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "course": 1 }))
        })
        .of(of),
    ]
}

/// A course.
#[derive(Clone, Serialize, JsonSchema)]
struct CourseForm {
    course: i64,
    name: String,
    provider: String,
    /// The group of occupations by KBJI that it is for.
    occupation: Option<String>,
    /// The province, by its code.
    province: Option<u8>,
    places: i64,
    /// Places that nobody has taken.
    free: i64,
    from: String,
    last: String,
}

/// A session, and whether somebody was there.
#[derive(Serialize, JsonSchema)]
struct SessionForm {
    session: i64,
    day: String,
    present: bool,
}

/// Somebody who has a place.
#[derive(Serialize, JsonSchema)]
struct PlaceForm {
    person: i64,
    name: String,
    sessions: Vec<SessionForm>,
}

/// A course in which somebody has a place.
#[derive(Serialize, JsonSchema)]
struct OwnCourse {
    #[serde(flatten)]
    of: CourseForm,
    sessions: Vec<SessionForm>,
}

fn form(unit: &mut Unit<'_>, row: Training) -> Result<CourseForm> {
    let taken = i64::try_from(trainings::people(unit, row.id)?.len())?;
    Ok(CourseForm {
        course: row.id,
        name: row.name,
        provider: row.provider,
        occupation: row.occupation,
        province: row.province,
        places: row.places,
        free: (row.places - taken).max(0),
        from: row.from.to_string(),
        last: row.last.to_string(),
    })
}

fn place(one: &CourseForm) -> String {
    format!("{:012}", one.course)
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let mut forms = ask.office.look(|unit, desk| {
        let rows = trainings::ahead(unit, desk.today)?;
        rows.into_iter().map(|row| form(unit, row)).collect::<Result<Vec<_>>>()
    })?;
    forms.sort_by_key(|one| one.course);
    Ok(Reply::json(&part(ask, forms, place)?)?)
}

fn read(ask: &mut Ask<'_>, id: i64) -> Result<CourseForm, Problem> {
    let found = ask.office.look(|unit, _| {
        let Some(row) = trainings::read(unit, id)? else { return Ok(None) };
        form(unit, row).map(Some)
    })?;
    found.ok_or(Problem::NotFound)
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = ask.place("course")?;
    Ok(Reply::json(&read(ask, id)?)?)
}

/// A course as it is offered. One without places, or that is over, is refused with `course_refused`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewCourse {
    #[schemars(length(min = 1, max = 120))]
    name: String,
    #[schemars(length(min = 1, max = 120))]
    provider: String,
    /// A group of occupations by KBJI, 1 to 6 digits.
    #[serde(default)]
    #[schemars(length(max = 6))]
    occupation: Option<String>,
    /// The province, by its code.
    #[serde(default)]
    province: Option<u8>,
    #[schemars(range(min = 1, max = 10_000))]
    places: i64,
    /// Its first day.
    from: Date,
    /// Its last day.
    last: Date,
}

fn offer(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: NewCourse = body::read(ask)?;
    if given.province.is_some_and(|province| !provinces::is_code(&province.to_string())) {
        let said = words("tulis kode provinsi seperti 31", "write the code of a province such as 31");
        return Err(Problem::Fields(vec![("/province".to_owned(), said)]));
    }
    let offer = Offer {
        provider: given.provider,
        name: given.name,
        occupation: given.occupation.as_deref().map(str::parse::<Occupation>).transpose()?,
        province: given.province,
        places: given.places,
        from: given.from.0,
        last: given.last.0,
    };
    let account = ask.caller.account;
    let done = once(ask, |unit, desk| book_training::offer(unit, desk, &offer, account))?;
    let place = format!("/api/v1/courses/{}", done.answer);
    Ok(reply(&read(ask, done.answer)?, StatusCode::CREATED, done.is_new)?.with("location", place))
}

/// When somebody was at the sessions of a course, in their order.
fn sessions(unit: &mut Unit<'_>, course: i64, person: PersonId) -> Result<Vec<SessionForm>> {
    let mut all = trainings::attendances(unit, person)?;
    all.retain(|one| one.training == course);
    all.sort_by_key(|one| one.no);
    let form = |one: trainings::Attendance| SessionForm {
        session: one.no,
        day: one.day.to_string(),
        present: one.present,
    };
    Ok(all.into_iter().map(form).collect())
}

/// Those of the branch, or the province, who have a place.
fn mine(ask: &mut Ask<'_>, course: i64) -> Result<Vec<PersonId>, Problem> {
    let caller = ask.caller.clone();
    let found = ask.office.look(|unit, _| {
        if trainings::read(unit, course)?.is_none() {
            return Ok(None);
        }
        let mut mine = Vec::new();
        for person in trainings::people(unit, course)? {
            let by = (&caller, Deed::CareForSeekers);
            if owner::is_mine(unit, by, Of::Person("person"), person.0)? {
                mine.push(person);
            }
        }
        Ok(Some(mine))
    })?;
    found.ok_or(Problem::NotFound)
}

fn people_of(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let course = ask.place("course")?;
    let mine = mine(ask, course)?;
    let shown = part(ask, mine, |one| format!("{:012}", one.0))?;
    ask.shows(Deed::CareForSeekers, shown.items.clone())?;
    let items = ask.office.look(|unit, desk| {
        let form = |person: &PersonId| {
            let name = people::load(unit, desk, *person)?.identity().name.clone();
            Ok(PlaceForm { person: person.0, name, sessions: sessions(unit, course, *person)? })
        };
        shown.items.iter().map(form).collect::<Result<Vec<_>>>()
    })?;
    Ok(Reply::json(&Part { items, next: shown.next })?)
}

/// A session. Everybody of the branch who has a place is written down, there or not.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewSession {
    #[schemars(range(min = 1, max = 1_000))]
    session: u32,
    /// When it was held; today where nothing is said. A day outside the course, or ahead, is refused.
    #[serde(default)]
    day: Option<Date>,
    /// Who was there, by the numbers of people who have a place.
    #[schemars(length(max = 10_000))]
    there: Vec<i64>,
}

/// What was written down.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Attended {
    course: i64,
    session: u32,
    /// How many were there.
    present: usize,
    /// How many were not.
    absent: usize,
}

fn attend(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (course, account): (i64, _) = (ask.place("course")?, ask.caller.account);
    let given: NewSession = body::read(ask)?;
    let mine = mine(ask, course)?;
    let stranger = |number: &i64| !mine.contains(&PersonId(*number));
    if let Some(at) = given.there.iter().position(stranger) {
        let said = words(
            "tidak punya tempat di pelatihan ini, atau bukan dari cabang Anda",
            "has no place in this course, or is not of your branch",
        );
        return Err(Problem::Fields(vec![(format!("/there/{at}"), said)]));
    }
    ask.shows(Deed::CareForSeekers, mine.clone())?;
    let there: BTreeSet<i64> = given.there.iter().copied().collect();
    let who: Vec<(PersonId, bool)> = mine.iter().map(|one| (*one, there.contains(&one.0))).collect();
    let day = given.day.map_or(ask.office.today(), |day| day.0);
    let session = Session { training: course, no: given.session, day };
    let done = once(ask, |unit, desk| {
        record_attendance::within(unit, desk, session, &who, account)?;
        let present = there.len();
        Ok(Attended { course, session: given.session, present, absent: who.len() - present })
    })?;
    reply(&done.answer, StatusCode::CREATED, done.is_new)
}

/// Courses in which somebody has a place, under whatever number of hers.
fn own(ask: &mut Ask<'_>) -> Result<Vec<OwnCourse>, Problem> {
    let of = person(ask)?;
    let mut all = ask.office.look(|unit, desk| {
        let mut all = Vec::new();
        for number in people::numbers(unit, of, desk.now)? {
            for course in trainings::of_person(unit, number)? {
                let Some(row) = trainings::read(unit, course)? else { continue };
                let of = form(unit, row)?;
                all.push(OwnCourse { of, sessions: sessions(unit, course, number)? });
            }
        }
        Ok(all)
    })?;
    all.sort_by_key(|one| one.of.course);
    Ok(all)
}

fn hers(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let own = own(ask)?;
    Ok(Reply::json(&part(ask, own, |one: &OwnCourse| place(&one.of))?)?)
}

/// A place in a course that has a free one and is not over.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewPlace {
    course: i64,
}

fn book(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (of, NewPlace { course }) = (person(ask)?, body::read(ask)?);
    let account = Some(ask.caller.account);
    let done = once(ask, |unit, desk| {
        let first = jobs::first(unit, of)?;
        book_training::book(unit, desk, (course, first), account)
    })?;
    let booked = own(ask)?.into_iter().find(|one| one.of.course == course);
    reply(&booked.ok_or(Problem::NotFound)?, StatusCode::CREATED, done.is_new)
}
