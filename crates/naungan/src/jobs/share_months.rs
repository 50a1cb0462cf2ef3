//! After a run: shared months of which the worker's rest is there already, or nothing is hers, are paid.

use anyhow::{Context, Result};
use base::Month;
use scheme::id::PayerId;
use store::queries::jobs::Job;
use store::queries::worker_months;

use super::Progress;
use crate::books::share;
use crate::office::Office;

/// The word of this kind of work.
pub(crate) const KIND: &str = "share_months";

/// Workers looked at together.
const TOGETHER: i64 = 100;

/// Looks at everybody whose month it is.
pub(super) fn run(office: &mut Office, job: &Job, _: Progress<'_>) -> Result<Option<String>> {
    let month: Month = job.asked.parse().context("no month")?;
    Ok(Some(format!("workers={}", all(office, month)?)))
}

/// The same for whoever waits for it; how many workers share the month and have not paid.
pub(crate) fn all(office: &mut Office, month: Month) -> Result<usize> {
    let (mut after, mut count) = (PayerId(0), 0);
    loop {
        let some =
            office.look(|unit, _| worker_months::sharers(unit, month, (after.0, i64::MAX), TOGETHER))?;
        let Some(last) = some.last() else { return Ok(count) };
        after = *last;
        count += some.len();
        for payer in some {
            office.unit(|unit, desk| share::settle(unit, desk, payer))?;
        }
    }
}
