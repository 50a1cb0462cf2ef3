//! What a claim pays after its first payment, at the branch: proof of life, the end of a pension, months and
//! years that are proven by one and granted by another, and the way back to work.

use anyhow::Result;
use base::Day;
use minijinja::context;
use rules::render::{self, Lang};
use rules::tree::Tree;
use scheme::id::PersonId;
use serde_json::{Value as Json, json};
use store::Unit;

use super::{CAME_BACK, CLAIM, complaint, refused, said, wrong};
use crate::actions::pay_later::{self, Proven, SCHOLARSHIP, Year};
use crate::actions::{end_pension, note_return, prove_life};
use crate::auth::{Deed, Role};
use crate::office::Desk;
use crate::pages::desk::name_of;
use crate::pages::form_page;
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::claim::option;
use crate::views::later::{self, Seen};

/// No proof is longer.
const PROOF_CHARS_MAX: usize = 200;
/// Months of a pension that are shown, the latest.
const MONTHS: usize = 12;

pub(super) fn routes() -> Vec<Route> {
    let form = |path, does| Route::form(path, Deed::MoveClaims, does).of(CLAIM);
    vec![
        Route::page("/claims/{claim}/later", Deed::ClaimDesk, show).of(CLAIM),
        form("/claims/{claim}/later/alive", alive),
        form("/claims/{claim}/later/end", end),
        form("/claims/{claim}/later/prove", prove),
        form("/claims/{claim}/later/study", study),
        form("/claims/{claim}/later/grant", grant),
        form("/claims/{claim}/later/return", back),
    ]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

/// What was done just now.
const DONE: [&str; 6] = ["alive", "end", "prove", "study", "grant", "return"];

/// Fields of the page's forms.
const FIELDS: [&str; 17] = [
    "drawer",
    "seen_on",
    "how",
    "pension",
    "ended_on",
    "ended_why",
    "component",
    "proof",
    "study_proof",
    "child",
    "level",
    "number",
    "begins",
    "work",
    "work_months",
    "fact",
    "yes",
];

fn shown(ask: &mut Ask<'_>, errors: &[Json]) -> Result<Reply, Problem> {
    let (claim, lang): (i64, _) = (ask.place("claim")?, ask.lang);
    let role = ask.caller.role;
    let seen = ask.office.look(|unit, desk| {
        let seen = later::read(unit, desk, claim)?;
        let values = context! {
            claim, name => seen.name, pensions => pensions(&seen), drawers => drawers(unit, desk, &seen)?,
            open => open(&seen, lang), proven => proven(unit, desk, &seen, lang)?,
            back => way_back(&seen, lang),
            children => seen.family.iter().map(|(no, name)| json!({ "value": no, "text": name }))
                .collect::<Json>(),
        };
        Ok(values)
    })?;
    let tree = ask.office.law.tree();
    let choices = context! {
        levels => options(tree, "school_level", lang), works_as => options(tree, "child_work", lang),
        ways => worded("later.way_", &prove_life::WAYS, lang),
        reasons => worded("later.why_", &end_pension::REASONS, lang),
        facts => facts(tree, lang),
    };
    let given: serde_json::Map<String, Json> =
        FIELDS.iter().map(|field| ((*field).to_owned(), json!(ask.form.get(field)))).collect();
    let done = DONE.into_iter().find(|done| *done == ask.query.get("done"));
    let done = done.map(|done| said(lang, &format!("later.done_{done}")));
    let works = matches!(role, Role::Officer | Role::Head);
    let values = context! { errors, given, done, works, today => ask.office.today().to_string(), ..choices };
    form_page(ask, "claims/later.html", context! { ..values, ..seen })
}

fn pensions(seen: &Seen) -> Json {
    let row = |(pension, months): &(store::queries::pensions::Pension, Vec<_>)| {
        let months = months.iter().rev().take(MONTHS);
        let months =
            months.map(|one: &store::queries::pensions::OfMonth| json!([one.month.to_string(), one.amount]));
        json!({
            "id": pension.id, "kind": pension.kind, "hand": pension.hand, "start": pension.start.to_string(),
            "proven": pension.proven.to_string(), "next": pension.next.to_string(),
            "ended": pension.ended.as_ref().map(|(day, _)| day.to_string()),
            "months": months.collect::<Json>(),
        })
    };
    seen.pensions.iter().map(row).collect()
}

/// Whoever has to be seen alive, by name.
fn drawers(unit: &mut Unit<'_>, desk: &Desk<'_>, seen: &Seen) -> Result<Vec<Json>> {
    let all = seen.drawers().into_iter();
    let named = all.map(|person| {
        let name = people::load(unit, desk, person)?.identity().name.clone();
        Ok(json!({ "value": person.0, "text": name }))
    });
    named.collect()
}

/// What is still to come: months and years apart, or why nothing is.
fn open(seen: &Seen, lang: Lang) -> Json {
    match &seen.open {
        Err(refusal) => json!({ "no": refused(refusal, lang), "next": [], "yearly": false }),
        Ok(open) => {
            let next = open.iter().filter(|one| !one.is_yearly);
            let next = next.map(|one| json!({ "value": one.component, "text": lang.of(&one.words) }));
            json!({ "next": next.collect::<Json>(), "yearly": open.iter().any(|one| one.is_yearly) })
        }
    }
}

fn proven(unit: &mut Unit<'_>, desk: &Desk<'_>, seen: &Seen, lang: Lang) -> Result<Vec<Json>> {
    let mut all = Vec::new();
    for one in &seen.proven {
        let whom = seen.family.iter().find(|(no, _)| *no == one.whom).map(|(_, name)| name);
        let words = seen.open.iter().flatten().find(|open| open.component == one.component);
        all.push(json!({
            "component": words.map_or(one.component.as_str(), |open| lang.of(&open.words)), "whom": whom,
            "no": one.no, "due": one.due.to_string(), "amount": one.amount, "proof": one.proof,
            "by": name_of(unit, desk, one.proven_by)?, "granted": one.grant_no.is_some(),
        }));
    }
    Ok(all)
}

fn way_back(seen: &Seen, lang: Lang) -> Json {
    seen.back.as_ref().map_or(Json::Null, |back| {
        let missing = back.missing.iter().map(|(words, _)| lang.of(words).to_owned());
        json!({
            "open": back.open, "missing": missing.collect::<Vec<_>>(),
            "cite": back.citation.as_ref().map(|cited| render::citation(cited, lang)),
        })
    })
}

/// The options of one of the law's kinds.
fn options(tree: &Tree, kind: &str, lang: Lang) -> Vec<Json> {
    let known = tree.kinds.iter().find(|known| known.name == kind);
    let names = known.into_iter().flat_map(|known| &known.options);
    names.map(|name| json!({ "value": name, "text": option(tree, kind, name, lang) })).collect()
}

/// The law's facts on the way back to work, as it words them.
fn facts(tree: &Tree, lang: Lang) -> Vec<Json> {
    let worded = |name: &&str| {
        let at = tree.names.facts.get(*name);
        at.map_or((*name).to_owned(), |at| lang.of(&tree.facts[*at].words).to_owned())
    };
    note_return::FACTS.iter().map(|name| json!({ "value": name, "text": worded(name) })).collect()
}

fn worded(key: &str, names: &[&str], lang: Lang) -> Vec<Json> {
    names.iter().map(|name| json!({ "value": name, "text": said(lang, &format!("{key}{name}")) })).collect()
}

fn came_back(ask: &mut Ask<'_>, errors: &[Json]) -> Result<Reply, Problem> {
    Ok(shown(ask, errors)?.status(CAME_BACK))
}

/// Where a form leads: on, or back with what is wrong.
fn answered<T>(ask: &mut Ask<'_>, done: Result<T>, (what, field): (&str, &str)) -> Result<Reply, Problem> {
    let claim: i64 = ask.place("claim")?;
    match complaint(done, field, ask.lang)? {
        Ok(_) => Ok(Reply::see(&format!("/claims/{claim}/later?done={what}"))),
        Err(errors) => came_back(ask, &errors),
    }
}

/// A day that was written; a complaint where it was not.
fn day(ask: &Ask<'_>, field: &str, errors: &mut Vec<Json>) -> Option<Day> {
    let day = ask.form.get(field).parse().ok();
    if day.is_none() {
        errors.push(wrong(field, said(ask.lang, "claims.day_wrong")));
    }
    day
}

/// A number that was written; a complaint where it was not.
fn number<T: std::str::FromStr>(ask: &Ask<'_>, field: &str, errors: &mut Vec<Json>) -> Option<T> {
    let number = ask.form.get(field).parse().ok();
    if number.is_none() {
        errors.push(wrong(field, said(ask.lang, "later.choose")));
    }
    number
}

fn proof(ask: &Ask<'_>, field: &str, errors: &mut Vec<Json>) -> String {
    let proof = ask.form.get(field).to_owned();
    if proof.is_empty() || proof.chars().count() > PROOF_CHARS_MAX {
        errors.push(wrong(field, said(ask.lang, "later.proof_missing")));
    }
    proof
}

/// Whoever draws a pension of this claim was seen alive.
fn alive(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, account): (i64, _) = (ask.place("claim")?, ask.caller.account);
    let mut errors = Vec::new();
    let seen_on = day(ask, "seen_on", &mut errors);
    let drawer = number(ask, "drawer", &mut errors).map(PersonId);
    let (Some(seen_on), Some(drawer)) = (seen_on, drawer) else { return came_back(ask, &errors) };
    let draws = ask.office.look(|unit, desk| Ok(later::read(unit, desk, claim)?.drawers()))?;
    if !draws.contains(&drawer) {
        let errors = [wrong("drawer", said(ask.lang, "later.choose"))];
        return came_back(ask, &errors);
    }
    let how = ask.form.get("how").to_owned();
    let done = prove_life::run(ask.office, drawer, (seen_on, &how), account);
    answered(ask, done, ("alive", "how"))
}

