//! What is owed, paid and left, bill by bill.

use std::collections::{BTreeMap, BTreeSet};

use base::{Day, Month};
use scheme::accounts::Account;
use scheme::contributions::{self, BillKind, Part, assess, due_date, penalties};
use scheme::lines::{Lines, SlotName};
use scheme::memberships::Segment;

use super::{Covered, Model};
use crate::story::plan::Who;

/// A bill, with what of it is whose.
#[derive(Clone, Debug)]
pub(in crate::story) struct Bill {
    pub(in crate::story) kind: BillKind,
    pub(in crate::story) lines: Lines,
    pub(in crate::story) members: BTreeMap<u32, Lines>,
    pub(in crate::story) paid: i64,
    pub(in crate::story) due: Option<Day>,
    pub(in crate::story) settled: Option<Day>,
    /// What it got, and gave back, on which day.
    gets: Vec<(Day, i64)>,
}

impl Bill {
    pub(in crate::story) fn owed(&self) -> i64 {
        self.lines.billed()
    }

    pub(in crate::story) fn open(&self) -> i64 {
        (self.owed().max(0) - self.paid.max(0)).max(0)
    }

    fn is_penalty(&self) -> bool {
        self.kind == BillKind::Penalty
    }

    fn get(&mut self, day: Day, amount: i64) {
        self.paid += amount;
        self.gets.push((day, amount));
    }

    /// What it got by day, less what was taken back of it.
    fn by_day(&self) -> BTreeMap<Day, i64> {
        let mut all = BTreeMap::new();
        for (day, amount) in &self.gets {
            *all.entry(*day).or_insert(0) += amount;
        }
        all
    }

    /// The money that it has.
    fn has(&self) -> Vec<(Day, i64)> {
        self.by_day().into_iter().filter(|(_, amount)| *amount > 0).collect()
    }
}

/// Money that came in, and what it went to at once.
#[derive(Clone, Debug)]
pub(in crate::story) struct Payment {
    amount: i64,
    day: Day,
    went: Vec<(i32, usize, i64)>,
    back: bool,
}

pub(super) fn month_at(index: i32) -> Month {
    Month::from_index(index).unwrap_or(Month::MIN)
}

impl Model {
    /// What a member owes for a month by what is known now, nothing where a month is not covered by this
    /// payer; `None` where the law cannot say.
    pub(super) fn owes(
        &self,
        member: u32,
        who: Who,
        month: i32,
        cover: &BTreeMap<i32, Covered>,
    ) -> Option<Lines> {
        let Some((_, own)) = cover.get(&month).filter(|(payer, _)| *payer == who) else {
            return Some(Lines::new());
        };
        let mut facts = own.clone();
        facts.extend(self.of_payer(who, month));
        let segment = self.members[&member].segment.name();
        let assessed = assess(self.law, &facts, self.law.segment(segment)?, month_at(month));
        assessed.faults.is_empty().then_some(assessed.lines)
    }

    /// Whether a member is assessed month by month.
    pub(super) fn is_monthly(&self, member: u32, who: Who, month: i32) -> bool {
        match self.members[&member].segment {
            Segment::WageEarner | Segment::SelfEmployed => true,
            Segment::Migrant => false,
            Segment::Construction => self.of_payer(who, month).iter().any(|(_, value)| value == "by_wages"),
        }
    }

    /// The sum of what a member was billed with for a payer's month; nothing if never.
    pub(in crate::story) fn booked(&self, member: u32, who: Who, month: i32) -> Option<Lines> {
        let bills = self.bills.get(&(who, month))?;
        let mine: Vec<&Lines> = bills.iter().filter_map(|bill| bill.members.get(&member)).collect();
        (!mine.is_empty()).then(|| mine.into_iter().fold(Lines::new(), |sum, lines| sum.plus(lines)))
    }

    fn ran(&self, month: i32) -> bool {
        self.ran.iter().any(|ran| ran.index() == month)
    }

