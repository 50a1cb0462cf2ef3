//! The civil registry had no answer when somebody registered: it is asked again, later and a few times.

use anyhow::{Result, ensure};
use scheme::id::PersonId;
use store::queries::jobs::Job;
use store::queries::registry_checks;

use crate::jobs::Progress;
use crate::office::Office;
use crate::ports::civil_registry::{Answer, Asked, CivilRegistry};
use crate::registry::people;

/// The kind of job.
pub(crate) const REGISTRY: &str = "registry";

/// Asks about the person that the job names, and writes the answer down unless there is one by now.
pub(crate) fn run(office: &mut Office, job: &Job, _: Progress<'_>) -> Result<Option<String>> {
    let person = PersonId(job.asked.parse()?);
    let answer = office.look(|unit, desk| {
        let known = people::load(unit, desk, person)?;
        let identity = known.identity();
        let asked = Asked {
            nik: identity.nik,
            name: &identity.name,
            birth_date: identity.birth_date,
            sex: identity.sex,
            today: desk.today,
        };
        Ok(CivilRegistry::of(desk).ask(&asked))
    })?;
    ensure!(answer != Answer::Pending, "the civil registry has not answered");
    office
        .unit(|unit, desk| registry_checks::answer(unit, person, answer.word(), answer.told(), desk.now))?;
    Ok(Some(answer.word().to_owned()))
}
