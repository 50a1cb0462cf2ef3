//! People and payers found, as far as the scope of whoever looks reaches; each look has a reason.

use anyhow::Result;
use base::{Kpj, Nik};
use minijinja::context;
use scheme::id::{PayerId, PersonId};
use serde_json::{Value as Json, json};
use store::Unit;

use super::{errors, looked};
use crate::auth::{Caller, Deed, Of, may, owner};
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

fn ids(unit: &mut Unit<'_>, desk: &Desk<'_>, caller: &Caller, sought: &Sought) -> Result<Vec<PersonId>> {
    match sought {
        Sought::Nik(nik) => people::once_by_nik(unit, desk, *nik),
        Sought::Card(kpj) => {
            let mut holders = Vec::new();
            for membership in members::by_kpj(unit, desk, *kpj)? {
                holders.push(members::row(unit, membership)?.person);
            }
            Ok(holders)
        }
        Sought::Name(name) => {
            let branches = owner::branches_of(unit, caller, Deed::SeePerson)?;
            people::by_words(unit, desk, name, (branches.as_deref(), SHOWN))
        }
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
        for id in ids(unit, desk, &caller, &sought)? {
            if found.len() == SHOWN {
                break;
            }
            let Some(whose) = owner::find(unit, Of::Person(""), &id.to_string())? else { continue };
            if may(&caller, Deed::SeePerson, &whose, true).is_none() {
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
        let branches = owner::branches_of(unit, &caller, Deed::SeePayer)?;
        let named = payers::by_words(unit, desk, &who, branches.as_deref())?;
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

#[cfg(test)]
mod tests {
    use rules::render::Lang;
    use scheme::id::PayerId;
    use scheme::memberships::Segment;

    use crate::actions::correct_person::{self, CorrectPerson};
    use crate::auth::Role;
    use crate::pages::tried::{ask, caller};
    use crate::registry::{offices, payers};
    use crate::trial::Trial;

    /// So many of a name that nobody reads all of them.
    const OTHERS: usize = 220;

    /// Those of a name whom somebody finds who works for a branch, or for a province.
    fn found(trial: &mut Trial, role: Role, branch: i64, name: &str) -> Vec<String> {
        let mut who = caller(trial, role, 9);
        (who.branch, who.province) = (Some(branch), (role == Role::Head).then(|| "31".to_owned()));
        let fields = format!("who={name}&why=menelepon");
        let reply = ask(trial, &who, Lang::En, "/desk/people", Some(&fields)).expect("a page");
        let page = String::from_utf8(reply.body).expect("text");
        let names = ["Siti Warga", "Aminah Warga"].into_iter().filter(|name| page.contains(name));
        names.map(str::to_owned).collect()
    }

    #[test]
    fn whoever_looks_for_a_common_firm_finds_her_own() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-03-03");
            let here = trial.branch;
            let ids: Vec<i64> = (0..OTHERS).map(|_| trial.employer("large").0).collect();
            let mine = trial.employer("large").0;
            trial
                .office
                .unit(|unit, desk| {
                    ids.iter().try_for_each(|id| offices::assign(unit, desk, *id, 77))?;
                    offices::assign(unit, desk, mine, here)
                })
                .expect("given");
            let name =
                trial.office.look(|unit, desk| Ok(payers::load(unit, desk, PayerId(mine))?.payer.name));
            let name = name.expect("a name");
            for who in [name.as_str(), name.split(' ').nth(1).expect("a word")] {
                let mut officer = caller(&trial, Role::Officer, 9);
                officer.branch = Some(here);
                let fields = format!("who={}", crate::serve::form::escaped(who));
                let reply =
                    ask(&mut trial, &officer, Lang::En, "/desk/payers", Some(&fields)).expect("a page");
                let page = String::from_utf8(reply.body).expect("text").replace("&#x2f;", "/");
                assert!(page.contains(&format!("/payers/{mine}")), "{who}: {page}");
                assert!(!page.contains(&format!("/payers/{}\"", ids[0])), "another branch's");
            }
        });
    }

    #[test]
    fn whoever_looks_for_a_common_name_finds_her_own_people() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-03-03");
            let letters = ["ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu"];
            for at in 0..OTHERS {
                let name = [at / 100, at / 10, at].map(|figure| letters[figure % 10]).concat();
                trial.person(&format!("Siti {name}"));
            }
            let firm = trial.employer("large");
            let (wage, here) = (vec![("wage".to_owned(), "5000000".to_owned())], trial.branch);
            let person = trial.person("Siti Warga");
            trial.join(person, Segment::WageEarner, Some(firm), wage);
            let mine = ["Siti Warga".to_owned()];
            assert_eq!(found(&mut trial, Role::Officer, here, "siti"), mine);
            assert_eq!(found(&mut trial, Role::Officer, here, "siti+warga"), mine);
            assert_eq!(found(&mut trial, Role::Head, 0, "siti"), mine, "in the province too");
            assert!(found(&mut trial, Role::Officer, 77, "siti").is_empty(), "another branch's");
            // A corrected name is found as well as the one before.
            let asked = CorrectPerson { name: Some("Aminah Warga".to_owned()), ..CorrectPerson::default() };
            correct_person::run(&mut trial.office, person, &asked).expect("corrected");
            for name in ["siti", "aminah"] {
                assert_eq!(found(&mut trial, Role::Officer, here, name), ["Aminah Warga"], "{name}");
            }
            // Whoever is given to another branch is found there.
            let given = trial.office.unit(|unit, desk| offices::assign(unit, desk, person.0, 77));
            given.expect("given");
            assert_eq!(found(&mut trial, Role::Officer, 77, "siti"), ["Aminah Warga"]);
            assert!(found(&mut trial, Role::Officer, here, "siti").is_empty());
            // What stands there is what would be made anew.
            let rows = |trial: &mut Trial, sql: &str| {
                let sql = format!("select count(*) from {sql}");
                let row = trial.office.look(|unit, _| Ok(unit.row(&sql, &[])?.map(|row| row.int(0))));
                row.expect("a look").expect("a row").expect("a count")
            };
            let before = rows(&mut trial, "word_at");
            trial.office.unit(|unit, _| store::queries::word_at::fill(unit)).expect("filled");
            assert_eq!(rows(&mut trial, "word_at"), before);
        });
    }
}