    /// After something was said of a person: months that were billed are billed again where they come to
    /// something else, then first months of those who pay for themselves.
    pub(in crate::story) fn again(&mut self, person: u32) {
        let now = self.cover_of(person);
        let mine: Vec<u32> = now.keys().copied().collect();
        let before: BTreeMap<u32, bool> = mine
            .iter()
            .map(|member| (*member, self.cover.get(member).is_some_and(|cover| !cover.is_empty())))
            .collect();
        self.cover.extend(now);
        self.rebill(&mine);
        for member in mine {
            let segment = self.members[&member].segment;
            let first = self.cover[&member].iter().next().map(|(month, (who, _))| (*month, *who));
            let at_once = matches!(segment, Segment::SelfEmployed | Segment::Migrant);
            // Who is sponsored waits for the sponsor's bill.
            let first = first.filter(|(_, who)| *who == Who::Own(member) && at_once && !before[&member]);
            let Some((month, who)) = first else { continue };
            if month <= self.today.month().index() && self.booked(member, who, month).is_none() {
                let Some(lines) = self.owes(member, who, month, &self.cover[&member]) else {
                    self.unsaid.push(format!("m{member} in {}", month_at(month)));
                    continue;
                };
                self.bill(who, month, BTreeMap::from([(member, lines)]));
            }
        }
    }

    /// Bills what differs, of these members, in every month that was billed or run.
    pub(in crate::story) fn rebill(&mut self, members: &[u32]) {
        let mut places: BTreeSet<(Who, i32)> = self.bills.keys().copied().collect();
        for member in members {
            let covered = self.cover[member].iter().filter(|(month, _)| self.ran(**month));
            places.extend(covered.map(|(month, (who, _))| (*who, *month)));
        }
        for (who, month) in places {
            let mut rows = BTreeMap::new();
            for member in members {
                let booked = self.booked(*member, who, month);
                if booked.is_none() && !(self.ran(month) && self.is_monthly(*member, who, month)) {
                    continue;
                }
                let Some(now) = self.owes(*member, who, month, &self.cover[member]) else {
                    if booked.is_none() {
                        // The run has left it out too, and says so.
                        continue;
                    }
                    self.unsaid.push(format!("m{member} in {}", month_at(month)));
                    continue;
                };
                let difference = now.minus(&booked.unwrap_or_default());
                if !difference.is_zero() {
                    rows.insert(*member, difference);
                }
            }
            if !rows.is_empty() {
                self.bill(who, month, rows);
            }
        }
    }

    fn bill(&mut self, who: Who, month: i32, rows: BTreeMap<u32, Lines>) {
        if rows.values().all(Lines::is_zero) {
            return;
        }
        let penalised = self.bills.get(&(who, month)).is_some_and(|bills| bills.iter().any(Bill::is_penalty));
        self.add_bill(who, month, rows);
        self.settle_late(who, self.today);
        if penalised {
            self.penalise(who, month, self.today);
        }
    }

    /// A bill that nothing has been paid of.
    pub(super) fn add_bill(&mut self, who: Who, month: i32, rows: BTreeMap<u32, Lines>) {
        let lines = rows.values().fold(Lines::new(), |sum, lines| sum.plus(lines));
        let first = rows.keys().min_by_key(|member| self.members[member].id);
        let segment = first.and_then(|member| self.law.segment(self.members[member].segment.name()));
        let due = segment.and_then(|segment| due_date(self.law, segment, month_at(month)).ok().flatten());
        let kind = BillKind::Contribution;
        let bill = Bill { kind, lines, members: rows, paid: 0, due, settled: None, gets: Vec::new() };
        self.bills.entry((who, month)).or_default().push(bill);
    }

    /// What a new bill of nothing in the run comes to: done at once.
    pub(super) fn done_with_nothing(&mut self, who: Who, month: i32) {
        let today = self.today;
        if let Some(last) = self.bills.get_mut(&(who, month)).and_then(|bills| bills.last_mut())
            && last.settled.is_none()
            && last.owed() == 0
        {
            last.settled = Some(today);
        }
    }

