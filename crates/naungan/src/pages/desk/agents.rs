//! Agents of a branch: what they hold and earn, their areas, and what of the field waits for the branch.

use axum::http::StatusCode;
use minijinja::context;
use rules::render::Lang;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::agents::{self, Agent};
use store::queries::{agent_cash, field_acts as rows};

use crate::actions::{book_part, field_acts, open_agent, review_agents};
use crate::auth::owner::branches_of;
use crate::auth::{Caller, Deed};
use crate::office::{Desk, code};
use crate::pages::agent::acts::{act_page, settled};
use crate::pages::agent::area;
use crate::pages::{form_page, page};
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::{agent as view, field};

/// Acts that wait, as they are shown.
const SHOWN: i64 = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/desk/agents", Deed::SeeAgents, all),
        Route::page("/desk/agents/{agent}", Deed::SeeAgents, one),
        Route::form("/desk/agents/{agent}/areas", Deed::KeepAgents, areas),
        Route::form("/desk/agents/{agent}/commission", Deed::KeepAgents, commission),
        Route::form("/desk/agents/{agent}/part", Deed::BookShortCash, part),
        Route::page("/desk/agents/{agent}/acts/{act}", Deed::KeepAgents, act),
        Route::form("/desk/agents/{agent}/acts/{act}", Deed::KeepAgents, settle),
    ]
}

/// The agent of the address, if she is of a branch that whoever asks cares for.
fn found(ask: &mut Ask<'_>, deed: Deed) -> Result<Agent, Problem> {
    let (id, caller): (i64, _) = (ask.place("agent")?, ask.caller.clone());
    let found = ask.office.look(|unit, _| {
        let Some(agent) = agents::read(unit, id)? else { return Ok(None) };
        Ok(is_mine(unit, &caller, deed, &agent)?.then_some(agent))
    })?;
    found.ok_or(Problem::NotFound)
}

fn is_mine(unit: &mut Unit<'_>, caller: &Caller, deed: Deed, agent: &Agent) -> anyhow::Result<bool> {
    let branches = branches_of(unit, caller, deed)?;
    Ok(branches.is_none_or(|branches| branches.contains(&agent.branch)))
}

/// What an agent is called: her own name, or her office and number where she is nobody of the register.
pub(super) fn name_of(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent) -> anyhow::Result<String> {
    match agent.person {
        Some(person) => Ok(people::load(unit, desk, person)?.identity().name.clone()),
        None => Ok(format!("{} ({})", view::office_of(unit, desk, agent)?, agent.id)),
    }
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let caller = ask.caller.clone();
    let (rows, people) = ask.office.look(|unit, desk| {
        let (mut shown, mut people) = (Vec::new(), Vec::new());
        for (agent, standing) in view::all(unit, desk)? {
            if !is_mine(unit, &caller, Deed::SeeAgents, &agent)? {
                continue;
            }
            people.extend(agent.person);
            let open = rows::open(unit, agent.id, SHOWN)?.len();
            shown.push(json!({
                "id": agent.id, "name": name_of(unit, desk, &agent)?, "office": standing.office,
                "clients": standing.clients, "held": standing.held, "due": standing.due, "open": open,
                "late": standing.overdue.is_some(), "waits": agent.held.is_some(),
                "ended": agent.ended.map(|day| day.to_string()),
            }));
        }
        Ok((shown, people))
    })?;
    ask.shows(Deed::SeeAgents, people)?;
    page(ask, "desk/agents.html", context! { rows })
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    one_page(ask, &[])
}

fn one_page(ask: &mut Ask<'_>, errors: &[Json]) -> Result<Reply, Problem> {
    let (agent, lang) = (found(ask, Deed::SeeAgents)?, ask.lang);
    let keeps = crate::auth::scope(Deed::KeepAgents, ask.caller.role).is_some();
    let books = crate::auth::scope(Deed::BookShortCash, ask.caller.role).is_some();
    let (shown, acts, found, handovers) = ask.office.look(|unit, desk| {
        let (_, standing) = view::one(unit, desk, agent.id)?;
        let cash = view::cash_of(unit, desk, agent.id)?;
        let shown = json!({
            "id": agent.id, "name": name_of(unit, desk, &agent)?, "office": standing.office,
            "clients": standing.clients, "held": cash.held, "limit": cash.limit, "law": cash.law,
            "due": cash.due.map(|day| day.to_string()), "late": standing.overdue.is_some(),
            "earned": standing.due, "paid": standing.paid, "opened": agent.opened.to_string(),
            "waits": agent.held.and_then(base::Moment::day).map(|day| day.to_string()),
            "ended": agent.ended.map(|day| day.to_string()),
            "areas": standing.areas.iter().map(|code| area(code)).collect::<Vec<_>>(),
        });
        let (acts, found) = (waiting(unit, desk, &agent, lang)?, review_agents::look(unit, desk, &agent)?);
        Ok((shown, acts, found, on_the_way(unit, desk, agent.id, books)?))
    })?;
    ask.shows(Deed::SeeAgents, agent.person.into_iter().collect())?;
    let became = json!({
        "members": found.became.members, "deaths": found.became.soon_deaths, "paying": found.became.paying,
        "lapsed": found.became.lapsed, "telephone": found.became.telephone, "outside": found.outside,
    });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (area, line) = (ask.form.get("area").to_owned(), ask.form.get("line").to_owned());
    // What was written stands again beside the line it was about.
    let written = ask.form.get(&format!("why-{line}")).to_owned();
    let values = context! {
        agent => shown, acts, became, handovers, keeps, errors, area, why_line => line, why => written,
    };
    Ok(form_page(ask, "desk/agent.html", values)?.status(status))
}

