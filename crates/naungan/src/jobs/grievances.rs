//! What nobody answered in time lies with the head of the branch, from the morning after.

use anyhow::Result;
use store::queries::grievances;
use store::queries::jobs::Job;

use super::Progress;
use crate::actions::move_grievance;
use crate::office::Office;

/// The word of this kind of work.
pub(crate) const KIND: &str = "grievances";

/// Grievances that are read at once.
const BATCH: i64 = 200;

/// Calls overdue what is, one by one: what one of them is wrong about keeps no other waiting.
pub(super) fn job(office: &mut Office, _: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    let (mut after, mut late, mut seen) = (0, 0_u64, 0);
    loop {
        let some = office.look(|unit, _| grievances::after(unit, false, after, BATCH))?;
        let Some(last) = some.last() else { break };
        after = last.id;
        for one in &some {
            late += u64::from(office.unit(|unit, desk| move_grievance::escalate(unit, desk, one.id))?);
        }
        seen += some.len() as i64;
        progress(office, seen, seen)?;
    }
    Ok(Some(format!("overdue={late}")))
}
