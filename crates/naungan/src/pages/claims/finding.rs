//! A doctor has found more of an accident at work: what the claim is by now, with what is known and what was
//! lost.

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use scheme::claims::ClaimKind;
use scheme::law::ClaimLaw;
use serde_json::{Value as Json, json};

use super::{CAME_BACK, CLAIM, complaint, facts, said, wrong};
use crate::actions::note_finding::{self, Finding, KINDS};
use crate::auth::Deed;
use crate::office::Desk;
use crate::pages::form_page;
use crate::pages::prose::capital;
use crate::registry::{claims, letters, people};
use crate::serve::ask::Ask;
use crate::serve::form::Form;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Losses on the form: parts of the body or functions.
const LOSSES: usize = 4;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/claims/{claim}/finding", Deed::MoveClaims, show).of(CLAIM),
        Route::form("/claims/{claim}/finding", Deed::MoveClaims, note).of(CLAIM),
    ]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, errors: &[Json]) -> Result<Reply, Problem> {
    let (claim, lang): (i64, _) = (ask.place("claim")?, ask.lang);
    let form = ask.form.clone();
    let seen = ask.office.look(|unit, desk| {
        let law = ClaimLaw::new(desk.law)?;
        let held = claims::play(unit, claim)?;
        let known = claims::reported(unit, desk, held.row.of_case)?.1;
        let words = |kind: &ClaimKind| letters::kind_words(desk, kind.name()).of(lang).to_owned();
        let kinds = KINDS.iter().map(|kind| json!({ "value": kind.name(), "text": words(kind) }));
        let kinds: Vec<Json> = kinds.collect();
        let chosen = form.given("kind").unwrap_or(held.kind.name()).to_owned();
        let name = people::load(unit, desk, held.row.person)?.identity().name.clone();
        Ok(context! {
            claim, name, kinds, chosen, fields => facts::later(&law, &KINDS, &known, &form, lang),
            losses => losses(&form, &known), parts => parts(desk, lang),
        })
    })?;
    form_page(ask, "claims/finding.html", context! { errors, ..seen })
}

/// What can be lost, by the law's names.
fn parts(desk: &Desk<'_>, lang: Lang) -> Vec<Json> {
    let kinds = desk.tree().kinds.iter().filter(|kind| kind.name == "body_part");
    let all = kinds.flat_map(|kind| kind.options.iter().zip(&kind.words));
    all.map(|(name, words)| json!({ "value": name, "text": capital(lang.of(words)) })).collect()
}

/// The rows of the form; at first those that are known.
fn losses(form: &Form, known: &[(String, String)]) -> Vec<Json> {
    let known: Vec<&str> =
        known.iter().filter(|(name, _)| name == "losses").map(|(_, text)| text.as_str()).collect();
    let row = |at: usize| {
        let told = |name: &str| -> String {
            let fields = known.get(at - 1).into_iter().flat_map(|text| text.split(','));
            let mut fields = fields.filter_map(|field| field.trim().split_once(' '));
            fields.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        let value = |field: &str, name: &str| {
            form.given(&format!("loss-{field}-{at}")).map_or_else(|| told(name), str::to_owned)
        };
        let share = value("share", "function_lost").trim_end_matches('%').trim().to_owned();
        json!({ "part": value("part", "part"), "share": share, "steps": value("steps", "steps") })
    };
    (1..=LOSSES).map(row).collect()
}

/// What the doctor says and the case does not know yet.
fn told(desk: &Desk<'_>, form: &Form, known: &[(String, String)]) -> Vec<(String, String)> {
    let mut all = facts::told(desk.tree(), form);
    all.retain(|one| !known.contains(one));
    let rows = (1..=LOSSES).filter_map(|at| {
        let get = |field: &str| form.get(&format!("loss-{field}-{at}"));
        let (part, share, steps) = (get("part"), get("share"), get("steps"));
        let field = |name: &str, value: &str, unit: &str| {
            if value.is_empty() { String::new() } else { format!(", {name} {value}{unit}") }
        };
        let more =
            [field("function_lost", share.trim_end_matches('%').trim(), " %"), field("steps", steps, "")];
        (!part.is_empty()).then(|| ("losses".to_owned(), format!("part {part}{}", more.concat())))
    });
    let rows: Vec<(String, String)> = rows.collect();
    let before: Vec<_> = known.iter().filter(|(name, _)| name == "losses").cloned().collect();
    if rows != before {
        all.extend(rows);
    }
    all
}

fn note(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, account, lang): (i64, _, _) = (ask.place("claim")?, ask.caller.account, ask.lang);
    let kind = ask.form.get("kind").parse::<ClaimKind>().ok().filter(|kind| KINDS.contains(kind));
    let Some(kind) = kind else {
        let errors = [wrong("kind", said(lang, "claims.finding_kind"))];
        return Ok(shown(ask, &errors)?.status(CAME_BACK));
    };
    let form = ask.form.clone();
    let facts = ask.office.look(|unit, desk| {
        let held = claims::play(unit, claim)?;
        let known = claims::reported(unit, desk, held.row.of_case)?.1;
        Ok(told(desk, &form, &known))
    })?;
    let done = note_finding::run(ask.office, &Finding { claim, kind, facts }, account);
    match complaint(done, "kind", lang)? {
        Ok(()) => Ok(Reply::see(&format!("/claims/{claim}?done=finding"))),
        Err(errors) => Ok(shown(ask, &errors)?.status(CAME_BACK)),
    }
}
