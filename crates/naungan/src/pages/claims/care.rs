//! Hospitals' bills at the branch: those that wait, one item by item with what the law makes of each, and
//! what a second person decides.

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use scheme::refusal::Refusal;
use serde_json::{Value as Json, json};
use store::Unit;

use super::{CAME_BACK, CLAIM, branches, complaint, refused, said, wrong};
use crate::actions::decide_care_bill::{self, Decision, may_decide};
use crate::auth::{Deed, Role};
use crate::office::Desk;
use crate::pages::{form_page, page};
use crate::registry::claims;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::care_bill::{self, Seen};

/// Bills of a page.
const ROWS: i64 = 50;
/// No reason is longer.
const WHY_CHARS_MAX: usize = 500;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/claims/bills", Deed::ClaimList, list),
        Route::page("/claims/{claim}/bills/{bill}", Deed::ClaimDesk, show).of(CLAIM),
        Route::form("/claims/{claim}/bills/{bill}", Deed::MoveClaims, decide).of(CLAIM),
    ]
}

/// A bill as a line of a list has it.
fn row(seen: &Seen) -> Json {
    let bill = &seen.bill;
    json!({
        "id": bill.id, "claim": bill.claim, "number": bill.number, "day": bill.day.to_string(),
        "hospital": seen.hospital, "name": seen.name, "billed": bill.billed, "paid": bill.paid,
        "state": bill.state,
    })
}

/// The bills of a claim, for its page.
pub(super) fn told(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64) -> Result<Vec<Json>> {
    Ok(care_bill::of_claim(unit, desk, claim)?.iter().map(row).collect())
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let branches = branches(ask)?;
    let after = ask.query.get("after").parse::<i64>().unwrap_or(0);
    let mut found = ask
        .office
        .look(|unit, desk| care_bill::waiting(unit, desk, branches.as_deref(), (after, ROWS + 1)))?;
    let more = found.len() as i64 > ROWS;
    found.truncate(ROWS as usize);
    ask.shows(Deed::ClaimList, found.iter().map(|seen| seen.person).collect())?;
    let next = found.last().filter(|_| more).map(|seen| seen.bill.id);
    let bills: Vec<Json> = found.iter().map(row).collect();
    page(ask, "claims/bills.html", context! { bills, next })
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

/// The bill of the path, with what is wrong with what was sent.
fn shown(ask: &mut Ask<'_>, errors: &[Json]) -> Result<Reply, Problem> {
    let (claim, number, lang): (i64, i64, _) = (ask.place("claim")?, ask.place("bill")?, ask.lang);
    let (account, role) = (ask.caller.account, ask.caller.role);
    let found = ask.office.look(|unit, desk| {
        let Some(seen) = care_bill::read(unit, desk, claim, number)? else { return Ok(None) };
        let items = care_bill::items(unit, desk, &seen.bill, lang)?;
        let works = matches!(role, Role::Officer | Role::Head) && seen.bill.state == "taken";
        let no = if works { why_not(unit, &seen, account, lang)? } else { None };
        Ok(Some(context! { bill => row(&seen), items, works, no, refused => seen.bill.said }))
    })?;
    let seen = found.ok_or(Problem::NotFound)?;
    let done = ["granted", "refused"].into_iter().find(|done| *done == ask.query.get("done"));
    let done = done.map(|done| said(lang, &format!("claims.bill_done_{done}")));
    let given = json!({ "decision": ask.form.get("decision"), "why": ask.form.get("why") });
    form_page(ask, "claims/bill.html", context! { errors, given, done, ..seen })
}

/// Why whoever looks cannot decide; nothing where she can.
fn why_not(unit: &mut Unit<'_>, seen: &Seen, account: i64, lang: Lang) -> Result<Option<String>> {
    let held = claims::play(unit, seen.bill.claim)?;
    match may_decide(unit, &held, &seen.bill, account) {
        Ok(()) => Ok(None),
        Err(error) => Ok(Some(refused(&error.downcast::<Refusal>()?, lang))),
    }
}

fn decide(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, number, lang): (i64, i64, _) = (ask.place("claim")?, ask.place("bill")?, ask.lang);
    let is_there = ask.office.look(|unit, desk| care_bill::read(unit, desk, claim, number))?.is_some();
    if !is_there {
        return Err(Problem::NotFound);
    }
    let why = ask.form.get("why").trim().to_owned();
    let (decision, done) = match ask.form.get("decision") {
        "grant" => (Decision::Grant, "granted"),
        "refuse" if why.is_empty() || why.chars().count() > WHY_CHARS_MAX => {
            return came_back(ask, "why", "claims.bill_why_missing");
        }
        "refuse" => (Decision::Refuse(why), "refused"),
        _ => return came_back(ask, "decision", "claims.bill_choose"),
    };
    let decided = decide_care_bill::run(ask.office, number, ask.caller.account, &decision);
    match complaint(decided, "decision", lang)? {
        Ok(_) => Ok(Reply::see(&format!("/claims/{claim}/bills/{number}?done={done}"))),
        Err(errors) => Ok(shown(ask, &errors)?.status(CAME_BACK)),
    }
}

fn came_back(ask: &mut Ask<'_>, field: &str, key: &str) -> Result<Reply, Problem> {
    let errors = [wrong(field, said(ask.lang, key))];
    Ok(shown(ask, &errors)?.status(CAME_BACK))
}
