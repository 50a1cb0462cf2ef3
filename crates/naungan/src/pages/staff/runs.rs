//! Runs: how far each is, and the next month begun as work for later.

use anyhow::Result;
use base::Month;
use minijinja::context;
use serde_json::json;
use store::queries::jobs;
use store::queries::runs as rows;

use crate::actions::begin_run;
use crate::auth::{Deed, Role};
use crate::jobs::{coverage, signals};
use crate::pages::desk::errors;
use crate::pages::form_page;
use crate::pages::words::told;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::progress;

/// The latest runs that are shown.
const ROWS: usize = 24;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/runs", Deed::SeeRuns, show),
        Route::form("/admin/runs", Deed::RunMonths, start),
        Route::form("/admin/runs/signals", Deed::RunMonths, |ask| begin(ask, signals::KIND, "")),
        Route::form("/admin/runs/coverage", Deed::RunMonths, |ask| begin(ask, coverage::KIND, "")),
    ]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)]) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let (runs, next, work) = ask.office.look(|unit, desk| {
        let mut runs = Vec::new();
        for run in rows::all(unit)?.into_iter().rev().take(ROWS) {
            let [_, _, people, done] = rows::progress(unit, run.id)?;
            let faults = rows::faults(unit, run.id, 20)?.len();
            runs.push(json!({
                "id": run.id, "kind": run.kind, "period": run.period, "open": run.state == "open",
                "people": people, "done": done, "faults": faults,
                "published": run.published.and_then(base::Moment::day).map(|day| day.to_string()),
            }));
        }
        let last = rows::last_begun_month(unit)?;
        let next = last.and_then(Month::next).unwrap_or(desk.today.month());
        let mut work = Vec::new();
        for (_, kind) in begin_run::KINDS {
            let Some(job) = jobs::last_of_kind(unit, kind)? else { continue };
            let (far, at) = (progress::of_job(&job), job.changed.to_string());
            let daily = [signals::KIND, coverage::KIND].contains(&kind);
            let text = job.told.as_deref().map(|text| told(text, job.state == "failed", lang));
            work.push(json!({
                "id": job.id, "over": far.is_over, "kind": kind, "asked": job.asked, "daily": daily,
                "day": at.get(..10), "hour": at.get(11..16),
                "state": job.state, "done": job.done, "total": job.total, "told": text,
            }));
        }
        Ok((runs, next, work))
    })?;
    let may_run = ask.caller.role == Role::Administrator;
    let given = ask.form.given("month").map_or_else(|| next.to_string(), str::to_owned);
    let values = context! { runs, given, work, may_run, errors => errors(wrong, lang) };
    form_page(ask, "staff/runs.html", values)
}

fn start(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let Ok(month) = ask.form.get("month").parse::<Month>() else {
        let asked = words("Tulis bulan seperti 2026-05.", "Write a month such as 2026-05.");
        let wrong = vec![("month".to_owned(), asked)];
        return Ok(shown(ask, &wrong)?.status(Problem::Fields(Vec::new()).status()));
    };
    begin(ask, "month", &month.to_string())
}

/// Writes the work down; what cannot be run is said beside the field.
fn begin(ask: &mut Ask<'_>, kind: &'static str, period: &str) -> Result<Reply, Problem> {
    let account = ask.caller.account;
    let asked = ask.office.unit(|unit, desk| begin_run::within(unit, desk, (kind, period), account));
    match asked.map_err(Problem::from) {
        Ok(_) => Ok(Reply::see("/admin/runs")),
        Err(Problem::Refused(refusal)) => {
            let wrong = vec![("month".to_owned(), words(refusal.id, refusal.en))];
            Ok(shown(ask, &wrong)?.status(Problem::Fields(Vec::new()).status()))
        }
        Err(problem) => Err(problem),
    }
}
