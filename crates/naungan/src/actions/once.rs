//! A request with a key is done once: the same again gets the first answer.

use anyhow::{Context, Result, bail};
use scheme::refusal::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use store::Unit;
use store::queries::requests::{self, Answered};

use crate::office::Desk;

/// The code of the refusal of a key that stands for another request.
pub(crate) const KEY_TAKEN: &str = "key_taken";

/// An answer, and whether the work was done for it now.
#[derive(Clone, Debug)]
pub(crate) struct Answer<A> {
    pub(crate) answer: A,
    /// Not so where the same was asked for, and answered, before.
    pub(crate) is_new: bool,
}

/// Does the work unless a request with this key was answered before; then gives that answer. The same key
/// with other content is refused.
pub(crate) fn once<A: Serialize + DeserializeOwned>(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    key: Option<&str>,
    input: &str,
    work: impl FnOnce(&mut Unit<'_>) -> Result<A>,
) -> Result<A> {
    Ok(once_told(unit, desk, key, input, work)?.answer)
}

/// The same, for whoever counts what was done apart from what was done already.
pub(crate) fn once_told<A: Serialize + DeserializeOwned>(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    key: Option<&str>,
    input: &str,
    work: impl FnOnce(&mut Unit<'_>) -> Result<A>,
) -> Result<Answer<A>> {
    let Some(key) = key else { return Ok(Answer { answer: work(unit)?, is_new: true }) };
    if let Some(answer) = known(unit, desk, Some(key), input)? {
        return Ok(Answer { answer, is_new: false });
    }
    let (hashed, inputs) = (hashed(key), fingerprints(desk, input));
    let answer = work(unit)?;
    let (number, hash) = inputs.first().context("there are no keys")?;
    let answered =
        Answered { input: [&number[..], &hash[..]].concat(), answer: serde_json::to_string(&answer)? };
    requests::keep(unit, &hashed, &answered, desk.now)?;
    Ok(Answer { answer, is_new: true })
}

/// The answer that was given under a key, if there is one; another request under the same key is refused.
pub(crate) fn known<A: DeserializeOwned>(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    key: Option<&str>,
    input: &str,
) -> Result<Option<A>> {
    let Some(key) = key else { return Ok(None) };
    let Some(answered) = requests::find(unit, &hashed(key))? else { return Ok(None) };
    let inputs = fingerprints(desk, input);
    // What was asked under a key that has been thrown away cannot be compared any more.
    let known = inputs.iter().find(|(number, _)| answered.input.starts_with(number));
    if known.is_some_and(|(number, hash)| answered.input != [&number[..], &hash[..]].concat()) {
        let id = format!("kunci {key} sudah dipakai untuk hal lain: pakai kunci baru");
        let en = format!("the key {key} was used before for something else: take a new one");
        bail!(Refusal::new(KEY_TAKEN, id, en));
    }
    Ok(Some(serde_json::from_str(&answered.answer)?))
}

fn hashed(key: &str) -> [u8; 16] {
    let mut hash = [0; 16];
    hash.copy_from_slice(&Sha256::digest(key.as_bytes())[..16]);
    hash
}

/// Whether a request of this key was answered before.
pub(crate) fn is_known(unit: &mut Unit<'_>, key: &str) -> Result<bool> {
    Ok(requests::find(unit, &hashed(key))?.is_some())
}

/// What tells one request from another, under each key, the newest first: what was asked may hold a NIK, and
/// nobody shall try them all against a plain hash.
fn fingerprints(desk: &Desk<'_>, input: &str) -> Vec<([u8; 4], [u8; 16])> {
    let numbers = desk.keys.numbers().into_iter().rev().map(u32::to_be_bytes);
    numbers.zip(desk.keys.look_ups("request", input)).collect()
}
