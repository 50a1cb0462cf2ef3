//! Counts again who is protected in a month, such as after corrections of long published months, and what was
//! billed and paid.

use anyhow::{Context, Result};
use base::Month;
use scheme::memberships::Segment;
use store::queries::jobs::Job;
use store::queries::{coverage, figures, solidarity};

use super::Progress;
use crate::office::Office;

/// The kind of the job; what is asked is the month, or nothing for the latest that were counted before.
pub(crate) const KIND: &str = "coverage";

/// A year of months is counted again: what is corrected is seldom older.
const MONTHS: usize = 12;

/// Counts every month again that was counted before.
pub(crate) fn again(office: &mut Office) -> Result<()> {
    for month in office.look(|unit, _| coverage::months(unit))? {
        office.unit(|unit, _| coverage::count_month(unit, month, Segment::Migrant.name()))?;
    }
    Ok(())
}

pub(super) fn count(office: &mut Office, job: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    let months: Vec<Month> = if job.asked.is_empty() {
        let counted = office.look(|unit, _| coverage::months(unit))?;
        counted.into_iter().rev().take(MONTHS).collect()
    } else {
        vec![job.asked.parse().with_context(|| format!("`{}` is no month", job.asked))?]
    };
    let all = i64::try_from(months.len()).unwrap_or(i64::MAX);
    for (done, month) in (1..).zip(&months) {
        office.unit(|unit, _| coverage::count_month(unit, *month, Segment::Migrant.name()))?;
        progress(office, done, all)?;
    }
    office.unit(|unit, desk| {
        solidarity::count(unit, desk.now)?;
        figures::count_collected(unit, desk.now)
    })?;
    Ok(Some(format!("months={all}")))
}