/// The right to a pension of this claim has ended.
fn end(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, account): (i64, _) = (ask.place("claim")?, ask.caller.account);
    let mut errors = Vec::new();
    let ended_on = day(ask, "ended_on", &mut errors);
    let pension = number::<i64>(ask, "pension", &mut errors);
    let (Some(ended_on), Some(pension)) = (ended_on, pension) else { return came_back(ask, &errors) };
    let known = ask.office.look(|unit, desk| Ok(later::read(unit, desk, claim)?.pensions))?;
    if known.iter().all(|(one, _)| one.id != pension) {
        let errors = [wrong("pension", said(ask.lang, "later.choose"))];
        return came_back(ask, &errors);
    }
    let reason = ask.form.get("ended_why").to_owned();
    let done = end_pension::run(ask.office, pension, (ended_on, &reason), account);
    answered(ask, done, ("end", "ended_why"))
}

/// The next month of a wage that is replaced is proven.
fn prove(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, account): (i64, _) = (ask.place("claim")?, ask.caller.account);
    let mut errors = Vec::new();
    let proof = proof(ask, "proof", &mut errors);
    let component = ask.form.get("component").to_owned();
    if component.is_empty() || component == SCHOLARSHIP {
        errors.push(wrong("component", said(ask.lang, "later.choose")));
    }
    if !errors.is_empty() {
        return came_back(ask, &errors);
    }
    let done = pay_later::prove(ask.office, claim, (&Proven::Next(component), &proof), account);
    answered(ask, done, ("prove", "component"))
}

