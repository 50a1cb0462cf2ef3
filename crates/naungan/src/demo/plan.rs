//! The plan of a demo: what is founded, and what happens in each month.

use std::ops::Range;

use base::Month;

use super::choices::RiskClass;
use super::employer::{Firm, NOBODY, PAYERS_MAX, Payer, PayerIndex, PayerKind};
use super::event::{Event, Happening};
use super::founding::{Founding, found};
use super::life::Life;
use super::margins::Margins;
use super::person::{Person, PersonIndex, SEATS_MAX, day};
use super::random::{Purpose, Stream};
use super::table::Weights;

/// The most members a demo can begin with: beyond it, invented NIKs would repeat.
pub const MEMBERS_MAX: u32 = SEATS_MAX;
/// The most months of a demo, so that every day of it lies in the calendar and is quickly found.
pub const MONTHS_MAX: u32 = 480;

/// An institution that does not exist, and all that happens to it.
///
/// Little of it is kept: people and events are drawn from streams of their own whenever they are asked for.
/// So a million members cost some megabytes.
pub struct Plan {
    pub(super) seed: u64,
    pub(super) members: u32,
    pub(super) months: u32,
    pub(super) first: Month,
    pub(super) firms: Vec<Firm>,
    /// The payer of each seat.
    pub(super) links: Vec<u32>,
    firms_by_province: Vec<(Weights, Vec<u32>)>,
    /// How many people and memberships come in the seats before each, beyond the first of each seat.
    extra: Vec<Extra>,
    /// First days of the months, in days since 1970; one more than there are months to look at.
    days: Vec<i32>,
}

/// People and memberships beyond the first of a seat.
#[derive(Clone, Copy, Default)]
pub(super) struct Extra {
    pub(super) people: u32,
    pub(super) spells: u32,
}

/// Why there is no such demo.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoPlan {
    /// Nobody, or more people than there are invented numbers.
    #[error("a demo has 1 to {MEMBERS_MAX} members, not {0}: choose another number")]
    Members(u32),
    /// No month, or too many.
    #[error("a demo has 1 to {MONTHS_MAX} months, not {0}: choose another number")]
    Months(u32),
    /// More payers than there are invented numbers, by many members and many months.
    #[error("a demo has at most {PAYERS_MAX} payers, this has {0}: choose fewer members or months")]
    Payers(usize),
    /// Too near the end or the beginning of the calendar.
    #[error("a demo that begins in {0} leaves the calendar: choose a month between 2000-01 and 2149-12")]
    First(Month),
}

/// Memberships may begin, and reports arrive, so many months after the last one.
const BEYOND: u32 = 48;

impl Plan {
    /// Founds the institution: the same numbers give the same one on every machine.
    pub fn new(seed: u64, members: u32, months: u32, first: Month) -> Result<Plan, NoPlan> {
        if members == 0 || members > MEMBERS_MAX {
            return Err(NoPlan::Members(members));
        }
        if months == 0 || months > MONTHS_MAX {
            return Err(NoPlan::Months(months));
        }
        if !(2000..2150).contains(&first.year()) {
            return Err(NoPlan::First(first));
        }
        let Founding { firms, links } = found(seed, members, months as i32);
        if firms.len() > PAYERS_MAX {
            return Err(NoPlan::Payers(firms.len()));
        }
        let month = |offset: u32| first.plus_months(offset as i32).unwrap_or(first);
        let days = (0..=months + BEYOND).map(|offset| month(offset).first_day().epoch_days()).collect();
        let firms_by_province = by_province(&firms);
        let mut plan =
            Plan { seed, members, months, first, firms, links, firms_by_province, extra: Vec::new(), days };
        plan.extra = plan.count();
        Ok(plan)
    }

    /// How many people begin; their indices and those of their memberships are below it.
    pub fn members(&self) -> u32 {
        self.members
    }

    /// How many months the plan has.
    pub fn months(&self) -> u32 {
        self.months
    }

    /// The first month.
    pub fn first_month(&self) -> Month {
        self.first
    }

    /// How many records of people there are from beginning to end, duplicates included.
    pub fn people_count(&self) -> u32 {
        self.members + self.extra.last().map_or(0, |extra| extra.people)
    }

    /// How many memberships there are from beginning to end; some are never heard of before the end.
    pub fn memberships_count(&self) -> u32 {
        self.members + self.extra.last().map_or(0, |extra| extra.spells)
    }

    /// How many payers there are, those that open later included.
    pub fn payers_count(&self) -> u32 {
        self.firms.len() as u32
    }

    /// All payers in their order; those with `opens` register by an event in that month.
    pub fn payers(&self) -> impl Iterator<Item = Payer> {
        (0..self.payers_count()).map(|index| self.payer(PayerIndex(index)))
    }

    /// One payer.
    pub fn payer(&self, index: PayerIndex) -> Payer {
        self.firms[index.0 as usize].payer(self.seed, index.0, self.first)
    }

    /// One person, drawn again.
    pub fn person(&self, index: PersonIndex) -> Person {
        let (seat, number) = self.seat_of(index.0, |extra| extra.people);
        let mut life = Life::new(self);
        life.play(seat, if number == 0 { -1 } else { self.months as i32 - 1 }, 0..0);
        let somebody = &life.people[number];
        let original = life.person_index(somebody.original.unwrap_or(0));
        somebody.identity.person(self.seed, somebody.traits, index, original)
    }