/// Cash that is on its way, with the reason where it is the rest of what came before; for who books it, what
/// the bank has of it.
fn on_the_way(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: i64, books: bool) -> anyhow::Result<Vec<Json>> {
    let mut shown = Vec::new();
    for one in agent_cash::handovers(unit, agent)?.into_iter().filter(|one| one.paid.is_none()) {
        let lines = if books { book_part::lines(unit, desk, &one)? } else { Vec::new() };
        let lines = lines.iter().map(|line| {
            let short = line.amount.map(|amount| one.amount - amount);
            let day = line.paid.map(|day| day.to_string());
            json!({ "line": line.id, "amount": line.amount, "day": day, "short": short })
        });
        shown.push(json!({
            "id": one.id, "code": code::shown(one.code), "amount": one.amount, "due": one.due.to_string(),
            "why": book_part::why(unit, desk, one.id)?, "lines": lines.collect::<Vec<_>>(),
        }));
    }
    Ok(shown)
}

/// What came is booked, and the rest stays with her, with the reason.
fn part(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let agent = found(ask, Deed::BookShortCash)?;
    let number = |name: &str| ask.form.get(name).parse::<i64>().map_err(|_| Problem::NotFound);
    let (handover, line) = (number("handover")?, number("line")?);
    let (why, account) = (ask.form.get(&format!("why-{line}")).to_owned(), ask.caller.account);
    let done = ask.office.unit(|unit, desk| {
        let own = agent_cash::handover(unit, handover)?.is_some_and(|one| one.agent == agent.id);
        if own { book_part::of_line(unit, desk, (handover, line), &why, account).map(Some) } else { Ok(None) }
    });
    match done.map_err(Problem::from) {
        Ok(None) => Err(Problem::NotFound),
        Ok(Some(_)) => Ok(Reply::see(&format!("/desk/agents/{}", agent.id))),
        Err(Problem::Refused(refusal)) if refusal.code == "part_reason" => {
            let text = ask.pick(&refusal.id, &refusal.en).to_owned();
            one_page(ask, &[json!({ "field": format!("why-{line}"), "text": text })])
        }
        Err(problem) => Err(problem),
    }
}

/// What of hers waits for somebody.
fn waiting(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent, lang: Lang) -> anyhow::Result<Vec<Json>> {
    let mut shown = Vec::new();
    for row in rows::open(unit, agent.id, SHOWN)? {
        let kept = field_acts::open(desk, &row)?;
        shown.push(field::line(&field_acts::fresh(row, kept), lang));
    }
    Ok(shown)
}

/// An area begins, or ends.
fn areas(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let agent = found(ask, Deed::KeepAgents)?;
    let (ends, begins) = (ask.form.get("end").to_owned(), ask.form.get("area").to_owned());
    let account = Some(ask.caller.account);
    let done = ask.office.unit(|unit, desk| {
        if ends.is_empty() {
            return open_agent::add_area(unit, desk, (agent.id, &begins), account);
        }
        open_agent::end_area(unit, desk, (agent.id, &ends))
    });
    match done.map_err(Problem::from) {
        Ok(()) => Ok(Reply::see(&format!("/desk/agents/{}", agent.id))),
        Err(Problem::Refused(refusal)) if refusal.code == "no_area" => {
            let text = ask.pick(&refusal.id, &refusal.en).to_owned();
            one_page(ask, &[json!({ "field": "area", "text": text })])
        }
        Err(problem) => Err(problem),
    }
}

/// Commission waits for a review, or waits no more.
fn commission(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let agent = found(ask, Deed::KeepAgents)?;
    let holds = match ask.form.get("what") {
        "hold" => true,
        "release" => false,
        _ => return one_page(ask, &[]),
    };
    if holds != agent.held.is_some() {
        open_agent::hold(ask.office, agent.id, holds)?;
    }
    Ok(Reply::see(&format!("/desk/agents/{}", agent.id)))
}

fn act(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (agent, no): (_, i64) = (found(ask, Deed::KeepAgents)?, ask.place("act")?);
    act_page(ask, (agent.id, no), true)
}

fn settle(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (agent, no): (_, i64) = (found(ask, Deed::KeepAgents)?, ask.place("act")?);
    settled(ask, (agent.id, no), true)
}

#[cfg(test)]
mod tests;
