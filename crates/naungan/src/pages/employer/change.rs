//! A membership with its months, and what an employer changes of it: a wage, an end. Effects are shown first.

use anyhow::anyhow;
use base::{Day, Month};
use minijinja::context;
use rules::render::Lang;
use scheme::facts::END_REASONS;
use scheme::id::MembershipId;
use scheme::refusal::Refusal;
use serde_json::{Value, json};

use super::facts_said;
use crate::actions::change_membership::{self, Changed};
use crate::approvals::whole;
use crate::auth::{Deed, Of, may};
use crate::books::correct::Corrected;
use crate::office::Office;
use crate::pages::{form_page, page, texts};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views;
use crate::views::effects::Effect;
use axum::http::StatusCode;

const MEMBERSHIP: Of = Of::Membership("membership");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/memberships/{membership}", Deed::SeeMembership, show).of(MEMBERSHIP),
        Route::page("/memberships/{membership}/wage", Deed::ChangeMembership, ask_wage).of(MEMBERSHIP),
        Route::form("/memberships/{membership}/wage", Deed::ChangeMembership, wage).of(MEMBERSHIP),
        Route::page("/memberships/{membership}/end", Deed::ChangeMembership, ask_end).of(MEMBERSHIP),
        Route::form("/memberships/{membership}/end", Deed::ChangeMembership, end).of(MEMBERSHIP),
    ]
}

/// Only a trial: nothing is kept.
#[derive(Debug, thiserror::Error)]
#[error("only a trial")]
struct Trial;

fn id(ask: &Ask<'_>) -> Result<MembershipId, Problem> {
    Ok(MembershipId(ask.place("membership")?))
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = id(ask)?;
    let (of, who) = ask.office.look(|unit, desk| {
        Ok((views::membership::read(unit, desk, id)?, views::payer::named(unit, desk, id)?))
    })?;
    let months: Vec<Value> = of
        .months
        .iter()
        .map(|month| {
            let facts = facts_said(ask, &month.facts);
            json!({
                "month": month.month, "payer": month.payer, "facts": facts, "owed": month.owed,
                "state": month.state, "code": month.code,
            })
        })
        .collect();
    let changes = may(&ask.caller, Deed::ChangeMembership, &ask.grant.owner, true).is_some();
    page(ask, "employer/membership.html", context! { of, who, months, changes })
}

