//! Agents as pages and commands show them: whom they brought, what they hold, what they have earned.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::{Day, Month};
use scheme::contributions::{self, State};
use scheme::id::{MembershipId, PersonId};
use scheme::law::SolidarityLaw;
use scheme::memberships::Segment;
use scheme::solidarity::cash;
use store::Unit;
use store::queries::agents::{self, Agent};
use store::queries::{agent_cash, bills, commissions};

use crate::actions::open_agent;
use crate::books::paid_to::paid_to;
use crate::office::Desk;
use crate::registry::{members, people};

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

/// What an agent's office is called.
pub(crate) fn office_of(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent) -> Result<String> {
    let agency = agents::agency(unit, agent.agency)?.context("an agent without an office")?;
    Ok(String::from_utf8(desk.keys.open(&agents::context(agency.id), &agency.sealed)?)?)
}

fn standing(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent) -> Result<Standing> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for row in commissions::of_agent(unit, agent.id)? {
        *sums.entry(row.state).or_default() += row.amount;
    }
    let sum = |state: &str| sums.get(state).copied().unwrap_or(0);
    Ok(Standing {
        office: office_of(unit, desk, agent)?,
        areas: agents::territory(unit, agent.id)?,
        clients: agents::clients(unit, agent.id)?.len(),
        held: agent_cash::held_by(unit, agent.id)?,
        overdue: cash_of(unit, desk, agent.id)?.due.filter(|day| *day < desk.today),
        due: sum("earned") + sum("held"),
        paid: sum("paid"),
    })
}

/// The cash she holds, what she may hold, and by when it is to be at the bank.
#[derive(Clone, Debug)]
pub(crate) struct Cash {
    pub(crate) held: i64,
    /// The most she may hold.
    pub(crate) limit: i64,
    /// The provision that says so.
    pub(crate) law: String,
    /// Of it, what no handover was asked for.
    pub(crate) open: i64,
    /// The first day by which some of it has to be there.
    pub(crate) due: Option<Day>,
}

/// What an agent holds today.
pub(crate) fn cash_of(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: i64) -> Result<Cash> {
    let law = SolidarityLaw::new(desk.law)?;
    let limit = cash::limit(&law, desk.today)?;
    let receipts = agent_cash::open(unit, agent)?;
    let mut days: Vec<Day> = Vec::new();
    if let Some(first) = receipts.iter().map(|receipt| receipt.day).min() {
        days.extend(cash::due(&law, first)?.map(|told| told.value));
    }
    let on_the_way = agent_cash::handovers(unit, agent)?;
    days.extend(on_the_way.iter().filter(|one| one.paid.is_none()).map(|one| one.due));
    Ok(Cash {
        held: agent_cash::held_by(unit, agent)?,
        limit: limit.value,
        law: limit.citation.map(|law| law.instrument).unwrap_or_default(),
        open: receipts.iter().map(|receipt| receipt.amount).sum(),
        due: days.into_iter().min(),
    })
}

/// Somebody whom an agent brought.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) membership: MembershipId,
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) kpj: String,
    pub(crate) brought: Day,
    /// `paid`, `grace`, `ended`, or `new` while nothing was paid.
    pub(crate) state: &'static str,
    /// The last month that is paid.
    pub(crate) paid: Option<Month>,
    /// Until when arrears can still be paid.
    pub(crate) until: Option<Day>,
    /// What is owed.
    pub(crate) owed: i64,
}

/// Whom an agent brought, and how each is covered: first those whose cover ends first.
pub(crate) fn clients(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: i64) -> Result<Vec<Client>> {
    let mut all = Vec::new();
    for (membership, brought) in agents::clients(unit, agent)? {
        all.push(client(unit, desk, (membership, brought))?);
    }
    all.sort_by_key(|one: &Client| (one.until.is_none(), one.until, one.membership));
    Ok(all)
}

fn client(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (membership, brought): (MembershipId, Day),
) -> Result<Client> {
    let row = members::row(unit, membership)?;
    let whole = people::load(unit, desk, row.person)?;
    let bills = bills::of_payer(unit, row.payer, row.started.month(), desk.today.month())?;
    let owed = bills.iter().map(|bill| bill.owed - bill.paid).filter(|open| *open > 0).sum();
    let paid = paid_to(unit, membership)?.filter(|paid| paid.ever);
    let stands = match (desk.law.segment(Segment::SelfEmployed.name()), paid) {
        (Some(law), Some(paid)) if paid.owing => {
            contributions::standing(desk.law, law, paid.month, false, desk.today)?
        }
        _ => None,
    };
    let state = match (&stands, paid) {
        (_, None) => "new",
        (Some(stands), _) if stands.state == State::InGrace => "grace",
        (Some(stands), _) if stands.state != State::PaidUp => "ended",
        _ => "paid",
    };
    Ok(Client {
        membership,
        person: row.person,
        name: whole.identity().name.clone(),
        kpj: members::kpj(desk, &row)?.to_string(),
        brought,
        state,
        paid: paid.map(|paid| paid.month),
        until: stands.filter(|_| state == "grace").map(|stands| stands.grace_ends),
        owed,
    })
}
