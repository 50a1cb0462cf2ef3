//! Drives of a branch or a province to reach people: begun by a head, with what they came to and cost.

use axum::http::StatusCode;
use base::Day;
use minijinja::{Value, context};
use rules::render;
use scheme::id::MembershipId;
use scheme::refusal::Refusal;
use serde_json::{Value as Json, json};
use store::queries::branches;

use super::form_page;
use super::questions::wrong;
use crate::actions::lead_outreach::{self, LeadOutreach, Spent};
use crate::auth::owner::branches_of;
use crate::auth::{Deed, scope};
use crate::payroll::rupiah;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::outreach::{self as view, Came};
use crate::views::provinces;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/desk/outreach", Deed::SeeOutreach, all),
        Route::form("/desk/outreach", Deed::LeadOutreach, begin),
        Route::page("/desk/outreach/{drive}", Deed::SeeOutreach, one),
        Route::form("/desk/outreach/{drive}", Deed::LeadOutreach, note),
    ]
}

/// A drive as pages show it.
fn shown(one: &Came, ask: &Ask<'_>) -> Json {
    let law = render::named(ask.office.law.tree(), &one.law, ask.lang);
    let drive = &one.drive;
    json!({
        "id": drive.id, "name": drive.name, "branch": one.branch, "from": drive.from.to_string(),
        "province": drive.province.as_ref().map(|code| provinces::name(code).to_owned()),
        "until": drive.until.to_string(), "target": drive.target, "reached": one.reached, "kept": one.kept,
        "months": one.months, "law": law, "cost": one.cost, "begun": drive.cost, "each": one.each(),
        "costs": one.costs.iter().map(|cost| {
            json!([cost.what, cost.day.to_string(), cost.amount])
        }).collect::<Vec<_>>(),
    })
}

/// The branches whose drives somebody sees; nothing for all.
fn mine(ask: &mut Ask<'_>, deed: Deed) -> Result<Option<Vec<i64>>, Problem> {
    let caller = ask.caller.clone();
    Ok(ask.office.look(|unit, _| branches_of(unit, &caller, deed))?)
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    all_page(ask, &[])
}

fn all_page(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let wanted = mine(ask, Deed::SeeOutreach)?;
    let leads = scope(Deed::LeadOutreach, ask.caller.role).is_some();
    let (drives, offices) = ask.office.look(|unit, desk| {
        let offices = branches::all(unit)?;
        Ok((view::of_branches(unit, desk, wanted.as_deref())?, offices))
    })?;
    let is_mine = |id: i64| wanted.as_ref().is_none_or(|wanted| wanted.contains(&id));
    let offices: Vec<Json> = offices
        .iter()
        .filter(|office| office.closed.is_none() && is_mine(office.id))
        .map(|office| json!({ "value": office.id.to_string(), "text": office.name }))
        .collect();
    let drives: Vec<Json> = drives.iter().map(|one| shown(one, ask)).collect();
    let get = |name: &str| ask.form.get(name).to_owned();
    let given = json!({
        "name": get("name"), "branch": get("branch"), "whole": get("whole"), "target": get("target"),
        "until": get("until"), "cost": get("cost"),
    });
    let values = context! { drives, offices, leads, given, errors };
    Ok(form_page(ask, "outreach/all.html", values)?.status(status(errors)))
}

fn status(errors: &[Value]) -> StatusCode {
    if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// Beside which field a refusal is said.
fn field_of(code: &str) -> Option<&'static str> {
    match code {
        "outreach_name" => Some("name"),
        "outreach_until" => Some("until"),
        "outreach_target" => Some("target"),
        "outreach_cost" => Some("amount"),
        "outreach_what" => Some("what"),
        "outreach_day" => Some("day"),
        "outreach_member" => Some("membership"),
        _ => None,
    }
}

fn said(ask: &Ask<'_>, field: &str, refusal: &Refusal) -> Value {
    context! { field => field, text => ask.pick(&refusal.id, &refusal.en) }
}

