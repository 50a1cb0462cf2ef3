//! Deaths that families have reported from outside: an officer looks whether it is so, finds who of the
//! family it is, and opens the case.

use anyhow::Result;
use base::{Day, Nik};
use minijinja::context;
use serde_json::{Value as Json, json};
use store::queries::death_reports::{self, DeathReport};

use super::{branches_of, errors};
use crate::actions::hear_of_death::{self, Found, Told};
use crate::actions::relate_person::family;
use crate::auth::Deed;
use crate::pages::{death, form_page, page};
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::cases::option;

/// Those of a page.
const ROWS: i64 = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/desk/deaths", Deed::ConfirmDeaths, list),
        Route::page("/desk/deaths/{report}", Deed::ConfirmDeaths, |ask| shown(ask, &[])),
        Route::form("/desk/deaths/{report}", Deed::ConfirmDeaths, decided),
    ]
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (caller, lang) = (ask.caller.clone(), ask.lang);
    let rows: Vec<Json> = ask.office.look(|unit, desk| {
        let mut all: Vec<DeathReport> = Vec::new();
        for branch in branches_of(unit, &caller)? {
            all.extend(death_reports::waiting(unit, branch, ROWS)?);
        }
        all.sort_by_key(|report| report.id);
        all.dedup_by_key(|report| report.id);
        let row = |report: &DeathReport| {
            let told = hear_of_death::open(desk, report)?;
            Ok(json!({
                "id": report.id, "name": told.name, "day": told.day, "known": report.person.is_some(),
                "relation": option(desk.tree(), "relation", &told.relation, lang),
                "made": report.made.day().map(|day| day.to_string()), "reference": told.reference,
            }))
        };
        all.iter().map(row).collect::<Result<_>>()
    })?;
    page(ask, "desk/deaths.html", context! { rows })
}

/// The report of the address, if it waits for a branch of hers.
fn mine(ask: &mut Ask<'_>) -> Result<(DeathReport, Told), Problem> {
    let (id, caller): (i64, _) = (ask.place("report")?, ask.caller.clone());
    let found = ask.office.look(|unit, desk| {
        let own = branches_of(unit, &caller)?;
        let report = death_reports::read(unit, id)?;
        let report = report.filter(|report| {
            let here = report.branch.is_none_or(|branch| own.contains(&branch));
            here && report.state != "new"
        });
        report.map(|report| Ok((hear_of_death::open(desk, &report)?, report))).transpose()
    })?;
    let (told, report) = found.ok_or(Problem::NotFound)?;
    if let Some(person) = report.person {
        ask.shows(Deed::ConfirmDeaths, vec![person])?;
    }
    Ok((report, told))
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)]) -> Result<Reply, Problem> {
    let ((report, told), lang) = (mine(ask)?, ask.lang);
    let (who, relatives) = ask.office.look(|unit, desk| {
        let Some(person) = report.person else { return Ok((None, Vec::new())) };
        let identity = people::load(unit, desk, person)?;
        let identity = identity.identity();
        let who = json!({
            "id": person.0, "name": identity.name, "nik": Nik::masked(identity.nik),
            "birth": identity.birth_date.to_string(),
        });
        let relatives = family(unit, desk, person)?.into_iter().map(|(no, relative)| {
            let relation = option(desk.tree(), "relation", &relative.relation, lang);
            let mut text = format!("{}, {relation}", relative.name);
            if let Some(born) = relative.birth_date {
                text = format!("{text} ({born})");
            }
            json!({ "value": no, "text": text })
        });
        Ok((Some(who), relatives.collect::<Vec<Json>>()))
    })?;
    let relation = option(ask.office.law.tree(), "relation", &told.relation, lang);
    let given = |name: &str, before: &str| {
        let given = ask.form.given(name);
        given.unwrap_or(before).to_owned()
    };
    let given = json!({
        "teller": given("teller", ""), "name": given("name", &told.name),
        "relation": given("relation", &told.relation),
        "birth": given("birth", ""), "since": given("since", ""),
    });
    let relations = death::relations(ask);
    let values = context! {
        report => report.id, state => report.state, case => report.case, who, relatives, relations, relation,
        told => json!({
            "name": told.name, "day": told.day, "by_work": told.by_work, "phone": told.phone,
            "reference": told.reference,
        }),
        given, errors => errors(wrong, lang),
    };
    form_page(ask, "desk/death.html", values)
}

fn again(ask: &mut Ask<'_>, wrong: &[(String, Words)]) -> Result<Reply, Problem> {
    Ok(shown(ask, wrong)?.status(Problem::Fields(Vec::new()).status()))
}

fn decided(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (report, _) = mine(ask)?;
    let found = match read(ask) {
        Ok(found) => found,
        Err(wrong) => return again(ask, &wrong),
    };
    let account = ask.caller.account;
    let done = hear_of_death::decide(ask.office, report.id, &found, account);
    match done.map_err(Problem::from) {
        Ok(()) => Ok(Reply::see(&format!("/desk/deaths/{}", report.id))),
        Err(Problem::Refused(refusal)) => again(ask, &[(String::new(), words(refusal.id, refusal.en))]),
        Err(problem) => Err(problem),
    }
}

/// What the officer has found, or what is wrong with what was written.
fn read(ask: &Ask<'_>) -> Result<Found, Vec<(String, Words)>> {
    let get = |name: &str| ask.form.get(name).to_owned();
    let says = |field: &str, id: &str, en: &str| (field.to_owned(), words(id, en));
    match ask.form.get("teller") {
        "nobody" => return Ok(Found::Nothing),
        "new" => {}
        no => {
            let no = no.parse().map_err(|_| {
                vec![says("teller", "Pilih siapa yang melapor.", "Choose who has reported it.")]
            });
            return no.map(Found::Relative);
        }
    }
    let mut wrong = Vec::new();
    let name = death::read_name(ask.form.get("name"));
    if name.is_none() {
        wrong.push(says("name", "Tulis namanya dengan huruf.", "Write the name with letters."));
    }
    let born = ask.form.get("birth").parse::<Day>().ok();
    if born.is_none() && !ask.form.get("birth").is_empty() {
        wrong.push(says("birth", "Tulis tanggal seperti 2026-05-20.", "Write a day such as 2026-05-20."));
    }
    let since = ask.form.get("since").parse::<Day>().ok();
    if since.is_none() {
        let text = ("Sejak kapan hubungan ini ada?", "Since when are they related?");
        wrong.push(says("since", text.0, text.1));
    }
    match (name, since) {
        (Some(name), Some(since)) if wrong.is_empty() => {
            Ok(Found::New { relation: get("relation"), name, born, since })
        }
        _ => Err(wrong),
    }
}
