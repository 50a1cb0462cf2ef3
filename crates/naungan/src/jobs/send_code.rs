//! Sends a one-time code to whoever wants to sign in with a number, if there is such a person.
//!
//! It is done here and not by the page, so that the page takes as long whether somebody is known or not.

use anyhow::{Context, Result};
use base::Moment;
use store::queries::jobs::Job;
use store::queries::{drafts, sessions};

use super::Progress;
use crate::auth::{codes, heirs, members, tallies};
use crate::office::Office;

/// Answers to a form that nobody finished are forgotten after a day.
const FORGOTTEN_MICROS: i64 = 24 * 3600 * 1_000_000;

/// Sends the code for the draft that the job names.
pub(super) fn run(office: &mut Office, job: &Job, _: Progress<'_>) -> Result<Option<String>> {
    let token = from_hex(&job.asked).context("a draft without a name")?;
    office.unit(|unit, desk| {
        drafts::sweep(unit, Moment::new(desk.now.micros() - FORGOTTEN_MICROS))?;
        sessions::sweep(unit, desk.now)?;
        tallies::sweep(unit, desk)?;
        codes::sweep(unit, desk)?;
        members::send_code(unit, desk, &token)
    })?;
    Ok(None)
}

/// The same for the reference of a relative.
pub(super) fn to_heir(office: &mut Office, job: &Job, _: Progress<'_>) -> Result<Option<String>> {
    let token = from_hex(&job.asked).context("a draft without a name")?;
    office.unit(|unit, desk| heirs::send_code(unit, desk, &token))?;
    Ok(None)
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = (0..text.len()).step_by(2).map(|at| text.get(at..at + 2));
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::from_hex;

    #[test]
    fn a_name_is_read_back() {
        assert_eq!(from_hex("00ff10"), Some(vec![0, 255, 16]));
        assert_eq!(from_hex("0"), None);
        assert_eq!(from_hex("zz"), None);
    }
}
