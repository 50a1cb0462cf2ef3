//! Somebody looks at a signal on a claim: there is nothing to it, or the payment waits in her name.

use super::{CLAIM, act, complaint, said, wrong};
use crate::actions::screen_claim::{self, Review};
use crate::auth::Deed;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Nobody writes more about a signal.
const WORDS_CHARS_MAX: usize = 500;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::form("/claims/{claim}/signals", Deed::MoveClaims, look).of(CLAIM)]
}

fn look(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, account, lang): (i64, _, _) = (ask.place("claim")?, ask.caller.account, ask.lang);
    let (code, saw) = (ask.form.get("signal").to_owned(), ask.form.get("saw").to_owned());
    let review = match ask.form.get("looked") {
        "clear" => Some(Review::Clear),
        "hold" => Some(Review::Hold),
        _ => None,
    };
    let Some(review) = review else {
        return act::came_back(ask, &[wrong("", said(lang, "claims.way_missing"))]);
    };
    if saw.is_empty() || saw.chars().count() > WORDS_CHARS_MAX {
        return act::came_back(ask, &[wrong("saw", said(lang, "claims.saw_missing"))]);
    }
    let done = screen_claim::review(ask.office, (claim, &code), account, (review, &saw));
    match complaint(done, "saw", lang)? {
        Ok(()) => Ok(Reply::see(&format!("/claims/{claim}?done=looked"))),
        Err(errors) => act::came_back(ask, &errors),
    }
}
