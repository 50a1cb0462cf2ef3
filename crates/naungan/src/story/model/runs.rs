//! Runs over everybody: a month, lapses, penalties, a year's growth.

use std::collections::{BTreeMap, BTreeSet};

use base::{Day, Month};
use scheme::contributions::{BillKind, State, standing};
use scheme::lines::Lines;
use scheme::memberships::Segment;

use super::money::month_at;
use super::{Model, Of};
use crate::story::plan::Who;

impl Model {
    /// The month that comes next.
    pub(in crate::story) fn next_month(&self, first: Month) -> Month {
        self.ran.last().and_then(|last| last.next()).unwrap_or(first)
    }

    /// Everybody's month.
    pub(in crate::story) fn run_month(&mut self, month: Month) {
        let at = month.index();
        self.ran.push(month);
        for who in self.everybody() {
            let mut rows: BTreeMap<u32, Lines> = BTreeMap::new();
            for member in self.paid_for_by(who, at) {
                if !self.is_monthly(member, who, at) || self.booked(member, who, at).is_some() {
                    continue;
                }
                if let Some(lines) = self.owes(member, who, at, &self.cover[&member]) {
                    rows.insert(member, lines);
                }
            }
            if rows.is_empty() {
                continue;
            }
            self.add_bill(who, at, rows);
            if self.credit.get(&who).is_some_and(|credit| *credit > 0) {
                self.settle(who, self.today);
            }
            self.done_with_nothing(who, at);
        }
    }

    /// What is late on a day is penalised.
    pub(in crate::story) fn run_penalties(&mut self, day: Day) {
        let mut late: BTreeSet<(Who, i32)> = BTreeSet::new();
        for (place, bills) in &self.bills {
            let is_late = |bill: &super::money::Bill| {
                let overdue = bill.settled.is_none() && bill.due.is_some_and(|due| due < day);
                overdue && bill.kind == BillKind::Contribution && bill.owed() > bill.paid
            };
            if bills.iter().any(is_late) {
                late.insert(*place);
            }
        }
        for (who, month) in late {
            self.penalise(who, month, day);
        }
    }

    /// The self-employed who can no longer pay their arrears: all that lies after the last paid month never
    /// was.
    pub(in crate::story) fn run_lapse(&mut self, day: Day) {
        // Who is in debt when the run comes to it; what follows from a lapse is the next run's.
        let in_debt = |member: &u32| {
            let open = |bill: &super::money::Bill| bill.settled.is_none();
            let mut mine = self.bills.iter().filter(|((payer, _), _)| *payer == Who::Own(*member));
            mine.any(|(_, bills)| bills.iter().any(open))
        };
        let own: Vec<u32> = self.members.keys().copied().filter(in_debt).collect();
        for member in own {
            let who = Who::Own(member);
            let of = &self.members[&member];
            if of.segment != Segment::SelfEmployed || of.payer != who {
                continue;
            }
            self.lapse_one(member, day);
        }
    }

    /// Ends the cover of somebody whose unpaid months are too many, on a day.
    pub(super) fn lapse_one(&mut self, member: u32, day: Day) {
        let Some(segment) = self.law.segment("self_employed") else { return };
        let Some(last_paid) = self.last_paid(member) else { return };
        let stands = standing(self.law, segment, last_paid, false, day);
        let state = stands.ok().flatten().map(|standing| standing.state);
        if matches!(state, Some(State::Ended | State::Inactive)) {
            self.lapse(member, last_paid);
        }
    }

    /// The last month before those at the end that were billed and nobody has paid; nothing where there are
    /// none.
    fn last_paid(&self, member: u32) -> Option<Month> {
        let mut unpaid = None;
        for (month, (who, _)) in self.cover.get(&member)?.iter().rev() {
            let bills = self.bills.get(&(*who, *month)).into_iter().flatten();
            let Some(first) = bills.into_iter().find(|bill| bill.members.contains_key(&member)) else {
                continue;
            };
            if first.settled.is_some() || first.paid >= first.owed() {
                break;
            }
            if *who == Who::Own(member) {
                unpaid = Some(*month);
            }
        }
        Some(month_at(unpaid? - 1))
    }

    fn lapse(&mut self, member: u32, last_paid: Month) {
        let of = Of::Member(member);
        let person = self.members[&member].person;
        let later = |said: &&super::Said, name: &str| {
            said.of == of && said.name == name && said.from > last_paid.index()
        };
        for name in ["started", "ended", "end_reason"] {
            let months: BTreeSet<i32> =
                self.said.iter().filter(|said| later(said, name)).map(|said| said.from).collect();
            for month in months {
                self.say(of, name, None, (month_at(month), None));
            }
        }
        let started = self.last_day(of, "started");
        let ended =
            self.last_day(of, "ended").filter(|ended| started.is_some_and(|started| *ended >= started));
        if started.is_some() && ended.is_none() {
            self.say_since(of, "ended", &last_paid.last_day().to_string(), last_paid);
            self.say_since(of, "end_reason", "lapsed", last_paid);
        }
        self.again(person);
    }

    /// A year's growth for everybody: what the law gives until its end, less what was booked before.
    pub(in crate::story) fn run_interest(&mut self, year: i32) {
        let members: Vec<u32> = self.members.keys().copied().collect();
        for member in members {
            let before: i64 =
                self.growth.iter().filter(|((of, _), _)| *of == member).map(|(_, amount)| amount).sum();
            let now = self.grown(member, year).unwrap_or(0) - before;
            if now != 0 {
                self.growth.insert((member, year), now);
            }
        }
    }
}
