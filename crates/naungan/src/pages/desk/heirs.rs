//! The relatives of somebody, and the telephone at which each is reached: with it she follows the case.

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use scheme::id::PersonId;
use serde_json::{Value as Json, json};

use super::{errors, said};
use crate::actions::reach_heir;
use crate::actions::relate_person::family;
use crate::auth::{Deed, Of, heirs};
use crate::pages::{form_page, register};
use crate::registry::heirs::Kinship;
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::cases::option;

const PATH: &str = "/desk/people/{person}/relatives";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page(PATH, Deed::ConfirmDeaths, |ask| shown(ask, &[])).of(Of::Person("person")),
        Route::form(PATH, Deed::ConfirmDeaths, noted).of(Of::Person("person")),
    ]
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)]) -> Result<Reply, Problem> {
    let (id, lang) = (PersonId(ask.place("person")?), ask.lang);
    let (name, relatives) = ask.office.look(|unit, desk| {
        let name = people::load(unit, desk, id)?.identity().name.clone();
        let mut relatives: Vec<Json> = Vec::new();
        for (no, relative) in family(unit, desk, id)? {
            let phone = heirs::phone(unit, desk, Kinship { person: id, no })?;
            relatives.push(json!({
                "no": no, "name": relative.name, "phone": phone,
                "relation": option(desk.tree(), "relation", &relative.relation, lang),
            }));
        }
        Ok((name, relatives))
    })?;
    let form = &ask.form;
    let given = json!({ "relative": form.get("relative"), "telephone": form.get("telephone") });
    let done = ask.query.get("done") == "yes";
    let values = context! { person => id.0, name, relatives, given, done, errors => errors(wrong, lang) };
    form_page(ask, "desk/relatives.html", values)
}

fn noted(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = PersonId(ask.place("person")?);
    let no = ask.form.get("relative").parse::<i64>().ok();
    let telephone = register::telephone(ask.form.get("telephone"));
    let mut wrong = Vec::new();
    if no.is_none() {
        wrong.push(("relative".to_owned(), words("Pilih siapa.", "Choose who.")));
    }
    if let Err(key) = &telephone {
        wrong.push(("telephone".to_owned(), words(said(Lang::Id, key), said(Lang::En, key))));
    }
    let (Some(no), Ok(telephone)) = (no, telephone) else {
        return Ok(shown(ask, &wrong)?.status(Problem::Fields(Vec::new()).status()));
    };
    let account = Some(ask.caller.account);
    reach_heir::run(ask.office, Kinship { person, no }, &telephone, account)?;
    Ok(Reply::see(&format!("/desk/people/{person}/relatives?done=yes")))
}
