//! What becomes of a member in a month: leaving, moving, stopping, dying, being registered twice.

use base::{Money, Month};

use super::choices::{EndReason, OwnKind, Segment};
use super::employer::NOBODY;
use super::event::Happening;
use super::life::{Life, Pause, Start};
use super::margins::{Margins, rounded};
use super::person::{FOUR_YEARS, GENERATIONS, Identity};
use super::random::{Purpose, Stream};

impl Life<'_> {
    /// Memberships whose month has come.
    pub(super) fn starts(&mut self, month: i32) {
        let mut at = 0;
        while at < self.waiting.len() {
            if self.waiting[at].month == month {
                let start = self.waiting.remove(at);
                self.enrol(start);
            } else {
                at += 1;
            }
        }
    }

    fn enrol(&mut self, start: Start) {
        if self.is_full() {
            return;
        }
        let (margins, spell) = (Margins::get(), self.spells.len());
        let mut stream = self.stream(Purpose::Start, spell, start.month);
        let started =
            self.some_day(start.month, margins.parameters.start_first_day_per_10000, true, &mut stream);
        let late = match start.segment {
            Segment::WageEarner => margins.spread.hire_report_days.pick(&mut stream) as i32,
            Segment::SelfEmployed | Segment::Construction | Segment::Migrant => 0,
        };
        let known = (started + late).max(start.after + 1);
        let again = stream.chance(margins.parameters.duplicate_per_10000, 10_000);
        let person = match start.person {
            None => {
                self.newcomers += 1;
                let identity = Identity {
                    seat: self.seat,
                    generation: self.newcomers,
                    segment: start.segment,
                    joined: start.month,
                    duplicate: false,
                };
                self.newcomer(identity, None, known)
            }
            Some(person) if again && start.segment == Segment::WageEarner => {
                self.second_record(person, known, &mut stream)
            }
            Some(person) => person,
        };
        // Cover of the self-employed begins when they come; only an employer can be late for somebody else.
        let started = if start.segment == Segment::SelfEmployed { known } else { started };
        self.begin(start, person, (started, started.max(known - late), known));
        if self.is_heard(known) {
            let membership = self.membership(spell);
            self.tell(known, Happening::Enrolled(membership));
        }
    }

    fn newcomer(&mut self, identity: Identity, original: Option<u8>, known: i32) -> u8 {
        let person = self.add(identity, original);
        self.tell(known, Happening::PersonRegistered(self.person_index(person)));
        person
    }

    /// The new employer registers her anew; somebody notices later.
    fn second_record(&mut self, person: u8, known: i32, stream: &mut Stream) -> u8 {
        let known_before = self.people.iter().any(|one| one.original == Some(person));
        if known_before || self.people[usize::from(person)].original.is_some() {
            return person;
        }
        let identity = Identity { duplicate: true, ..self.people[usize::from(person)].identity };
        let second = self.newcomer(identity, Some(person), known);
        let margins = Margins::get();
        let mut found = known + margins.spread.duplicate_days.pick(stream) as i32;
        let (kept, duplicate) = (self.person_index(person), self.person_index(second));
        self.tell(found, Happening::Merged { kept, duplicate });
        if stream.chance(margins.parameters.unmerge_per_10000, 10_000) {
            found += margins.spread.unmerge_days.pick(stream) as i32;
            self.tell(found, Happening::Unmerged { kept, duplicate });
            found += margins.spread.merge_again_days.pick(stream) as i32;
            self.tell(found, Happening::Merged { kept, duplicate });
        }
        second
    }

    /// One membership's month.
    pub(super) fn step(&mut self, spell: usize, month: i32) {
        let now = self.spells[spell];
        if month < now.quiet_until {
            return;
        }
        let mut stream = self.stream(Purpose::Step, spell, month);
        if self.dies(spell, month, &mut stream) {
            return;
        }
        self.name_corrected(spell, month, &mut stream);
        match now.segment {
            Segment::WageEarner => self.wage_earner(spell, month, &mut stream),
            Segment::SelfEmployed => self.self_employed(spell, month, &mut stream),
            Segment::Construction => self.construction(spell, month, &mut stream),
            Segment::Migrant => self.migrant(spell, month, &mut stream),
        }
    }

    fn dies(&mut self, spell: usize, month: i32, stream: &mut Stream) -> bool {
        let margins = Margins::get();
        let now = self.spells[spell];
        let traits = self.people[usize::from(now.person)].traits;
        let age = (self.plan.first_day(month) - traits.born) * 4 / FOUR_YEARS;
        if !stream.chance(margins.deaths(traits.woman, age), 12 * 10_000_000_000) {
            return false;
        }
        let died = self.some_day(month, 0, true, stream).max(now.started);
        let known = (died + margins.spread.death_report_days.pick(stream) as i32).max(now.heard);
        let person = self.person_index(now.person);
        self.tell(known, Happening::Died { person, died: super::person::day(died) });
        self.spells[spell].active = false;
        self.refill(spell, month, known, stream);
        true
    }

    fn name_corrected(&mut self, spell: usize, month: i32, stream: &mut Stream) {
        let now = self.spells[spell];
        let person = self.people[usize::from(now.person)].original.unwrap_or(now.person);
        let one = &self.people[usize::from(person)];
        if one.traits.corrected_after.is_none_or(|after| one.identity.joined + after != month) {
            return;
        }
        let known = self.some_day(month, 0, true, stream).max(now.heard);
        if self.is_heard(known) {
            let name = one.identity.name(self.plan.seed, one.traits.woman);
            self.tell(known, Happening::NameCorrected { person: self.person_index(person), name });
        }
    }

    fn wage_earner(&mut self, spell: usize, month: i32, stream: &mut Stream) {
        let own = &Margins::get().parameters;
        let (number, now) = (self.plan.month_number(month), self.spells[spell]);
        let (rate, factor) = (own.exits_per_10000_year, own.december_factor);
        let leaves = if number == 12 {
            stream.chance(rate * factor, 10_000 * 12)
        } else {
            stream.chance(rate * (12 - factor), 10_000 * 12 * 11)
        };
        if leaves {
            return self.leaves_employer(spell, month, stream);
        }
        let promoted = month > now.start && stream.chance(own.promotion_per_million, 1_000_000);
        if promoted {
            self.spells[spell].promoted =
                now.promoted * Margins::get().spread.promotion_per_10000.pick(stream) / 10_000;
        }
        let season = self.plan.firms[now.link as usize].raise_month == number;
        if promoted || season && month > now.start {
            self.raise(spell, month, stream);
        }
        if month > now.start && stream.chance(own.correction_per_million, 1_000_000) {
            self.correction(spell, month, stream);
        }
    }

    fn raise(&mut self, spell: usize, month: i32, stream: &mut Stream) {
        let now = self.spells[spell];
        let step = Margins::get().parameters.wage_round;
        let wage = rounded(self.wage(now.link, now.person, month) * now.promoted / 10_000, step);
        if wage == now.amount {
            return;
        }
        let late = Margins::get().spread.wage_report_days.pick(stream) as i32;
        let known = (self.plan.first_day(month) + late).max(now.heard);
        (self.spells[spell].amount, self.spells[spell].heard) = (wage, known);
        self.reported(spell, "wage", month, known);
    }

    fn reported(&mut self, spell: usize, fact: &'static str, month: i32, known: i32) {
        let (membership, from) = (self.membership_index(spell), self.plan.month_at(month));
        let amount = Money::new(self.spells[spell].amount);
        self.tell(known, Happening::AmountReported { membership, fact, from, amount });
    }

    fn correction(&mut self, spell: usize, month: i32, stream: &mut Stream) {
        let (margins, now) = (Margins::get(), self.spells[spell]);
        let reach = margins.parameters.correction_months_max.min((month - now.start).into());
        let back = 1 + stream.below(reach.unsigned_abs()) as i32;
        let step = margins.parameters.wage_round;
        let part = margins.spread.corrected_per_10000.pick(stream);
        let known = self.some_day(month, 0, true, stream).max(now.heard);
        self.spells[spell].heard = known;
        let about: Month = self.plan.month_at(month - back);
        let amount = Money::new(now.amount * part / 10_000 / step * step);
        let membership = self.membership_index(spell);
        self.tell(known, Happening::AmountCorrected { membership, fact: "wage", month: about, amount });
    }

    fn leaves_employer(&mut self, spell: usize, month: i32, stream: &mut Stream) {
        let (margins, now) = (Margins::get(), self.spells[spell]);
        let own = &margins.parameters;
        let born = self.people[usize::from(now.person)].traits.born;
        let age = i64::from((self.plan.first_day(month) - born) * 4 / FOUR_YEARS);
        let season = own.december_factor.unsigned_abs();
        let reason = if age >= own.retire_age {
            EndReason::Retired
        } else if self.plan.month_number(month) == 12 && stream.below(season) > 0 {
            EndReason::ContractEnded
        } else {
            [EndReason::Resigned, EndReason::Dismissed][margins.shares.leaving.pick(stream)]
        };
        let ended = self.some_day(month, own.end_last_day_per_10000, false, stream).max(now.started);
        let known = ended + margins.spread.leave_report_days.pick(stream) as i32;
        let known = self.leaves(spell, month, (ended, known), reason, stream);
        let next = margins.shares.after_wage.pick(stream);
        let gap = margins.spread.gap_months.pick(stream) as i32;
        if reason == EndReason::Retired || next == 2 {
            return;
        }
        let person = Some(now.person);
        if next == 0 {
            self.hired(person, month + gap, known, stream);
        } else {
            let (segment, own) = (Segment::SelfEmployed, OwnKind::Alone);
            let start = Start {
                month: month + gap,
                person,
                segment,
                link: NOBODY,
                own,
                after: known,
                holds_seat: false,
            };
            self.waiting.push(start);
        }
    }

    /// By some employer of the province, the likelier the more workers it has.
    fn hired(&mut self, person: Option<u8>, month: i32, after: i32, stream: &mut Stream) {
        let link = self.plan.some_firm(self.place.province, stream);
        if link != NOBODY {
            let (segment, own) = (Segment::WageEarner, OwnKind::Alone);
            self.waiting.push(Start { month, person, segment, link, own, after, holds_seat: false });
        }
    }

    /// Ends a membership; somebody new may take the seat.
    fn leaves(
        &mut self,
        spell: usize,
        month: i32,
        days: (i32, i32),
        reason: EndReason,
        stream: &mut Stream,
    ) -> i32 {
        let known = days.1.max(self.spells[spell].heard);
        let (membership, ended) = (self.membership_index(spell), super::person::day(days.0));
        self.tell(known, Happening::Left { membership, ended, reason });
        self.spells[spell].active = false;
        self.refill(spell, month, known, stream);
        known
    }

    fn refill(&mut self, spell: usize, month: i32, after: i32, stream: &mut Stream) {
        let margins = Margins::get();
        let wanted = stream.chance(margins.parameters.refill_per_10000, 10_000);
        let gap = margins.spread.refill_months.pick(stream) as i32;
        let now = self.spells[spell];
        // A project's places are taken again when the next project opens.
        if now.holds_seat && wanted && now.segment != Segment::Construction {
            self.newcomer_to_come(spell, month + gap, after, now.link);
        }
    }

    fn newcomer_to_come(&mut self, spell: usize, month: i32, after: i32, link: u32) {
        let now = self.spells[spell];
        let awaited = self.waiting.iter().filter(|start| start.person.is_none()).count() as u8;
        if self.newcomers + awaited + 1 < GENERATIONS {
            let (segment, own) = (now.segment, now.own);
            self.waiting.push(Start { month, person: None, segment, link, own, after, holds_seat: true });
        }
    }

    fn self_employed(&mut self, spell: usize, month: i32, stream: &mut Stream) {
        let own = &Margins::get().parameters;
        let now = self.spells[spell];
        if now.comes_back {
            self.spells[spell].comes_back = false;
            let known = self.some_day(month, 0, true, stream).max(now.heard);
            self.spells[spell].heard = known;
            return self.tell(known, Happening::Resumed { membership: self.membership_index(spell) });
        }
        let ended = self.some_day(month, own.end_last_day_per_10000, false, stream).max(now.started);
        let alone = now.own == OwnKind::Alone;
        let quits =
            if now.own == OwnKind::Platform { own.platform_end_per_million } else { own.own_end_per_million };
        if stream.chance(quits, 1_000_000) {
            self.leaves(spell, month, (ended, ended), EndReason::StoppedWork, stream);
        } else if alone && stream.chance(own.own_to_wage_per_million, 1_000_000) {
            let known = self.leaves(spell, month, (ended, ended), EndReason::StoppedWork, stream);
            self.hired(Some(now.person), month + 1, known, stream);
        } else if alone && (month - now.start) % now.term == 0 {
            self.may_stop(spell, month, stream);
        }
        if alone && self.spells[spell].active && stream.chance(own.own_income_change_per_million, 1_000_000) {
            let known = self.some_day(month, 0, true, stream).max(now.heard);
            let income = Margins::get().income(false, stream);
            (self.spells[spell].amount, self.spells[spell].heard) = (income, known);
            self.reported(spell, "income", month + 1, known);
        }
    }

    /// Who pays for several months at once decides as often anew, and stops as often in a year.
    fn may_stop(&mut self, spell: usize, month: i32, stream: &mut Stream) {
        let margins = Margins::get();
        let now = self.spells[spell];
        if !stream.chance(margins.parameters.own_stop_per_million * i64::from(now.term), 1_000_000) {
            return;
        }
        let number = spell as u8;
        match margins.shares.stop.pick(stream) {
            0 => {
                let until = month + margins.spread.pause_months.pick(stream) as i32;
                self.spells[spell].quiet_until = until;
                self.pauses.push(Pause { spell: number, months: (month, until), paid_later: true });
            }
            1 => {
                self.spells[spell].active = false;
                self.pauses.push(Pause { spell: number, months: (month, i32::MAX), paid_later: false });
                self.refill(spell, month, now.heard, stream);
            }
            _ => {
                let until = month + margins.spread.return_months.pick(stream) as i32;
                (self.spells[spell].quiet_until, self.spells[spell].comes_back) = (until, true);
                self.pauses.push(Pause { spell: number, months: (month, until), paid_later: false });
            }
        }
    }

    fn construction(&mut self, spell: usize, month: i32, stream: &mut Stream) {
        let now = self.spells[spell];
        let project = self.plan.firms[now.link as usize];
        if project.closes != month {
            return;
        }
        let ended = self.last_day(month);
        let known = self.leaves(spell, month, (ended, ended), EndReason::ContractEnded, stream);
        if project.next == NOBODY {
            return;
        }
        let opens = self.plan.firms[project.next as usize].opens;
        if stream.chance(Margins::get().parameters.crew_per_10000, 10_000) {
            let (segment, link, person) = (now.segment, project.next, Some(now.person));
            let (own, after) = (now.own, known);
            self.waiting.push(Start { month: opens, person, segment, link, own, after, holds_seat: true });
        } else {
            self.newcomer_to_come(spell, opens, known, project.next);
        }
    }

    fn migrant(&mut self, spell: usize, month: i32, stream: &mut Stream) {
        let now = self.spells[spell];
        if now.ends != month {
            return;
        }
        let ended = self.last_day(month);
        self.spells[spell].active = false;
        let (membership, reason) = (self.membership_index(spell), EndReason::ContractEnded);
        self.tell(ended, Happening::Left { membership, ended: super::person::day(ended), reason });
        let gap = Margins::get().spread.gap_months.pick(stream) as i32;
        if stream.chance(Margins::get().parameters.migrant_again_per_10000, 10_000) {
            let (segment, own, person) = (now.segment, now.own, Some(now.person));
            let start = Start {
                month: month + gap,
                person,
                segment,
                link: NOBODY,
                own,
                after: ended,
                holds_seat: true,
            };
            self.waiting.push(start);
        } else {
            self.refill(spell, month, ended, stream);
        }
    }

    /// A day of a month: so often (of ten thousand) its first or last, else any.
    fn some_day(&self, month: i32, edge: i64, first: bool, stream: &mut Stream) -> i32 {
        let (from, to) = (self.plan.first_day(month), self.last_day(month));
        let any = from + stream.below((to - from + 1).unsigned_abs().into()) as i32;
        let at_edge = stream.chance(edge, 10_000);
        match (at_edge, first) {
            (true, true) => from,
            (true, false) => to,
            (false, _) => any,
        }
    }

    fn last_day(&self, month: i32) -> i32 {
        self.plan.first_day(month + 1) - 1
    }
}
