//! The register as the program keeps it: people, payers and memberships opened from their rows, written back
//! as rows, and the roll made anew when a fact changes.

pub(crate) mod ahead;
pub(crate) mod claims;
pub(crate) mod grievances;
pub(crate) mod heirs;
pub(crate) mod jobs;
pub(crate) mod letters;
pub(crate) mod members;
pub(crate) mod notes;
pub(crate) mod offices;
pub(crate) mod payers;
pub(crate) mod people;
pub(crate) mod pots;
pub(crate) mod refresh;
pub(crate) mod shares;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use anyhow::Result;
use scheme::facts::{Fact, History, Subject};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::facts;
use store::queries::look_ups::{self, Among, Kind};

use crate::office::Desk;

/// The different words of a name in its normal form.
pub(crate) fn words(key: &str) -> BTreeSet<&str> {
    key.split_whitespace().collect()
}

/// More words than a name has are not looked for.
const WORDS_MAX: usize = 8;

/// Subjects that have words of a name, whole and in any order: whoever has the most of them first, then who
/// lacks one more, as long as two fit.
pub(crate) fn by_words(unit: &mut Unit<'_>, desk: &Desk<'_>, kind: Kind, key: &str) -> Result<Vec<i64>> {
    let words = hashes(desk, kind, key);
    Ok(best(look_ups::fitting(unit, Among::All(kind), &words)?))
}

/// The same among those whom some branches care for, however many others have the words.
fn by_words_at(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    branches: &[i64],
    (kind, key): (Kind, &str),
) -> Result<Vec<i64>> {
    let words = hashes(desk, kind, key);
    let mut found = Vec::new();
    for branch in branches {
        let among = if kind == Kind::PayerWord { Among::PayersOf(*branch) } else { Among::Branch(*branch) };
        found.extend(look_ups::fitting(unit, among, &words)?);
    }
    found.sort_by_key(|(subject, fit)| (Reverse(*fit), *subject));
    // Whoever works for two is found in both.
    found.dedup();
    Ok(best(found))
}

/// Those of the very name first, then those who have words of it. Who looks among some branches finds theirs
/// before those of others.
fn named_first(named: Vec<i64>, others: Vec<i64>, branches: Option<&[i64]>) -> Vec<i64> {
    let (mut found, rest): (Vec<i64>, Vec<i64>) = others.into_iter().partition(|other| named.contains(other));
    if branches.is_none() {
        found.clone_from(&named);
    }
    found.extend(rest);
    let far = named.into_iter().filter(|one| !found.contains(one)).collect::<Vec<_>>();
    found.extend(far);
    found
}

/// The hashes of the words of a name, each under every key.
fn hashes(desk: &Desk<'_>, kind: Kind, key: &str) -> Vec<Vec<[u8; 16]>> {
    words(key).into_iter().take(WORDS_MAX).map(|word| desk.keys.look_ups(kind.word(), word)).collect()
}

fn best(found: Vec<(i64, usize)>) -> Vec<i64> {
    let best = found.first().map_or(0, |(_, fit)| *fit);
    let fits = |fit: usize| fit == best || (fit + 1 == best && fit >= 2);
    found.into_iter().filter(|(_, fit)| fits(*fit)).take(MOST).map(|(subject, _)| subject).collect()
}

/// More people of one name than anybody reads through.
const MOST: usize = 200;

/// Makes a subject findable by each word of a name.
pub(crate) fn add_words(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    kind: Kind,
    key: &str,
    subject: i64,
) -> Result<()> {
    let hashes: Vec<[u8; 16]> =
        words(key).into_iter().map(|word| desk.keys.look_up(kind.word(), word)).collect();
    look_ups::add_words(unit, kind, &hashes, subject)
}

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