fn begin(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let wanted = mine(ask, Deed::LeadOutreach)?;
    let mut errors = Vec::new();
    let branch = ask.form.get("branch").parse::<i64>().ok();
    let branch = branch.filter(|id| wanted.as_ref().is_none_or(|wanted| wanted.contains(id)));
    let (until, target) = (ask.form.get("until").parse::<Day>().ok(), ask.form.get("target").parse().ok());
    let cost = ask.form.get("cost");
    let cost = if cost.is_empty() { Some(0) } else { rupiah(cost) };
    for (field, is_wrong, key) in [
        ("branch", branch.is_none(), "outreach.branch_wrong"),
        ("until", until.is_none(), "outreach.until_wrong"),
        ("target", target.is_none(), "outreach.target_wrong"),
        ("cost", cost.is_none(), "agent.amount_wrong"),
    ] {
        errors.extend(is_wrong.then(|| wrong(ask, field, key)));
    }
    let (Some(branch), Some(until), Some(target), Some(cost)) = (branch, until, target, cost) else {
        return all_page(ask, &errors);
    };
    let (name, account) = (ask.form.get("name").to_owned(), Some(ask.caller.account));
    let whole_province = ask.form.get("whole") == "yes";
    let asked = LeadOutreach { branch, whole_province, name, until, target, cost, account };
    match ask.office.unit(|unit, desk| lead_outreach::within(unit, desk, &asked)).map_err(Problem::from) {
        Ok(id) => Ok(Reply::see(&format!("/desk/outreach/{id}"))),
        Err(Problem::Refused(refusal)) if field_of(refusal.code).is_some() => {
            let field =
                if refusal.code == "outreach_cost" { "cost" } else { field_of(refusal.code).unwrap_or("") };
            let error = said(ask, field, &refusal);
            all_page(ask, &[error])
        }
        Err(problem) => Err(problem),
    }
}

/// The drive of the address, if it is of a branch that whoever asks sees.
fn found(ask: &mut Ask<'_>, deed: Deed) -> Result<Came, Problem> {
    let (id, wanted): (i64, _) = (ask.place("drive")?, mine(ask, deed)?);
    let found = ask.office.look(|unit, desk| {
        let drive = lead_outreach::load(unit, id)?;
        let is_mine = wanted.as_ref().is_none_or(|wanted| wanted.contains(&drive.branch));
        if is_mine { view::came(unit, desk, drive).map(Some) } else { Ok(None) }
    })?;
    found.ok_or(Problem::NotFound)
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    one_page(ask, &[])
}

fn one_page(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let found = found(ask, Deed::SeeOutreach)?;
    let drive = shown(&found, ask);
    let leads = scope(Deed::LeadOutreach, ask.caller.role).is_some();
    let get = |name: &str| ask.form.get(name).to_owned();
    let day = if get("day").is_empty() { ask.office.today().to_string() } else { get("day") };
    let given =
        json!({ "what": get("what"), "amount": get("amount"), "day": day, "membership": get("membership") });
    let values = context! { drive, leads, given, errors };
    Ok(form_page(ask, "outreach/one.html", values)?.status(status(errors)))
}

/// Something it cost, or a member whom no agent brought.
fn note(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let drive = found(ask, Deed::LeadOutreach)?.drive;
    let account = Some(ask.caller.account);
    let done = if ask.form.given("membership").is_some() {
        let Ok(membership) = ask.form.get("membership").parse::<i64>() else {
            let errors = [wrong(ask, "membership", "outreach.membership_wrong")];
            return one_page(ask, &errors);
        };
        ask.office.unit(|unit, desk| lead_outreach::count(unit, desk, drive.id, MembershipId(membership)))
    } else {
        let (amount, day) = (rupiah(ask.form.get("amount")), ask.form.get("day").parse::<Day>().ok());
        let (Some(amount), Some(day)) = (amount, day) else {
            let (field, key) =
                if amount.is_none() { ("amount", "agent.amount_wrong") } else { ("day", "agent.day_wrong") };
            let errors = [wrong(ask, field, key)];
            return one_page(ask, &errors);
        };
        let what = ask.form.get("what").to_owned();
        let spent = Spent { outreach: drive.id, day, what, amount, account };
        ask.office.unit(|unit, desk| lead_outreach::spend(unit, desk, &spent).map(drop))
    };
    match done.map_err(Problem::from) {
        Ok(()) => Ok(Reply::see(&format!("/desk/outreach/{}", drive.id))),
        Err(Problem::Refused(refusal)) if field_of(refusal.code).is_some() => {
            let error = said(ask, field_of(refusal.code).unwrap_or(""), &refusal);
            one_page(ask, &[error])
        }
        // There is no such membership.
        Err(Problem::NotFound) => {
            let errors = [wrong(ask, "membership", "outreach.membership_wrong")];
            one_page(ask, &errors)
        }
        Err(problem) => Err(problem),
    }
}
