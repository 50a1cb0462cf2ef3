//! Solidarity as everybody sees it: campaigns that take gifts, what they carry, the wall, proof of the books.

use axum::http::StatusCode;
use minijinja::{Value, context};

use super::questions::wrong;
use super::{page, texts};
use crate::auth::Deed;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::proof::{self, Found};
use crate::views::published::PEOPLE_MIN;
use crate::views::{provinces, solidarity, wall};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/solidarity", Deed::Look, show), Route::page("/solidarity/proof", Deed::Look, prove)]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (all, covered, wall, last) = ask.office.look(|unit, desk| {
        let all = solidarity::read(unit, desk)?;
        Ok((all, solidarity::covered(unit, desk)?, wall::read(unit, desk)?, proof::latest(unit)?))
    })?;
    let lang = ask.lang;
    let campaigns: Vec<Value> = all
        .campaigns
        .iter()
        .map(|one| {
            let place = one.province.as_deref().map(provinces::name);
            let for_whom = place.map(|place| texts::said(lang, "solidarity.for_place", &[("place", place)]));
            context! { is_open => one.state == "open", for_whom, ..Value::from_serialize(one) }
        })
        .collect();
    let values = context! {
        campaigns,
        given => all.given,
        paid => all.paid,
        ahead => all.ahead,
        covered => covered.map(Value::from_serialize),
        wall => Value::from_serialize(&wall),
        last => last.map(Value::from_serialize),
        least => PEOPLE_MIN,
    };
    page(ask, "solidarity/front.html", values)
}

/// A fingerprint that somebody has on paper, held against the journal.
fn prove(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given = |name: &str| {
        let text: String =
            ask.query.get(name).chars().filter(|letter| !letter.is_control()).take(80).collect();
        text.trim().to_owned()
    };
    let (entry, hash) = (given("entry"), given("hash"));
    let mut errors = Vec::new();
    let mut found = None;
    if !(entry.is_empty() && hash.is_empty()) {
        let place = proof::place(&entry);
        let is_hash = hash.len() == 64 && hash.bytes().all(|digit| digit.is_ascii_hexdigit());
        errors.extend(place.is_none().then(|| wrong(ask, "entry", "proof.entry_form")));
        errors.extend((!is_hash).then(|| wrong(ask, "hash", "proof.hash_form")));
        if let (Some(place), true) = (place, is_hash) {
            found = Some(ask.office.look(|unit, _| proof::check(unit, place, &hash))?);
        }
    }
    let heads = ask.office.look(|unit, _| proof::heads(unit))?;
    let heads: Vec<Value> = heads
        .iter()
        .map(|head| {
            let entry = format!("{}-{}", head.journal, head.seq);
            context! { entry, hash => crate::hex::of(&head.hash) }
        })
        .collect();
    let (state, after) = match found {
        None => ("", 0),
        Some(Found::Same { after }) => ("same", after),
        Some(Found::Differs) => ("differs", 0),
        Some(Found::Nothing) => ("nothing", 0),
        Some(Found::Broken) => ("broken", 0),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let query = format!("entry={}&hash={}", plain(&entry), plain(&hash));
    Ok(page(ask, "solidarity/proof.html", context! { entry, hash, heads, state, after, errors, query })?
        .status(status))
}

/// What may stand in an address as it is.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect()
}
