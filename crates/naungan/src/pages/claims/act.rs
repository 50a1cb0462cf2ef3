//! What is done to a claim on its page: assessed, approved, rejected, sent back, asked for a paper, reopened.

use axum::http::StatusCode;
use scheme::claims::moves::Move;

use super::{CAME_BACK, CLAIM, complaint, one, said, wrong};
use crate::actions::move_claim::{self, Wanted};
use crate::actions::{approve_claim, assess_claim};
use crate::auth::Deed;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// No provision's name is longer.
const PROVISION_CHARS_MAX: usize = 200;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::form("/claims/{claim}/move", Deed::MoveClaims, act).of(CLAIM)]
}

fn act(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, account, lang): (i64, _, _) = (ask.place("claim")?, ask.caller.account, ask.lang);
    let what = ask.form.get("what").to_owned();
    let (paper, provision) = (ask.form.get("wanted").to_owned(), ask.form.get("provision").to_owned());
    // What a grievance or the program does has its own place.
    let made = Move::named(&what).filter(|made| one::WAYS.contains(made));
    let field = match made {
        Some(Move::Reject) => "provision",
        Some(Move::AskAgain) => "wanted",
        _ => "",
    };
    let blank = match made {
        Some(Move::Reject) if provision.is_empty() || provision.chars().count() > PROVISION_CHARS_MAX => {
            Some(said(lang, "claims.provision_missing"))
        }
        Some(Move::AskAgain) if paper.is_empty() => Some(said(lang, "claims.paper_missing")),
        None => Some(said(lang, "claims.way_missing")),
        Some(_) => None,
    };
    if let Some(text) = blank {
        return came_back(ask, &[wrong(field, text)]);
    }
    let done = match made {
        Some(Move::Assess) => assess_claim::run(ask.office, claim, account).map(drop),
        Some(Move::Approve) => approve_claim::run(ask.office, claim, account).map(drop),
        Some(Move::Reject) => moved(ask, claim, &Wanted::Reject(provision)),
        Some(Move::AskAgain) => moved(ask, claim, &Wanted::Ask(paper)),
        Some(made) => moved(ask, claim, &Wanted::Make(made)),
        None => Ok(()),
    };
    match complaint(done, field, lang)? {
        Ok(()) => {
            let what = if made == Some(Move::AskAgain) { "ask" } else { &what };
            Ok(Reply::see(&format!("/claims/{claim}?done={what}")))
        }
        Err(errors) => came_back(ask, &errors),
    }
}

fn moved(ask: &mut Ask<'_>, claim: i64, wanted: &Wanted) -> anyhow::Result<()> {
    let account = ask.caller.account;
    move_claim::run(ask.office, claim, account, wanted).map(drop)
}

/// The page again, with what is wrong.
pub(super) fn came_back(ask: &mut Ask<'_>, errors: &[serde_json::Value]) -> Result<Reply, Problem> {
    let status: StatusCode = CAME_BACK;
    Ok(one::page_of(ask, errors)?.status(status))
}
