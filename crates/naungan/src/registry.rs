//! The register as the program keeps it: people, payers and memberships opened from their rows, written back
//! as rows, and the roll made anew when a fact changes.

pub(crate) mod ahead;
pub(crate) mod members;
pub(crate) mod payers;
pub(crate) mod people;
pub(crate) mod refresh;

use anyhow::Result;
use scheme::facts::{Fact, History, Subject};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::facts;

use crate::office::Desk;

/// Everything known of a subject.
pub(crate) fn history(unit: &mut Unit<'_>, subject: Subject) -> Result<History> {
    Ok(History::new(facts::of(unit, subject)?))
}

/// Adds facts. A second report of the same thing in the same moment comes a microsecond later.
pub(crate) fn add_facts(unit: &mut Unit<'_>, new: &[Fact]) -> Result<()> {
    for fact in new {
        let latest = facts::latest(unit, fact)?;
        facts::add(unit, &Fact { known: fact.known.after(latest), ..fact.clone() })?;
    }
    Ok(())
}

/// Adds the first facts of a subject that nobody can have reported on before.
pub(crate) fn add_first_facts(unit: &mut Unit<'_>, new: &[Fact]) -> Result<()> {
    let same = |one: &Fact, other: &Fact| (&one.name, one.from) == (&other.name, other.from);
    if new.iter().enumerate().any(|(at, fact)| new[..at].iter().any(|before| same(before, fact))) {
        return add_facts(unit, new);
    }
    new.iter().try_for_each(|fact| facts::add(unit, fact))
}

/// Nobody and nothing has this number.
pub(crate) fn not_there(id: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal::new("not_there", id, en)
}

/// Writes down what was done.
pub(crate) fn note(unit: &mut Unit<'_>, desk: &Desk<'_>, what: &str, subject: i64) -> Result<()> {
    let act =
        store::queries::acts::Act { at: desk.now, who: desk.who.to_owned(), what: what.to_owned(), subject };
    store::queries::acts::add(unit, &act)
}
