//! What is true of somebody, in two times: the months it holds for, and the moment it became known.

use base::{Moment, Month};

use crate::id::{MembershipId, PayerId, PersonId};

mod check;
mod history;
mod months;

pub use check::{END_REASONS, OWN_NAMES, check_fact, is_own};
pub use history::{History, Piece, over};
pub use months::Months;

/// Whom a fact is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    /// A person.
    Person(PersonId),
    /// Somebody who pays.
    Payer(PayerId),
    /// A person in a segment with a payer.
    Membership(MembershipId),
}

/// One thing that was reported. Facts are only ever added; a later one takes the place of an earlier.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// Whom it is about.
    pub subject: Subject,
    /// The law's name for it, or one of [`OWN_NAMES`].
    pub name: String,
    /// The value as the law writes it; without one, what was said from this month on is withdrawn.
    pub value: Option<String>,
    /// The first month it is true for.
    pub from: Month,
    /// The first month it is no longer true for; without one it holds until the next report.
    pub until: Option<Month>,
    /// When it became known.
    pub known: Moment,
}

impl Fact {
    /// A report that holds from a month on until the next.
    pub fn since(
        subject: Subject,
        name: &str,
        value: &(impl ToString + ?Sized),
        from: Month,
        known: Moment,
    ) -> Self {
        let value = Some(value.to_string());
        Self { subject, name: name.to_owned(), value, from, until: None, known }
    }

    /// Takes back what was said of a name from this month on.
    pub fn withdrawn(subject: Subject, name: &str, from: Month, known: Moment) -> Self {
        Self { subject, name: name.to_owned(), value: None, from, until: None, known }
    }

    /// Whether it speaks of the month.
    pub fn covers(&self, month: Month) -> bool {
        self.from <= month && self.until.is_none_or(|until| month < until)
    }
}

/// The fact that gives the value of a name in a month, as it was known then, so that somebody can be told
/// since when it is known; among facts of one subject, in the order they came.
///
/// Of the facts that speak of the month, those with the same first month stand together: the one known last
/// speaks for all of them, and is silent if it withdraws. The latest first month that speaks, decides.
pub fn deciding<'a>(facts: &'a [Fact], name: &str, month: Month, known: Moment) -> Option<&'a Fact> {
    let speaking = |fact: &&Fact| fact.name == name && fact.known <= known && fact.covers(month);
    let mut rising: Vec<&Fact> = facts.iter().filter(speaking).collect();
    rising.sort_by_key(|fact| (fact.from, fact.known));
    let mut latest = rising.into_iter().rev().peekable();
    while let Some(fact) = latest.next() {
        if fact.value.is_some() {
            return Some(fact);
        }
        while latest.next_if(|older| older.from == fact.from).is_some() {}
    }
    None
}
