//! Trips that an accident is matched with: the platform says whether each was so.

use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{TAG, named, platform};
use crate::actions::match_trip;
use crate::api::about::{About, Keyed};
use crate::api::body;
use crate::api::replay::{once, reply};
use crate::auth::Deed;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::post("/api/v1/partner/matches", Deed::Partner, confirm, || {
        About::new(TAG, "Say whether a trip was under way that an accident was matched with")
            .takes::<Confirmation>()
            .answers::<Confirmed>()
            .keyed(Keyed::May)
            .example(|| json!({ "case": 12, "event": "T-1", "was_so": true }))
    })]
}

/// What the platform says of a trip.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Confirmation {
    /// The number of the case, as the notice `trip.asked` names it.
    case: i64,
    /// The platform's own number of the trip.
    #[schemars(length(min = 1, max = 64))]
    event: String,
    was_so: bool,
}

/// Whether it was asked.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Confirmed {
    noted: bool,
}

fn confirm(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: Confirmation = body::read(ask)?;
    named("/event", &form.event)?;
    let (platform, account) = (platform(ask)?, Some(ask.caller.account));
    let done = once(ask, |unit, _| {
        let of = (form.case, platform, &*form.event);
        Ok(Confirmed { noted: match_trip::confirm(unit, of, form.was_so, account)? })
    })?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}
