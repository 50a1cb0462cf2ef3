//! Agents of an office: whom they bring, what they take in cash, when they bring it, what they earn.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use base::{Day, Month};
use scheme::id::{MembershipId, PersonId};
use scheme::memberships::Segment;
use store::queries::{agent_cash, bills, memberships};

use super::crowd::Crowd;
use super::{Frame, unless_refused};
use crate::actions::enrol_member::{self, EnrolMember};
use crate::actions::open_agent::{self, OpenAgent};
use crate::actions::take_cash::{self, TakeCash};
use crate::actions::{earn_commission, open_branch, register_person};
use crate::office::Office;

/// Whoever stops does so after so many months.
const STAYS: u32 = 2;
/// Of so many clients one stops.
const ONE_OF: usize = 4;
/// Agents bring people in the first two years, then they look after those.
const BRINGS: u32 = 24;
/// Commission is paid for so many months at once.
const PAID_MONTHS: u32 = 3;

/// Somebody who was brought.
struct Client {
    agent: i64,
    membership: MembershipId,
    since: u32,
    stays: bool,
}

/// The agents of a demo, and their clients.
#[derive(Default)]
pub(super) struct Agents {
    all: Vec<i64>,
    clients: Vec<Client>,
}

impl Agents {
    /// A branch, an office of agents at it, and agents who are people.
    pub(super) fn begin(&mut self, office: &mut Office, crowd: &mut Crowd, frame: &Frame) -> Result<()> {
        let province = frame.province.to_string();
        let branch = open_branch::run(office, &format!("Cabang Contoh {province}"), frame.province)?;
        let agency = open_agent::agency(office, "Yayasan Contoh Perisai", branch)?;
        for _ in 0..frame.sizes.agents {
            let person = register_person::run(office, &crowd.one().registers(), None)?.person;
            let asked = OpenAgent {
                agency,
                person: Some(PersonId(person)),
                terms: "by_staying".to_owned(),
                areas: vec![province.clone()],
            };
            self.all.push(open_agent::run(office, &asked)?);
        }
        Ok(())
    }

    /// Each agent brings somebody who pays for herself.
    pub(super) fn bring(
        &mut self,
        office: &mut Office,
        crowd: &mut Crowd,
        frame: &Frame,
        (k, day): (u32, Day),
    ) -> Result<()> {
        if k >= BRINGS.min(frame.months) {
            return Ok(());
        }
        for agent in self.all.clone() {
            let who = crowd.one();
            let enrolled = office.unit(|unit, desk| {
                let person = PersonId(register_person::within(unit, desk, &who.registers())?.person);
                let facts = [("income", "1000000"), ("sector", "other")];
                let asked = EnrolMember {
                    person,
                    segment: Segment::SelfEmployed,
                    payer: None,
                    started: day,
                    kpj: None,
                    facts: facts.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
                };
                Ok(enrol_member::within(unit, desk, &asked)?.membership)
            })?;
            let membership = MembershipId(enrolled);
            open_agent::bring(office, agent, membership)?;
            let stays = self.clients.len() % ONE_OF + 1 < ONE_OF;
            self.clients.push(Client { agent, membership, since: k, stays });
        }
        Ok(())
    }

    /// Clients pay what is open, in cash; whoever stops pays no more.
    pub(super) fn collect(&mut self, office: &mut Office, k: u32) -> Result<()> {
        let open = office.look(|unit, _| {
            let mut open = BTreeMap::new();
            for client in &self.clients {
                let payer = memberships::read(unit, client.membership)?.context("a client is lost")?.payer;
                let amount: i64 = bills::open_of(unit, payer)?.iter().map(|bill| bill.owed - bill.paid).sum();
                open.insert(client.membership, amount);
            }
            Ok(open)
        })?;
        for client in self.clients.iter().filter(|client| client.stays || k < client.since + STAYS) {
            let amount = open.get(&client.membership).copied().unwrap_or(0);
            if amount > 0 {
                take(office, client, amount)?;
            }
        }
        Ok(())
    }

    /// What was taken is brought to the bank; at the end of the demo the first agent has not done so yet.
    pub(super) fn hand_over(&mut self, office: &mut Office, frame: &Frame, k: u32) -> Result<()> {
        let late = usize::from(frame.is_last(k));
        self.all.iter().skip(late).try_for_each(|agent| brings(office, *agent))
    }

    /// What months that are settled have earned; some of it is paid.
    pub(super) fn earn(&mut self, office: &mut Office, (k, month): (u32, Month)) -> Result<()> {
        earn_commission::run(office, month)?;
        if k % PAID_MONTHS + 1 < PAID_MONTHS {
            return Ok(());
        }
        for agent in &self.all {
            match unless_refused(earn_commission::pay(office, *agent))? {
                Ok(_) | Err("no_commission") => {}
                Err(code) => bail!("agent {agent} could not be paid: {code}"),
            }
        }
        Ok(())
    }
}

/// A client's cash; an agent who holds as much as she may brings it first.
fn take(office: &mut Office, client: &Client, amount: i64) -> Result<()> {
    let Client { agent, membership, .. } = *client;
    let asked = TakeCash { agent, membership, amount, day: office.today() };
    match unless_refused(take_cash::run(office, &asked, None))? {
        Ok(_) => Ok(()),
        Err("too_much_cash") => {
            brings(office, agent)?;
            take_cash::run(office, &asked, None).map(drop)
        }
        Err(code) => bail!("agent {agent} could not take cash of {membership}: {code}"),
    }
}

/// All that an agent holds comes to the bank today.
fn brings(office: &mut Office, agent: i64) -> Result<()> {
    if office.look(|unit, _| agent_cash::held_by(unit, agent))? == 0 {
        return Ok(());
    }
    let handover = take_cash::ask(office, agent)?;
    let today = office.today();
    take_cash::came(office, handover.id, handover.amount, today)
}
