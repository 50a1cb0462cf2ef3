//! Cash: taken with a receipt to print, and handed over under a code.

use base::Day;
use minijinja::{Value, context};
use scheme::id::PersonId;
use serde_json::{Value as Json, json};
use store::queries::{agent_cash, agents};

use super::{mine, status};
use crate::actions::field_acts::{self, Act, Collect, Does, Whose};
use crate::actions::take_cash;
use crate::auth::Deed;
use crate::jobs;
use crate::office::code;
use crate::pages::questions::wrong;
use crate::pages::{form_page, page};
use crate::payroll::rupiah;
use crate::registry::{members, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::agent as view;

/// Handovers of a page.
const SHOWN: usize = 50;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/agent/cash", Deed::AgentWork, ask_cash),
        Route::form("/agent/cash", Deed::AgentWork, take),
        Route::page("/agent/receipts/{receipt}", Deed::AgentWork, receipt),
        Route::page("/agent/handover", Deed::AgentWork, handover),
        Route::form("/agent/handover", Deed::AgentWork, hand_over),
    ]
}

/// The name of a request: what is pressed twice is done once.
pub(super) fn request(ask: &mut Ask<'_>) -> Result<String, Problem> {
    let given = ask.form.get("request").to_owned();
    if given.parse::<i64>().is_ok() {
        return Ok(given);
    }
    Ok(ask.office.look(|_, desk| Ok(jobs::number(desk)))?.to_string())
}

/// Rupiah as people write them; nothing for what is none.
pub(super) fn amount(text: &str) -> Option<i64> {
    rupiah(text).filter(|amount| *amount > 0)
}

fn ask_cash(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    form(ask, &[])
}

fn form(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let agent = mine(ask)?;
    let (all, cash) = ask.office.look(|unit, desk| {
        Ok((view::clients(unit, desk, agent.id)?, view::cash_of(unit, desk, agent.id)?))
    })?;
    ask.shows(Deed::AgentWork, all.iter().map(|one| one.person).collect())?;
    let request = request(ask)?;
    let option =
        |one: &view::Client| json!({ "value": one.kpj, "text": format!("{} ({})", one.name, one.kpj) });
    let clients: Vec<Json> = all.iter().map(option).collect();
    let get = |name: &str| ask.form.get(name).to_owned();
    let chosen = if get("member").is_empty() { ask.query.get("card").to_owned() } else { get("member") };
    let day = if get("day").is_empty() { ask.office.today().to_string() } else { get("day") };
    let given = json!({ "member": chosen, "card": get("card"), "amount": get("amount"), "day": day });
    let room = (cash.limit - cash.held).max(0);
    let values = context! { given, clients, request, errors, held => cash.held, limit => cash.limit, room };
    Ok(form_page(ask, "agent/cash.html", values)?.status(status(errors)))
}

fn take(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let agent = mine(ask)?;
    let card = [ask.form.get("card"), ask.form.get("member")].into_iter().find(|card| !card.is_empty());
    let card = card.unwrap_or_default().to_owned();
    let (amount, day) = (amount(ask.form.get("amount")), ask.form.get("day").parse::<Day>().ok());
    let mut errors = Vec::new();
    errors.extend(card.is_empty().then(|| wrong(ask, "card", "agent.card_missing")));
    errors.extend(amount.is_none().then(|| wrong(ask, "amount", "agent.amount_wrong")));
    errors.extend(day.is_none().then(|| wrong(ask, "day", "agent.day_wrong")));
    let (Some(amount), Some(day), true) = (amount, day, errors.is_empty()) else { return form(ask, &errors) };
    let key = format!("page-{}", request(ask)?);
    let does = Does::Collect(Collect { whose: Whose::Card(card), amount, day });
    let act = Act { key, made: ask.office.now(), does };
    let answered = field_acts::run(ask.office, agent.id, &act)?;
    Ok(Reply::see(&match answered.kept.receipt {
        Some(receipt) => format!("/agent/receipts/{receipt}"),
        None => format!("/agent/acts/{}", answered.no),
    }))
}

/// A receipt, to show or to print. Of somebody whom another agent brought, only the card's number stands
/// there.
fn receipt(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (agent, no): (_, i64) = (mine(ask)?, ask.place("receipt")?);
    let found = ask.office.look(|unit, desk| {
        let Some(receipt) = agent_cash::receipt(unit, agent.id, no)? else { return Ok(None) };
        let row = members::row(unit, receipt.membership)?;
        let own = agents::who_brought(unit, row.id)? == Some(agent.id);
        let name =
            if own { Some(people::load(unit, desk, row.person)?.identity().name.clone()) } else { None };
        let person: Option<PersonId> = own.then_some(row.person);
        let (_, standing) = view::one(unit, desk, agent.id)?;
        let shown = json!({
            "no": no, "name": name, "kpj": members::kpj(desk, &row)?.to_string(), "amount": receipt.amount,
            "day": receipt.day.to_string(), "agent": agent.id, "office": standing.office,
            "entry": format!("{}-{}", receipt.journal, receipt.seq), "card": row.id.0,
        });
        Ok(Some((shown, person)))
    })?;
    let Some((receipt, person)) = found else { return Err(Problem::NotFound) };
    ask.shows(Deed::AgentWork, person.into_iter().collect())?;
    page(ask, "agent/receipt.html", context! { receipt })
}

fn handover(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let agent = mine(ask)?;
    let (cash, open, all) = ask.office.look(|unit, desk| {
        let cash = view::cash_of(unit, desk, agent.id)?;
        Ok((cash, agent_cash::open(unit, agent.id)?, agent_cash::handovers(unit, agent.id)?))
    })?;
    let open: Vec<Json> = open
        .iter()
        .map(|one| json!({ "no": one.no, "day": one.day.to_string(), "amount": one.amount }))
        .collect();
    let shown = |one: &agent_cash::Handover| {
        json!({
            "code": code::shown(one.code), "amount": one.amount, "due": one.due.to_string(),
            "paid": one.paid.map(|day| day.to_string()),
        })
    };
    let all: Vec<Json> = all.iter().rev().take(SHOWN).map(shown).collect();
    let values = context! {
        open, all, held => cash.held, sum => cash.open, due => cash.due.map(|day| day.to_string()),
    };
    form_page(ask, "agent/handover.html", values)
}

fn hand_over(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let agent = mine(ask)?;
    match take_cash::ask(ask.office, agent.id).map_err(Problem::from) {
        // Pressed twice, there is nothing left to ask for: the code stands on the page.
        Ok(_) => Ok(Reply::see("/agent/handover")),
        Err(Problem::Refused(refusal)) if refusal.code == "no_cash" => Ok(Reply::see("/agent/handover")),
        Err(problem) => Err(problem),
    }
}
