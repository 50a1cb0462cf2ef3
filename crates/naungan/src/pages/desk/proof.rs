//! The card of somebody who stands at the desk is compared, and her telephone asked: for a reason, by an
//! officer alone, and written down where she reads it.

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use scheme::id::PersonId;
use serde_json::json;
use store::queries::proofs;

use super::{errors, looked, said};
use crate::actions::compare_card;
use crate::auth::{Deed, Of};
use crate::pages::{form_page, register};
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

const PATH: &str = "/desk/people/{person}/proof";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page(PATH, Deed::ChangePerson, |ask| shown(ask, &[])).of(Of::Person("person")),
        Route::form(PATH, Deed::ChangePerson, compared).of(Of::Person("person")),
    ]
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)]) -> Result<Reply, Problem> {
    let (id, lang) = (PersonId(ask.place("person")?), ask.lang);
    let who = ask.office.look(|unit, desk| {
        let person = people::load(unit, desk, id)?;
        let identity = person.identity();
        let how = proofs::read(unit, id)?.map_or_else(|| "none".to_owned(), |proof| proof.how);
        Ok(json!({
            "name": identity.name, "nik": identity.nik.to_string(), "birth": identity.birth_date.to_string(),
            "phone": identity.phone, "how": how,
        }))
    })?;
    let form = &ask.form;
    let given =
        json!({ "why": form.get("why"), "seen": form.get("seen"), "telephone": form.get("telephone") });
    form_page(ask, "desk/proof.html", context! { person => id.0, who, given, errors => errors(wrong, lang) })
}

fn compared(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, why) = (PersonId(ask.place("person")?), ask.form.get("why").to_owned());
    let telephone = register::telephone(ask.form.get("telephone"));
    let mut wrong = Vec::new();
    let mut says = |field: &str, words: Words| wrong.push((field.to_owned(), words));
    if why.trim().is_empty() || why.chars().count() > 200 {
        let text = words("Tulis alasannya, paling banyak 200 huruf.", "Say why, in 200 letters at most.");
        says("why", text);
    }
    if ask.form.get("seen") != "yes" {
        says("seen", words("Cocokkan dahulu dengan KTP-nya.", "First compare with the identity card."));
    }
    if let Err(key) = &telephone {
        says("telephone", words(said(Lang::Id, key), said(Lang::En, key)));
    }
    let (Ok(telephone), true) = (telephone, wrong.is_empty()) else {
        return Ok(shown(ask, &wrong)?.status(Problem::Fields(Vec::new()).status()));
    };
    let caller = ask.caller.clone();
    ask.office.unit(|unit, desk| {
        looked(unit, desk, &caller, id, (&why, &format!("/desk/people/{id}/proof")))?;
        compare_card::within(unit, desk, id, &telephone)
    })?;
    Ok(Reply::see(&format!("/people/{id}")))
}
