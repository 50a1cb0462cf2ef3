//! Proof that the books are whole: an entry by its place and fingerprint, held against the journal.

use anyhow::Result;
use ledger::Place;
use ledger::journal::{Head, follow};
use scheme::id::PayerId;
use serde::Serialize;
use store::Unit;
use store::queries::{journals, solidarity};

use crate::hex;

/// An entry as it is named on paper: where it stands, and its fingerprint.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Named {
    /// As `3-17`.
    pub(crate) entry: String,
    /// Sixty-four digits.
    pub(crate) hash: String,
}

/// What came of a look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Found {
    /// It stands there, and its fingerprint follows from its text and the one before; so many came after it.
    Same { after: u64 },
    /// Something else stands there.
    Differs,
    /// Nothing stands there.
    Nothing,
    /// What stands there does not follow from its text: the books were changed.
    Broken,
}

/// Reads `3-17`.
pub(crate) fn place(text: &str) -> Option<Place> {
    let (journal, seq) = text.trim().split_once('-')?;
    let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let place = Place { journal: journal.parse().ok()?, seq: seq.parse().ok()? };
    // No number of an entry is larger, whatever is written.
    let is_there = i64::try_from(place.seq).is_ok_and(|seq| seq > 0);
    (is_plain(journal) && is_plain(seq) && is_there).then_some(place)
}

/// Holds a fingerprint against what stands at a place.
pub(crate) fn check(unit: &mut Unit<'_>, place: Place, hash: &str) -> Result<Found> {
    let Some((own, before)) = journals::hashes(unit, place.journal, place.seq)? else {
        return Ok(Found::Nothing);
    };
    let text = journals::text(unit, place.journal, place.seq)?.unwrap_or_default();
    if follow(&before, text.as_bytes()) != own {
        return Ok(Found::Broken);
    }
    if hex::of(&own) != hash.trim().to_ascii_lowercase() {
        return Ok(Found::Differs);
    }
    let head = journals::heads(unit)?.into_iter().find(|head| head.journal == place.journal);
    Ok(Found::Same { after: head.map_or(0, |head| head.seq.saturating_sub(place.seq)) })
}

/// The entry at a place, named with its fingerprint.
pub(crate) fn named(unit: &mut Unit<'_>, (journal, seq): (u16, u64)) -> Result<Option<Named>> {
    let found = journals::hashes(unit, journal, seq)?;
    Ok(found.map(|(own, _)| Named { entry: Place { journal, seq }.to_string(), hash: hex::of(&own) }))
}

/// The latest entry in which a pot's money moved.
pub(crate) fn of_pot(unit: &mut Unit<'_>, pot: PayerId) -> Result<Option<Named>> {
    let Some(place) = solidarity::last_entry(unit, pot)? else { return Ok(None) };
    named(unit, place)
}

/// The ends of all chains, without those in which nothing stands yet.
pub(crate) fn heads(unit: &mut Unit<'_>) -> Result<Vec<Head>> {
    Ok(journals::heads(unit)?.into_iter().filter(|head| head.seq > 0).collect())
}

/// The end of the chain that was written to last.
pub(crate) fn latest(unit: &mut Unit<'_>) -> Result<Option<Named>> {
    let last = heads(unit)?.into_iter().max_by_key(|head| head.known);
    let named = |head: Head| {
        let entry = Place { journal: head.journal, seq: head.seq }.to_string();
        Named { entry, hash: hex::of(&head.hash) }
    };
    Ok(last.map(named))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::giving::Giving;

    #[test]
    fn an_entry_is_held_against_the_journal() {
        testing::both(|address| {
            let mut giving = Giving::begin(address, "2026-01-05", "months 6");
            giving.gives(50_000).expect("a gift");
            let pot = giving.pot;
            let office = &mut giving.trial.office;
            let named = office.look(|unit, _| of_pot(unit, pot)).expect("a look").expect("an entry");
            let mut told = |entry: &str, hash: &str| {
                let found = place(entry).map(|place| office.look(|unit, _| check(unit, place, hash)));
                found.transpose().expect("a look")
            };
            let capitals = format!(" {} ", named.hash.to_ascii_uppercase());
            assert_eq!(told(&named.entry, &named.hash), Some(Found::Same { after: 0 }));
            assert_eq!(told(&named.entry, &capitals), Some(Found::Same { after: 0 }));
            assert_eq!(told(&named.entry, &"0".repeat(64)), Some(Found::Differs));
            assert_eq!(told("3-9999", &named.hash), Some(Found::Nothing));
            for none in ["", "3", "3-0", "-3-1", "+3-1", "3-99999999999999999999", "a-b", "99999-1"] {
                assert_eq!(told(none, &named.hash), None, "{none}");
            }
        });
    }
}
