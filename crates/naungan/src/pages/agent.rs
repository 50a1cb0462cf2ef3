//! An agent's pages: today, members, enrolment, cash with receipts, handover, commission, areas, and what of
//! the field waits.

pub(in crate::pages) mod acts;
mod bring;
mod cash;
mod field;
#[cfg(test)]
mod tests;

use axum::http::StatusCode;
use base::Day;
use minijinja::{Value, context};
use rules::render::{self, Lang};
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::agents::{self, Agent};
use store::queries::{branches, commissions, field_acts, outreaches};

use super::{page, texts};
use crate::auth::Deed;
use crate::office::Desk;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::agent::{self as view, Client};
use crate::views::provinces;

/// Acts that wait, as they are counted.
const COUNTED: i64 = 1_000;
/// Months of commission on a page.
const SHOWN: usize = 200;

pub(super) fn routes() -> Vec<Route> {
    let page = |path, does| Route::page(path, Deed::AgentWork, does);
    let own = vec![
        page("/agent", today),
        page("/agent/members", members),
        page("/agent/commission", commission),
        page("/agent/territory", territory),
    ];
    [own, bring::routes(), cash::routes(), acts::routes(), field::routes()].concat()
}

/// The agent who asks.
pub(crate) fn mine(ask: &mut Ask<'_>) -> Result<Agent, Problem> {
    let account = ask.caller.account;
    let found = ask.office.look(|unit, _| agents::of_account(unit, account))?;
    found.ok_or(Problem::Forbidden)
}

fn status(errors: &[Value]) -> StatusCode {
    if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// A member as pages show her.
fn shown(one: &Client, lang: Lang) -> Json {
    json!({
        "name": one.name, "kpj": one.kpj, "brought": one.brought.to_string(), "state": one.state,
        "state_said": texts::said(lang, &format!("agent.member_{}", one.state), &[]),
        "paid": one.paid.map(|month| month.to_string()), "until": one.until.map(|day| day.to_string()),
        "owed": one.owed,
    })
}

fn today(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (agent, lang) = (mine(ask)?, ask.lang);
    let (cash, all, standing, open, drives) = ask.office.look(|unit, desk| {
        let (_, standing) = view::one(unit, desk, agent.id)?;
        let open = field_acts::open(unit, agent.id, COUNTED)?.len();
        let drives = drives(unit, desk, &agent)?;
        Ok((
            view::cash_of(unit, desk, agent.id)?,
            view::clients(unit, desk, agent.id)?,
            standing,
            open,
            drives,
        ))
    })?;
    let lapsing: Vec<&Client> = all.iter().filter(|one| matches!(one.state, "grace" | "new")).collect();
    ask.shows(Deed::AgentWork, lapsing.iter().map(|one| one.person).collect())?;
    let rows: Vec<Json> = lapsing.iter().map(|one| shown(one, lang)).collect();
    let is_late = cash.due.is_some_and(|due| due < ask.office.today());
    let values = context! {
        lapsing => rows, members => all.len(), open, drives, is_late,
        held => cash.held, limit => cash.limit, law => render::named(ask.office.law.tree(), &cash.law, lang),
        due => cash.due.map(|day| day.to_string()),
        earned => standing.due, paid => standing.paid, waits => agent.held.is_some(),
        office => standing.office,
    };
    page(ask, "agent/today.html", values)
}

/// Drives that count whom she brings.
fn drives(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent) -> anyhow::Result<Vec<Json>> {
    let province = branches::read(unit, agent.branch)?.map(|branch| branch.province).unwrap_or_default();
    let mut shown = Vec::new();
    for one in outreaches::running(unit, agent.branch, &province, desk.today)? {
        let reached = outreaches::members(unit, one.id)?.len();
        shown.push(json!({
            "name": one.name, "reached": reached, "target": one.target, "until": one.until.to_string(),
        }));
    }
    Ok(shown)
}

fn members(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (agent, lang) = (mine(ask)?, ask.lang);
    let all = ask.office.look(|unit, desk| view::clients(unit, desk, agent.id))?;
    ask.shows(Deed::AgentWork, all.iter().map(|one| one.person).collect())?;
    let rows: Vec<Json> = all.iter().map(|one| shown(one, lang)).collect();
    page(ask, "agent/members.html", context! { rows })
}

fn commission(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (agent, lang) = (mine(ask)?, ask.lang);
    let (rows, people, standing) = ask.office.look(|unit, desk| {
        let (_, standing) = view::one(unit, desk, agent.id)?;
        let all = view::clients(unit, desk, agent.id)?;
        let (mut rows, mut people) = (Vec::new(), Vec::new());
        for one in commissions::of_agent(unit, agent.id)?.into_iter().rev().take(SHOWN) {
            let client = all.iter().find(|client| client.membership == one.membership);
            people.extend(client.map(|client| client.person));
            rows.push(json!({
                "month": one.month.to_string(), "name": client.map(|client| client.name.clone()),
                "stayed": one.stayed, "amount": one.amount, "law": render::named(desk.tree(), &one.law, lang),
                "state": texts::said(lang, &format!("agent.commission_{}", one.state), &[]),
            }));
        }
        Ok((rows, people, standing))
    })?;
    ask.shows(Deed::AgentWork, people)?;
    let held = agent.held.and_then(base::Moment::day).map(|day: Day| day.to_string());
    let values = context! { rows, due => standing.due, paid => standing.paid, held, terms => agent.terms };
    page(ask, "agent/commission.html", values)
}

fn territory(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let agent = mine(ask)?;
    let areas = ask.office.look(|unit, _| agents::territory(unit, agent.id))?;
    let areas: Vec<Json> = areas.iter().map(|code| area(code)).collect();
    page(ask, "agent/territory.html", context! { areas })
}

/// An area as pages show it.
pub(crate) fn area(code: &str) -> Json {
    let province = code.get(..2).unwrap_or(code);
    json!({ "code": code, "province": provinces::name(province), "is_district": code.len() > 2 })
}
