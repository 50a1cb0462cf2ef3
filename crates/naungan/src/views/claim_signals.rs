//! Signals on claims, as pages, commands and the interface show them: why somebody should look, what it rests
//! on, who looked and what she said.

use anyhow::{Context, Result};
use rules::render::Lang;
use serde::Serialize;
use store::Unit;
use store::queries::claim_signals::{self as rows, ClaimSignal};

/// A signal, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Shown {
    pub(crate) claim: i64,
    /// A name that stays the same for ever.
    pub(crate) code: String,
    pub(crate) why: String,
    /// What it rests on: words and value.
    pub(crate) rests_on: Vec<(String, String)>,
    /// `checker` or `head`.
    pub(crate) looker: String,
    /// `open`, `held` or `cleared`.
    pub(crate) state: String,
    pub(crate) found: String,
    /// The account of who looked.
    pub(crate) reviewer: Option<i64>,
    pub(crate) said: Option<String>,
}

/// The signals on a claim.
pub(crate) fn of_claim(unit: &mut Unit<'_>, claim: i64, lang: Lang) -> Result<Vec<Shown>> {
    rows::of_claim(unit, claim)?.iter().map(|row| shown(row, lang)).collect()
}

/// Signals that nobody has cleared, of claims after a number, at most so many.
pub(crate) fn waiting(unit: &mut Unit<'_>, after: i64, most: i64, lang: Lang) -> Result<Vec<Shown>> {
    rows::waiting(unit, after, most)?.iter().map(|row| shown(row, lang)).collect()
}

fn shown(row: &ClaimSignal, lang: Lang) -> Result<Shown> {
    let damaged = || format!("a signal of claim {} is damaged", row.claim);
    let why: [String; 2] = serde_json::from_str(&row.why).with_context(damaged)?;
    let rests_on: Vec<[String; 3]> = serde_json::from_str(&row.rests_on).with_context(damaged)?;
    let rests_on = rests_on.into_iter().map(|[id, en, value]| (lang.pick_value(id, en), value));
    let [id, en] = why;
    Ok(Shown {
        claim: row.claim,
        code: row.code.clone(),
        why: lang.pick_value(id, en),
        rests_on: rests_on.collect(),
        looker: row.looker.clone(),
        state: row.state.clone(),
        found: row.found.to_string(),
        reviewer: row.reviewer,
        said: row.said.clone(),
    })
}
