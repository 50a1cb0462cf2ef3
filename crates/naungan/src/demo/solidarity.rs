//! Money of others in the course of a demo: donors and budgets with their campaigns, lists of names, riders
//! of platforms, agents in the field. All of it goes through the actions that everybody uses, on days of its
//! own.

pub(crate) mod accident;
mod agents;
mod crowd;
mod donors;
mod lists;
mod riders;

use std::collections::BTreeMap;

use anyhow::Result;
use base::{Day, Month};
use scheme::employers::PayerKind;
use scheme::id::{PayerId, PersonId};
use scheme::refusal::Refusal;
use store::queries::{payers, rolls};

use self::agents::Agents;
use self::crowd::Crowd;
use self::donors::Donors;
pub(super) use self::donors::first_donor;
use self::lists::Lists;
use self::riders::Riders;
use super::margins::Margins;
use super::plan::Plan;
use super::play::Ids;
use crate::actions::ask_renewal;
use crate::office::Office;

/// Days of a month. The month is run between them, on a day of `parameters.csv`.
const ASKED: u32 = 2;
const BEGUN: u32 = 3;
const GIVEN: u32 = 4;
const HANDED_IN: u32 = 5;
const PLEDGED: u32 = 6;
const CHOSEN: u32 = 7;
const REFUSED: u32 = 9;
const BROUGHT: u32 = 10;
const ANSWERED: u32 = 12;
const COLLECTED: u32 = 22;
const TO_THE_BANK: u32 = 23;
const PAID: u32 = 25;
const WAITING: u32 = 26;
const RODE: [u32; 4] = [7, 14, 21, 28];
const EARNED: u32 = 28;

/// A small demo has something to look at too.
const LINES_MIN: i64 = 32;
const RIDERS_MIN: i64 = 10;
const AGENTS_MIN: i64 = 2;
/// More names than this are no list that a village hands in.
const LINES_MAX: i64 = 20_000;

/// How much of each there is, by the number of members.
struct Sizes {
    lines: usize,
    riders: usize,
    agents: usize,
}

impl Sizes {
    fn of(members: u32) -> Sizes {
        let own = &Margins::get().parameters;
        let part = |per_10000: i64, least: i64| {
            let count = (i64::from(members) * per_10000 / 10_000).clamp(least, LINES_MAX);
            usize::try_from(count).unwrap_or(0)
        };
        Sizes {
            lines: part(own.list_lines_per_10000, LINES_MIN),
            riders: part(own.riders_per_10000, RIDERS_MIN),
            agents: part(own.agents_per_10000, AGENTS_MIN),
        }
    }
}

/// What is the same all the time.
struct Frame {
    seed: u64,
    months: u32,
    /// The first month that the law does not know.
    ends: Month,
    /// Where it takes place, and which employer there has most people.
    province: u8,
    employer: Option<PayerId>,
    sizes: Sizes,
}

impl Frame {
    /// So many months from one on, or as many as the law knows.
    fn span(&self, from: Month, wanted: i32) -> i32 {
        wanted.min(from.months_until(self.ends)).max(0)
    }

    /// Whether it is the last month.
    fn is_last(&self, k: u32) -> bool {
        k + 1 == self.months
    }
}

/// Everybody who gives, is paid for, rides and collects.
pub(super) struct Solidarity {
    frame: Frame,
    crowd: Crowd,
    donors: Option<Donors>,
    lists: Lists,
    riders: Riders,
    agents: Agents,
}

impl Solidarity {
    pub(super) fn new(plan: &Plan, office: &Office) -> Solidarity {
        let (_, ends) = office.law.tree().jurisdiction.known;
        let frame = Frame {
            seed: plan.seed,
            months: plan.months(),
            ends: ends.month(),
            province: 0,
            employer: None,
            sizes: Sizes::of(plan.members()),
        };
        Solidarity {
            frame,
            crowd: Crowd::new(plan),
            donors: None,
            lists: Lists::default(),
            riders: Riders::default(),
            agents: Agents::default(),
        }
    }

