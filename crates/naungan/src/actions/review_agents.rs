//! What became of the members that agents brought, and whether the law has somebody look at it. Deaths soon
//! after enrolment let an agent's commission wait; the claim of a family never does.

use std::collections::BTreeMap;

use anyhow::Result;
use base::{Day, Moment};
use scheme::contributions::{State, standing};
use scheme::facts::{History, Subject};
use scheme::id::{MembershipId, PersonId};
use scheme::law::SolidarityLaw;
use scheme::memberships::Segment;
use scheme::people::day_of_death;
use scheme::solidarity::review::{self, Became, Looks};
use store::Unit;
use store::queries::agents::{self, Agent};
use store::queries::commissions;

use super::open_agent::hold_within;
use crate::books::paid_to::paid_to;
use crate::office::Desk;
use crate::registry::{members, people};

/// What was found of an agent.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) became: Became,
    pub(crate) looks: Looks,
    /// Members whom she met outside her areas.
    pub(crate) outside: i64,
}

/// Looks at what became of an agent's members.
pub(crate) fn look(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent) -> Result<Found> {
    let law = SolidarityLaw::new(desk.law)?;
    let earned = earned_on(unit, agent)?;
    let areas = agents::territory(unit, agent.id)?;
    let (mut became, mut telephones, mut outside) = (Became::default(), BTreeMap::new(), 0);
    for (membership, brought, area) in agents::clients_at(unit, agent.id)? {
        let person = members::row(unit, membership)?.person;
        became.members += 1;
        if let Some(died) = death_of(unit, person)?.map(|(day, _)| day) {
            let until = review::soon_until(&law, brought)?.map(|told| told.value);
            became.soon_deaths += i64::from(until.is_some_and(|until| died <= until));
        } else {
            let has_stopped = earned.contains_key(&membership) && has_lapsed(unit, desk, membership)?;
            became.lapsed += i64::from(has_stopped);
        }
        became.paying += i64::from(earned.contains_key(&membership));
        let who = people::load(unit, desk, person)?;
        if let Some(phone) = who.identity().phone.as_deref() {
            let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
            *telephones.entry(digits).or_insert(0) += 1;
        }
        let is_near = |area: &String| areas.iter().any(|own| own.starts_with(area.as_str()));
        let is_far = !areas.is_empty() && area.is_some_and(|area| !is_near(&area));
        outside += i64::from(is_far);
    }
    became.telephone = telephones.into_values().max().unwrap_or(0);
    let looks = review::looks(&law, &became, desk.today)?;
    Ok(Found { became, looks, outside })
}

/// Lets the commission of an agent wait where too many died soon, unless a review has released it since those
/// deaths became known.
pub(crate) fn hold(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent, found: &Found) -> Result<bool> {
    if agent.held.is_some() || !found.looks.deaths.value {
        return Ok(false);
    }
    let released = store::queries::acts::of(unit, agent.id)?;
    let released = released.iter().rev().find(|act| act.what == RELEASED).map(|act| act.at);
    if let Some(released) = released
        && !is_known_since(unit, desk, agent, released)?
    {
        return Ok(false);
    }
    hold_within(unit, desk, agent.id, true)?;
    Ok(true)
}

/// How a release stands in the record of acts.
const RELEASED: &str = "agent released";

