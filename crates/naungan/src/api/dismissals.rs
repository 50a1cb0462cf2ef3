//! An employer's side of a lost job: whom she dismissed and what is said against it, who applied for her
//! vacancies and what came of it.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::id::PayerId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Unit;
use store::queries::dismissals as rows;
use store::queries::seekers;

use super::about::{About, Keyed};
use super::body;
use super::forms::Date;
use super::job_contests::{self, ContestForm};
use super::list::{self, Part};
use super::replay::{once, reply};
use crate::actions::answer_job_contest::{self, DISMISSAL, LETTERS_MAX};
use crate::actions::apply_for_vacancy::{self, Word};
use crate::actions::publish_vacancy;
use crate::actions::report_dismissal::Side;
use crate::auth::{Deed, Of};
use crate::office::Desk;
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// So many of an employer's are looked at for one part of a list.
const LOOKED_AT: i64 = 10_000;

pub(super) fn routes() -> Vec<Route> {
    [of_dismissals().to_vec(), of_vacancies().to_vec()].concat()
}

const PAYER: Of = Of::Payer("payer");

fn of_dismissals() -> [Route; 2] {
    [
        Route::get("/api/v1/payers/{payer}/dismissals", Deed::OfferWork, all, || {
            About::new("jobs", "Whom the employer dismissed, the latest first, with what is said against it")
                .answers::<Part<DismissalForm>>()
                .query(list::QUERY)
        })
        .of(PAYER),
        Route::post("/api/v1/payers/{payer}/dismissals/{case}/contests", Deed::OfferWork, contest, || {
            About::new("jobs", "Say that a dismissal that was reported is not so")
                .takes::<NewObjection>()
                .answers::<ContestForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "says": "Ia mengundurkan diri" }))
        })
        .of(PAYER),
    ]
}

fn of_vacancies() -> [Route; 3] {
    [
        Route::get("/api/v1/payers/{payer}/applications", Deed::OfferWork, applications, || {
            About::new("jobs", "Who applied for the employer's vacancies, the latest first")
                .answers::<Part<ApplicantForm>>()
                .query(list::QUERY)
        })
        .of(PAYER),
        Route::post(
            "/api/v1/payers/{payer}/applications/{application}/answer",
            Deed::OfferWork,
            answer,
            || {
                About::new(
                    "jobs",
                    "Say that somebody who applied is called, hired or declined; she hears of it",
                )
                .takes::<NewWord>()
                .answers::<ApplicantForm>()
                .keyed(Keyed::May)
                .example(|| json!({ "word": "interviewed", "day": "2026-02-10" }))
            },
        )
        .of(PAYER),
        Route::post("/api/v1/payers/{payer}/vacancies/{vacancy}/withdraw", Deed::OfferWork, withdraw, || {
            About::new("jobs", "Take a vacancy back; the same again changes nothing")
                .takes::<Withdraw>()
                .answers::<Withdrawn>()
                .keyed(Keyed::May)
                .example(|| json!({}))
        })
        .of(PAYER),
    ]
}

/// A dismissal.
#[derive(Serialize, JsonSchema)]
struct DismissalForm {
    case: i64,
    membership: i64,
    name: String,
    /// The last day of work.
    day: String,
    /// Why work ended, by the law's name.
    termination: String,
    /// Who reported it: `member`, `employer` or `officer`.
    by: String,
    /// What a member says of a signal is between her and the branch, and not here.
    contests: Vec<ContestForm>,
}

fn dismissal(unit: &mut Unit<'_>, desk: &Desk<'_>, row: &rows::Dismissal) -> Result<DismissalForm> {
    let contests = rows::contests(unit, row.of_case)?;
    let open = contests.iter().filter(|one| one.about == DISMISSAL);
    Ok(DismissalForm {
        case: row.of_case,
        membership: row.membership.0,
        name: people::load(unit, desk, row.person)?.identity().name.clone(),
        day: row.day.to_string(),
        termination: row.termination.clone(),
        by: row.said_by.clone(),
        contests: open.map(|one| job_contests::form(desk, one)).collect::<Result<_>>()?,
    })
}

/// The part of a list whose latest come first.
fn latest<T>(ask: &Ask<'_>, mut all: Vec<T>, number: impl Fn(&T) -> i64) -> Result<Part<T>, Problem> {
    let (before, limit) = (list::number(ask)?.unwrap_or(i64::MAX), list::limit(ask)?);
    all.retain(|one| number(one) < before);
    all.sort_by_key(|one| std::cmp::Reverse(number(one)));
    let more = all.len() > limit;
    all.truncate(limit);
    let next = all.last().filter(|_| more).map(|one| number(one).to_string());
    Ok(Part { items: all, next })
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let payer = PayerId(ask.place("payer")?);
    let known = ask.office.look(|unit, _| rows::of_payer(unit, payer, LOOKED_AT))?;
    let shown = latest(ask, known, |row| row.of_case)?;
    ask.shows(Deed::OfferWork, shown.items.iter().map(|row| row.person).collect())?;
    let items = ask.office.look(|unit, desk| {
        shown.items.iter().map(|row| dismissal(unit, desk, row)).collect::<Result<Vec<_>>>()
    })?;
    Ok(Reply::json(&Part { items, next: shown.next })?)
}

