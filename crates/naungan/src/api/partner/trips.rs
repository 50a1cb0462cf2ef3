//! Trips: handed in many at once, each taken once or left waiting with its reason.

use std::borrow::Cow;

use axum::http::StatusCode;
use base::Moment;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::trips as rows;

use super::{TAG, named, platform};
use crate::actions::release_parked;
use crate::actions::take_trips::{self, Counted, EVENTS_MAX, TakeTrips, Told};
use crate::api::about::{About, Keyed};
use crate::api::body::{self, complaint};
use crate::api::list::LIMIT_MAX;
use crate::api::replay::{once, once_with_key, reply};
use crate::auth::Deed;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Ten thousand trips with long names are shorter.
const BYTES_MAX: usize = 4_000_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/partner/trips", Deed::Partner, take, || {
            About::new(
                TAG,
                "Tell of trips, at most 10,000 at once; each is taken once, however often it is told",
            )
            .takes::<NewTrips>()
            .answers::<TakenForm>()
            .makes()
            .keyed(Keyed::Must)
            .example(|| {
                json!({ "trips": [{ "event": "T-1", "rider": "driver-1", "amount": 400,
                        "began": "2026-02-20T14:02:00+07:00", "ended": "2026-02-20T14:31:00+07:00" }] })
            })
        })
        .files(BYTES_MAX),
        Route::get("/api/v1/partner/parked", Deed::Partner, waiting, || {
            About::new(TAG, "Trips that wait, each with its reason").answers::<WaitingForm>()
        }),
        Route::post("/api/v1/partner/parked/releases", Deed::Partner, release, || {
            About::new(TAG, "Look once more at trips that wait")
                .takes::<Release>()
                .answers::<TakenForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "rider": "driver-1" }))
        }),
        Route::post("/api/v1/partner/parked/drops", Deed::Partner, let_go, || {
            About::new(TAG, "Let a trip that waits go: it was told by mistake")
                .takes::<Drop>()
                .answers::<Dropped>()
                .keyed(Keyed::May)
                .example(|| json!({ "event": "T-1" }))
        }),
    ]
}

/// A moment with its zone.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(in crate::api) struct When(pub(in crate::api) Moment);

impl TryFrom<String> for When {
    type Error = String;

    fn try_from(text: String) -> Result<When, String> {
        instant(&text).map(When).ok_or_else(|| {
            complaint(
                "tulis waktu dengan zonanya, seperti 2026-02-20T14:02:00+07:00",
                "write a moment with its zone, such as 2026-02-20T14:02:00+07:00",
            )
        })
    }
}

impl JsonSchema for When {
    fn schema_name() -> Cow<'static, str> {
        "When".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time", "examples": ["2026-02-20T14:02:00+07:00"] })
    }
}

/// Reads `2026-02-20T14:02:00+07:00`, or the same with `Z`.
fn instant(text: &str) -> Option<Moment> {
    if text.ends_with('Z') {
        return text.parse().ok();
    }
    let (local, zone) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let ahead = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let universal: Moment = format!("{local}Z").parse().ok()?;
    if hours > 23 || minutes > 59 {
        return None;
    }
    Some(Moment::new(universal.micros() - ahead * (hours * 60 + minutes) * 60_000_000))
}

/// A trip.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewTrip {
    /// The platform's own number of it, which it gives to no other.
    #[schemars(length(min = 1, max = 64))]
    event: String,
    /// What the platform calls the rider.
    #[schemars(length(min = 1, max = 64))]
    rider: String,
    began: When,
    ended: When,
    /// What was put aside, in whole rupiah.
    amount: i64,
}

/// Trips that are handed in.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewTrips {
    #[schemars(length(min = 1, max = 10_000))]
    trips: Vec<NewTrip>,
}

/// What came of them.
#[derive(Serialize, JsonSchema)]
struct TakenForm {
    batch: i64,
    taken: i64,
    /// How many were known before.
    same: i64,
    /// What those taken put aside, in rupiah.
    amount: i64,
    /// Trips that wait.
    parked: Vec<ParkedForm>,
    /// The entry in the books, as `3-17`.
    entry: Option<String>,
}

/// A trip that waits.
#[derive(Serialize, JsonSchema)]
struct ParkedForm {
    event: String,
    /// `unknown_rider`, `no_consent`, `beyond_consent`, `ahead`, `out_of_order`, `past_grace` or
    /// `another_event`.
    why: String,
}

impl From<Counted> for TakenForm {
    fn from(taken: Counted) -> TakenForm {
        let Counted { batch, taken, same, amount, parked, entry } = taken;
        let parked = parked.into_iter().map(|(event, why)| ParkedForm { event, why }).collect();
        TakenForm { batch, taken, same, amount, parked, entry }
    }
}