/// Whether a death soon after enrolment became known after a moment.
fn is_known_since(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent, since: Moment) -> Result<bool> {
    let law = SolidarityLaw::new(desk.law)?;
    for (membership, brought) in agents::clients(unit, agent.id)? {
        let person = members::row(unit, membership)?.person;
        let Some((died, known)) = death_of(unit, person)? else { continue };
        let until = review::soon_until(&law, brought)?.map(|told| told.value);
        if known > since && until.is_some_and(|until| died <= until) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The day of a death, and when it became known.
fn death_of(unit: &mut Unit<'_>, person: PersonId) -> Result<Option<(Day, Moment)>> {
    let facts = store::queries::facts::of(unit, Subject::Person(person))?;
    let known = facts.iter().filter(|fact| fact.name == "died").map(|fact| fact.known).max();
    Ok(day_of_death(&History::new(facts), Moment::EVER).zip(known))
}

/// Members on whom commission was earned.
fn earned_on(unit: &mut Unit<'_>, agent: &Agent) -> Result<BTreeMap<MembershipId, i64>> {
    let mut earned = BTreeMap::new();
    for row in commissions::of_agent(unit, agent.id)? {
        *earned.entry(row.membership).or_insert(0) += row.amount;
    }
    earned.retain(|_, amount| *amount > 0);
    Ok(earned)
}

/// Whether she is past the grace in which she could still have paid.
fn has_lapsed(unit: &mut Unit<'_>, desk: &Desk<'_>, membership: MembershipId) -> Result<bool> {
    let Some(law) = desk.law.segment(Segment::SelfEmployed.name()) else { return Ok(false) };
    let Some(paid) = paid_to(unit, membership)? else { return Ok(false) };
    let stands = standing(desk.law, law, paid.month, false, desk.today)?;
    Ok(stands.is_some_and(|stands| matches!(stands.state, State::Ended | State::Inactive)))
}

#[cfg(test)]
mod tests {
    use base::Day;
    use store::queries::signals;

    use super::*;
    use crate::actions::field_acts::{self, Act, Does, Enrol};
    use crate::actions::open_agent::{self, OpenAgent};
    use crate::jobs;
    use crate::trial::{Trial, day};

    /// An agent who brought so many, all with one telephone.
    fn begun(trial: &mut Trial, members: usize) -> (i64, Vec<PersonId>) {
        let branch = trial.branch;
        let agency = open_agent::agency(&mut trial.office, "Kantor Rukun", branch).expect("an office");
        let asked =
            OpenAgent { agency, person: None, terms: "by_staying".to_owned(), areas: vec!["31".to_owned()] };
        let agent = open_agent::run(&mut trial.office, &asked).expect("an agent");
        for no in 0..members {
            let does = Does::Enrol(Enrol {
                nik: format!("990101450190{:04}", no + 11),
                name: format!("Sutini {}", ["Satu", "Dua", "Tiga", "Empat"][no % 4]),
                phone: "081300000011".to_owned(),
                sector: "other".to_owned(),
                income: 1_000_000,
                saves: false,
                area: "31".to_owned(),
            });
            let act = Act { key: format!("e{no}"), made: trial.office.now(), does };
            let answered = field_acts::run(&mut trial.office, agent, &act).expect("an answer");
            assert_eq!(answered.answer, "taken", "{answered:?}");
        }
        let people = trial.office.look(|unit, _| {
            agents::clients(unit, agent)?.iter().map(|(id, _)| Ok(members::row(unit, *id)?.person)).collect()
        });
        (agent, people.expect("a look"))
    }

    fn dies(trial: &mut Trial, person: PersonId, on: Day) {
        let noted = trial.office.unit(|unit, desk| {
            let history = crate::registry::history(unit, Subject::Person(person))?;
            let fact = scheme::people::died(person, &history, on, desk.today, desk.now)?;
            crate::registry::add_facts(unit, &[fact])
        });
        noted.expect("a death is noted");
    }

    fn kinds(trial: &mut Trial) -> Vec<String> {
        jobs::signals::all(&mut trial.office, &mut |_, _, _| Ok(())).expect("lists are made");
        let branch = trial.branch;
        let found = trial.office.look(|unit, _| signals::of_branch(unit, branch, 100)).expect("a look");
        let agents = found.into_iter().filter(|one| one.kind.starts_with("agent"));
        agents.map(|one| format!("{} {}", one.kind, one.facts)).collect()
    }

    #[test]
    fn deaths_soon_after_enrolment_let_commission_wait_until_somebody_has_looked() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-12-03");
            let (agent, people) = begun(&mut trial, 3);
            assert_eq!(kinds(&mut trial), ["agent_telephone people=3"]);
            trial.clock.advance(day("2026-01-20"));
            dies(&mut trial, people[0], day("2026-01-10"));
            assert_eq!(kinds(&mut trial), ["agent_telephone people=3"], "one death is nobody's fault");
            dies(&mut trial, people[1], day("2026-01-12"));
            let all = ["agent_deaths deaths=2;members=3", "agent_telephone people=3"];
            assert_eq!(kinds(&mut trial), all);
            let held = |trial: &mut Trial| {
                let read = trial.office.look(|unit, _| agents::read(unit, agent)).expect("a look");
                read.expect("the agent").held.is_some()
            };
            assert!(held(&mut trial));
            // Once somebody has looked, the same deaths do not let it wait again.
            open_agent::hold(&mut trial.office, agent, false).expect("released");
            trial.clock.advance(day("2026-01-21"));
            assert_eq!(kinds(&mut trial), all);
            assert!(!held(&mut trial));
            trial.clock.advance(day("2026-01-22"));
            dies(&mut trial, people[2], day("2026-01-21"));
            kinds(&mut trial);
            assert!(held(&mut trial), "a new death does");
        });
    }
}
