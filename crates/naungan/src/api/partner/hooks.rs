//! Notices to the platform's program: where they go, what there was to tell, and what is sent once more.

use anyhow::Context;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::queries::hooks as rows;

use super::{TAG, platform};
use crate::actions::open_hook;
use crate::api::about::{About, Keyed};
use crate::api::body;
use crate::api::list::{self, Part};
use crate::api::replay::{once, reply};
use crate::auth::Deed;
use crate::ports::webhooks;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// More notices are not sent once more at once.
const AGAIN_MAX: i64 = 1_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/partner/hooks", Deed::Partner, all, || {
            About::new(TAG, "Addresses that are told, with what did not reach them").answers::<Hooks>()
        }),
        Route::post("/api/v1/partner/hooks", Deed::Partner, open, || {
            About::new(TAG, "Tell an address from now on, signed with a secret that is shown once")
                .takes::<NewHook>()
                .answers::<HookForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "address": "https://hooks.contoh.id/naungan" }))
        }),
        Route::post("/api/v1/partner/hooks/{hook}/ends", Deed::Partner, end, || {
            About::new(TAG, "Tell an address no longer").answers::<Ended>().keyed(Keyed::May)
        }),
        Route::post("/api/v1/partner/hooks/{hook}/replays", Deed::Partner, replay, || {
            About::new(TAG, "Send events once more, by their numbers")
                .takes::<Again>()
                .answers::<Replayed>()
                .keyed(Keyed::May)
                .example(|| json!({ "from": 1, "until": 20 }))
        }),
        Route::get("/api/v1/partner/events", Deed::Partner, events, || {
            About::new(TAG, "What there was to tell, as CloudEvents, for who has missed some")
                .answers::<Part<Value>>()
                .query(list::QUERY)
        }),
    ]
}

/// An address to tell.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewHook {
    /// Over https, in the world outside.
    #[schemars(length(min = 1, max = 500))]
    address: String,
}

/// An address that is told from now on.
#[derive(Serialize, JsonSchema)]
struct HookForm {
    hook: i64,
    address: String,
    /// By which the program knows that a notice is ours: `naungan-signature` is `t=SECONDS,v1=HASH`, and the
    /// hash is HMAC-SHA256 of `SECONDS.BODY` under it.
    secret: String,
}

/// Addresses that are told.
#[derive(Serialize, JsonSchema)]
struct Hooks {
    hooks: Vec<HookRow>,
}

/// An address in the list.
#[derive(Serialize, JsonSchema)]
struct HookRow {
    hook: i64,
    address: String,
    /// Events that are being sent.
    waiting: Vec<i64>,
    /// Events that nobody took for a day: they are sent again when that is asked for.
    parked: Vec<i64>,
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let platform = platform(ask)?;
    let form = ask.office.look(|unit, _| {
        let mut hooks = Vec::new();
        for hook in rows::of_payer(unit, platform)? {
            let mut numbers = |state: &str| -> anyhow::Result<Vec<i64>> {
                Ok(rows::deliveries(unit, hook.id, state, AGAIN_MAX)?.iter().map(|one| one.no).collect())
            };
            let (waiting, parked) = (numbers("waiting")?, numbers("parked")?);
            hooks.push(HookRow { hook: hook.id, address: hook.address, waiting, parked });
        }
        Ok(Hooks { hooks })
    })?;
    Ok(Reply::json(&form)?)
}

fn open(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewHook = body::read(ask)?;
    let platform = platform(ask)?;
    let done = once(ask, |unit, desk| open_hook::within(unit, desk, platform, &form.address))?;
    let hook = done.answer;
    let secret = ask.office.look(|unit, desk| {
        let row = rows::read(unit, hook)?.context("the address is gone")?;
        open_hook::secret(desk, &row)
    })?;
    let form = HookForm { hook, address: form.address, secret };
    let place = "/api/v1/partner/hooks".to_owned();
    Ok(reply(&form, StatusCode::CREATED, done.is_new)?.with("location", place))
}

/// It is told no longer.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Ended {
    ended: bool,
}

/// An address of the platform's own.
fn own(ask: &mut Ask<'_>) -> Result<rows::Hook, Problem> {
    let (platform, id) = (platform(ask)?, ask.place("hook")?);
    let row = ask.office.look(|unit, _| rows::read(unit, id))?;
    row.filter(|row| row.payer == platform && row.ended.is_none()).ok_or(Problem::NotFound)
}

fn end(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let hook = own(ask)?;
    let done = once(ask, |unit, desk| Ok(Ended { ended: rows::end(unit, hook.id, desk.now)? }))?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}

/// Which events are sent once more.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Again {
    #[schemars(range(min = 1))]
    from: i64,
    /// The last of them; all that follow where nothing is said.
    #[serde(default)]
    until: Option<i64>,
}

/// How many are sent.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Replayed {
    events: i64,
}

fn replay(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: Again = body::read(ask)?;
    let hook = own(ask)?;
    let (from, until) = (form.from.max(1), form.until.unwrap_or(i64::MAX));
    let done = once(ask, |unit, desk| {
        Ok(Replayed { events: open_hook::again(unit, desk, &hook, (from, until), AGAIN_MAX)? })
    })?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}

fn events(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (platform, limit) = (platform(ask)?, list::limit(ask)?);
    let after = list::number(ask)?.unwrap_or(0);
    let mut found = ask.office.look(|unit, _| rows::events(unit, platform, after, limit as i64 + 1))?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|event| event.no.to_string());
    let items = found.iter().map(webhooks::cloud_event).collect::<anyhow::Result<_>>()?;
    Ok(Reply::json(&Part { items, next })?)
}
