//! People whom an employer has named and who could not be confirmed: why, and who has the number.

use anyhow::{Context, Result};
use base::Nik;
use minijinja::context;
use scheme::employers::PayerKind;
use scheme::id::PayerId;
use serde_json::{Value as Json, json};
use store::queries::mismatches::{self, Mismatch};
use store::{Unit, seal};

use super::{looked, said};
use crate::auth::{Caller, Deed, Of, may, owner};
use crate::office::Desk;
use crate::pages::form_page;
use crate::registry::{payers, people};
use crate::reports::rows::Kept;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Those of a page.
const ROWS: i64 = 100;

/// Reasons that have words of their own.
const WHY: [&str; 8] = [
    "other_identity",
    "registry_different",
    "registry_unknown",
    "registry_dead",
    "too_many",
    "duplicate_likely",
    "nik_taken",
    "kpj_taken",
];

pub(super) fn routes() -> Vec<Route> {
    let of = Of::Payer("payer");
    vec![
        Route::page("/desk/payers/{payer}/mismatches", Deed::WorkList, list).of(of),
        Route::form("/desk/payers/{payer}/mismatches", Deed::WorkList, done).of(of),
    ]
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let payer = PayerId(ask.place("payer")?);
    let (caller, lang, place) = (ask.caller.clone(), ask.lang, ask.path.clone());
    let ((name, is_own), rows) = ask.office.unit(|unit, desk| {
        let known = payers::load(unit, desk, payer)?.payer;
        let is_own = known.kind == PayerKind::Own;
        let mut rows = Vec::new();
        for one in mismatches::open(unit, payer, ROWS)? {
            rows.push(row(unit, desk, &caller, &one, &place)?);
        }
        Ok(((known.name, is_own), rows))
    })?;
    let rows: Vec<Json> = rows
        .into_iter()
        .map(|mut row| {
            let why = row["why"].as_str().filter(|why| WHY.contains(why)).unwrap_or("other");
            row["why"] = json!(said(lang, &format!("desk.mismatch.{why}")));
            row
        })
        .collect();
    form_page(ask, "desk/mismatches.html", context! { payer => payer.0, name, is_own, rows })
}

/// What was said, and who has the number, as far as whoever looks may see her.
fn row(unit: &mut Unit<'_>, desk: &Desk<'_>, caller: &Caller, one: &Mismatch, place: &str) -> Result<Json> {
    let plain = desk.keys.open(&seal::context("mismatch", "sealed", one.id), &one.sealed)?;
    let kept: Kept = serde_json::from_slice(&plain).context("a mismatch is damaged")?;
    let nik = kept.nik.parse::<Nik>().ok();
    let mut holder = None;
    if let Some(known) = nik.map(|nik| people::by_nik(unit, desk, nik)).transpose()?.and_then(first) {
        let owner = owner::find(unit, Of::Person(""), &known.id.to_string())?;
        if owner.is_some_and(|owner| may(caller, Deed::SeePerson, &owner, true).is_some()) {
            looked(unit, desk, caller, known.id, ("work of the branch", place))?;
            holder = Some(json!({ "name": known.identity().name, "href": format!("/people/{}", known.id) }));
        }
    }
    Ok(json!({
        "id": one.id, "name": kept.name, "nik": nik.map(Nik::masked), "birth": kept.birth, "why": one.why,
        "day": one.made.day().map(|day| day.to_string()), "holder": holder,
    }))
}

fn first(mut all: Vec<people::Person>) -> Option<people::Person> {
    if all.is_empty() { None } else { Some(all.swap_remove(0)) }
}

fn done(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let payer = PayerId(ask.place("payer")?);
    let id = ask.form.get("mismatch").parse::<i64>().map_err(|_| Problem::NotFound)?;
    ask.office.unit(|unit, desk| mismatches::done(unit, payer, id, desk.now))?;
    Ok(Reply::see(&format!("/desk/payers/{payer}/mismatches")))
}