/// A child's year of study is proven.
fn study(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, account): (i64, _) = (ask.place("claim")?, ask.caller.account);
    let mut errors = Vec::new();
    let begins = day(ask, "begins", &mut errors);
    let child = number::<i64>(ask, "child", &mut errors);
    let year = number::<usize>(ask, "number", &mut errors);
    let proof = proof(ask, "study_proof", &mut errors);
    let months = ask.form.get("work_months").parse::<usize>().unwrap_or(0);
    let (Some(begins), Some(child), Some(year), true) = (begins, child, year, errors.is_empty()) else {
        return came_back(ask, &errors);
    };
    let work = Some(ask.form.get("work")).filter(|work| !work.is_empty()).unwrap_or("no_work").to_owned();
    let level = ask.form.get("level").to_owned();
    let year = Year { child, level, number: year, begins, work: (work, months) };
    let done = pay_later::prove(ask.office, claim, (&Proven::Year(year), &proof), account);
    answered(ask, done, ("study", "level"))
}

/// What was proven is granted, by another.
fn grant(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, account): (i64, _) = (ask.place("claim")?, ask.caller.account);
    let done = pay_later::grant(ask.office, claim, account);
    answered(ask, done, ("grant", ""))
}

/// What somebody says of the way back to work.
fn back(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, account): (i64, _) = (ask.place("claim")?, Some(ask.caller.account));
    let yes = match ask.form.get("yes") {
        "yes" => true,
        "no" => false,
        _ => {
            let errors = [wrong("yes", said(ask.lang, "later.choose"))];
            return came_back(ask, &errors);
        }
    };
    let fact = ask.form.get("fact").to_owned();
    let done = note_return::run(ask.office, claim, (&fact, yes), account);
    answered(ask, done, ("return", "fact"))
}
