//! People and payers found, as far as the scope of whoever looks reaches; each look has a reason.

use anyhow::Result;
use base::{Kpj, Nik};
use minijinja::context;
use scheme::id::{PayerId, PersonId};
use serde_json::{Value as Json, json};
use store::Unit;

use super::{errors, looked};
use crate::auth::{Deed, Of, may, owner};
use crate::office::Desk;
use crate::pages::form_page;
use crate::registry::{members, payers, people};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::text::names::payer_kind;

/// More than anybody reads through: whoever finds so many asks for more.
const SHOWN: usize = 25;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/desk/people", Deed::FindPeople, people_form),
        Route::form("/desk/people", Deed::FindPeople, people_found),
        Route::page("/desk/payers", Deed::FindPayers, payers_form),
        Route::form("/desk/payers", Deed::FindPayers, payers_found),
    ]
}

fn empty(ask: &mut Ask<'_>, template: &str) -> Result<Reply, Problem> {
    let none: Option<Json> = None;
    form_page(ask, template, context! { found => none, given => json!({}), errors => json!([]) })
}

fn people_form(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    empty(ask, "desk/people.html")
}

fn payers_form(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    empty(ask, "desk/payers.html")
}

/// No name is longer, and no reason has to be.
const LETTERS_MAX: usize = 200;

fn too_long(field: &str, text: &str) -> Option<(String, Words)> {
    let wrong = || (field.to_owned(), words("Paling banyak 200 huruf.", "At most 200 letters."));
    (text.chars().count() > LETTERS_MAX).then(wrong)
}

/// What a search form asks for.
enum Sought {
    Nik(Nik),
    Card(Kpj),
    Name(String),
}

fn sought(ask: &Ask<'_>) -> Result<Sought, Vec<(String, Words)>> {
    let text = ask.form.get("who");
    let mut wrong = Vec::new();
    wrong.extend(too_long("who", text));
    wrong.extend(too_long("why", ask.form.get("why")));
    if ask.form.get("why").is_empty() {
        let asked = words("Tulis untuk apa data ini dilihat.", "Say what this is looked at for.");
        wrong.push(("why".to_owned(), asked));
    }
    if text.is_empty() {
        let asked = words("Isi NIK, nomor kartu, atau nama.", "Give a NIK, a card number or a name.");
        wrong.push(("who".to_owned(), asked));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let digits: String = text.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-')).collect();
    if digits.chars().any(|letter| !letter.is_ascii_digit()) {
        return Ok(Sought::Name(text.to_owned()));
    }
    if let Ok(nik) = digits.parse() {
        return Ok(Sought::Nik(nik));
    }
    digits.parse().map(Sought::Card).map_err(|_| {
        let asked = words(
            "NIK terdiri dari enam belas angka, nomor kartu dari sebelas.",
            "A NIK has sixteen digits, a card number eleven.",
        );
        vec![("who".to_owned(), asked)]
    })
}

fn ids(unit: &mut Unit<'_>, desk: &Desk<'_>, sought: &Sought) -> Result<Vec<PersonId>> {
    match sought {
        Sought::Nik(nik) => people::once_by_nik(unit, desk, *nik),
        Sought::Card(kpj) => {
            let mut holders = Vec::new();
            for membership in members::by_kpj(unit, desk, *kpj)? {
                holders.push(members::row(unit, membership)?.person);
            }
            Ok(holders)
        }
        Sought::Name(name) => people::by_words(unit, desk, name),
    }
}

fn people_found(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (lang, caller) = (ask.lang, ask.caller.clone());
    let (who, why) = (ask.form.get("who").to_owned(), ask.form.get("why").to_owned());
    let given = json!({ "who": who, "why": why });
    let sought = match sought(ask) {
        Ok(sought) => sought,
        Err(wrong) => {
            let none: Option<Json> = None;
            let values = context! { found => none, given, errors => errors(&wrong, lang) };
            return Ok(form_page(ask, "desk/people.html", values)?.status(Problem::Fields(wrong).status()));
        }
    };
    let found = ask.office.unit(|unit, desk| {
        let mut found = Vec::new();
        for id in ids(unit, desk, &sought)? {
            let Some(whose) = owner::find(unit, Of::Person(""), &id.to_string())? else { continue };
            if may(&caller, Deed::SeePerson, &whose, true).is_none() || found.len() == SHOWN {
                continue;
            }
            let person = people::load(unit, desk, id)?;
            let identity = person.identity();
            looked(unit, desk, &caller, id, (&why, "/desk/people"))?;
            found.push(json!({
                "person": id.0, "name": identity.name, "nik": identity.nik.masked(),
                "birth": identity.birth_date.to_string(), "stays": whose.person().map(|stays| stays.0),
            }));
        }
        Ok(found)
    })?;
    let escaped = crate::serve::form::escaped(&why);
    form_page(ask, "desk/people.html", context! { found, given, why => escaped, errors => json!([]) })
}

fn payers_found(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (lang, caller) = (ask.lang, ask.caller.clone());
    let who = ask.form.get("who").to_owned();
    let given = json!({ "who": who });
    let asked = || ("who".to_owned(), words("Isi NPP atau nama.", "Give an NPP or a name."));
    let wrong: Vec<_> = who.is_empty().then(asked).into_iter().chain(too_long("who", &who)).collect();
    if !wrong.is_empty() {
        let none: Option<Json> = None;
        let values = context! { found => none, given, errors => errors(&wrong, lang) };
        return Ok(form_page(ask, "desk/payers.html", values)?.status(Problem::Fields(wrong).status()));
    }
    let found = ask.office.look(|unit, desk| {
        let mut ids: Vec<PayerId> = payers::by_npp(unit, desk, &who)?.into_iter().collect();
        let named = payers::by_words(unit, desk, &who)?;
        ids.extend(named.into_iter().filter(|id| !ids.contains(id)).collect::<Vec<_>>());
        let mut found = Vec::new();
        for id in ids {
            let Some(whose) = owner::find(unit, Of::Payer(""), &id.to_string())? else { continue };
            if may(&caller, Deed::SeePayer, &whose, true).is_none() || found.len() == SHOWN {
                continue;
            }
            let payer = payers::load(unit, desk, id)?.payer;
            found.push(json!({
                "payer": id.0, "name": payer.name, "npp": payer.npp.map(|npp| npp.to_string()),
                "kind": payer_kind(payer.kind.name(), lang), "since": payer.registered.to_string(),
            }));
        }
        Ok(found)
    })?;
    form_page(ask, "desk/payers.html", context! { found, given, errors => json!([]) })
}
