//! Settlements: what a platform hands over, by which code, and how far it has reached its riders.

use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::settlements::{self as rows, Settlement};

use super::{TAG, platform};
use crate::actions::ask_settlement::{self, AskSettlement};
use crate::api::about::{About, Keyed};
use crate::api::body;
use crate::api::forms::Date;
use crate::api::list::{self, Part};
use crate::api::replay::{once, once_with_key, reply};
use crate::auth::Deed;
use crate::office::code;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/partner/settlements", Deed::Partner, all, || {
            About::new(TAG, "What the platform has handed over, the latest first")
                .answers::<Part<SettlementForm>>()
                .query(list::QUERY)
        }),
        Route::post("/api/v1/partner/settlements", Deed::Partner, ask_for, || {
            About::new(
                TAG,
                "Hand over what was put aside until the end of a month; the answer says how to pay",
            )
            .takes::<NewSettlement>()
            .answers::<SettlementForm>()
            .makes()
            .keyed(Keyed::Must)
            .example(|| json!({ "until": "2026-02-28" }))
        }),
        Route::get("/api/v1/partner/settlements/{settlement}", Deed::Partner, one, || {
            About::new(TAG, "A settlement, and how far it has reached the riders").answers::<SettlementForm>()
        }),
        Route::post("/api/v1/partner/settlements/{settlement}/withdrawals", Deed::Partner, withdraw, || {
            About::new(TAG, "Take a settlement back that is not paid; what is in it can be asked for again")
                .answers::<SettlementForm>()
                .keyed(Keyed::May)
        }),
    ]
}

/// What is handed over.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewSettlement {
    /// A day of the last month that is in it.
    until: Date,
}

/// A settlement.
#[derive(Serialize, JsonSchema)]
struct SettlementForm {
    settlement: i64,
    until: String,
    /// In rupiah: exactly this is paid.
    amount: i64,
    /// The payment code.
    code: String,
    /// Of how many riders' months.
    lines: i64,
    /// How many of them have reached their rider.
    credited: i64,
    /// `asked`, `paid`, `credited` or `withdrawn`.
    state: String,
    paid_on: Option<String>,
}

impl From<Settlement> for SettlementForm {
    fn from(row: Settlement) -> SettlementForm {
        SettlementForm {
            settlement: row.id,
            until: row.until.to_string(),
            amount: row.amount,
            code: code::shown(row.code),
            lines: row.lines,
            credited: row.credited,
            state: row.state,
            paid_on: row.paid.map(|day| day.to_string()),
        }
    }
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (platform, limit) = (platform(ask)?, list::limit(ask)?);
    let before = list::number(ask)?.unwrap_or(i64::MAX);
    let mut found = ask.office.look(|unit, _| rows::of_platform(unit, platform, before, limit as i64 + 1))?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|row| row.id.to_string());
    let items = found.into_iter().map(SettlementForm::from).collect();
    Ok(Reply::json(&Part { items, next })?)
}

fn ask_for(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewSettlement = body::read(ask)?;
    let (platform, until, account) = (platform(ask)?, form.until.0, Some(ask.caller.account));
    let asked = AskSettlement { platform, until, account };
    let done = once_with_key(ask, |unit, desk| ask_settlement::within(unit, desk, &asked))?;
    let place = format!("/api/v1/partner/settlements/{}", done.answer);
    let form = found(ask, done.answer)?;
    Ok(reply(&form, StatusCode::CREATED, done.is_new)?.with("location", place))
}

/// A settlement of the platform's own.
fn found(ask: &mut Ask<'_>, id: i64) -> Result<SettlementForm, Problem> {
    let platform = platform(ask)?;
    let row = ask.office.look(|unit, _| rows::read(unit, id))?.filter(|row| row.platform == platform);
    row.map(SettlementForm::from).ok_or(Problem::NotFound)
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = ask.place("settlement")?;
    Ok(Reply::json(&found(ask, id)?)?)
}

fn withdraw(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (platform, id) = (platform(ask)?, ask.place("settlement")?);
    found(ask, id)?;
    let done = once(ask, |unit, desk| ask_settlement::withdraw(unit, desk, platform, id))?;
    reply(&found(ask, id)?, StatusCode::OK, done.is_new)
}
