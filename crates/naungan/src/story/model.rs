//! The institution again, slowly and obviously: lists of what was said, months looked at one by one.

pub(super) mod cover;
pub(super) mod money;
pub(super) mod runs;

use std::collections::{BTreeMap, BTreeSet};

use base::{Day, Month};
use scheme::accounts::Method;
use scheme::contributions::BillKind;
use scheme::employers::PayerKind;
use scheme::law::Law;
use scheme::memberships::Segment;

use super::plan::{Facts, Who};
use money::{Bill, Payment};

/// Months are looked at from here to there; no story is longer.
const FIRST: i32 = 2023 * 12;
const LAST: i32 = 2029 * 12;

/// Whom something was said of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Of {
    Person(u32),
    Payer(u32),
    Member(u32),
}

/// Something that was said.
#[derive(Clone, Debug)]
struct Said {
    of: Of,
    name: String,
    value: Option<String>,
    from: i32,
    until: Option<i32>,
}

/// A membership.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) person: u32,
    pub(super) segment: Segment,
    pub(super) payer: Who,
    /// The number the institution gave.
    pub(super) id: i64,
}

/// Who pays for a month, and what the law may ask about it.
pub(super) type Covered = (Who, Facts);

/// All there is.
pub(super) struct Model {
    pub(super) law: &'static Law<'static>,
    pub(super) method: Method,
    pub(super) today: Day,
    /// In the order they were said: what stands later was known later.
    said: Vec<Said>,
    /// Numbers that were merged into another, or stand alone again; the last one counts.
    links: Vec<(u32, Option<u32>)>,
    pub(super) persons: BTreeMap<u32, i64>,
    pub(super) born: BTreeMap<u32, Day>,
    pub(super) payers: BTreeMap<u32, (PayerKind, i64)>,
    pub(super) members: BTreeMap<u32, Member>,
    /// The months of each membership, as they were after the last change.
    pub(super) cover: BTreeMap<u32, BTreeMap<i32, Covered>>,
    /// Every bill there ever was, by payer and month, in the order of their numbers.
    pub(super) bills: BTreeMap<(Who, i32), Vec<Bill>>,
    pub(super) credit: BTreeMap<Who, i64>,
    pub(super) payments: BTreeMap<Who, Vec<Payment>>,
    pub(super) refunded: BTreeMap<Who, i64>,
    /// Growth booked, by membership and year.
    pub(super) growth: BTreeMap<(u32, i32), i64>,
    /// Months that were run.
    pub(super) ran: Vec<Month>,
    pub(super) done: BTreeSet<String>,
    pub(super) keys: BTreeMap<u32, String>,
    pub(super) declared: BTreeSet<i32>,
    /// Months of which the law cannot say what is owed, though a step that touches them was accepted.
    pub(super) unsaid: Vec<String>,
}

impl Model {
    pub(super) fn new(law: &'static Law<'static>, method: Method, today: Day) -> Model {
        Model {
            law,
            method,
            today,
            said: Vec::new(),
            links: Vec::new(),
            persons: BTreeMap::new(),
            born: BTreeMap::new(),
            payers: BTreeMap::new(),
            members: BTreeMap::new(),
            cover: BTreeMap::new(),
            bills: BTreeMap::new(),
            credit: BTreeMap::new(),
            payments: BTreeMap::new(),
            refunded: BTreeMap::new(),
            growth: BTreeMap::new(),
            ran: Vec::new(),
            done: BTreeSet::new(),
            keys: BTreeMap::new(),
            declared: BTreeSet::new(),
            unsaid: Vec::new(),
        }
    }

    /// Notes that something was said: true from a month on, or through some months.
    pub(super) fn say(
        &mut self,
        of: Of,
        name: &str,
        value: Option<&str>,
        (from, until): (Month, Option<Month>),
    ) {
        let (name, value) = (name.to_owned(), value.map(str::to_owned));
        self.said.push(Said { of, name, value, from: from.index(), until: until.map(Month::index) });
    }

