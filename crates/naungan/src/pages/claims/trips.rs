//! The trips around an accident: which platform carried them and what it says. Whoever works on the claim may
//! name the minute, and then the platforms are asked.

use anyhow::Result;
use scheme::events::EventKind;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::{cases, trip_matches, trips};

use super::{CLAIM, act, said, wrong};
use crate::actions::match_trip;
use crate::auth::Deed;
use crate::office::Desk;
use crate::office::clock::{minute_of, time_of};
use crate::registry::{claims, payers};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::form("/claims/{claim}/trips", Deed::MoveClaims, look).of(CLAIM)]
}

/// The matches of a case with what their platforms say; nothing where it is no accident at work.
pub(super) fn told(unit: &mut Unit<'_>, desk: &Desk<'_>, (case, kind): (i64, &str)) -> Result<Json> {
    if kind != EventKind::WorkAccident.name() {
        return Ok(Json::Null);
    }
    let mut rows = Vec::new();
    for one in trip_matches::of_case(unit, case)? {
        let name = payers::load(unit, desk, one.platform)?.payer.name;
        let trip = trips::find(unit, one.platform, &one.event)?;
        rows.push(json!({
            "name": name, "platform": one.platform.0, "how": one.how, "confirmed": one.confirmed,
            "began": trip.as_ref().map(|trip| time_of(trip.began)),
            "ended": trip.map(|trip| time_of(trip.ended)),
        }));
    }
    Ok(json!(rows))
}

fn look(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let claim: i64 = ask.place("claim")?;
    let time = ask.form.get("time").trim().to_owned();
    let case = ask.office.look(|unit, _| {
        let held = claims::play(unit, claim)?;
        cases::read(unit, held.row.of_case)
    })?;
    let case = case.ok_or(Problem::NotFound)?;
    let at = minute_of(case.day, &time).filter(|_| case.kind == EventKind::WorkAccident.name());
    let Some(at) = at else {
        return act::came_back(ask, &[wrong("time", said(ask.lang, "report.time_wrong"))]);
    };
    let found = ask.office.unit(|unit, desk| match_trip::within(unit, desk, (case.person, case.id), at))?;
    let done = if found == 0 { "no_trips" } else { "trips" };
    Ok(Reply::see(&format!("/claims/{claim}?done={done}#trips")))
}
