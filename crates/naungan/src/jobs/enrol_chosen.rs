//! Whoever has a place of a campaign is enrolled, one by one; a place that comes free goes to the next.

use anyhow::{Context, Result};
use store::queries::choices;
use store::queries::jobs::Job;

use super::Progress;
use crate::actions::enrol_chosen;
use crate::office::Office;

/// The word of this kind of work.
pub(crate) const KIND: &str = "enrol chosen";

/// Places read together.
const TOGETHER: i64 = 100;

/// Enrols everybody who waits for it. Whoever cannot be enrolled is replaced within the rule, and so is the
/// next.
pub(super) fn run(office: &mut Office, job: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    let campaign: i64 = job.asked.parse().context("no campaign's number")?;
    Ok(Some(all(office, campaign, progress)?.to_string()))
}

/// The same for a command, which waits for it; how many places were looked at.
pub(crate) fn all(office: &mut Office, campaign: i64, progress: Progress<'_>) -> Result<i64> {
    let mut done = 0;
    loop {
        let (some, total) = office.look(|unit, _| {
            let some = choices::of_campaign(unit, campaign, Some("chosen"), 0, TOGETHER)?;
            let counts = choices::counts(unit, campaign)?;
            let left = counts.iter().find(|(state, _)| state == "chosen").map_or(0, |(_, count)| *count);
            Ok((some, done + left))
        })?;
        if some.is_empty() {
            return Ok(done);
        }
        for choice in &some {
            enrol_chosen::run(office, choice)?;
            done += 1;
        }
        progress(office, done, total)?;
    }
}
