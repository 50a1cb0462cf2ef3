//! What somebody owes for a month, slot by slot; sums and differences of it.

mod packed;
mod slot;

use crate::law::Law;
pub(crate) use packed::pack_line;
pub use packed::{Slots, Unreadable};
pub use slot::{NotASlot, PENALTY, STATE, Slot, SlotName};

/// Amounts in whole coins by slot, in the order of the slots' names; a slot with nothing in it is not there.
/// Amounts may be negative: a difference is lines too.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Lines(Vec<(SlotName, i64)>);

impl Lines {
    /// Nothing.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds an amount to a slot.
    pub fn add(&mut self, slot: &SlotName, amount: i64) {
        if amount == 0 {
            return;
        }
        match self.0.binary_search_by(|(known, _)| known.cmp(slot)) {
            Err(at) => self.0.insert(at, (slot.clone(), amount)),
            Ok(at) => {
                self.0[at].1 = sum(self.0[at].1, amount);
                if self.0[at].1 == 0 {
                    self.0.remove(at);
                }
            }
        }
    }

    /// The amount of a slot; 0 where there is none.
    pub fn get(&self, slot: &SlotName) -> i64 {
        self.0.binary_search_by(|(known, _)| known.cmp(slot)).map_or(0, |at| self.0[at].1)
    }

    /// Slots and amounts, in the order of names.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&SlotName, i64)> + ExactSizeIterator {
        self.0.iter().map(|(slot, amount)| (slot, *amount))
    }

    /// Whether nothing is owed in any slot.
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Lines) -> Lines {
        let mut all = self.clone();
        other.iter().for_each(|(slot, amount)| all.add(slot, amount));
        all
    }

    /// What is left of it without the other.
    #[must_use]
    pub fn minus(&self, other: &Lines) -> Lines {
        let mut rest = self.clone();
        other.iter().for_each(|(slot, amount)| rest.add(slot, -amount));
        rest
    }

    /// The slots that somebody is sent a bill for: parts of employer and worker, and penalties.
    #[must_use]
    pub fn billed_part(&self) -> Lines {
        self.iter().filter(|(slot, _)| slot.is_billed()).collect()
    }

    /// The amount of the bill: what the state pays and what funds hand to one another is not on it.
    pub fn billed(&self) -> i64 {
        self.iter().filter(|(slot, _)| slot.is_billed()).fold(0, |total, (_, amount)| sum(total, amount))
    }

    /// What each programme is owed by those who are billed, penalties of it included; in the order of names.
    pub fn by_programme(&self) -> Vec<(String, i64)> {
        let mut totals: Vec<(String, i64)> = Vec::new();
        for (slot, amount) in self.iter().filter(|(slot, _)| slot.is_billed()) {
            gather(&mut totals, slot.programme(), amount);
        }
        totals
    }

    /// What each fund gets when all is paid, moves between funds included; in the order of names.
    pub fn by_fund(&self, law: &Law<'_>) -> Vec<(String, i64)> {
        let mut totals: Vec<(String, i64)> = Vec::new();
        for (slot, amount) in self.iter() {
            gather(&mut totals, law.fund_of(slot.programme()), amount);
            if let Slot::Move { from, .. } = slot.read() {
                gather(&mut totals, from, -amount);
            }
        }
        totals
    }
}

fn gather(totals: &mut Vec<(String, i64)>, name: &str, amount: i64) {
    match totals.binary_search_by(|(known, _)| known.as_str().cmp(name)) {
        Ok(at) => totals[at].1 = sum(totals[at].1, amount),
        Err(at) => totals.insert(at, (name.to_owned(), amount)),
    }
}

/// A single amount is at most [`base::limit::MONEY_MAX`], so nine thousand of the largest fit; an institution
/// that owes more is a broken assumption.
pub(crate) fn sum(a: i64, b: i64) -> i64 {
    a.checked_add(b).expect("the books of a country fit into sixty-three bits")
}

impl<'a> FromIterator<(&'a SlotName, i64)> for Lines {
    fn from_iter<T: IntoIterator<Item = (&'a SlotName, i64)>>(amounts: T) -> Self {
        let mut lines = Lines::new();
        amounts.into_iter().for_each(|(slot, amount)| lines.add(slot, amount));
        lines
    }
}

/// As people write them: `jht.employer 37, jht.worker 20`.
impl std::fmt::Display for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (slot, amount)) in self.iter().enumerate() {
            write!(f, "{}{slot} {amount}", if at == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}
