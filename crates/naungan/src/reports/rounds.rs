//! Rows taken in as few units as can be. A unit is kept whole or not at all, so that whoever is refused is
//! left out of the next one; one unit tells of everybody who is refused in it, and not only of the first.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use scheme::people::name_key;
use scheme::refusal::Refusal;

use super::row::Row;
use super::take::Done;
use super::whose::Whose;

/// What came of some rows in one unit.
pub(super) enum Attempt {
    /// They were taken.
    Done(Done),
    /// None was taken: these stand in the way, by their places, each for a reason of its own.
    Refused(BTreeMap<usize, Refusal>),
    /// None was taken, and it is not known which of them stands in the way.
    Whole(Refusal),
}

/// So often whoever is refused is left out; then the rows are parted, so that no file costs more than its
/// rows halved again and again.
const ROUNDS_MAX: usize = 4;

/// The code of the refusal of somebody who is like another.
const LIKE_ANOTHER: &str = "duplicate_likely";

/// Takes rows by attempts, each of which is a unit.
pub(super) fn rounds(
    rows: &[&Row],
    whose: &Whose<'_>,
    attempt: &mut impl FnMut(&[&Row]) -> Result<Attempt>,
) -> Result<Done> {
    let mut refused: BTreeMap<usize, Refusal> = BTreeMap::new();
    for _ in 0..ROUNDS_MAX {
        let places = others(rows.len(), &refused);
        let some: Vec<&Row> = places.iter().map(|place| rows[*place]).collect();
        if some.is_empty() {
            return Ok(together(rows, whose, &refused, Done::default()));
        }
        match attempt(&some)? {
            Attempt::Done(done) => return Ok(together(rows, whose, &refused, done)),
            Attempt::Refused(found) => {
                refused.extend(surely(&some, found).into_iter().map(|(at, why)| (places[at], why)));
            }
            Attempt::Whole(why) if places.len() == 1 => drop(refused.insert(places[0], why)),
            Attempt::Whole(_) => break,
        }
    }
    let some: Vec<&Row> = others(rows.len(), &refused).into_iter().map(|place| rows[place]).collect();
    let (first, rest) = some.split_at(some.len() / 2);
    let mut done = rounds(first, whose, attempt)?;
    let rest = rounds(rest, whose, attempt)?;
    done.taken.extend(rest.taken);
    done.bills.extend(rest.bills);
    Ok(together(rows, whose, &refused, done))
}

/// The places of whoever was not refused.
fn others(count: usize, refused: &BTreeMap<usize, Refusal>) -> Vec<usize> {
    (0..count).filter(|place| !refused.contains_key(place)).collect()
}

/// Those who would be refused whatever came of the rows before. What was written of a row before it was
/// refused is still there for the rest of its unit: a later row about the same person is tried again without
/// it.
fn surely(rows: &[&Row], found: BTreeMap<usize, Refusal>) -> Vec<(usize, Refusal)> {
    let (mut niks, mut cards, mut names) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut sure = Vec::new();
    for (place, why) in found {
        let row = rows[place];
        let nik = row.nik.is_some_and(|nik| !niks.insert(nik.to_string()));
        let card = row.kpj.is_some_and(|kpj| !cards.insert(kpj.to_string()));
        let name = !names.insert(name_key(&row.name)) && why.code == LIKE_ANOTHER;
        if !(nik || card || name) {
            sure.push((place, why));
        }
    }
    sure
}

/// What became of every row, in their order.
fn together(rows: &[&Row], whose: &Whose<'_>, refused: &BTreeMap<usize, Refusal>, done: Done) -> Done {
    let mut rest = done.taken.into_iter();
    let taken = rows.iter().enumerate().filter_map(|(place, row)| match refused.get(&place) {
        Some(why) => Some(whose.refused(row, why)),
        None => rest.next(),
    });
    Done { taken: taken.collect(), bills: done.bills }
}

#[cfg(test)]
mod tests;
