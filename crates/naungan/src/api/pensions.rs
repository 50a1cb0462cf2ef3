//! Pensions month by month for programs: what a month would come to, the month granted, and how far it is.

use anyhow::Result;
use axum::http::StatusCode;
use base::Month;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::jobs::{self, Job};

use super::about::{About, Keyed};
use super::body;
use super::forms::YearMonth;
use super::replay::{once_with_key, reply};
use super::uploads::listen;
use crate::actions::begin_run::{self, PENSIONS};
use crate::auth::Deed;
use crate::runs::pensions::{self as runs, Rehearsed};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::pensions;
use crate::views::progress::{self, Far, Watched};

/// Pensions that wait, or have no answer, and are listed.
const LISTED_MAX: usize = 1_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/benefits/pensions/rehearsal", Deed::SeeBenefits, rehearse, || {
            About::new("benefits", "What a month of pensions would come to; nothing is written")
                .answers::<RehearsalForm>()
                .query(&[("month", "The month, such as 2026-05; the next one where nothing is said")])
        }),
        Route::post("/api/v1/benefits/pensions", Deed::PayBenefits, grant, || {
            About::new(
                "benefits",
                "Grant a month to everybody who draws a pension; it is worked at, and orders wait",
            )
            .takes::<NewPayroll>()
            .answers::<PayrollForm>()
            .later()
            .keyed(Keyed::Must)
            .example(|| json!({ "month": "2026-05" }))
        }),
        Route::get("/api/v1/benefits/pensions/{run}", Deed::SeeBenefits, show, || {
            About::new("benefits", "A month of pensions that was asked for, and how far it is")
                .answers::<PayrollForm>()
        }),
        Route::get("/api/v1/benefits/pensions/{run}/events", Deed::SeeBenefits, events, || {
            About::new("benefits", "The same as it happens, until it is done").kind("text/event-stream")
        }),
    ]
}

/// What a month of pensions would come to.
#[derive(Serialize, JsonSchema)]
struct RehearsalForm {
    month: String,
    pensions: i64,
    /// More than pensions where something is behind.
    months: i64,
    /// In whole rupiah.
    amount: i64,
    /// What the month before came to; nothing where none was granted.
    before: Option<i64>,
    /// Pensions of which it is the first month.
    begun: i64,
    /// Pensions of which more than one month is granted.
    behind: i64,
    /// Pensions that ended with the month before.
    ended: i64,
    /// At most a hundred, those that begin or are behind first.
    due: Vec<DueForm>,
    suspended: Vec<SuspendedForm>,
    faults: Vec<UnansweredForm>,
    /// Claims of which somebody else may draw the pension from now on.
    changing: Vec<i64>,
    /// One of them, with the law's reasons.
    sample: Option<SampleForm>,
}

/// A pension of the month.
#[derive(Serialize, JsonSchema)]
struct DueForm {
    pension: i64,
    claim: i64,
    months: i64,
    amount: i64,
    begins: bool,
}

/// A pension that waits for proof of life.
#[derive(Serialize, JsonSchema)]
struct SuspendedForm {
    pension: i64,
    claim: i64,
    /// The last day of proof.
    proven: String,
}

/// A pension without an answer.
#[derive(Serialize, JsonSchema)]
struct UnansweredForm {
    pension: i64,
    says: String,
}

/// A pension explained.
#[derive(Serialize, JsonSchema)]
struct SampleForm {
    pension: i64,
    amount: i64,
    /// The reasons, a line a sentence.
    why: Vec<String>,
}

fn rehearse(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let month = match ask.query.given("month") {
        None => ask.office.today().month().plus_months(1),
        Some(given) => given.parse().ok(),
    };
    let Some(month) = month else {
        let said = words("tulis bulan seperti 2026-05", "write a month such as 2026-05");
        return Err(Problem::Fields(vec![("?month".to_owned(), said)]));
    };
    let found = runs::rehearse(ask.office, month)?;
    let sample = match &found.sample {
        Some(one) => pensions::lines(ask.office, one.pension, month, ask.lang)?,
        None => None,
    };
    let sample = found.sample.as_ref().zip(sample);
    let sample = sample.map(|(one, (amount, why))| SampleForm { pension: one.pension, amount, why });
    Ok(Reply::json(&rehearsed(month, found, sample))?)
}

fn rehearsed(month: Month, found: Rehearsed, sample: Option<SampleForm>) -> RehearsalForm {
    let due = found.due.into_iter().map(|one| DueForm {
        pension: one.pension,
        claim: one.claim,
        months: one.months,
        amount: one.amount,
        begins: one.begins,
    });
    let suspended = found.suspended.into_iter().take(LISTED_MAX);
    let faults = found.faults.into_iter().take(LISTED_MAX);
    RehearsalForm {
        month: month.to_string(),
        pensions: found.pensions,
        months: found.months,
        amount: found.amount,
        before: found.before,
        begun: found.begun,
        behind: found.behind,
        ended: found.ended,
        due: due.collect(),
        suspended: suspended
            .map(|(pension, claim, proven)| SuspendedForm { pension, claim, proven: proven.to_string() })
            .collect(),
        faults: faults.map(|(pension, says)| UnansweredForm { pension, says }).collect(),
        changing: found.changing.into_iter().take(LISTED_MAX).collect(),
        sample,
    }
}

/// A month that is to be granted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewPayroll {
    month: YearMonth,
}

/// A month of pensions that was asked for.
#[derive(Serialize, JsonSchema)]
struct PayrollForm {
    run: i64,
    month: String,
    progress: Far,
    /// What it came to, such as `people=60;owed=900`; or why it failed.
    told: Option<String>,
    asked_at: String,
}

impl From<&Job> for PayrollForm {
    fn from(job: &Job) -> PayrollForm {
        PayrollForm {
            run: job.id,
            month: job.asked.clone(),
            progress: progress::of_job(job),
            told: job.told.clone(),
            asked_at: job.made.to_string(),
        }
    }
}

fn grant(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: NewPayroll = body::read(ask)?;
    let (month, account) = (given.month.0.to_string(), ask.caller.account);
    let done = once_with_key(ask, |unit, desk| begin_run::within(unit, desk, ("pensions", &month), account))?;
    let job = read(ask, done.answer)?;
    let place = format!("/api/v1/benefits/pensions/{}", job.id);
    Ok(reply(&PayrollForm::from(&job), StatusCode::ACCEPTED, done.is_new)?.with("location", place))
}

/// Work at a month of pensions by number: other work is none.
fn read(ask: &mut Ask<'_>, id: i64) -> Result<Job, Problem> {
    let found = ask.office.look(|unit, _| jobs::read(unit, id))?;
    found.filter(|job| job.kind == PENSIONS).ok_or(Problem::NotFound)
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = ask.place("run")?;
    Ok(Reply::json(&PayrollForm::from(&read(ask, id)?))?)
}

fn events(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = ask.place("run")?;
    read(ask, id)?;
    listen(ask, Watched::Run(id))
}