fn take(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewTrips = body::read(ask)?;
    if form.trips.is_empty() || form.trips.len() > EVENTS_MAX {
        let said = words(
            format!("kirim 1 sampai {EVENTS_MAX} perjalanan sekaligus"),
            format!("send 1 to {EVENTS_MAX} trips at once"),
        );
        return Err(Problem::Fields(vec![("/trips".to_owned(), said)]));
    }
    for (at, trip) in form.trips.iter().enumerate() {
        named(&format!("/trips/{at}/event"), &trip.event)?;
        named(&format!("/trips/{at}/rider"), &trip.rider)?;
    }
    let told = |trip: NewTrip| Told {
        event: trip.event,
        rider: trip.rider,
        began: trip.began.0.micros(),
        ended: trip.ended.0.micros(),
        amount: trip.amount,
    };
    let events = form.trips.into_iter().map(told).collect();
    let asked = TakeTrips { platform: platform(ask)?, events, account: Some(ask.caller.account) };
    let done = once_with_key(ask, |unit, desk| take_trips::within(unit, desk, &asked))?;
    taken(done.answer, done.is_new)
}

fn taken(answer: Counted, is_new: bool) -> Result<Reply, Problem> {
    let place = "/api/v1/partner/parked".to_owned();
    Ok(reply(&TakenForm::from(answer), StatusCode::CREATED, is_new)?.with("location", place))
}

/// What waits.
#[derive(Serialize, JsonSchema)]
struct WaitingForm {
    /// How many wait, by reason.
    counts: Vec<CountForm>,
    /// The first of them, in the order they came.
    trips: Vec<WaitingRow>,
}

/// How many wait for a reason.
#[derive(Serialize, JsonSchema)]
struct CountForm {
    why: String,
    trips: i64,
}

/// A trip that waits.
#[derive(Serialize, JsonSchema)]
struct WaitingRow {
    event: String,
    rider: String,
    why: String,
    since: String,
}

fn waiting(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let platform = platform(ask)?;
    let form = ask.office.look(|unit, desk| {
        let mut trips = Vec::new();
        for one in rows::waiting(unit, platform, None, LIMIT_MAX as i64)? {
            let told = release_parked::told(desk, &one)?;
            let (rider, why, since) = (one.rider, one.why, one.known.to_string());
            trips.push(WaitingRow { event: told.event, rider, why, since });
        }
        let counts = rows::waiting_by_why(unit, platform)?;
        let counts = counts.into_iter().map(|(why, trips)| CountForm { why, trips }).collect();
        Ok(WaitingForm { counts, trips })
    })?;
    Ok(Reply::json(&form)?)
}

/// Which of those that wait.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Release {
    /// Only those of this rider.
    #[serde(default)]
    #[schemars(length(min = 1, max = 64))]
    rider: Option<String>,
}

fn release(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: Release = body::read(ask)?;
    if let Some(rider) = &form.rider {
        named("/rider", rider)?;
    }
    let (platform, account) = (platform(ask)?, Some(ask.caller.account));
    let done = once(ask, |unit, desk| {
        let taken = release_parked::within(unit, desk, platform, form.rider.as_deref(), account)?;
        Ok(taken.unwrap_or_default())
    })?;
    taken(done.answer, done.is_new)
}

/// A trip that was told by mistake.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Drop {
    #[schemars(length(min = 1, max = 64))]
    event: String,
}

/// Whether it still waited.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Dropped {
    dropped: bool,
}

fn let_go(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: Drop = body::read(ask)?;
    named("/event", &form.event)?;
    let platform = platform(ask)?;
    let done =
        once(ask, |unit, _| Ok(Dropped { dropped: release_parked::let_go(unit, platform, &form.event)? }))?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn a_moment_has_a_zone() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(instant(text).map(|at| at.to_string()).as_deref(), expected, "{text}");
        };
        check("2026-02-20T14:02:00+07:00", Some("2026-02-20T07:02:00.000000Z"));
        check("2026-02-20T00:30:00+07:00", Some("2026-02-19T17:30:00.000000Z"));
        check("2026-02-20T14:02:00.5-01:30", Some("2026-02-20T15:32:00.500000Z"));
        check("2026-02-20T07:02:00Z", Some("2026-02-20T07:02:00.000000Z"));
        for none in ["", "Z", "+07:00", "2026-02-20", "2026-02-20T14:02:00", "2026-02-20T14:02:00+0700"] {
            check(none, None);
        }
        for none in ["2026-02-20T14:02:00+7:000", "2026-02-20T14:02:00é07:0", "2026-02-20T14:02:00+24:00"] {
            check(none, None);
        }
    }
}
