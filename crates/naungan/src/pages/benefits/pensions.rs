//! Pensions month by month: what a month would come to, one of it explained, the month granted as work for
//! later, and the months that were granted.

use anyhow::Result;
use base::Month;
use minijinja::context;
use rules::render::Lang;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::jobs;
use store::queries::pensions as rows;

use crate::actions::begin_run::{self, PENSIONS};
use crate::auth::{Deed, Role};
use crate::jobs::rehearsal;
use crate::office::Desk;
use crate::pages::claims::{CAME_BACK, complaint, said, wrong};
use crate::pages::form_page;
use crate::pages::words::told;
use crate::runs::pensions::{self as runs, Due, Rehearsed};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::{pensions, progress};

/// The latest months that are shown.
const MONTHS: usize = 24;
/// Pensions that wait, or have no answer, and are listed.
const LISTED_MAX: usize = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/benefits/pensions", Deed::SeeBenefits, show),
        Route::form("/benefits/pensions", Deed::PayBenefits, grant),
    ]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given = ask.query.get("month").to_owned();
    match month_of(ask, &given) {
        Ok(month) => shown(ask, month, &[]),
        Err(errors) => Ok(shown(ask, None, &errors)?.status(CAME_BACK)),
    }
}

/// The month that somebody wrote; none where nothing is written.
fn month_of(ask: &Ask<'_>, given: &str) -> Result<Option<Month>, Vec<Json>> {
    match given.parse::<Month>() {
        Ok(month) => Ok(Some(month)),
        Err(_) if given.is_empty() => Ok(None),
        Err(_) => Err(vec![wrong("month", said(ask.lang, "pensions.month_wrong"))]),
    }
}

fn shown(ask: &mut Ask<'_>, month: Option<Month>, errors: &[Json]) -> Result<Reply, Problem> {
    let (lang, role) = (ask.lang, ask.caller.role);
    let (mut rehearsal, mut errors) = (Json::Null, errors.to_vec());
    if let Some(month) = month {
        match complaint(runs::rehearse(ask.office, month), "month", lang)? {
            Ok(found) => rehearsal = rehearsed(ask, month, &found)?,
            Err(wrong) => errors.extend(wrong),
        }
    }
    let came_back = !errors.is_empty();
    let seen = ask.office.look(|unit, desk| {
        let known = rows::runs(unit)?;
        let next = known.last().and_then(|last| last.month.next()).unwrap_or(desk.today.month());
        let months =
            known.iter().rev().take(MONTHS).map(|run| granted(unit, run)).collect::<Result<Vec<_>>>()?;
        let ahead = ahead(unit, lang)?;
        Ok(context! { months, ahead, next => next.to_string(), work => work(unit, desk, lang)? })
    })?;
    let given = month.map(|month| month.to_string());
    let may = matches!(role, Role::Head | Role::Administrator);
    let opens = matches!(role, Role::Head | Role::Auditor);
    let values =
        context! { errors, rehearsal, given, may, opens, begun => ask.query.get("begun") == "yes", ..seen };
    let page = form_page(ask, "benefits/pensions.html", values)?;
    Ok(if came_back { page.status(CAME_BACK) } else { page })
}

/// A month that was granted, or is being granted.
fn granted(unit: &mut Unit<'_>, run: &rows::Run) -> Result<Json> {
    let (months, amount, ..) = rows::totals_of_run(unit, run.id)?;
    let published = run.published.and_then(base::Moment::day);
    Ok(json!({
        "month": run.month.to_string(), "turn": run.turn, "pensions": run.people, "months": months,
        "amount": amount, "published": published.map(|day| day.to_string()),
    }))
}

/// What the rehearsal of a week before has told.
fn ahead(unit: &mut Unit<'_>, lang: Lang) -> Result<Option<Json>> {
    let found = rehearsal::last(unit)?;
    Ok(found.and_then(|job| {
        let day = job.made.day()?.to_string();
        Some(json!({ "day": day, "told": told(&job.told?, false, lang) }))
    }))
}

/// The last work at a month, and how far it is.
fn work(unit: &mut Unit<'_>, _: &Desk<'_>, lang: Lang) -> Result<Json> {
    let Some(job) = jobs::last_of_kind(unit, PENSIONS)? else { return Ok(Json::Null) };
    let far = progress::of_job(&job);
    let text = job.told.as_deref().map(|text| told(text, job.state == "failed", lang));
    Ok(json!({
        "id": job.id, "month": job.asked, "state": job.state, "done": job.done, "total": job.total,
        "over": far.is_over, "told": text,
    }))
}

/// What a month would come to, as the page shows it.
fn rehearsed(ask: &mut Ask<'_>, month: Month, found: &Rehearsed) -> Result<Json, Problem> {
    let lang = ask.lang;
    let sample = match &found.sample {
        Some(one) => {
            let asked = ask.office.look(|unit, desk| pensions::why(unit, desk, one.pension, month, lang))?;
            asked.map(|(amount, why)| {
                json!({ "pension": one.pension, "claim": one.claim, "amount": amount, "why": why })
            })
        }
        None => None,
    };
    let due = |one: &Due| {
        json!({
            "pension": one.pension, "claim": one.claim, "months": one.months, "amount": one.amount,
            "begins": one.begins,
        })
    };
    let suspended = found.suspended.iter().take(LISTED_MAX).map(|(pension, claim, proven)| {
        json!({ "pension": pension, "claim": claim, "proven": proven.to_string() })
    });
    let faults = found.faults.iter().take(LISTED_MAX);
    Ok(json!({
        "month": month.to_string(), "pensions": found.pensions, "months": found.months,
        "amount": found.amount, "before": found.before,
        "difference": found.before.map(|before| found.amount - before), "begun": found.begun,
        "behind": found.behind, "ended": found.ended, "suspended_count": found.suspended.len(),
        "suspended": suspended.collect::<Json>(), "faults_count": found.faults.len(),
        "faults": faults.map(|(pension, why)| json!([pension, why])).collect::<Json>(),
        "changing": found.changing.iter().take(LISTED_MAX).collect::<Vec<_>>(),
        "due": found.due.iter().map(due).collect::<Json>(), "sample": sample,
    }))
}

/// Writes the work down; what cannot be run is said beside the field.
fn grant(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (lang, account) = (ask.lang, ask.caller.account);
    let given = ask.form.get("month").to_owned();
    let month = match month_of(ask, &given) {
        Ok(Some(month)) => month,
        Ok(None) => {
            let errors = [wrong("month", said(lang, "pensions.month_wrong"))];
            return Ok(shown(ask, None, &errors)?.status(CAME_BACK));
        }
        Err(errors) => return Ok(shown(ask, None, &errors)?.status(CAME_BACK)),
    };
    let begun = ask
        .office
        .unit(|unit, desk| begin_run::within(unit, desk, ("pensions", &month.to_string()), account));
    match complaint(begun, "month", lang)? {
        Ok(_) => Ok(Reply::see("/benefits/pensions?begun=yes")),
        Err(errors) => Ok(shown(ask, None, &errors)?.status(CAME_BACK)),
    }
}
