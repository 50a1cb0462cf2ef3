//! Runs over everybody: asked for, and how far each is, also as events.

use axum::http::StatusCode;
use base::{Day, Month};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::jobs::{self, Job};

use super::about::{About, Keyed};
use super::body;
use super::list::{self, Part};
use super::replay::{once, reply};
use super::uploads::listen;
use crate::actions::begin_run::{self, KINDS};
use crate::auth::Deed;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::progress::{self, Far, Watched};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/runs", Deed::RunMonths, begin, || {
            About::new("runs", "Begin a run over everybody; the same that waits already is not begun twice")
                .takes::<NewRun>()
                .answers::<Run>()
                .later()
                .keyed(Keyed::May)
                .example(|| json!({ "kind": "month", "period": "2026-03" }))
        }),
        Route::get("/api/v1/runs", Deed::SeeRuns, all, || {
            About::new("runs", "Runs that were asked for, the latest first")
                .answers::<Part<Run>>()
                .query(list::QUERY)
        }),
        Route::get("/api/v1/runs/{run}", Deed::SeeRuns, show, || {
            About::new("runs", "A run, and how far it is").answers::<Run>()
        }),
        Route::get("/api/v1/runs/{run}/events", Deed::SeeRuns, events, || {
            About::new("runs", "The same as it happens, until it is done").kind("text/event-stream")
        }),
    ]
}

/// A run that is asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewRun {
    kind: RunKind,
    /// A month such as 2026-05 for `month`, `pensions` and `coverage`, a year for `interest`, a day for
    /// `lapse` and `penalties`; nothing for `signals`.
    #[serde(default)]
    #[schemars(length(max = 10))]
    period: String,
}

/// What is run.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum RunKind {
    Month,
    Interest,
    Lapse,
    Penalties,
    Coverage,
    Signals,
    Pensions,
}

impl RunKind {
    const fn word(self) -> &'static str {
        match self {
            RunKind::Month => "month",
            RunKind::Interest => "interest",
            RunKind::Lapse => "lapse",
            RunKind::Penalties => "penalties",
            RunKind::Coverage => "coverage",
            RunKind::Signals => "signals",
            RunKind::Pensions => "pensions",
        }
    }

    /// The period as it is kept; what to write where it is none.
    fn period(self, text: &str) -> Result<String, [&'static str; 2]> {
        let month = ["tulis bulan seperti 2026-05", "write a month such as 2026-05"];
        let day = ["tulis tanggal seperti 2026-05-03", "write a day such as 2026-05-03"];
        match self {
            RunKind::Month | RunKind::Coverage | RunKind::Pensions => {
                text.parse::<Month>().map(|month| month.to_string()).map_err(|_| month)
            }
            RunKind::Lapse | RunKind::Penalties => {
                text.parse::<Day>().map(|day| day.to_string()).map_err(|_| day)
            }
            RunKind::Interest => {
                let year = text.parse::<i32>().ok().filter(|year| Month::new(*year, 12).is_ok());
                let said = ["tulis tahun seperti 2025", "write a year such as 2025"];
                year.map(|year| year.to_string()).ok_or(said)
            }
            RunKind::Signals if text.is_empty() => Ok(String::new()),
            RunKind::Signals => Err(["kosongkan: berlaku untuk hari ini", "leave it out: it is of today"]),
        }
    }
}

/// A run.
#[derive(Serialize, JsonSchema)]
struct Run {
    run: i64,
    /// `month`, `interest`, `lapse`, `penalties`, `coverage`, `signals` or `pensions`.
    kind: String,
    period: String,
    /// `waiting`, `working`, `done` or `failed`.
    state: String,
    progress: Far,
    /// What it came to, such as `people=60;bills=12`; or why it failed.
    told: Option<String>,
    asked_at: String,
}

impl From<&Job> for Run {
    fn from(job: &Job) -> Run {
        let kind = KINDS.iter().find(|(_, work)| *work == job.kind).map_or("", |(kind, _)| kind);
        Run {
            run: job.id,
            kind: kind.to_owned(),
            period: job.asked.clone(),
            state: job.state.clone(),
            progress: progress::of_job(job),
            told: job.told.clone(),
            asked_at: job.made.to_string(),
        }
    }
}

fn begin(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewRun = body::read(ask)?;
    let period = form
        .kind
        .period(&form.period)
        .map_err(|[id, en]| Problem::Fields(vec![("/period".to_owned(), words(id, en))]))?;
    let (kind, account) = (form.kind.word(), ask.caller.account);
    let done = once(ask, |unit, desk| begin_run::within(unit, desk, (kind, &period), account))?;
    let job = read(ask, done.answer)?;
    let place = format!("/api/v1/runs/{}", job.id);
    Ok(reply(&Run::from(&job), StatusCode::ACCEPTED, done.is_new)?.with("location", place))
}

/// A run by number: other work is none.
fn read(ask: &mut Ask<'_>, id: i64) -> Result<Job, Problem> {
    let found = ask.office.look(|unit, _| jobs::read(unit, id))?;
    found.filter(|job| KINDS.iter().any(|(_, work)| *work == job.kind)).ok_or(Problem::NotFound)
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = ask.place("run")?;
    Ok(Reply::json(&Run::from(&read(ask, id)?))?)
}

fn events(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = ask.place("run")?;
    read(ask, id)?;
    listen(ask, Watched::Run(id))
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (before, limit) = (list::number(ask)?, list::limit(ask)?);
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1;
    let kinds = KINDS.map(|(_, work)| work);
    let found = ask.office.look(|unit, _| jobs::of_kinds(unit, &kinds, before, wanted))?;
    let items: Vec<Run> = found.iter().take(limit).map(Run::from).collect();
    let next = items.last().filter(|_| found.len() > limit).map(|last| last.run.to_string());
    Ok(Reply::json(&Part { items, next })?)
}
