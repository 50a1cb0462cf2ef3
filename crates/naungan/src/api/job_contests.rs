//! What is said against a dismissal, or against a signal about it, by either side; and what the branch
//! answers.

use anyhow::Result;
use axum::http::StatusCode;
use rules::render::Lang;
use schemars::JsonSchema;
use scheme::id::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::dismissals::{self, Contest};

use super::about::{About, Keyed};
use super::body;
use super::job_loss::person;
use super::list::{self, Part, part};
use super::replay::{once, reply};
use crate::actions::answer_job_contest::{self, DISMISSAL, LETTERS_MAX};
use crate::actions::report_dismissal::Side;
use crate::auth::{Deed, Of};
use crate::office::Desk;
use crate::registry::jobs;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::jkp::{self, Seen};

pub(super) fn routes() -> Vec<Route> {
    [of_contests().to_vec(), of_signals().to_vec()].concat()
}

const PERSON: Of = Of::Person("person");

fn of_contests() -> [Route; 4] {
    [
        Route::get("/api/v1/people/{person}/job-loss/contests", Deed::SeePerson, all, || {
            About::new("jobs", "What either side says against the dismissal, and what was answered")
                .answers::<Part<ContestForm>>()
                .query(list::QUERY)
        })
        .of(PERSON),
        Route::post("/api/v1/people/{person}/job-loss/contests", Deed::SeekWork, contest, || {
            About::new(
                "jobs",
                "Say that one's dismissal, or a signal, is not so; one that is open stays the only one",
            )
            .takes::<NewContest>()
            .answers::<ContestForm>()
            .makes()
            .keyed(Keyed::May)
            .example(|| json!({ "says": "Saya tidak mengundurkan diri" }))
        })
        .of(PERSON),
        Route::get("/api/v1/people/{person}/job-loss/contests/{contest}", Deed::SeePerson, show, || {
            About::new("jobs", "What one side says, and what was answered").answers::<ContestForm>()
        })
        .of(PERSON),
        Route::post(
            "/api/v1/people/{person}/job-loss/contests/{contest}/answer",
            Deed::CareForSeekers,
            answer,
            || {
                About::new("jobs", "Answer a contest; both sides hear of it, and the claim does not move")
                    .takes::<NewAnswer>()
                    .answers::<ContestForm>()
                    .keyed(Keyed::May)
                    .example(|| json!({ "upheld": false, "says": "Tanda terima dinas tenaga kerja sah" }))
            },
        )
        .of(PERSON),
    ]
}

fn of_signals() -> [Route; 2] {
    [
        Route::get("/api/v1/people/{person}/job-loss/signals", Deed::SeePerson, signals, || {
            About::new("jobs", "What somebody should look at about a lost job, each with its reason")
                .answers::<JobSignals>()
        })
        .of(PERSON),
        Route::post("/api/v1/people/{person}/job-loss/signals", Deed::CareForSeekers, review, || {
            About::new("jobs", "Say that there is nothing to a signal, or that it stands; it decides nothing")
                .takes::<NewReview>()
                .answers::<JobSignals>()
                .keyed(Keyed::May)
                .example(|| json!({ "signal": "rehired_in_group", "cleared": true, "says": "Pesanan baru" }))
        })
        .of(PERSON),
    ]
}

/// A contest.
#[derive(Serialize, JsonSchema)]
pub(super) struct ContestForm {
    pub(super) contest: i64,
    pub(super) case: i64,
    /// `dismissal`, or the name of a signal.
    pub(super) about: String,
    /// `member` or `employer`.
    by: String,
    says: String,
    /// `open`, `upheld` or `refused`.
    state: String,
    answer: Option<String>,
}

pub(super) fn form(desk: &Desk<'_>, row: &Contest) -> Result<ContestForm> {
    let says = desk.keys.open(&dismissals::context(row.id), &row.sealed)?;
    Ok(ContestForm {
        contest: row.id,
        case: row.of_case,
        about: row.about.clone(),
        by: row.said_by.clone(),
        says: String::from_utf8(says)?,
        state: row.state.clone(),
        answer: row.answer.clone(),
    })
}

/// What is not so.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewContest {
    /// The dismissal where nothing is said, or the name of a signal.
    #[serde(default)]
    #[schemars(length(max = 100))]
    about: Option<String>,
    #[schemars(length(min = 1, max = LETTERS_MAX))]
    says: String,
}

/// The claim for the lost job, and its case; without one there is nothing to say anything against.
fn lost(ask: &mut Ask<'_>, person: PersonId) -> Result<(i64, i64), Problem> {
    let found = ask.office.look(|unit, desk| match jobs::claim_of(unit, desk, person)? {
        Some((claim, _)) => Ok(Some((claim, jkp::timeline(unit, desk, claim)?.case))),
        None => Ok(None),
    })?;
    found.ok_or(Problem::NotFound)
}

fn contests(ask: &mut Ask<'_>) -> Result<Vec<ContestForm>, Problem> {
    let of = person(ask)?;
    let (_, case) = lost(ask, of)?;
    let mut all = ask.office.look(|unit, desk| {
        let rows = dismissals::contests(unit, case)?;
        rows.iter().map(|row| form(desk, row)).collect::<Result<Vec<_>>>()
    })?;
    all.sort_by_key(|one| one.contest);
    Ok(all)
}

