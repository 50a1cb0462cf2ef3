//! One who pays from every side: what is owed and late, and why; reports, contests, notes and requests.

use anyhow::Result;
use minijinja::{Value, context};
use rules::render::Lang;
use scheme::id::PayerId;
use scheme::memberships::unpack;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::{
    branches, caseloads, contests, payers as rows, payments, registry_checks, rolls, signals, uploads,
};

use super::notes::{self, Kept};
use super::{asked, branches_of, errors, reason, said};
use crate::auth::{Deed, Of};
use crate::office::Desk;
use crate::pages::form_page;
use crate::pages::words::channel;
use crate::registry::payers;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views;

/// The latest payments that are shown.
const ROWS: usize = 12;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/desk/payers/{payer}", Deed::WriteNotes, show).of(Of::Payer("payer")),
        Route::form("/desk/payers/{payer}/notes", Deed::WriteNotes, write).of(Of::Payer("payer")),
    ]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn write(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let payer: i64 = ask.place("payer")?;
    match notes::keep(ask, payer)? {
        Kept::Yes => Ok(Reply::see(&format!("/desk/payers/{payer}#notes"))),
        Kept::Wrong(wrong) => Ok(shown(ask, &wrong)?.status(Problem::Fields(Vec::new()).status())),
    }
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)]) -> Result<Reply, Problem> {
    let id = PayerId(ask.place("payer")?);
    let (lang, caller) = (ask.lang, ask.caller.clone());
    let given = json!({
        "kind": ask.form.get("kind"), "text": ask.form.get("text"), "again": ask.form.get("again"),
    });
    let seen = ask.office.look(|unit, desk| {
        let payer = payers::load(unit, desk, id)?.payer;
        let credit = rows::read(unit, id)?.map_or(0, |row| row.credit);
        let kind = |kind: &str| said(lang, &format!("desk.note.{kind}"));
        let notes = notes::line(unit, desk, id.0, &kind)?;
        let mut all = Vec::new();
        for branch in branches_of(unit, &caller)? {
            all.extend(signals::of_subject(unit, branch, id.0)?);
        }
        let signals: Vec<Json> = all
            .iter()
            .map(|one| {
                let title = said(lang, &format!("desk.kind.{}", one.kind));
                json!({ "title": title, "reason": reason(&one.kind, &one.facts, lang), "amount": one.amount })
            })
            .collect();
        let came: Vec<Json> = payments::of(unit, id)?
            .iter()
            .rev()
            .take(ROWS)
            .map(|one| {
                let back = one.reversed.map(|day| day.to_string());
                json!([one.id, one.paid.to_string(), one.amount, channel(&one.channel, lang), back])
            })
            .collect();
        let npp = payer.npp.map(|npp| npp.to_string());
        let closed = payer.closed.map(|day| day.to_string());
        let around = around(unit, desk, id, lang)?;
        Ok(context! {
            name => payer.name, npp, closed, credit, notes, signals, payments => came, ..around
        })
    })?;
    let kinds: Vec<Json> = notes::KINDS
        .iter()
        .map(|kind| json!({ "value": kind, "text": said(lang, &format!("desk.note.{kind}")) }))
        .collect();
    let values = context! { payer => id.0, kinds, given, errors => errors(wrong, lang),
    asked => !ask.query.get("asked").is_empty(), ..seen };
    form_page(ask, "desk/payer.html", values)
}

/// What the books, the reports and the registry say of who pays, and what was done about it.
fn around(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PayerId, lang: Lang) -> Result<Value> {
    let of = views::payer::overview(unit, desk, id)?;
    let month = desk.today.month();
    let own = rolls::payers_in(unit, month, (id.0, id.0 + 1))?;
    let own = own.first().map_or("", |(_, facts)| facts.as_str());
    let facts: Vec<Json> = unpack(own)
        .map(|(name, value)| {
            let (name, value) = views::why::fact(desk.tree(), name, value, lang);
            json!([name, value])
        })
        .collect();
    let late = views::penalty::of_payer(unit, desk, id, lang)?;
    let mut contests = Vec::new();
    for one in contests::of_payer(unit, id, ROWS as i64)? {
        let state = if one.approval.is_some() && one.state == "open" { "checked" } else { &one.state };
        let link = json!({ "text": one.id.to_string(), "href": format!("/desk/contests/{}", one.id) });
        let day = one.made.day().map(|day| day.to_string());
        contests.push(json!([
            link,
            one.month.to_string(),
            day,
            said(lang, &format!("desk.contest.{state}"))
        ]));
    }
    let registry: Vec<Json> = registry_checks::of_payer(unit, id)?
        .iter()
        .map(|(state, people)| json!([said(lang, &format!("desk.person.registry_{state}")), people]))
        .collect();
    let files: Vec<Json> = uploads::of_payer(unit, id, ROWS as i64)?
        .iter()
        .map(|one| {
            let href = format!("/payers/{id}/uploads/{}", one.id);
            let state = said(lang, &format!("employer.upload_{}", one.state));
            let day = one.made.day().map(|day| day.to_string());
            // A month without a change is reported without a file.
            let name = if one.name.is_empty() { said(lang, "employer.unchanged") } else { one.name.clone() };
            json!([{ "text": name, "href": href }, one.month.to_string(), day, state])
        })
        .collect();
    let branch = match caseloads::branch_of(unit, id.0)? {
        Some(branch) => branches::read(unit, branch)?.map(|branch| branch.name),
        None => None,
    };
    let requests = asked::about(unit, desk, &[id.0], ROWS, lang)?;
    let acts = asked::done(unit, desk, &[id.0], ROWS, lang)?;
    Ok(context! { of, facts, late, contests, registry, files, branch, requests, acts })
}
