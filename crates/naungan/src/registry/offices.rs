//! Which branch cares for whom, and the words of names by which it finds its own people.

use anyhow::Result;
use scheme::id::{PayerId, PersonId};
use scheme::people::name_key;
use store::Unit;
use store::queries::look_ups::Kind;
use store::queries::{caseloads, payers, word_at};

use super::people;
use crate::office::Desk;

/// Gives a person or a payer to a branch, whichever cared before: from now on their people are found there.
pub(crate) fn assign(unit: &mut Unit<'_>, desk: &Desk<'_>, subject: i64, branch: i64) -> Result<()> {
    let people = match payers::read(unit, PayerId(subject))? {
        Some(payer) => word_at::people_of(unit, payer.id)?,
        None => vec![PersonId(subject)],
    };
    let mut before = Vec::with_capacity(people.len());
    for person in &people {
        before.push(word_at::branches_of(unit, *person)?);
    }
    caseloads::assign(unit, subject, branch, desk.now)?;
    for (person, before) in people.iter().zip(&before) {
        moved(unit, desk, *person, before)?;
    }
    Ok(())
}

fn moved(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, before: &[i64]) -> Result<()> {
    let now = word_at::branches_of(unit, person)?;
    if now == before {
        return Ok(());
    }
    let words = words_of(unit, desk, person)?;
    for branch in before.iter().filter(|branch| !now.contains(branch)) {
        word_at::remove(unit, *branch, person, &words)?;
    }
    for branch in now.iter().filter(|branch| !before.contains(branch)) {
        word_at::add(unit, *branch, person, &words)?;
    }
    Ok(())
}

/// Somebody joins a payer: whoever cares for that finds her.
pub(crate) fn joined(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, payer: PayerId) -> Result<()> {
    let Some(branch) = word_at::branch_with(unit, person, payer)? else { return Ok(()) };
    let words = words_of(unit, desk, person)?;
    word_at::add(unit, branch, person, &words)
}

/// Somebody has another name.
pub(crate) fn renamed(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<()> {
    let words = words_of(unit, desk, person)?;
    for branch in word_at::branches_of(unit, person)? {
        word_at::add(unit, branch, person, &words)?;
    }
    Ok(())
}

/// A word of her name has another hash, as keys were changed.
pub(crate) fn rehashed(
    unit: &mut Unit<'_>,
    person: PersonId,
    older: &[[u8; 16]],
    newest: [u8; 16],
) -> Result<()> {
    for branch in word_at::branches_of(unit, person)? {
        word_at::add(unit, branch, person, &[newest])?;
        word_at::remove(unit, branch, person, older)?;
    }
    Ok(())
}

/// The hashes of the words of every name she has, or once had.
fn words_of(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Vec<[u8; 16]>> {
    let known = people::load(unit, desk, person)?;
    let keys: Vec<String> = known.records.iter().map(|record| name_key(&record.identity.name)).collect();
    let words = keys.iter().flat_map(|key| super::words(key));
    let mut hashes: Vec<[u8; 16]> = words.map(|word| desk.keys.look_up(Kind::Word.word(), word)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    Ok(hashes)
}
