//! An event reported at the desk: what it would open, what is missing, and then its case.

use base::Day;
use minijinja::context;
use rules::render::{self, Lang};
use scheme::claims::{Block, Check, pre_check};
use scheme::events::{Event, EventKind};
use scheme::id::PersonId;
use scheme::law::ClaimLaw;
use serde_json::{Value as Json, json};

use super::{CAME_BACK, complaint, facts, refused, said, wrong};
use crate::actions::report_event::{self, ReportEvent};
use crate::auth::{Deed, Of};
use crate::pages::form_page;
use crate::registry::{claims, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::claim::option;

pub(super) fn routes() -> Vec<Route> {
    let of = Of::Person("person");
    vec![
        Route::page("/people/{person}/event", Deed::MoveClaims, show).of(of),
        Route::form("/people/{person}/event", Deed::MoveClaims, send).of(of),
    ]
}

/// What was filled in of the event itself.
struct Given {
    kind: Option<EventKind>,
    day: Option<Day>,
    by_employer: bool,
    facts: Vec<(String, String)>,
}

fn given(ask: &Ask<'_>) -> Given {
    Given {
        kind: ask.form.get("kind").parse().ok(),
        day: ask.form.get("day").parse().ok(),
        by_employer: ask.form.get("by_employer") == "yes",
        facts: facts::told(ask.office.law.tree(), &ask.form),
    }
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, None, &[])
}

/// What would come of it, as it is looked at before it is reported.
struct Looked {
    checks: Vec<Check>,
    fields: facts::Fields,
}

/// The first time it says what would be opened; sent again with what was asked for, it is reported.
fn send(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let given = given(ask);
    let mut errors = Vec::new();
    if given.kind.is_none() {
        errors.push(wrong("kind", said(lang, "claims.event_missing")));
    }
    if given.day.is_none() {
        errors.push(wrong("day", said(lang, "claims.day_wrong")));
    }
    let (Some(kind), Some(day), true) = (given.kind, given.day, errors.is_empty()) else {
        return Ok(shown(ask, None, &errors)?.status(CAME_BACK));
    };
    let person = PersonId(ask.place("person")?);
    let looked = match complaint(look(ask, person, (kind, day), &given), "kind", lang)? {
        Ok(looked) => looked,
        Err(errors) => return Ok(shown(ask, None, &errors)?.status(CAME_BACK)),
    };
    if ask.form.get("seen") != "yes" {
        return shown(ask, Some(&looked), &[]);
    }
    let asked = ReportEvent {
        person,
        kind,
        day,
        by_employer: given.by_employer,
        account: Some(ask.caller.account),
        facts: given.facts,
    };
    match complaint(report_event::run(ask.office, &asked, None), "kind", lang)? {
        Ok(reported) => match reported.claims.first() {
            Some(claim) => Ok(Reply::see(&format!("/claims/{}?done=opened", claim.claim))),
            None => {
                let said = |(_, why): &(String, crate::actions::register_person::Found)| {
                    wrong("kind", lang.pick(&why.id, &why.en).to_owned())
                };
                let errors: Vec<Json> = reported.not_opened.iter().map(said).collect();
                Ok(shown(ask, Some(&looked), &errors)?.status(CAME_BACK))
            }
        },
        Err(errors) => Ok(shown(ask, Some(&looked), &errors)?.status(CAME_BACK)),
    }
}

fn look(
    ask: &mut Ask<'_>,
    person: PersonId,
    (kind, day): (EventKind, Day),
    given: &Given,
) -> anyhow::Result<Looked> {
    let (today, lang) = (ask.office.today(), ask.lang);
    let form = ask.form.clone();
    let event = Event { kind, day, reported: today, by_employer: given.by_employer, facts: &given.facts };
    ask.office.look(|unit, desk| {
        let law = ClaimLaw::new(desk.law)?;
        let life = claims::life(unit, desk, person, None)?;
        let known = claims::cases_of(unit, desk, person)?;
        let known: Vec<_> = known.iter().map(claims::KnownCase::told).collect();
        let checks = life.ask(|record| pre_check(&law, record, &event, &known, &[]))?;
        let fields = facts::fields(&law, &checks, &form, lang);
        Ok(Looked { checks, fields })
    })
}

fn shown(ask: &mut Ask<'_>, looked: Option<&Looked>, errors: &[Json]) -> Result<Reply, Problem> {
    let (person, lang): (i64, _) = (ask.place("person")?, ask.lang);
    let today = ask.office.today().to_string();
    let (name, kinds, checks) = ask.office.look(|unit, desk| {
        let name = people::load(unit, desk, PersonId(person))?.identity().name.clone();
        let kind = |kind: &EventKind| {
            let text = option(desk.tree(), "life_event", kind.name(), lang);
            json!({ "value": kind.name(), "text": crate::pages::prose::capital(&text) })
        };
        let law = ClaimLaw::new(desk.law)?;
        let checks: Option<Vec<Json>> =
            looked.map(|looked| looked.checks.iter().map(|check| told(&law, check, lang)).collect());
        Ok((name, EventKind::ALL.iter().map(kind).collect::<Vec<Json>>(), checks))
    })?;
    let day = ask.form.given("day").map_or(today, str::to_owned);
    let given = json!({
        "kind": ask.form.get("kind"), "day": day, "by_employer": ask.form.get("by_employer") == "yes",
    });
    let fields = looked.map(|looked| &looked.fields);
    let values = context! { person, name, kinds, given, checks, fields, errors };
    form_page(ask, "claims/event.html", values)
}

/// A programme that could pay: how much, until when, and what stands in the way with who can mend it.
pub(super) fn told(law: &ClaimLaw<'_>, check: &Check, lang: Lang) -> Json {
    let block = |block: &&Block| {
        let mender = said(lang, &format!("claims.mender.{}", block.mender.name()));
        json!({ "text": refused(&block.cause, lang), "mender": mender })
    };
    let (papers, blocks): (Vec<&Block>, Vec<&Block>) =
        check.blocks.iter().partition(|block| block.cause.code == "paper_missing");
    json!({
        "kind": lang.of(law.kind_words(check.kind)), "gross": check.gross,
        "can": check.can_be_claimed(), "blocks": blocks.iter().map(block).collect::<Json>(),
        "papers": papers.iter().map(block).collect::<Json>(),
        "ends": check.right_ends.as_ref().map(|(day, _)| day.to_string()),
        "ends_cite": check.right_ends.as_ref().and_then(|(_, cited)| cited.as_ref())
            .map(|cited| render::citation(cited, lang)),
    })
}
