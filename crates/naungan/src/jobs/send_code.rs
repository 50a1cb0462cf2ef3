//! Sends a one-time code to whoever wants to sign in with a number, if there is such a person.
//!
//! It is done here and not by the page, so that the page takes as long whether somebody is known or not.

use anyhow::{Context, Result};
use base::Moment;
use store::queries::jobs::Job;
use store::queries::{drafts, sessions};

use super::{Progress, from_hex};
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
