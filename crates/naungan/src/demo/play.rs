//! Plays the plan: all that happens goes through the real actions and the real runs.

mod given;
mod hear;
mod ids;
mod purse;
mod summary;
#[cfg(test)]
mod tests;
mod told;

use std::time::Duration;

use anyhow::Result;
use base::{Day, Month};
use rules::render::Lang;
use scheme::id::PayerId;
use store::Unit;

use self::hear::Hearing;
use self::purse::{Billed, Purse, bills_since, new_bills};
use self::told::Told;
use super::margins::Margins;
use super::solidarity::Solidarity;
use super::{Event, PayerIndex, Plan};
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::actions::{declare_value, sweep_funds};
use crate::office::{Desk, Office};
use crate::runs::close::close;
use crate::runs::work::work_together;
use crate::runs::{Task, open};

pub(crate) use self::ids::Ids;
pub(crate) use self::summary::{Summary, summary};

/// So many things are kept in one unit: a unit for each would wait for the disk each time.
const TOGETHER: usize = 500;
/// Members are drawn and registered in pieces of so many.
const PIECE: u32 = 2_000;

/// What was played.
pub(crate) struct Played {
    /// Reports that came to nothing.
    pub(crate) idle: u64,
    /// People whom a run could not assess.
    pub(crate) unanswered: i64,
    /// How long each part took.
    pub(crate) parts: Vec<(String, Duration)>,
}

/// The institution and its plan.
struct Play<'a> {
    plan: &'a Plan,
    office: &'a mut Office,
    ids: Ids,
    purse: Purse,
    solidarity: Option<Solidarity>,
    idle: u64,
    unanswered: i64,
    told: Told,
}

/// Registers everybody and plays every month; the office's clock stands on the first day.
pub(crate) fn play(plan: &Plan, office: &mut Office, lang: Lang) -> Result<Played> {
    let solidarity = Solidarity::new(plan, office);
    play_all(plan, office, lang, (Some(solidarity), &mut |_, _, _| Ok(())))
}

/// What is done at the end of each month with what was heard in it.
pub(crate) type Then<'a> = dyn FnMut(&mut Office, &Ids, &[Event]) -> Result<()> + 'a;

/// The plan alone, and something more at the end of each month.
#[cfg(test)]
pub(crate) fn play_and(plan: &Plan, office: &mut Office, lang: Lang, then: &mut Then<'_>) -> Result<Played> {
    play_all(plan, office, lang, (None, then))
}

