//! The civil registry had no answer when somebody registered: it is asked again, later and a few times.

use anyhow::{Result, ensure};
use scheme::id::PersonId;
use store::Unit;
use store::queries::jobs::Job;
use store::queries::{proofs, registry_checks};

use super::confirm_person::park_within;
use super::register_self::disagrees;
use crate::auth::{claims, members as auth};
use crate::jobs::Progress;
use crate::office::{Desk, Office};
use crate::ports::civil_registry::{Answer, Asked, CivilRegistry};
use crate::registry::{members, people};
use crate::reports::rows::Kept;

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
    office.unit(|unit, desk| {
        if registry_checks::answer(unit, person, answer.word(), answer.told(), desk.now)? {
            of_claim(unit, desk, person, answer)?;
        }
        Ok(())
    })?;
    Ok(Some(answer.word().to_owned()))
}

/// Who has registered on her own is known a little better now, or the branch has to look.
fn of_claim(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, answer: Answer) -> Result<()> {
    let Some(proof) = proofs::read(unit, person)?.filter(|proof| proof.how == claims::SELF) else {
        return Ok(());
    };
    if answer == Answer::Confirmed {
        return claims::keep(unit, desk, person, claims::REGISTRY);
    }
    let (Some(why), Some(membership)) = (disagrees(answer), proof.membership) else { return Ok(()) };
    let payer = members::row(unit, membership)?.payer;
    let identity = people::load(unit, desk, person)?.identity().clone();
    let who = Kept {
        nik: identity.nik.to_string(),
        name: identity.name,
        birth: identity.birth_date.to_string(),
        sex: people::sex_word(identity.sex).to_owned(),
        ..Kept::default()
    };
    let account = auth::account_of(unit, desk, person)?;
    park_within(unit, desk, (payer, account), &who, why)
}