    /// The people and memberships of the founding in some seats, two events each; any split gives the same.
    pub fn founding(&self, seats: Range<u32>) -> impl Iterator<Item = Event> {
        let mut life = Life::new(self);
        let first = day(self.first_day(0));
        (seats.start..seats.end.min(self.members)).flat_map(move |seat| {
            life.play(seat, -1, 0..0);
            let registered = Happening::PersonRegistered(PersonIndex(seat));
            [registered, Happening::Enrolled(life.membership(0))].map(|what| Event { day: first, what })
        })
    }

    /// All that is heard in a month, in the order of days; the first month is 0.
    pub fn month(&self, k: u32) -> Vec<Event> {
        let mut events = self.month_of_payers(k);
        events.extend(self.month_of(k, 0..self.members));
        // Stable: what happens to one person on one day stays in its order.
        events.sort_by_key(|event| event.day);
        events
    }

    /// All that is heard in a month about some seats, in the order of days: a month can be played in pieces.
    pub fn month_of(&self, k: u32, seats: Range<u32>) -> Vec<Event> {
        if k >= self.months {
            return Vec::new();
        }
        let hears = self.first_day(k as i32)..self.first_day(k as i32 + 1);
        let mut life = Life::new(self);
        for seat in seats.start..seats.end.min(self.members) {
            life.play(seat, k as i32, hears.clone());
        }
        life.events.sort_by_key(|event| event.day);
        life.events
    }

    /// What happens to payers in a month, in the order of days; comes before what happens to people.
    pub fn month_of_payers(&self, k: u32) -> Vec<Event> {
        if k >= self.months {
            return Vec::new();
        }
        let (month, first) = (self.month_at(k as i32), self.first_day(k as i32));
        let rate = Margins::get().parameters.risk_change_per_million;
        let mut events = Vec::new();
        for (index, firm) in self.firms.iter().enumerate() {
            let payer = PayerIndex(index as u32);
            if k > 0 && firm.opens == k as i32 {
                events.push(Event { day: day(first), what: Happening::PayerRegistered(payer) });
            }
            let mut stream = Stream::of(self.seed, Purpose::Payer, index as u64, 100 + u64::from(k));
            let employs = matches!(firm.kind, PayerKind::Employer | PayerKind::Branch { .. });
            if employs && stream.chance(rate, 1_000_000) {
                let class =
                    neighbour(Margins::get().industries[usize::from(firm.industry)].risk, &mut stream);
                let heard = day(first + stream.below(28) as i32);
                events.push(Event { day: heard, what: Happening::RiskChanged { payer, from: month, class } });
            }
        }
        events.sort_by_key(|event| event.day);
        events
    }

    /// The seat of a dense number, and which one in the seat it is.
    pub(super) fn seat_of(&self, index: u32, of: impl Fn(&Extra) -> u32) -> (u32, usize) {
        let Some(beyond) = index.checked_sub(self.members) else { return (index, 0) };
        let after = self.extra.partition_point(|extra| of(extra) <= beyond);
        let seat = after - 1;
        (seat as u32, (beyond - of(&self.extra[seat])) as usize + 1)
    }

    /// The dense number of a seat's first, second … person or membership.
    pub(super) fn index(&self, seat: u32, number: u8, of: impl Fn(&Extra) -> u32) -> u32 {
        match number {
            0 => seat,
            _ => self.members + self.extra.get(seat as usize).map_or(0, of) + u32::from(number) - 1,
        }
    }

    /// An employer of a province, the likelier the more workers it has room for; or nobody.
    pub(super) fn some_firm(&self, province: u8, stream: &mut Stream) -> u32 {
        match &self.firms_by_province[usize::from(province)] {
            (_, firms) if firms.is_empty() => NOBODY,
            (weights, firms) => firms[weights.pick(stream)],
        }
    }

    /// Days since 1970 of the first day of a month after the first month.
    pub(super) fn first_day(&self, offset: i32) -> i32 {
        self.days[(offset.max(0) as usize).min(self.days.len() - 1)]
    }

    pub(super) fn month_at(&self, offset: i32) -> Month {
        self.first.plus_months(offset).unwrap_or(Month::MAX)
    }

    /// January is 1.
    pub(super) fn month_number(&self, offset: i32) -> u32 {
        (self.first.index() + offset).rem_euclid(12) as u32 + 1
    }

    fn count(&self) -> Vec<Extra> {
        let mut life = Life::new(self);
        let mut sum = Extra::default();
        let mut extra = Vec::with_capacity(self.members as usize + 1);
        for seat in 0..self.members {
            extra.push(sum);
            life.play(seat, self.months as i32 - 1, 0..0);
            sum.people += life.people.len() as u32 - 1;
            sum.spells += life.spells.len() as u32 - 1;
        }
        extra.push(sum);
        extra
    }
}

fn by_province(firms: &[Firm]) -> Vec<(Weights, Vec<u32>)> {
    let employers = |province: usize| {
        let hires = |firm: &Firm| {
            usize::from(firm.province) == province
                && matches!(firm.kind, PayerKind::Employer | PayerKind::Branch { .. })
        };
        let found: Vec<u32> =
            (0..firms.len() as u32).filter(|index| hires(&firms[*index as usize])).collect();
        (Weights::new(found.iter().map(|index| firms[*index as usize].workers.into())), found)
    };
    (0..Margins::get().provinces.len()).map(employers).collect()
}

/// The class above or below.
fn neighbour(class: RiskClass, stream: &mut Stream) -> RiskClass {
    let at = class as usize;
    let up = at == 0 || at + 1 < RiskClass::ALL.len() && stream.chance(1, 2);
    RiskClass::ALL[if up { at + 1 } else { at - 1 }]
}
