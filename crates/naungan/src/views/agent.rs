//! Agents as pages and commands show them: whom they brought, what they hold, what they have earned.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::Day;
use scheme::law::SolidarityLaw;
use scheme::solidarity::cash;
use store::Unit;
use store::queries::agents::{self, Agent};
use store::queries::{agent_cash, commissions};

use crate::actions::open_agent;
use crate::office::Desk;

/// What there is to say of an agent.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    /// Her office.
    pub(crate) office: String,
    /// Where she may enrol; nothing for everywhere.
    pub(crate) areas: Vec<String>,
    /// How many she brought.
    pub(crate) clients: usize,
    /// Cash that is not at the bank yet.
    pub(crate) held: i64,
    /// The day by which some of it should have been there, where that is past.
    pub(crate) overdue: Option<Day>,
    /// Commission earned and not paid, also what waits.
    pub(crate) due: i64,
    /// Commission paid.
    pub(crate) paid: i64,
}

/// Every agent.
pub(crate) fn all(unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<Vec<(Agent, Standing)>> {
    let all = agents::all(unit)?;
    all.into_iter().map(|agent| Ok((agent.clone(), standing(unit, desk, &agent)?))).collect()
}

/// One agent.
pub(crate) fn one(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64) -> Result<(Agent, Standing)> {
    let agent = open_agent::load(unit, id)?;
    let standing = standing(unit, desk, &agent)?;
    Ok((agent, standing))
}

fn standing(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent) -> Result<Standing> {
    let agency = agents::agency(unit, agent.agency)?.context("an agent without an office")?;
    let office = desk.keys.open(&agents::context(agency.id), &agency.sealed)?;
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for row in commissions::of_agent(unit, agent.id)? {
        *sums.entry(row.state).or_default() += row.amount;
    }
    let sum = |state: &str| sums.get(state).copied().unwrap_or(0);
    Ok(Standing {
        office: String::from_utf8(office)?,
        areas: agents::territory(unit, agent.id)?,
        clients: agents::clients(unit, agent.id)?.len(),
        held: agent_cash::held_by(unit, agent.id)?,
        overdue: overdue(unit, desk, agent.id)?,
        due: sum("earned") + sum("held"),
        paid: sum("paid"),
    })
}

/// The earliest day by which cash should have been brought, where it is past.
fn overdue(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: i64) -> Result<Option<Day>> {
    let on_the_way = agent_cash::handovers(unit, agent)?;
    let mut days: Vec<Day> = on_the_way.iter().filter(|one| one.paid.is_none()).map(|one| one.due).collect();
    if let Some(first) = agent_cash::open(unit, agent)?.iter().map(|receipt| receipt.day).min() {
        let law = SolidarityLaw::new(desk.law)?;
        days.extend(cash::due(&law, first)?.map(|told| told.value));
    }
    Ok(days.into_iter().min().filter(|day| *day < desk.today))
}
