//! Each day, funders whose last month comes near are asked to go on.

use anyhow::Result;
use store::queries::jobs::Job;

use super::Progress;
use crate::actions::ask_renewal;
use crate::office::Office;

/// The word of this kind of work.
pub(crate) const KIND: &str = "renewals";

/// Asks whoever has to be asked today.
pub(super) fn job(office: &mut Office, _: &Job, _: Progress<'_>) -> Result<Option<String>> {
    let asked = office.unit(ask_renewal::all)?;
    Ok(Some(format!("asked={asked}")))
}