    /// What happens on a day of the month of this number, the first being 0; on most days nothing does.
    pub(super) fn day(
        &mut self,
        office: &mut Office,
        plan: &Plan,
        ids: &Ids,
        (k, day): (u32, Day),
    ) -> Result<()> {
        let at = day.day_of_month();
        self.crowd.turn(day);
        match at {
            BEGUN if k == 0 => self.begin(office)?,
            BEGUN => self.riders.settle(office, &self.frame, (k, day))?,
            ASKED => drop(office.unit(ask_renewal::all)?),
            GIVEN | PLEDGED => self.give(office, (k, day))?,
            HANDED_IN | CHOSEN | REFUSED | ANSWERED | PAID | WAITING => self.of_lists(office, (k, day))?,
            BROUGHT => self.agents.bring(office, &mut self.crowd, &self.frame, (k, day))?,
            COLLECTED => self.agents.collect(office, k)?,
            TO_THE_BANK => self.agents.hand_over(office, &self.frame, k)?,
            _ => {}
        }
        if at == BEGUN && Riders::begin_in(&self.frame, k) {
            self.riders.begin(office, &mut self.crowd, &self.frame, &platforms(plan, ids)?)?;
        }
        if RODE.contains(&at) {
            self.riders.ride(office, &self.frame, (k, day))?;
        }
        if at == EARNED { self.agents.earn(office, (k, day.month())) } else { Ok(()) }
    }

    fn begin(&mut self, office: &mut Office) -> Result<()> {
        (self.frame.employer, self.frame.province) = largest(office)?;
        self.agents.begin(office, &mut self.crowd, &self.frame)?;
        self.donors = Some(Donors::begin(office, &self.frame)?);
        Ok(())
    }

    fn give(&mut self, office: &mut Office, (k, day): (u32, Day)) -> Result<()> {
        match &mut self.donors {
            Some(donors) => donors.give(office, &self.frame, (k, day)),
            None => Ok(()),
        }
    }

    fn of_lists(&mut self, office: &mut Office, (k, day): (u32, Day)) -> Result<()> {
        let Some(donors) = &mut self.donors else { return Ok(()) };
        let (frame, lists) = (&self.frame, &mut self.lists);
        match day.day_of_month() {
            HANDED_IN => lists.hand_in(office, &mut self.crowd, frame, donors, (k, day)),
            CHOSEN => lists.choose(office),
            REFUSED => lists.refuse(office, (k, day)),
            ANSWERED => lists.answer(office, frame, donors, day),
            PAID => lists.pay(office),
            _ => lists.leave_waiting(office, &mut self.crowd, frame, donors, (k, day)),
        }
    }
}

/// The employer with most people on its roll, and its province: everything takes place there, where the
/// branch of the logins is.
fn largest(office: &mut Office) -> Result<(Option<PayerId>, u8)> {
    /// Where platforms have their seat.
    const JAKARTA: u8 = 31;
    let month = office.today().month();
    office.look(|unit, _| {
        let mut of_employers = BTreeMap::new();
        payers::each(unit, &mut |id, kind, province| {
            if kind == PayerKind::Employer.name() {
                of_employers.insert(id.0, (0, province.to_owned()));
            }
            Ok(())
        })?;
        rolls::heads(unit, month, &mut |payer, people| {
            if let Some(known) = of_employers.get_mut(&payer) {
                known.0 = people;
            }
            Ok(())
        })?;
        let most = of_employers.iter().max_by_key(|(id, (people, _))| (*people, -**id));
        let province = most.and_then(|(_, (_, province))| province.parse().ok()).unwrap_or(JAKARTA);
        Ok((most.map(|(id, _)| PayerId(*id)), province))
    })
}

/// The plan's platforms by their numbers.
fn platforms(plan: &Plan, ids: &Ids) -> Result<Vec<PayerId>> {
    let all = plan.payers().filter(|payer| payer.kind == super::PayerKind::Platform);
    all.map(|payer| ids.payer(payer.index)).collect()
}

/// The code of a lawful no; every other error stays one.
fn unless_refused<T>(done: Result<T>) -> Result<Result<T, &'static str>> {
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(error) => match error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()) {
            Some(refusal) => Ok(Err(refusal.code)),
            None => Err(error),
        },
    }
}

/// Whoever a membership is of.
fn person_of(office: &mut Office, membership: scheme::id::MembershipId) -> Result<PersonId> {
    office.look(|unit, _| Ok(crate::registry::members::row(unit, membership)?.person))
}
