//! The institution declares a value that the law leaves to it, such as the year's rate of growth.

use anyhow::{Result, bail};
use store::queries::laws;

use crate::office::Office;
use crate::registry;

/// Declares `jht_rate[2024]` to be `5.00`, by an instrument.
pub(crate) fn run(office: &mut Office, place: &str, value: &str, instrument: &str) -> Result<()> {
    if instrument.trim().is_empty() {
        bail!("say by which decision: --instrument");
    }
    let text = format!("{place} {value}");
    if let Err(why) = office.pack.assumption(&text) {
        bail!("`{text}` does not fit the law: {why}");
    }
    office.unit(|unit, desk| {
        laws::declare(unit, place, value, instrument, desk.now)?;
        // About nobody: the institution itself is number 0.
        registry::note(unit, desk, &format!("declared {text}"), 0)
    })?;
    office.read_law_again()
}
