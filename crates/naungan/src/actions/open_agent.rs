//! An office of agents is opened; an agent begins, is given areas, brings members, and ends.

use anyhow::{Context, Result};
use scheme::id::{MembershipId, PersonId};
use scheme::law::SolidarityLaw;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::agents::{self, Agency, Agent};
use store::queries::{
    agent_cash, branches, commissions, institution, journals, memberships, outreaches, payers,
};

use crate::books;
use crate::office::{Desk, Office};
use crate::registry::{self, people};
use crate::views::provinces;

/// What the law calls the terms by which an agent earns when members stay.
const STAYING: &str = "by_staying";

/// Opens an office at a branch; gives its number.
pub(crate) fn agency(office: &mut Office, name: &str, branch: i64) -> Result<i64> {
    office.unit(|unit, desk| {
        let name = name.trim();
        if name.is_empty() {
            let (id, en) = ("kantor agen perlu nama", "an office of agents needs a name");
            return Err(Refusal::new("agency_unnamed", id, en).into());
        }
        if branches::read(unit, branch)?.is_none() {
            let id = format!("tidak ada cabang {branch}");
            return Err(registry::not_there(id, format!("there is no branch {branch}")).into());
        }
        let id = institution::take_numbers(unit, 1)?;
        let sealed = desk.keys.seal(&agents::context(id), name.as_bytes());
        let row = Agency { id, branch, sealed, opened: desk.today, ended: None, known: desk.now };
        agents::add_agency(unit, &row)?;
        registry::note(unit, desk, "agency opened", id)?;
        Ok(id)
    })
}

/// An agent as she begins.
#[derive(Clone, Debug)]
pub(crate) struct OpenAgent {
    pub(crate) agency: i64,
    pub(crate) person: Option<PersonId>,
    /// The terms she is paid by, as the law calls them.
    pub(crate) terms: String,
    /// Codes of provinces or districts; none means everywhere.
    pub(crate) areas: Vec<String>,
}

/// Opens an agent; gives her number.
pub(crate) fn run(office: &mut Office, asked: &OpenAgent) -> Result<i64> {
    office.unit(|unit, desk| {
        let agency = agents::agency(unit, asked.agency)?.ok_or_else(|| {
            let no = asked.agency;
            registry::not_there(format!("tidak ada kantor agen {no}"), format!("there is no agency {no}"))
        })?;
        if let Some(person) = asked.person {
            people::load(unit, desk, person)?;
        }
        may_be_paid_by(desk, &asked.terms)?;
        let id = institution::take_numbers(unit, 1)?;
        agents::add(
            unit,
            &Agent {
                id,
                agency: agency.id,
                branch: agency.branch,
                person: asked.person,
                account: None,
                terms: asked.terms.clone(),
                opened: desk.today,
                ended: None,
                held: None,
                known: desk.now,
            },
        )?;
        for area in &asked.areas {
            agents::add_territory(unit, (id, area), desk.today, None, desk.now)?;
        }
        registry::note(unit, desk, "agent opened", id)?;
        Ok(id)
    })
}

/// Refuses terms that the law does not know, and those of 2018: they paid for enrolling people who were
/// dying, and nobody is paid by them any more.
fn may_be_paid_by(desk: &Desk<'_>, terms: &str) -> Result<()> {
    let law = SolidarityLaw::new(desk.law)?;
    law.put(&mut law.facts(), "agent_terms", terms)?;
    if terms == STAYING {
        return Ok(());
    }
    let id = format!("syarat {terms} dari tahun 2018 tidak dipakai lagi: pilih {STAYING}");
    let en = format!("the terms {terms} are those of 2018 and not in use: choose {STAYING}");
    Err(Refusal::new("agent_terms", id, en).into())
}

/// An agent by number, at work or not.
pub(crate) fn load(unit: &mut Unit<'_>, id: i64) -> Result<Agent> {
    let there = agents::read(unit, id)?;
    Ok(there.ok_or_else(|| {
        registry::not_there(format!("tidak ada agen {id}"), format!("there is no agent {id}"))
    })?)
}

/// An agent who is at work.
pub(crate) fn at_work(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64) -> Result<Agent> {
    let agent = load(unit, id)?;
    match agent.ended {
        Some(ended) if ended < desk.today => {
            let said = format!("agen {id} berhenti pada {ended}");
            Err(Refusal::new("agent_ended", said, format!("agent {id} ended on {ended}")).into())
        }
        _ => Ok(agent),
    }
}

/// Writes down that an agent enrolled a member who pays for herself.
pub(crate) fn bring(office: &mut Office, agent: i64, membership: MembershipId) -> Result<()> {
    office.unit(|unit, desk| {
        let agent = at_work(unit, desk, agent)?;
        bring_within(unit, desk, &agent, (membership, None))
    })
}

