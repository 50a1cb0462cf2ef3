//! An accident on the way that a platform tells of: a rider pays for herself and may lie in hospital, and the
//! platform knows the minute.

use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::events::EventKind;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{TAG, When, named, platform, rider_named};
use crate::actions::match_trip;
use crate::actions::report_event::{self, ReportEvent};
use crate::api::about::{About, Keyed};
use crate::api::body;
use crate::api::hospital::Cause;
use crate::api::replay::{once, reply};
use crate::auth::Deed;
use crate::office::clock::day_of;
use crate::registry::members;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::post("/api/v1/partner/accidents", Deed::Partner, report, || {
        About::new(TAG, "Report an accident of a rider, once; the trips around its minute are kept with it")
            .takes::<NewAccident>()
            .answers::<Reported>()
            .makes()
            .keyed(Keyed::May)
            .example(
                || json!({ "rider": "driver-1", "at": "2026-02-20T14:32:00+07:00", "cause": "accident" }),
            )
    })]
}

/// An accident that a platform tells of.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewAccident {
    /// What the platform calls the rider.
    #[schemars(length(min = 1, max = 64))]
    rider: String,
    /// The moment it happened, with its zone.
    at: When,
    cause: Cause,
}

/// What came of the report. What is claimed, and what it comes to, is between the rider and the branch.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Reported {
    /// The number to confirm trips under; nothing where she is not insured for it.
    case: Option<i64>,
    /// How many trips, of whatever platform, were around that minute.
    trips: usize,
}

fn report(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewAccident = body::read(ask)?;
    named("/rider", &form.rider)?;
    let rider = rider_named(ask, platform(ask)?, &form.rider)?;
    let person = ask.office.look(|unit, _| Ok(members::row(unit, rider)?.person))?;
    let asked = ReportEvent {
        person,
        kind: EventKind::WorkAccident,
        day: day_of(form.at.0),
        by_employer: false,
        account: Some(ask.caller.account),
        facts: vec![("event_cause".to_owned(), form.cause.name().to_owned())],
    };
    let done = once(ask, |unit, desk| {
        let case = report_event::within(unit, desk, &asked)?.case;
        let trips = match case {
            Some(case) => match_trip::within(unit, desk, (person, case), form.at.0)?,
            None => 0,
        };
        Ok(Reported { case, trips })
    })?;
    reply(&done.answer, StatusCode::CREATED, done.is_new)
}
