//! Which months a membership covers, who pays for them, and what the law may ask.

use std::collections::BTreeMap;

use base::{Day, Month};
use scheme::facts::is_own;
use scheme::memberships::Segment;

use super::{Covered, FIRST, LAST, Model, Of};
use crate::story::plan::Who;

impl Model {
    /// What is known of a name for a month: by the membership, else by the number that stays, else by the
    /// others.
    fn known(&self, member: u32, name: &str, month: i32) -> Option<&str> {
        let person = self.members[&member].person;
        let people = self.numbers(person).into_iter().map(Of::Person);
        [Of::Member(member)].into_iter().chain(people).find_map(|of| self.value(of, name, month))
    }

    /// Whether a membership runs in a month, whatever else the person has.
    fn runs(&self, member: u32, month: i32) -> bool {
        let day = |name| self.known(member, name, month).and_then(|day| day.parse::<Day>().ok());
        let Some(started) = day("started") else { return false };
        let ended = day("ended").filter(|ended| *ended >= started);
        let dead = self.death(member).is_some_and(|died| died.month().index() < month);
        started.month().index() <= month && !dead && ended.is_none_or(|ended| ended.month().index() >= month)
    }

    /// The day somebody died, under whatever number it was reported: the first, if there are several.
    pub(in crate::story) fn death(&self, member: u32) -> Option<Day> {
        let numbers = self.numbers(self.members[&member].person);
        numbers.into_iter().filter_map(|number| self.last_day(Of::Person(number), "died")).min()
    }

    /// Two of one room cannot cover one month: the self-employed once, an employee once with each employer.
    fn same_room(&self, one: u32, other: u32) -> bool {
        let (one, other) = (&self.members[&one], &self.members[&other]);
        let single = matches!(one.segment, Segment::SelfEmployed | Segment::Migrant);
        one.segment == other.segment && (single || one.payer == other.payer)
    }

    /// The first month of the unbroken months that a month is among.
    fn since(months: &[i32], month: i32) -> i32 {
        let mut first = month;
        while months.contains(&(first - 1)) {
            first -= 1;
        }
        first
    }

    /// The months of each membership of a person as they stand now.
    pub(in crate::story) fn cover_of(&self, person: u32) -> BTreeMap<u32, BTreeMap<i32, Covered>> {
        let mine = self.members_of(person);
        let months = |member: &u32| (FIRST..LAST).filter(|month| self.runs(*member, *month)).collect();
        let running: BTreeMap<u32, Vec<i32>> = mine.iter().map(|member| (*member, months(member))).collect();
        let mut cover = BTreeMap::new();
        for member in &mine {
            let own = &running[member];
            let first = |of: u32, month: i32| (Self::since(&running[&of], month), self.members[&of].id);
            let counts = |month: &i32| {
                let others = mine
                    .iter()
                    .filter(|other| *other != member && self.same_room(*other.to_owned(), *member));
                let mut there = others.filter(|other| running[*other].contains(month));
                there.all(|other| first(*member, *month) < first(*other, *month))
            };
            let months = own.iter().filter(|month| counts(month));
            cover.insert(*member, months.map(|month| (*month, self.covered(*member, *month))).collect());
        }
        cover
    }

    fn covered(&self, member: u32, month: i32) -> Covered {
        let mut names = self.names(Of::Member(member));
        for number in self.numbers(self.members[&member].person) {
            names.extend(self.names(Of::Person(number)));
        }
        let laws = names.into_iter().filter(|name| !is_own(name));
        let facts = laws.filter_map(|name| {
            let value = self.known(member, &name, month)?.to_owned();
            Some((name, value))
        });
        let facts = facts.collect();
        let funder = self.known(member, "funder", month).and_then(|funder| funder.parse().ok());
        (funder.map_or(self.members[&member].payer, Who::Payer), facts)
    }

    /// What a payer has said for a month.
    pub(in crate::story) fn of_payer(&self, who: Who, month: i32) -> Vec<(String, String)> {
        let Who::Payer(payer) = who else { return Vec::new() };
        let names = self.names(Of::Payer(payer)).into_iter().filter(|name| !is_own(name));
        names
            .filter_map(|name| {
                self.value(Of::Payer(payer), &name, month).map(|value| (name.clone(), value.to_owned()))
            })
            .collect()
    }

    /// Whether somebody works on her own account, or anywhere in that room, from a month on.
    pub(in crate::story) fn is_taken(
        &self,
        person: u32,
        segment: Segment,
        payer: Option<u32>,
        from: Month,
    ) -> bool {
        let once = matches!(segment, Segment::SelfEmployed | Segment::Migrant);
        let same = |member: &u32| {
            let of = &self.members[member];
            of.segment == segment && (once || Some(of.payer) == payer.map(Who::Payer))
        };
        let mut same = self.members_of(person).into_iter().filter(same);
        same.any(|member| (from.index()..LAST).any(|month| self.runs(member, month)))
    }

    /// Whether a membership runs in some of these months.
    pub(in crate::story) fn runs_in(&self, member: u32, from: Month, until: Option<Month>) -> bool {
        (from.index()..until.map_or(LAST, Month::index)).any(|month| self.runs(member, month))
    }

    /// Memberships that a payer pays for in a month, in the order of the institution's numbers.
    pub(in crate::story) fn paid_for_by(&self, who: Who, month: i32) -> Vec<u32> {
        let pays = |cover: &BTreeMap<i32, Covered>| cover.get(&month).is_some_and(|(payer, _)| *payer == who);
        let mut all: Vec<u32> =
            self.cover.iter().filter(|(_, cover)| pays(cover)).map(|(member, _)| *member).collect();
        all.sort_by_key(|member| self.members[member].id);
        all
    }
}
