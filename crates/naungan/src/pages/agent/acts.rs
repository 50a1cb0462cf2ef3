//! What was done in the field and what became of it; where something stands against it, both sides.

use minijinja::context;
use serde_json::{Value as Json, json};
use store::queries::field_acts as rows;

use super::mine;
use crate::actions::field_acts::{self, Settle};
use crate::auth::Deed;
use crate::pages::{form_page, page};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::field;

/// Acts of a page.
const SHOWN: i64 = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/agent/acts", Deed::AgentWork, all),
        Route::page("/agent/acts/{act}", Deed::AgentWork, one),
        Route::form("/agent/acts/{act}", Deed::AgentWork, settle),
    ]
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (agent, lang) = (mine(ask)?, ask.lang);
    let acts = ask.office.look(|unit, desk| {
        let all = rows::latest(unit, agent.id, SHOWN)?;
        all.into_iter()
            .map(|row| {
                let kept = field_acts::open(desk, &row)?;
                Ok(field::line(&field_acts::fresh(row, kept), lang))
            })
            .collect::<anyhow::Result<Vec<Json>>>()
    })?;
    page(ask, "agent/acts.html", context! { acts })
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (agent, no): (_, i64) = (mine(ask)?, ask.place("act")?);
    act_page(ask, (agent.id, no), false)
}

/// An act with both sides, for the agent or for her branch.
pub(crate) fn act_page(ask: &mut Ask<'_>, (agent, no): (i64, i64), at_desk: bool) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let found = ask.office.look(|unit, desk| {
        let Some(row) = rows::read(unit, agent, no)? else { return Ok(None) };
        let made = row.made.to_string();
        let kept = field_acts::open(desk, &row)?;
        let answered = field_acts::fresh(row, kept);
        let sides = field::sides(unit, desk, (agent, &answered), (lang, at_desk))?;
        Ok(Some((answered, sides, made)))
    })?;
    let Some((answered, sides, made)) = found else { return Err(Problem::NotFound) };
    let deed = if at_desk { Deed::KeepAgents } else { Deed::AgentWork };
    ask.shows(deed, sides.people)?;
    let code = answered.code.clone().unwrap_or_default();
    let may_take = at_desk || code != "not_confirmed";
    let why = answered.kept.why.as_ref().filter(|_| at_desk);
    let why = why.map(|why| crate::pages::texts::said(lang, &format!("agent.why_{why}"), &[]));
    let place = if at_desk { format!("/desk/agents/{agent}/acts/{no}") } else { format!("/agent/acts/{no}") };
    let back = if at_desk { format!("/desk/agents/{agent}") } else { "/agent/acts".to_owned() };
    let values = context! {
        act => json!(field::line(&answered, lang)), mine => sides.mine, theirs => sides.theirs, code,
        may_take, why, place, back, made => made.get(..10),
    };
    form_page(ask, "agent/act.html", values)
}

fn settle(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (agent, no): (_, i64) = (mine(ask)?, ask.place("act")?);
    settled(ask, (agent.id, no), false)
}

/// Settles an act as the form says, and shows what came of it.
pub(crate) fn settled(ask: &mut Ask<'_>, (agent, no): (i64, i64), by_branch: bool) -> Result<Reply, Problem> {
    let takes = match ask.form.get("what") {
        "take" => true,
        "drop" => false,
        _ => return act_page(ask, (agent, no), by_branch),
    };
    let asked = Settle { agent, no, takes, by_branch, account: Some(ask.caller.account) };
    field_acts::settle(ask.office, &asked)?;
    let place =
        if by_branch { format!("/desk/agents/{agent}/acts/{no}") } else { format!("/agent/acts/{no}") };
    Ok(Reply::see(&place))
}