    /// What a payer's money does: what is in the payer's favour joins it, then it goes to the oldest month
    /// first.
    pub(super) fn settle(&mut self, who: Who, day: Day) -> Vec<(i32, usize, i64)> {
        let mut went = Vec::new();
        let mut credit = self.credit.get(&who).copied().unwrap_or(0);
        let law = self.law;
        let penalty_first = |month: i32| {
            let order = law.order(month_at(month));
            let parts = law.slots().iter().filter(|slot| !slot.as_str().contains(['<']));
            let penalty = SlotName::penalty("jkk");
            parts
                .filter(|slot| !slot.as_str().ends_with("penalty"))
                .all(|slot| order.key(&penalty) < order.key(slot))
        };
        let mut mine: Vec<(i32, usize, &mut Bill)> = Vec::new();
        for ((payer, month), bills) in &mut self.bills {
            if *payer == who {
                mine.extend(bills.iter_mut().enumerate().map(|(no, bill)| (*month, no, bill)));
            }
        }
        for (_, _, bill) in mine.iter_mut().filter(|(_, _, bill)| bill.settled.is_none()) {
            if bill.owed() < 0 && bill.paid == 0 {
                credit -= bill.owed();
                bill.get(day, bill.owed());
            }
        }
        mine.sort_by_key(|(month, no, bill)| (*month, bill.is_penalty() != penalty_first(*month), *no));
        for (month, no, bill) in &mut mine {
            let amount = bill.open().min(credit);
            if amount > 0 {
                bill.get(day, amount);
                went.push((*month, *no, amount));
                credit -= amount;
            }
        }
        let waits: BTreeSet<i32> = mine
            .iter()
            .filter(|(_, _, bill)| !bill.is_penalty() && bill.open() > 0)
            .map(|(month, _, _)| *month)
            .collect();
        for (month, _, bill) in &mut mine {
            let done = if bill.is_penalty() { bill.open() == 0 } else { !waits.contains(month) };
            if bill.settled.is_none() && done {
                bill.settled = Some(day);
            }
        }
        self.credit.insert(who, credit);
        went
    }

    /// Everything open of a payer.
    pub(in crate::story) fn open_of(&self, who: Who) -> i64 {
        let mine = self.bills.iter().filter(|((payer, _), _)| *payer == who);
        mine.flat_map(|(_, bills)| bills).map(Bill::open).sum()
    }

    /// Money comes in. After grace it comes too late to keep the cover of who pays for herself.
    pub(in crate::story) fn pay(&mut self, who: Who, amount: i64, day: Day) {
        if let Who::Own(member) = who
            && self.members[&member].segment == Segment::SelfEmployed
        {
            self.lapse_one(member, day);
        }
        *self.credit.entry(who).or_default() += amount;
        let went = self.settle_late(who, day);
        self.payments.entry(who).or_default().push(Payment { amount, day, went, back: false });
    }

    /// As `settle`; months that are settled late, or bore a penalty before, are penalised.
    fn settle_late(&mut self, who: Who, day: Day) -> Vec<(i32, usize, i64)> {
        let before = self.settled_of(who);
        let went = self.settle(who, day);
        let now = self.settled_of(who);
        let new: BTreeSet<i32> = now.difference(&before).map(|(month, _)| *month).collect();
        for month in new {
            let bills = &self.bills[&(who, month)];
            let is_new = |no: usize| now.contains(&(month, no)) && !before.contains(&(month, no));
            let late = |(no, bill): (usize, &Bill)| is_new(no) && bill.due.is_some_and(|due| due < day);
            let is_late = bills.iter().enumerate().any(late);
            if is_late || bills.iter().any(Bill::is_penalty) {
                self.penalise(who, month, day);
            }
        }
        went
    }

    /// The contributions of a payer that are settled.
    fn settled_of(&self, who: Who) -> BTreeSet<(i32, usize)> {
        let mine = self.bills.iter().filter(|((payer, _), _)| *payer == who);
        let all = mine
            .flat_map(|((_, month), bills)| bills.iter().enumerate().map(|(no, bill)| (*month, no, bill)));
        all.filter(|(_, _, bill)| !bill.is_penalty() && bill.settled.is_some())
            .map(|(month, no, _)| (month, no))
            .collect()
    }

    /// A payment that bounces: what it paid is open again; where its rest has gone to other bills, those that
    /// got money last are open too. Whether it could be taken back.
    pub(in crate::story) fn take_back(&mut self, who: Who, number: usize, day: Day) -> bool {
        let Some(payment) = self.payments.get(&who).and_then(|all| all.get(number)).cloned() else {
            return false;
        };
        let credit = self.credit.get(&who).copied().unwrap_or(0);
        if payment.back || day < payment.day {
            return false;
        }
        let mut places: Vec<(Day, i32, usize, i64)> = Vec::new();
        for ((_, month), bills) in self.bills.iter().filter(|((payer, _), _)| *payer == who) {
            for (no, bill) in bills.iter().enumerate() {
                places.extend(bill.has().into_iter().map(|(day, amount)| (day, *month, no, amount)));
            }
        }
        let mut taken: BTreeMap<(i32, usize, Day), i64> = BTreeMap::new();
        for (month, no, amount) in &payment.went {
            let there = places.iter().find(|(day, at, of, _)| (*day, at, of) == (payment.day, month, no));
            let there = there.map_or(0, |(.., amount)| *amount);
            taken.insert((*month, *no, payment.day), there.min(*amount));
        }
        let mut missing = payment.amount - credit - taken.values().sum::<i64>();
        places.sort_by_key(|(day, month, no, _)| std::cmp::Reverse((*day, *month, *no)));
        for (day, month, no, there) in places {
            let mine = taken.entry((month, no, day)).or_default();
            let more = (there - *mine).min(missing).max(0);
            (*mine, missing) = (*mine + more, missing - more);
        }
        if missing > 0 {
            return false;
        }
        let given: i64 = taken.values().sum();
        self.open_again(who, &taken);
        self.credit.insert(who, credit + given - payment.amount);
        if let Some(one) = self.payments.get_mut(&who).and_then(|all| all.get_mut(number)) {
            one.back = true;
        }
        self.settle_late(who, day);
        true
    }

