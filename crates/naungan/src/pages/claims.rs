//! Claims as a branch works at them: the list of what is due, one claim, an event reported, terms kept.

mod act;
mod care;
mod event;
mod facts;
mod finding;
mod hands;
mod later;
mod one;
mod papers;
mod queue;
mod shown;
mod signals;
mod terms;
#[cfg(test)]
mod tests;
mod trail;
mod trips;

use axum::http::StatusCode;
use rules::render::{self, Lang};
use scheme::refusal::Refusal;
use serde_json::{Value as Json, json};

use super::texts;
use crate::auth::Of;
use crate::serve::problem::Problem;
use crate::serve::route::Route;

/// A claim in the path.
const CLAIM: Of = Of::Claim("claim");

/// All of them.
pub(super) fn routes() -> Vec<Route> {
    [
        queue::routes(),
        one::routes(),
        act::routes(),
        papers::routes(),
        hands::routes(),
        care::routes(),
        later::routes(),
        event::routes(),
        finding::routes(),
        signals::routes(),
        terms::routes(),
        trail::routes(),
        trips::routes(),
    ]
    .concat()
}

pub(super) use hands::hand_account;
pub(crate) use queue::branches;

/// A text of the reader's language.
pub(super) fn said(lang: Lang, key: &str) -> String {
    texts::said(lang, key, &[])
}

/// A refusal as a reader sees it, with its provision.
pub(super) fn refused(refusal: &Refusal, lang: Lang) -> String {
    let words = lang.pick(&refusal.id, &refusal.en);
    match &refusal.citation {
        Some(citation) => format!("{words} ({})", render::instrument(citation, lang)),
        None => words.to_owned(),
    }
}

/// A complaint beside a field; what has no field stands in the summary only.
pub(super) fn wrong(field: &str, text: impl Into<String>) -> Json {
    json!({ "field": field, "text": text.into() })
}

/// What an action refused, to be shown beside the form; a broken machine is none of the form's.
pub(super) fn complaint<T>(
    done: anyhow::Result<T>,
    field: &str,
    lang: Lang,
) -> Result<Result<T, Vec<Json>>, Problem> {
    match done.map_err(Problem::from) {
        Ok(done) => Ok(Ok(done)),
        Err(Problem::Refused(refusal)) => Ok(Err(vec![wrong(field, refused(&refusal, lang))])),
        Err(problem) => Err(problem),
    }
}

/// The status of a page with a form that came back.
pub(super) const CAME_BACK: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
