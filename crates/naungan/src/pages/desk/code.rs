//! A code for somebody who stands at the desk and cannot get in: given for a reason, shown once.

use anyhow::Result;
use minijinja::context;
use scheme::id::PersonId;
use serde_json::json;

use super::{errors, looked};
use crate::actions::give_code::{self, Given};
use crate::auth::{Deed, Of};
use crate::pages::form_page;
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

const PATH: &str = "/desk/people/{person}/code";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page(PATH, Deed::IssueCodes, |ask| shown(ask, &[], None)).of(Of::Person("person")),
        Route::form(PATH, Deed::IssueCodes, give).of(Of::Person("person")),
    ]
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)], given: Option<&Given>) -> Result<Reply, Problem> {
    let (id, lang) = (PersonId(ask.place("person")?), ask.lang);
    let who = ask.office.look(|unit, desk| {
        let person = people::load(unit, desk, id)?;
        let identity = person.identity();
        let birth = identity.birth_date.to_string();
        Ok(json!({ "name": identity.name, "nik": identity.nik.masked(), "birth": birth }))
    })?;
    let code = given.map(|given| {
        let (one, other) = given.code.split_at(given.code.len() / 2);
        json!({ "code": format!("{one} {other}"), "minutes": given.minutes })
    });
    let typed = json!({ "why": ask.form.get("why"), "seen": ask.form.get("seen") });
    let values = context! { person => id.0, who, given => typed, code, errors => errors(wrong, lang) };
    form_page(ask, "desk/code.html", values)
}

fn give(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, why) = (PersonId(ask.place("person")?), ask.form.get("why").to_owned());
    let mut wrong = Vec::new();
    let mut says = |field: &str, id: &str, en: &str| wrong.push((field.to_owned(), words(id, en)));
    if why.is_empty() || why.chars().count() > 200 {
        says("why", "Tulis alasannya, paling banyak 200 huruf.", "Say why, in 200 letters at most.");
    }
    if ask.form.get("seen") != "yes" {
        says("seen", "Cocokkan dahulu dengan KTP-nya.", "First compare with the identity card.");
    }
    if !wrong.is_empty() {
        return Ok(shown(ask, &wrong, None)?.status(Problem::Fields(Vec::new()).status()));
    }
    let caller = ask.caller.clone();
    let given = ask.office.unit(|unit, desk| {
        looked(unit, desk, &caller, id, (&why, &format!("/desk/people/{id}/code")))?;
        give_code::within(unit, desk, id)
    })?;
    // The answer to the form itself: a page that is loaded again does not show it again.
    shown(ask, &[], Some(&given))
}
