//! People: numbers, names, families; each is drawn from a stream of her own and kept nowhere.

use base::id::Sex;
use base::{Day, Nik};

use super::choices::Segment;
use super::margins::Margins;
use super::names;
use super::random::{Purpose, Stream};

/// A record of a person in the demo: the first ones are those the institution begins with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PersonIndex(pub u32);

/// Somebody who does not exist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Which one.
    pub index: PersonIndex,
    /// Begins with 99.
    pub nik: Nik,
    /// The name under which she is registered; some are misspelt and corrected later.
    pub name: String,
    /// Of the population register.
    pub sex: Sex,
    /// Day of birth.
    pub birth_date: Day,
    /// The mother's name before marriage.
    pub mother_name: String,
    /// A spouse's name and day of marriage.
    pub spouse: Option<(String, Day)>,
    /// Children, the eldest first; some may be born after the demo ends.
    pub children: Vec<Child>,
    /// The person whom this record registers a second time.
    pub duplicate_of: Option<PersonIndex>,
}

/// A member's child.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Child {
    /// Given and second name.
    pub name: String,
    /// Day of birth.
    pub birth_date: Day,
}

/// Where a person's stream begins: the place she took, as which one in it, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Identity {
    pub(super) seat: u32,
    pub(super) generation: u8,
    pub(super) segment: Segment,
    /// Months after the first month; people of the founding have 0.
    pub(super) joined: i32,
    pub(super) duplicate: bool,
}

/// What a life asks about a person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traits {
    pub(super) woman: bool,
    /// Days since 1970.
    pub(super) born: i32,
    /// Where her wages stand, in ten thousandths of the mean.
    pub(super) place: i64,
    /// Month after joining in which her misspelt name is corrected.
    pub(super) corrected_after: Option<i32>,
}

/// A year has 365 days and a quarter.
pub(super) const FOUR_YEARS: i32 = 1461;

/// How many people may take one place after one another, so that each has a NIK of her own.
pub(super) const GENERATIONS: u8 = 4;
/// Combinations of four digits of a place (its first below 5) and a serial from 0001.
const CODES: u64 = 5_000 * 9_999;
/// No factor in common with the number of codes: neighbours get codes far apart.
const SCATTER: u64 = 30_000_001;
/// A duplicate's fifth digit is higher by so much.
const DUPLICATE: u64 = 5;

/// The highest number of members for which the codes suffice.
pub(super) const SEATS_MAX: u32 = (CODES / GENERATIONS as u64) as u32;

impl Identity {
    pub(super) fn traits(&self, seed: u64, first_day: i32) -> Traits {
        let margins = Margins::get();
        let mut stream = Stream::of(seed, Purpose::Person, self.seat.into(), self.generation.into());
        let woman = margins.shares.sex.pick(&mut stream) == 0;
        let age = margins.age(self.segment, &mut stream) as i32;
        let born = first_day - age * FOUR_YEARS / 4 - stream.below(365) as i32;
        let place = margins.spread.wage_shape.pick(&mut stream);
        let misspelt = stream.chance(margins.parameters.misspelt_per_10000, 10_000);
        let after = 1 + stream.below(margins.parameters.misspelt_months_max.unsigned_abs()) as i32;
        Traits { woman, born, place, corrected_after: misspelt.then_some(after) }
    }

    fn papers(&self, seed: u64) -> Stream {
        Stream::of(seed, Purpose::Papers, self.seat.into(), self.generation.into())
    }

    /// The right name, however it was first written.
    pub(super) fn name(&self, seed: u64, woman: bool) -> String {
        names::person(woman, &mut self.papers(seed))
    }

    /// Everything about the person.
    pub(super) fn person(
        &self,
        seed: u64,
        traits: Traits,
        index: PersonIndex,
        original: PersonIndex,
    ) -> Person {
        let mut papers = self.papers(seed);
        let mut name = names::person(traits.woman, &mut papers);
        if traits.corrected_after.is_some() != self.duplicate {
            name = names::misspelt(&name, &mut papers);
        }
        let birth_date = day(traits.born);
        let mother_name = names::person(true, &mut papers);
        let (spouse, children) = family(traits, &mut papers);
        Person {
            index,
            nik: self.nik(traits.woman, birth_date),
            name,
            sex: if traits.woman { Sex::Female } else { Sex::Male },
            birth_date,
            mother_name,
            spouse,
            children,
            duplicate_of: self.duplicate.then_some(original),
        }
    }

    fn nik(&self, woman: bool, birth_date: Day) -> Nik {
        let number = u64::from(self.seat) * u64::from(GENERATIONS) + u64::from(self.generation);
        let code = number * SCATTER % CODES;
        let (place, serial) = (code / 9_999, code % 9_999 + 1);
        let place = if self.duplicate { place + DUPLICATE * 1000 } else { place };
        let raised = birth_date.day_of_month() + if woman { 40 } else { 0 };
        let birth =
            u64::from(raised) * 10_000 + u64::from(birth_date.month_number()) * 100 + year(birth_date);
        Nik::from_number((99 * 10_000 + place) * 10_u64.pow(10) + birth * 10_000 + serial)
            .expect("99, a date and a serial make a NIK")
    }
}

/// A spouse and children, for some.
fn family(traits: Traits, papers: &mut Stream) -> (Option<(String, Day)>, Vec<Child>) {
    let margins = Margins::get();
    let wed = traits.born + margins.spread.marriage_days.pick(papers) as i32;
    if !papers.chance(margins.parameters.married_per_10000, 10_000) {
        return (None, Vec::new());
    }
    let spouse = names::person(!traits.woman, papers);
    let mut born = wed;
    let mut children = Vec::new();
    for _ in 0..margins.spread.children.pick(papers) {
        born += margins.spread.birth_gap_days.pick(papers) as i32;
        let girl = papers.chance(1, 2);
        children.push(Child { name: names::person(girl, papers), birth_date: day(born) });
    }
    (Some((spouse, day(wed))), children)
}

fn year(day: Day) -> u64 {
    u64::from(day.year().rem_euclid(100).unsigned_abs())
}

/// A day of the calendar by days since 1970; the demo's lie well within it.
pub(super) fn day(days: i32) -> Day {
    Day::from_epoch_days(days).expect("the demo's days lie in the calendar")
}
