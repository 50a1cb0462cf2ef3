//! The way back to work after an injury: what the doctors, the worker and the employer say of it, and whether
//! it is open.
//!
//! `run(office, claim, (fact, yes), account) -> Return` notes one fact of the law (`likely_disabled`,
//! `doctor_advises_return`, `worker_agrees`, `employer_agrees`); `look(unit, desk, claim) -> Return` only
//! asks.

use anyhow::Result;
use scheme::claims::care::{Return, back_to_work};
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::return_consents as rows;

use crate::office::{Desk, Office};
use crate::registry::{self, claims};

/// The law's facts on the way back to work.
pub(crate) const FACTS: [&str; 4] =
    ["likely_disabled", "doctor_advises_return", "worker_agrees", "employer_agrees"];

/// Notes what somebody says, and gives what is missing still.
pub(crate) fn run(
    office: &mut Office,
    claim: i64,
    (fact, yes): (&str, bool),
    account: Option<i64>,
) -> Result<Return> {
    office.unit(|unit, desk| within(unit, desk, claim, (fact, yes), account))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    claim: i64,
    (fact, yes): (&str, bool),
    account: Option<i64>,
) -> Result<Return> {
    let held = claims::hold(unit, claim)?;
    if !FACTS.contains(&fact) {
        let id = format!("`{fact}` bukan hal tentang kembali bekerja: {}", FACTS.join(", "));
        let en = format!("`{fact}` is nothing about the way back to work: {}", FACTS.join(", "));
        return Err(Refusal::new("return_fact", id, en).into());
    }
    rows::add(unit, claim, (fact, yes), account, desk.now)?;
    registry::note(unit, desk, "return to work noted", held.row.person.0)?;
    look(unit, desk, claim)
}

/// Whether the way back to work is open, and what is missing.
pub(crate) fn look(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64) -> Result<Return> {
    let held = claims::play(unit, claim)?;
    if held.kind.benefit() != "jkk" {
        let id = "hanya klaim kecelakaan kerja mempunyai program kembali bekerja";
        return Err(Refusal::new("care_bill", id, "only a claim for work injury leads back to work").into());
    }
    let (case, mut facts) = claims::reported(unit, desk, held.row.of_case)?;
    for (fact, yes) in rows::of_claim(unit, claim)? {
        facts.retain(|(name, _)| *name != fact);
        facts.push((fact, if yes { "yes" } else { "no" }.to_owned()));
    }
    let asked = held.asked_today(desk, case.day, &facts);
    Ok(back_to_work(&ClaimLaw::new(desk.law)?, &asked, &held.row.segment)?)
}