/// What is not so about a dismissal.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewObjection {
    #[schemars(length(min = 1, max = LETTERS_MAX))]
    says: String,
}

fn contest(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (payer, case): (_, i64) = (PayerId(ask.place("payer")?), ask.place("case")?);
    let given: NewObjection = body::read_with(ask, &[("/says", LETTERS_MAX)])?;
    let known = ask.office.look(|unit, _| rows::read(unit, case))?.filter(|row| row.payer == payer);
    let row = known.ok_or(Problem::NotFound)?;
    ask.shows(Deed::OfferWork, vec![row.person])?;
    let account = Some(ask.caller.account);
    let done = once(ask, |unit, desk| {
        answer_job_contest::contest(unit, desk, (case, DISMISSAL, Side::Employer), &given.says, account)
    })?;
    let kept = ask.office.look(|unit, desk| {
        let row = rows::contested(unit, done.answer)?;
        row.map(|row| job_contests::form(desk, &row)).transpose()
    })?;
    reply(&kept.ok_or(Problem::NotFound)?, StatusCode::CREATED, done.is_new)
}

/// Somebody who applied.
#[derive(Serialize, JsonSchema)]
struct ApplicantForm {
    application: i64,
    vacancy: Option<i64>,
    name: String,
    title: String,
    day: String,
    /// `sent`, `interviewed`, `hired` or `declined`.
    state: String,
}

fn applicant(unit: &mut Unit<'_>, desk: &Desk<'_>, row: &seekers::Application) -> Result<ApplicantForm> {
    Ok(ApplicantForm {
        application: row.id,
        vacancy: row.vacancy,
        name: people::load(unit, desk, row.person)?.identity().name.clone(),
        title: row.title.clone(),
        day: row.day.to_string(),
        state: row.state.clone(),
    })
}

fn applications(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let payer = PayerId(ask.place("payer")?);
    let known = ask.office.look(|unit, _| seekers::applications_to(unit, payer))?;
    let shown = latest(ask, known, |row| row.id)?;
    ask.shows(Deed::OfferWork, shown.items.iter().map(|row| row.person).collect())?;
    let items = ask.office.look(|unit, desk| {
        shown.items.iter().map(|row| applicant(unit, desk, row)).collect::<Result<Vec<_>>>()
    })?;
    Ok(Reply::json(&Part { items, next: shown.next })?)
}

/// What came of an application.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewWord {
    word: WordName,
    /// Of `interviewed`: the day of it, which counts for her; today where nothing is said.
    #[serde(default)]
    day: Option<Date>,
}

/// Called to a test or an interview, hired, or declined.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum WordName {
    Interviewed,
    Hired,
    Declined,
}

fn answer(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (payer, id): (_, i64) = (PayerId(ask.place("payer")?), ask.place("application")?);
    let (given, account): (NewWord, _) = (body::read(ask)?, ask.caller.account);
    let day = given.day.map_or(ask.office.today(), |day| day.0);
    let word = match given.word {
        WordName::Interviewed => Word::Interviewed(day),
        WordName::Hired => Word::Hired,
        WordName::Declined => Word::Declined,
    };
    let done = once(ask, |unit, desk| apply_for_vacancy::answer(unit, desk, (id, payer), word, account))?;
    let row = ask.office.look(|unit, _| seekers::application(unit, id))?.ok_or(Problem::NotFound)?;
    ask.shows(Deed::OfferWork, vec![row.person])?;
    let form = ask.office.look(|unit, desk| applicant(unit, desk, &row))?;
    reply(&form, StatusCode::OK, done.is_new)
}

/// Nothing to say.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Withdraw {}

/// A vacancy that was taken back.
#[derive(Serialize, JsonSchema)]
struct Withdrawn {
    vacancy: i64,
}

fn withdraw(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (payer, id): (_, i64) = (PayerId(ask.place("payer")?), ask.place("vacancy")?);
    let Withdraw {} = body::read(ask)?;
    let done = once(ask, |unit, desk| publish_vacancy::withdraw(unit, desk, id, Some(payer)))?;
    reply(&Withdrawn { vacancy: id }, StatusCode::OK, done.is_new)
}