    fn open_again(&mut self, who: Who, taken: &BTreeMap<(i32, usize, Day), i64>) {
        for ((month, no, day), amount) in taken.iter().filter(|(_, amount)| **amount > 0) {
            let Some(bills) = self.bills.get_mut(&(who, *month)) else { continue };
            bills[*no].get(*day, -amount);
            let waits = bills.iter().any(|bill| !bill.is_penalty() && bill.open() > 0);
            for bill in bills.iter_mut() {
                let opens = if bill.is_penalty() { bill.open() > 0 } else { waits };
                bill.settled = bill.settled.filter(|_| !opens);
            }
        }
    }

    /// What came in and stayed.
    pub(in crate::story) fn paid_by(&self, who: Who) -> i64 {
        let all = self.payments.get(&who).into_iter().flatten();
        all.filter(|payment| !payment.back).map(|payment| payment.amount).sum()
    }

    /// The penalty of a month as it stands on a day, less what was charged.
    pub(super) fn penalise(&mut self, who: Who, month: i32, day: Day) {
        let there = self.paid_for_by(who, month);
        let billed = self.bills.get(&(who, month)).into_iter().flatten().flat_map(|bill| bill.members.keys());
        let billed = billed.copied().min_by_key(|member| self.members[member].id);
        let Some(first) = there.first().copied().or(billed) else { return };
        let Some(segment) = self.law.segment(self.members[&first].segment.name()) else { return };
        let (mut parts, mut charged) = (Vec::new(), Lines::new());
        for bill in self.bills.get(&(who, month)).into_iter().flatten() {
            if bill.is_penalty() {
                charged = charged.plus(&bill.lines);
                continue;
            }
            let gets: Vec<(Day, i64)> =
                bill.by_day().into_iter().filter(|(_, amount)| *amount != 0).collect();
            let (month, lines) = (month_at(month), bill.lines.clone());
            let plain = contributions::Bill { month, no: 0, kind: bill.kind, due: bill.due, lines, paid: 0 };
            parts.extend(Part::of(self.law, &plain, &gets));
        }
        let Ok(Some(lines)) = penalties(self.law, segment, month_at(month), &parts, &charged, day) else {
            return;
        };
        if lines.is_zero() {
            return;
        }
        let (kind, members) = (BillKind::Penalty, BTreeMap::new());
        let bill = Bill { kind, lines, members, paid: 0, due: None, settled: None, gets: Vec::new() };
        self.bills.entry((who, month)).or_default().push(bill);
        self.settle_late(who, day);
    }

    /// What reached a member's savings, by the month it counts from.
    pub(super) fn savings(&self, member: u32) -> Vec<(Month, i64)> {
        let mut saved = Vec::new();
        for ((_, month), bills) in &self.bills {
            for bill in bills {
                let (Some(lines), Some(settled)) = (bill.members.get(&member), bill.settled) else {
                    continue;
                };
                let mine = lines.iter().filter(|(slot, _)| slot.is_billed() && slot.programme() == "jht");
                let amount: i64 = mine.map(|(_, amount)| amount).sum();
                if amount != 0 {
                    saved.push((month_at(*month).max(settled.month()), amount));
                }
            }
        }
        saved
    }

    /// The growth of a member's savings until the end of a year, by the law.
    pub(super) fn grown(&self, member: u32, year: i32) -> Option<i64> {
        let contributions = self.savings(member);
        let end = Month::new(year, 12).ok()?;
        let paid: i64 =
            contributions.iter().filter(|(month, _)| *month <= end).map(|(_, amount)| amount).sum();
        let account = Account { method: self.method, contributions };
        Some(account.balance_at(self.law, end).ok()? - paid)
    }
}
