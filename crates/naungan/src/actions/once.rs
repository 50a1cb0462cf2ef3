//! A request with a key is done once: the same again gets the first answer.

use anyhow::{Result, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use store::Unit;
use store::queries::requests::{self, Answered};

use crate::office::Desk;

/// Does the work unless a request with this key was answered before; then gives that answer. The same key
/// with other content is refused.
pub(crate) fn once<A: Serialize + DeserializeOwned>(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    key: Option<&str>,
    input: &str,
    work: impl FnOnce(&mut Unit<'_>) -> Result<A>,
) -> Result<A> {
    let Some(key) = key else { return work(unit) };
    let hashed = &Sha256::digest(key.as_bytes())[..16];
    let input = Sha256::digest(input.as_bytes()).to_vec();
    if let Some(answered) = requests::find(unit, hashed)? {
        if answered.input != input {
            bail!("the key {key} was used before for something else: take a new one");
        }
        return Ok(serde_json::from_str(&answered.answer)?);
    }
    let answer = work(unit)?;
    let answered = Answered { input, answer: serde_json::to_string(&answer)? };
    requests::keep(unit, hashed, &answered, desk.now)?;
    Ok(answer)
}