/// The same within a unit that does more; with the province where she was met, as far as it is known. Drives
/// of the agent's branch or province count her.
pub(crate) fn bring_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    agent: &Agent,
    (membership, area): (MembershipId, Option<&str>),
) -> Result<()> {
    let row = memberships::read(unit, membership)?.ok_or_else(|| {
        let id = format!("tidak ada kepesertaan {membership}");
        registry::not_there(id, format!("there is no membership {membership}"))
    })?;
    let payer = payers::read(unit, row.payer)?.context("a membership without a payer")?;
    let from = registry::members::whole(unit, row.person)?.stretches(membership)?;
    let began = from.first().map(|first| first.from);
    refuse_not_hers(agent, &payer.kind, began, membership)?;
    if let Some(other) = agents::who_brought(unit, membership)? {
        let id = format!("peserta ini didaftarkan agen {other}");
        return Err(Refusal::new("brought_already", id, format!("agent {other} brought this member")).into());
    }
    refuse_elsewhere(&agents::territory(unit, agent.id)?, area.unwrap_or(&payer.province))?;
    agents::brought(unit, agent.id, membership, desk.today, desk.now)?;
    if let Some(area) = area {
        agents::brought_at(unit, membership, area, desk.now)?;
    }
    let province = branches::read(unit, agent.branch)?.map(|branch| branch.province).unwrap_or_default();
    for drive in outreaches::running(unit, agent.branch, &province, desk.today)? {
        outreaches::count(unit, drive.id, membership, desk.now)?;
    }
    registry::note(unit, desk, "member brought by an agent", agent.id)
}

fn refuse_not_hers(
    agent: &Agent,
    kind: &str,
    began: Option<base::Month>,
    membership: MembershipId,
) -> Result<(), Refusal> {
    if kind != "own" {
        let id = "agen hanya mendaftarkan orang yang membayar sendiri";
        return Err(Refusal::new("not_self_paying", id, "an agent enrols people who pay for themselves"));
    }
    if began.is_none_or(|began| began < agent.opened.month()) {
        let id = format!("kepesertaan {membership} lebih lama daripada masa kerja agen");
        let en = format!("membership {membership} began before the agent did");
        return Err(Refusal::new("brought_before", id, en));
    }
    Ok(())
}

/// A province is an area, and so is each of its districts, whose codes begin with it.
pub(crate) fn refuse_elsewhere(areas: &[String], province: &str) -> Result<(), Refusal> {
    let is_near = |area: &String| area.starts_with(province) || province.starts_with(area.as_str());
    if areas.is_empty() || province.is_empty() || areas.iter().any(is_near) {
        return Ok(());
    }
    let (id, en) =
        (format!("provinsi {province} di luar wilayah agen"), format!("province {province} is not hers"));
    Err(Refusal::new("outside_territory", id, en))
}

/// Lets an agent's commission wait, or releases it; a review says which.
pub(crate) fn hold(office: &mut Office, agent: i64, holds: bool) -> Result<()> {
    office.unit(|unit, desk| hold_within(unit, desk, agent, holds))
}

/// The same within a unit that does more.
pub(crate) fn hold_within(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: i64, holds: bool) -> Result<()> {
    // Whoever pays her holds the same journal.
    journals::hold(unit, books::journal_of(agent))?;
    load(unit, agent)?;
    agents::hold(unit, agent, holds.then_some(desk.now))?;
    let (from, to, said) =
        if holds { ("earned", "held", "agent held") } else { ("held", "earned", "agent released") };
    commissions::move_all(unit, agent, from, to)?;
    registry::note(unit, desk, said, agent)
}

/// An area is an agent's from today on: the code of a province, or of a district in one.
pub(crate) fn add_area(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (agent, area): (i64, &str),
    account: Option<i64>,
) -> Result<()> {
    let agent = at_work(unit, desk, agent)?;
    let is_code = matches!(area.len(), 2 | 4) && area.bytes().all(|byte| byte.is_ascii_digit());
    if !is_code || !provinces::is_code(&area[..2]) {
        let id = "tulis kode provinsi (dua angka) atau kabupaten/kota (empat angka), seperti 31 atau 3174";
        let en = "write the code of a province (two figures) or a district (four), such as 31 or 3174";
        return Err(Refusal::new("no_area", id, en).into());
    }
    if !agents::territory(unit, agent.id)?.iter().any(|known| known == area) {
        agents::add_territory(unit, (agent.id, area), desk.today, account, desk.now)?;
        registry::note(unit, desk, "area of an agent added", agent.id)?;
    }
    Ok(())
}

/// An area is an agent's until today.
pub(crate) fn end_area(unit: &mut Unit<'_>, desk: &Desk<'_>, (agent, area): (i64, &str)) -> Result<()> {
    load(unit, agent)?;
    if agents::end_territory(unit, (agent, area), desk.today)? {
        registry::note(unit, desk, "area of an agent ended", agent)?;
    }
    Ok(())
}

/// Ends an agent who holds no cash any more.
pub(crate) fn end(office: &mut Office, agent: i64) -> Result<()> {
    office.unit(|unit, desk| {
        // Whoever takes cash holds the same journal.
        journals::hold(unit, books::journal_of(agent))?;
        at_work(unit, desk, agent)?;
        let held = agent_cash::held_by(unit, agent)?;
        if held != 0 {
            let id = format!("agen masih memegang {held}: setorkan dahulu");
            let en = format!("the agent still holds {held}: hand it over first");
            return Err(Refusal::new("cash_in_hand", id, en).into());
        }
        agents::end(unit, agent, desk.today)?;
        registry::note(unit, desk, "agent ended", agent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::Trial;
    use crate::trial::giving::refused;

    #[test]
    fn an_agent_is_paid_when_members_stay_and_by_nothing_else() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2026-02-02");
            let agency = agency(&mut trial.office, "Yayasan Uji", trial.branch).expect("an office");
            let mut opens = |terms: &str| {
                let terms = terms.to_owned();
                let asked = OpenAgent { agency, person: None, terms, areas: Vec::new() };
                run(&mut trial.office, &asked)
            };
            assert_eq!(refused(opens("by_enrolment")), "agent_terms");
            assert_eq!(refused(opens("by_the_week")), "no_such_value");
            assert!(opens(STAYING).is_ok());
        });
    }
}
