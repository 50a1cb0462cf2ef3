//! Signals on a claim, each with its reason, and what somebody who looked says of one.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::about::{About, Keyed};
use super::body;
use super::replay::{once, reply};
use crate::actions::screen_claim::{self, Review};
use crate::auth::{Deed, Of};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::claim_signals::{self, Shown};

pub(super) fn routes() -> Vec<Route> {
    let of = Of::Claim("claim");
    vec![
        Route::get("/api/v1/claims/{claim}/signals", Deed::ClaimDesk, show, || {
            About::new("claims", "Why somebody should look at a claim before it is paid, and who did")
                .answers::<Signals>()
        })
        .of(of),
        Route::post("/api/v1/claims/{claim}/signals", Deed::MoveClaims, look, || {
            About::new(
                "claims",
                "Say that there is nothing to a signal, or let the payment wait in one's name",
            )
            .takes::<NewLook>()
            .answers::<Signals>()
            .keyed(Keyed::May)
            .example(
                || json!({ "signal": "account_shared", "looked": "clear", "saw": "Satu rekening keluarga" }),
            )
        })
        .of(of),
    ]
}

/// The signals on a claim.
#[derive(Serialize, JsonSchema)]
struct Signals {
    signals: Vec<SignalForm>,
}

/// A signal. None decides anything or stops a clock.
#[derive(Serialize, JsonSchema)]
struct SignalForm {
    /// A name that stays the same for ever.
    signal: String,
    why: String,
    rests_on: Vec<RestsOn>,
    /// Who looks: `checker` or `head`.
    looker: String,
    /// `open`, `held` or `cleared`.
    state: String,
    found: String,
    /// The account of who looked.
    reviewer: Option<i64>,
    /// What she found.
    saw: Option<String>,
}

/// A fact that a signal rests on.
#[derive(Serialize, JsonSchema)]
struct RestsOn {
    words: String,
    value: String,
}

impl From<Shown> for SignalForm {
    fn from(shown: Shown) -> SignalForm {
        let rests_on = shown.rests_on.into_iter().map(|(words, value)| RestsOn { words, value });
        SignalForm {
            signal: shown.code,
            why: shown.why,
            rests_on: rests_on.collect(),
            looker: shown.looker,
            state: shown.state,
            found: shown.found,
            reviewer: shown.reviewer,
            saw: shown.said,
        }
    }
}

fn form(ask: &mut Ask<'_>) -> Result<Signals, Problem> {
    let (claim, lang): (i64, _) = (ask.place("claim")?, ask.lang);
    let all = ask.office.look(|unit, _| claim_signals::of_claim(unit, claim, lang))?;
    Ok(Signals { signals: all.into_iter().map(SignalForm::from).collect() })
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    Ok(Reply::json(&form(ask)?)?)
}

/// What somebody says who looked at a signal.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewLook {
    #[schemars(length(min = 1, max = 100))]
    signal: String,
    looked: LookedForm,
    /// What was found.
    #[schemars(length(min = 1, max = 500))]
    saw: String,
}

/// There is nothing to it, or the payment waits in the name of who says so.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum LookedForm {
    Clear,
    Hold,
}

/// Nobody writes more about a signal.
const WORDS_CHARS_MAX: usize = 500;

fn look(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: NewLook = body::read(ask)?;
    let (claim, account): (i64, _) = (ask.place("claim")?, ask.caller.account);
    if given.saw.chars().count() > WORDS_CHARS_MAX {
        let said = words("paling banyak 500 huruf", "at most 500 letters");
        return Err(Problem::Fields(vec![("/saw".to_owned(), said)]));
    }
    let review = match given.looked {
        LookedForm::Clear => Review::Clear,
        LookedForm::Hold => Review::Hold,
    };
    let done = once(ask, |unit, desk| {
        screen_claim::review_within(unit, desk, (claim, &given.signal), account, (review, &given.saw))
    })?;
    reply(&form(ask)?, StatusCode::OK, done.is_new)
}