/// A contest about her; one about somebody else is none.
fn one(ask: &mut Ask<'_>, id: i64) -> Result<ContestForm, Problem> {
    contests(ask)?.into_iter().find(|one| one.contest == id).ok_or(Problem::NotFound)
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let all = contests(ask)?;
    Ok(Reply::json(&part(ask, all, |one: &ContestForm| format!("{:012}", one.contest))?)?)
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = ask.place("contest")?;
    Ok(Reply::json(&one(ask, id)?)?)
}

/// No signal of that name was found.
fn no_signal(place: &str) -> Problem {
    let said = words("tidak ada tanda dengan nama itu", "there is no signal of that name");
    Problem::Fields(vec![(place.to_owned(), said)])
}

fn contest(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let of = person(ask)?;
    let given: NewContest = body::read_with(ask, &[("/says", LETTERS_MAX)])?;
    let (claim, case) = lost(ask, of)?;
    let about = given.about.unwrap_or_else(|| DISMISSAL.to_owned());
    if about != DISMISSAL && !seen(ask, claim)?.iter().any(|one| one.signal.code == about) {
        return Err(no_signal("/about"));
    }
    let account = Some(ask.caller.account);
    let done = once(ask, |unit, desk| {
        answer_job_contest::contest(unit, desk, (case, &about, Side::Member), &given.says, account)
    })?;
    reply(&one(ask, done.answer)?, StatusCode::CREATED, done.is_new)
}

/// Whether it is as the contest says, and why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewAnswer {
    upheld: bool,
    #[schemars(length(min = 1, max = LETTERS_MAX))]
    says: String,
}

fn answer(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: NewAnswer = body::read_with(ask, &[("/says", LETTERS_MAX)])?;
    let (id, account): (i64, _) = (ask.place("contest")?, ask.caller.account);
    one(ask, id)?;
    let done = once(ask, |unit, desk| {
        answer_job_contest::answer(unit, desk, (id, given.upheld), &given.says, account)
    })?;
    reply(&one(ask, id)?, StatusCode::OK, done.is_new)
}

/// What somebody should look at.
#[derive(Serialize, JsonSchema)]
struct JobSignals {
    signals: Vec<JobSignal>,
}

/// A signal about a lost job. None decides anything or stops a clock.
#[derive(Serialize, JsonSchema)]
struct JobSignal {
    /// A name that stays the same for ever.
    signal: &'static str,
    why: String,
    rests_on: Vec<Ground>,
    /// Who looks.
    looker: String,
    /// `open`, `cleared` or `upheld`.
    state: String,
    /// What whoever looked says of it.
    answer: Option<String>,
}

/// A fact that a signal rests on.
#[derive(Serialize, JsonSchema)]
struct Ground {
    name: String,
    value: String,
}

fn signal(seen: &Seen, lang: Lang) -> JobSignal {
    let grounds = seen.signal.rests_on.iter();
    let grounds =
        grounds.map(|(name, value)| Ground { name: lang.of(name).to_owned(), value: value.clone() });
    let review = seen.review.as_ref();
    JobSignal {
        signal: seen.signal.code,
        why: lang.of(&seen.signal.why).to_owned(),
        rests_on: grounds.collect(),
        looker: seen.signal.by.name().to_owned(),
        state: review.map_or("open", |review| review.state.as_str()).to_owned(),
        answer: review.map(|review| review.answer.clone()),
    }
}

fn seen(ask: &mut Ask<'_>, claim: i64) -> Result<Vec<Seen>, Problem> {
    Ok(ask.office.look(|unit, desk| jkp::signals(unit, desk, claim))?)
}

fn all_signals(ask: &mut Ask<'_>, claim: i64) -> Result<JobSignals, Problem> {
    let lang = ask.lang;
    Ok(JobSignals { signals: seen(ask, claim)?.iter().map(|one| signal(one, lang)).collect() })
}

fn signals(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let of = person(ask)?;
    let (claim, _) = lost(ask, of)?;
    Ok(Reply::json(&all_signals(ask, claim)?)?)
}

/// What somebody says who looked at a signal.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewReview {
    #[schemars(length(min = 1, max = 100))]
    signal: String,
    /// There is nothing in it.
    cleared: bool,
    #[schemars(length(min = 1, max = LETTERS_MAX))]
    says: String,
}

fn review(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let of = person(ask)?;
    let given: NewReview = body::read_with(ask, &[("/says", LETTERS_MAX)])?;
    let ((claim, _), account) = (lost(ask, of)?, ask.caller.account);
    if !seen(ask, claim)?.iter().any(|one| one.signal.code == given.signal) {
        return Err(no_signal("/signal"));
    }
    let done = once(ask, |unit, desk| {
        let (of, said) = ((claim, given.signal.as_str()), (given.cleared, given.says.as_str()));
        answer_job_contest::review(unit, desk, of, said, account)
    })?;
    reply(&all_signals(ask, claim)?, StatusCode::OK, done.is_new)
}