fn play_all(
    plan: &Plan,
    office: &mut Office,
    lang: Lang,
    (solidarity, then): (Option<Solidarity>, &mut Then<'_>),
) -> Result<Played> {
    let ids = Ids::new(plan);
    let (purse, told) = (Purse::default(), Told::new(lang));
    let mut game = Play { plan, office, ids, purse, solidarity, idle: 0, unanswered: 0, told };
    game.founding()?;
    for k in 0..plan.months() {
        let Some(month) = plan.first_month().plus_months(k.cast_signed()) else { break };
        let name = month.to_string();
        game.told.begin([&name, &name], u64::from(month.last_day().day_of_month()));
        let events = game.month(k, month)?;
        then(game.office, &game.ids, &events)?;
        game.told.end(u64::from(plan.months() - k - 1));
    }
    Ok(Played { idle: game.idle, unanswered: game.unanswered, parts: game.told.parts() })
}

impl Play<'_> {
    fn founding(&mut self) -> Result<()> {
        let members = self.plan.members();
        self.told.begin(["pendirian", "founding"], members.into());
        let first: Vec<PayerIndex> =
            self.plan.payers().filter(|payer| payer.opens.is_none()).map(|payer| payer.index).collect();
        self.each(&first, &mut |hearing, unit, desk, payer| {
            hearing.register_payer(unit, desk, *payer)?;
            Ok(Vec::new())
        })?;
        let mut from = 0;
        while from < members {
            let until = members.min(from + PIECE);
            let events: Vec<Event> = self.plan.founding(from..until).collect();
            self.hear(&events)?;
            self.told.step((until - from).into());
            from = until;
        }
        self.told.end(0);
        Ok(())
    }

    fn month(&mut self, k: u32, month: Month) -> Result<Vec<Event>> {
        if k == 0 {
            self.declare(month.year())?;
        }
        let events = self.plan.month(k);
        let mut rest = events.as_slice();
        let mut today = Some(month.first_day());
        while let Some(day) = today.filter(|day| *day <= month.last_day()) {
            self.office.clock.advance(day);
            let (now, later) = rest.split_at(rest.partition_point(|event| event.day <= day));
            rest = later;
            self.hear(now)?;
            if i64::from(day.day_of_month()) == Margins::get().parameters.run_day {
                self.run(Task::Month(month))?;
            }
            self.pay(day)?;
            if let Some(solidarity) = &mut self.solidarity {
                solidarity.day(self.office, self.plan, &self.ids, (k, day))?;
            }
            self.told.step(1);
            today = day.next();
        }
        self.end_of_month(month)?;
        Ok(events)
    }

    /// What savings grow by in a year is declared as it begins: who claims them within it has an amount.
    fn declare(&mut self, year: i32) -> Result<()> {
        let rate = Margins::get().parameters.growth_per_10000;
        let declared = format!("{}.{:02}", rate / 100, rate % 100);
        declare_value::run(self.office, &format!("jht_rate[{year}]"), &declared, "demo").map(drop)
    }

    /// The last day of a month: what is late costs, what was not paid lapses, money goes where it belongs.
    fn end_of_month(&mut self, month: Month) -> Result<()> {
        let day = month.last_day();
        self.run(Task::Penalties(day))?;
        self.run(Task::Lapse(day))?;
        sweep_funds::run(self.office, day)?;
        if month.number() != 12 {
            return Ok(());
        }
        let Some(next) = day.next() else { return Ok(()) };
        self.office.clock.advance(next);
        self.run(Task::Interest(month.year()))?;
        // The law that is kept here ends some day, and nothing is declared beyond it.
        let (_, ends) = self.office.law.tree().jurisdiction.known;
        if next < ends { self.declare(next.year()) } else { Ok(()) }
    }

    fn hear(&mut self, events: &[Event]) -> Result<()> {
        let before: Before<Event> = |hearing, unit, desk, events| hearing.needed(desk, events).read(unit);
        self.each_after(events, before, &mut |hearing, unit, desk, event| {
            hearing.hear(unit, desk, &event.what)
        })
    }

    fn run(&mut self, task: Task) -> Result<()> {
        let (since, today) = (self.office.now(), self.office.today());
        let run = open::open(self.office, task)?;
        work_together(self.office, &run, &|_, _| {})?;
        self.unanswered += close(self.office, &run)?.faults;
        let billed = self.office.look(|unit, _| bills_since(unit, since, today))?;
        self.purse.expect(self.plan, &self.ids, &billed);
        Ok(())
    }

    /// What is paid on a day; a payment that comes late can bring a penalty that is paid on the same day.
    fn pay(&mut self, day: Day) -> Result<()> {
        loop {
            let due = self.purse.take(day);
            if due.is_empty() {
                return Ok(());
            }
            self.each(&due, &mut |_, unit, desk, (payer, amount)| receive(unit, desk, *payer, *amount))?;
        }
    }

    /// Does something with each of many, some hundred in a unit; bills that come of it will be paid, or not.
    fn each<T>(&mut self, all: &[T], work: &mut Work<'_, T>) -> Result<()> {
        self.each_after(all, |_, _, _, _| Ok(()), work)
    }

    /// The same after something that is done once in each unit.
    fn each_after<T>(&mut self, all: &[T], before: Before<T>, work: &mut Work<'_, T>) -> Result<()> {
        for some in all.chunks(TOGETHER) {
            let clock = self.office.clock.clone();
            let mut hearing = Hearing { plan: self.plan, ids: &mut self.ids, clock, idle: 0 };
            let billed = self.office.unit(|unit, desk| {
                hearing.idle = 0;
                before(&hearing, unit, desk, some)?;
                let mut billed = Vec::new();
                for one in some {
                    let desk = hearing.next(desk);
                    billed.extend(work(&mut hearing, unit, &desk, one)?);
                }
                Ok(billed)
            })?;
            self.idle += hearing.idle;
            self.purse.expect(self.plan, &self.ids, &billed);
        }
        Ok(())
    }
}

/// What is done with one of many; gives new bills.
type Work<'a, T> = dyn FnMut(&mut Hearing<'_>, &mut Unit<'_>, &Desk<'_>, &T) -> Result<Vec<Billed>> + 'a;

/// What is done before some of them.
type Before<T> = fn(&Hearing<'_>, &mut Unit<'_>, &Desk<'_>, &[T]) -> Result<()>;

fn receive(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId, amount: i64) -> Result<Vec<Billed>> {
    let asked = ReceivePayment {
        for_whom: ForWhom::Payer(payer),
        amount,
        day: desk.today,
        channel: "bank".to_owned(),
        reference: String::new(),
    };
    receive_payment::within(unit, desk, &asked)?;
    new_bills(unit, payer, desk.now, desk.today)
}