/// What is asked of a change, as it was given.
fn given(ask: &Ask<'_>, names: &[&str]) -> Value {
    names
        .iter()
        .map(|name| ((*name).to_owned(), json!(ask.form.get(name))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

const WAGE_FIELDS: &[&str] = &["wage", "month"];
const END_FIELDS: &[&str] = &["day", "reason"];

/// Who pays reports for herself; who works at a branch asks a second person.
fn of_branch(ask: &Ask<'_>, what: &str) -> Option<Reply> {
    let path = ask.path.strip_suffix(what)?;
    ask.caller.role.is_staff().then(|| Reply::see(&format!("{path}ask/{what}")))
}

fn ask_wage(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    if let Some(elsewhere) = of_branch(ask, "wage") {
        return Ok(elsewhere);
    }
    wage_page(ask, &[], None)
}

fn wage_page(ask: &mut Ask<'_>, errors: &[Value], effects: Option<&Value>) -> Result<Reply, Problem> {
    let id = id(ask)?;
    let who = ask.office.look(|unit, desk| views::payer::named(unit, desk, id))?;
    let (given, amount) = (given(ask, WAGE_FIELDS), whole(ask.form.get("wage")));
    form_page(ask, "employer/wage.html", context! { who, given, amount, errors, effects })
}

fn ask_end(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    // The institution ends nobody's membership without a second person's word.
    if let Some(elsewhere) = of_branch(ask, "end") {
        return Ok(elsewhere);
    }
    end_page(ask, &[], None)
}

fn end_page(ask: &mut Ask<'_>, errors: &[Value], effects: Option<&Value>) -> Result<Reply, Problem> {
    let id = id(ask)?;
    let who = ask.office.look(|unit, desk| views::payer::named(unit, desk, id))?;
    let given = given(ask, END_FIELDS);
    let lang = ask.lang;
    let reasons = END_REASONS.iter().filter(|reason| **reason != "lapsed").map(|reason| {
        json!({ "value": reason, "text": texts::said(lang, &format!("employer.end_{reason}"), &[]) })
    });
    let reasons: Vec<Value> = reasons.collect();
    form_page(ask, "employer/end.html", context! { who, given, errors, effects, reasons })
}

fn error(lang: Lang, field: &str, key: &str) -> Value {
    json!({ "field": field, "text": texts::said(lang, key, &[]) })
}

/// Does it, or only looks what would follow.
fn done(
    office: &mut Office,
    (of, confirmed, lang): (MembershipId, bool, Lang),
    mut work: impl FnMut(&mut store::Unit<'_>, &crate::office::Desk<'_>) -> anyhow::Result<Vec<Corrected>>,
) -> Result<Vec<Effect>, Problem> {
    let mut bills = Vec::new();
    let outcome = office.unit(|unit, desk| {
        let corrected = work(unit, desk)?;
        bills = views::effects::read(unit, desk, &corrected, Some(of), lang)?;
        if confirmed { Ok(()) } else { Err(anyhow!(Trial)) }
    });
    match outcome {
        Err(error) if error.downcast_ref::<Trial>().is_none() => Err(Problem::from(error)),
        _ => Ok(bills),
    }
}

/// A form to show again: with what is wrong, or with what would follow.
type Page = fn(&mut Ask<'_>, &[Value], Option<&Value>) -> Result<Reply, Problem>;

/// What follows, or what is wrong, in the page's words.
fn after(
    ask: &mut Ask<'_>,
    outcome: Result<Vec<Effect>, Problem>,
    field: &str,
    again: Page,
) -> Result<Reply, Problem> {
    let confirmed = ask.form.get("confirm") == "yes";
    match outcome {
        Ok(_) if confirmed => {
            let id = id(ask)?;
            Ok(Reply::see(&format!("/memberships/{id}")))
        }
        Ok(bills) => again(ask, &[], Some(&json!({ "bills": bills }))),
        Err(Problem::Refused(refusal)) => {
            let said = json!({ "field": field, "text": said(&refusal, ask.lang) });
            Ok(again(ask, &[said], None)?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(problem) => Err(problem),
    }
}

fn said(refusal: &Refusal, lang: Lang) -> String {
    let words = lang.pick(&refusal.id, &refusal.en);
    match &refusal.citation {
        Some(citation) => format!("{words} ({})", rules::render::instrument(citation, lang)),
        None => words.to_owned(),
    }
}

fn wage(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    if let Some(elsewhere) = of_branch(ask, "wage") {
        return Ok(elsewhere);
    }
    let (membership, lang) = (id(ask)?, ask.lang);
    let (amount, from) = (whole(ask.form.get("wage")), ask.form.get("month").parse::<Month>().ok());
    let mut errors = Vec::new();
    errors.extend(amount.is_none().then(|| error(lang, "wage", "employer.wage_wrong")));
    errors.extend(from.is_none().then(|| error(lang, "month", "employer.month_wrong")));
    let (Some(amount), Some(from), true) = (amount, from, errors.is_empty()) else {
        return Ok(wage_page(ask, &errors, None)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let (name, value) = ("wage".to_owned(), Some(amount.to_string()));
    let asked = Changed { membership, name, value, from, until: None };
    let confirmed = ask.form.get("confirm") == "yes";
    let outcome = done(ask.office, (membership, confirmed, lang), |unit, desk| {
        change_membership::change_months(unit, desk, &asked)
    });
    after(ask, outcome, "month", wage_page)
}

fn end(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    if let Some(elsewhere) = of_branch(ask, "end") {
        return Ok(elsewhere);
    }
    let (membership, lang) = (id(ask)?, ask.lang);
    let day = ask.form.get("day").parse::<Day>().ok();
    let reason = END_REASONS.iter().find(|reason| **reason == ask.form.get("reason"));
    let mut errors = Vec::new();
    errors.extend(day.is_none().then(|| error(lang, "day", "employer.day_wrong")));
    errors.extend(reason.is_none().then(|| error(lang, "reason", "employer.reason_wrong")));
    let (Some(day), Some(reason)) = (day, reason) else {
        return Ok(end_page(ask, &errors, None)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let confirmed = ask.form.get("confirm") == "yes";
    let outcome = done(ask.office, (membership, confirmed, lang), |unit, desk| {
        change_membership::end_within(unit, desk, membership, day, reason)
    });
    after(ask, outcome, "day", end_page)
}
