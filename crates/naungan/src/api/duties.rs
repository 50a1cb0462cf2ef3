//! What somebody without work did in a month: calls to interviews with who confirms them, forms that she
//! filled in, and that she works again.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::id::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::seekers::{self, Interview};

use super::about::{About, Keyed};
use super::body;
use super::forms::Date;
use super::job_loss::person;
use super::list::{self, Part, part};
use super::replay::{once, reply};
use crate::actions::mark_duty::{self, Marked};
use crate::actions::record_interview;
use crate::auth::{Deed, Of};
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    let of = Of::Person("person");
    let calls = [
        Route::get("/api/v1/people/{person}/interviews", Deed::SeePerson, all, || {
            About::new("jobs", "Calls to interviews; one counts once it is confirmed")
                .answers::<Part<InterviewForm>>()
                .query(list::QUERY)
        })
        .of(of),
        Route::post("/api/v1/people/{person}/interviews", Deed::SeekWork, record, || {
            About::new("jobs", "Write down a call to an interview; the same again is the same call")
                .takes::<NewInterview>()
                .answers::<InterviewForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "employer": "PT Contoh", "day": "2026-02-10" }))
        })
        .of(of),
        Route::get("/api/v1/people/{person}/interviews/{interview}", Deed::SeePerson, show, || {
            About::new("jobs", "A call to an interview").answers::<InterviewForm>()
        })
        .of(of),
        Route::post(
            "/api/v1/people/{person}/interviews/{interview}/confirm",
            Deed::CareForSeekers,
            confirm,
            || {
                About::new("jobs", "Say that one has seen the call; the same again changes nothing")
                    .takes::<Seen>()
                    .answers::<InterviewForm>()
                    .keyed(Keyed::May)
                    .example(|| json!({}))
            },
        )
        .of(of),
    ];
    let mark = Route::post("/api/v1/people/{person}/marks", Deed::SeekWork, mark, || {
        About::new("jobs", "Say that a form of the month is filled in, or that one works again")
            .takes::<NewMark>()
            .answers::<MarkForm>()
            .makes()
            .keyed(Keyed::May)
            .example(|| json!({ "mark": "status_form" }))
    })
    .of(of);
    [calls.to_vec(), vec![mark]].concat()
}

/// A call to a test or an interview.
#[derive(Serialize, JsonSchema)]
struct InterviewForm {
    interview: i64,
    /// The application it came after, where that is one of ours.
    application: Option<i64>,
    employer: String,
    day: String,
    /// When the employer or an officer confirmed it; nothing before.
    confirmed: Option<String>,
}

impl From<Interview> for InterviewForm {
    fn from(row: Interview) -> InterviewForm {
        InterviewForm {
            interview: row.id,
            application: row.application,
            employer: row.employer,
            day: row.day.to_string(),
            confirmed: row.confirmed.map(|(_, day)| day.to_string()),
        }
    }
}

/// A call. A day before the job was lost, or ahead, is refused with `duty_day`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewInterview {
    #[schemars(length(min = 1, max = 120))]
    employer: String,
    /// The day of it; today where nothing is said.
    #[serde(default)]
    day: Option<Date>,
}

/// Nothing to say.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Seen {}

fn calls(ask: &mut Ask<'_>) -> Result<Vec<InterviewForm>, Problem> {
    let of = person(ask)?;
    let mut all = ask.office.look(|unit, desk| {
        let mut all = Vec::new();
        for number in people::numbers(unit, of, desk.now)? {
            all.extend(seekers::interviews(unit, number)?);
        }
        Ok(all)
    })?;
    all.sort_by_key(|one| one.id);
    Ok(all.into_iter().map(InterviewForm::from).collect())
}

/// A call of hers; one of somebody else is none.
fn call(ask: &mut Ask<'_>, id: i64) -> Result<InterviewForm, Problem> {
    calls(ask)?.into_iter().find(|one| one.interview == id).ok_or(Problem::NotFound)
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let calls = calls(ask)?;
    Ok(Reply::json(&part(ask, calls, |one: &InterviewForm| format!("{:012}", one.interview))?)?)
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = ask.place("interview")?;
    Ok(Reply::json(&call(ask, id)?)?)
}

fn record(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (of, given): (PersonId, NewInterview) = (person(ask)?, body::read(ask)?);
    let (day, account) = (given.day.map_or(ask.office.today(), |day| day.0), Some(ask.caller.account));
    let done =
        once(ask, |unit, desk| record_interview::record(unit, desk, of, (&given.employer, day), account))?;
    reply(&call(ask, done.answer)?, StatusCode::CREATED, done.is_new)
}

fn confirm(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let Seen {} = body::read(ask)?;
    let (id, account): (i64, _) = (ask.place("interview")?, ask.caller.account);
    call(ask, id)?;
    let done = once(ask, |unit, desk| record_interview::confirm(unit, desk, id, account))?;
    reply(&call(ask, id)?, StatusCode::OK, done.is_new)
}

/// What is marked.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewMark {
    mark: MarkName,
    /// When; today where nothing is said. One before the job was lost is refused.
    #[serde(default)]
    day: Option<Date>,
    /// Of `new_work`: for whom.
    #[serde(default)]
    #[schemars(length(max = 120))]
    employer: Option<String>,
}

/// A form that was filled in, or that she works again: the cash then ends.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum MarkName {
    SelfAssessment,
    StatusForm,
    NewWork,
}

/// What was marked.
#[derive(Serialize, JsonSchema)]
struct MarkForm {
    mark: MarkName,
    day: String,
}

fn mark(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (of, given): (PersonId, NewMark) = (person(ask)?, body::read(ask)?);
    let (day, account) = (given.day.map_or(ask.office.today(), |day| day.0), Some(ask.caller.account));
    let marked = match (given.mark, given.employer) {
        (MarkName::SelfAssessment, None) => Marked::SelfAssessment,
        (MarkName::StatusForm, None) => Marked::StatusForm,
        (MarkName::NewWork, Some(employer)) => Marked::NewWork(employer),
        _ => {
            let said = words(
                "sebut pemberi kerjanya untuk `new_work`, dan hanya untuk itu",
                "name the employer of `new_work`, and of nothing else",
            );
            return Err(Problem::Fields(vec![("/employer".to_owned(), said)]));
        }
    };
    let done = once(ask, |unit, desk| mark_duty::within(unit, desk, of, (&marked, day), account))?;
    reply(&MarkForm { mark: given.mark, day: day.to_string() }, StatusCode::CREATED, done.is_new)
}