    /// The same from a month on, for good.
    pub(super) fn say_since(&mut self, of: Of, name: &str, value: &str, from: Month) {
        self.say(of, name, Some(value), (from, None));
    }

    /// What was said of a name in a month: the latest first month speaks, and of that what was said last.
    pub(super) fn value(&self, of: Of, name: &str, month: i32) -> Option<&str> {
        let speaks = |said: &&Said| {
            said.of == of
                && said.name == name
                && said.from <= month
                && said.until.is_none_or(|until| month < until)
        };
        let speaking: Vec<&Said> = self.said.iter().filter(speaks).collect();
        let firsts: BTreeSet<i32> = speaking.iter().map(|said| said.from).collect();
        firsts.into_iter().rev().find_map(|first| {
            let last = speaking.iter().rfind(|said| said.from == first);
            last.and_then(|said| said.value.as_deref())
        })
    }

    /// A day that was said last of all months.
    pub(super) fn last_day(&self, of: Of, name: &str) -> Option<Day> {
        self.value(of, name, LAST)?.parse().ok()
    }

    fn names(&self, of: Of) -> BTreeSet<String> {
        self.said.iter().filter(|said| said.of == of).map(|said| said.name.clone()).collect()
    }

    /// Notes a link; the last of a number counts.
    pub(super) fn link(&mut self, person: u32, into: Option<u32>) {
        self.links.push((person, into));
    }

    /// The number that a number was merged into, however often.
    pub(super) fn root(&self, person: u32) -> u32 {
        let into = self.links.iter().rfind(|(from, _)| *from == person).and_then(|(_, into)| *into);
        into.map_or(person, |next| self.root(next))
    }

    /// Every number of one person: the one that stays, then the others in the order of the institution's
    /// numbers.
    pub(super) fn numbers(&self, person: u32) -> Vec<u32> {
        let root = self.root(person);
        let mut others: Vec<u32> = self
            .persons
            .keys()
            .copied()
            .filter(|other| *other != root && self.root(*other) == root)
            .collect();
        others.sort_by_key(|other| self.persons[other]);
        [root].into_iter().chain(others).collect()
    }

    /// Every membership of one person, in the order of the institution's numbers.
    pub(super) fn members_of(&self, person: u32) -> Vec<u32> {
        let numbers = self.numbers(person);
        let mine = self.members.iter().filter(|(_, member)| numbers.contains(&member.person));
        let mut mine: Vec<u32> = mine.map(|(member, _)| *member).collect();
        mine.sort_by_key(|member| self.members[member].id);
        mine
    }

    /// The institution's number of somebody who pays.
    pub(super) fn payer_id(&self, who: Who) -> Option<i64> {
        match who {
            Who::Payer(payer) => self.payers.get(&payer).map(|(_, id)| *id),
            // A payer of one's own gets the number after that of the membership.
            Who::Own(member) => {
                let member = self.members.get(&member)?;
                matches!(member.payer, Who::Own(_)).then_some(member.id + 1)
            }
        }
    }

    /// Everybody who pays.
    pub(super) fn everybody(&self) -> Vec<Who> {
        let own = self.members.keys().map(|member| Who::Own(*member));
        let all = self.payers.keys().map(|payer| Who::Payer(*payer)).chain(own);
        all.filter(|who| self.payer_id(*who).is_some()).collect()
    }

    /// Counts what stories are told for, to see that they tell it.
    pub(super) fn count(&self, tally: &mut BTreeMap<String, usize>) {
        let mut add = |what: &str, count: usize| *tally.entry(what.to_owned()).or_default() += count;
        let bills: Vec<&Bill> = self.bills.values().flatten().collect();
        add("bills of penalties", bills.iter().filter(|bill| bill.kind == BillKind::Penalty).count());
        add("bills released", bills.iter().filter(|bill| bill.owed() < 0).count());
        add("bills paid in part", bills.iter().filter(|bill| bill.paid > 0 && bill.open() > 0).count());
        add("growth", self.growth.len());
        add("lapses", self.said.iter().filter(|said| said.value.as_deref() == Some("lapsed")).count());
    }
}
