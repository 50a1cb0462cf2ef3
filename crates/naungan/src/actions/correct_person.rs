//! A name, a NIK or a date of birth was wrong: the new one is added, the old one stays with its time.

use anyhow::{Context, Result};
use base::id::Sex;
use base::{Day, Nik};
use scheme::id::PersonId;
use scheme::people::{Correction, correct};
use store::Unit;

use super::register_person::Found;
use crate::books::correct::Corrected;
use crate::office::{Desk, Office};
use crate::registry::{self, offices, people, refresh};

/// What is corrected; the rest stays.
#[derive(Clone, Debug, Default)]
pub(crate) struct CorrectPerson {
    pub(crate) nik: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) mother: Option<String>,
    pub(crate) birth_date: Option<Day>,
    pub(crate) sex: Option<Sex>,
    pub(crate) phone: Option<String>,
}

/// Corrects who somebody is; a new date of birth can change months that were assessed.
pub(crate) fn run(
    office: &mut Office,
    person: PersonId,
    asked: &CorrectPerson,
) -> Result<(Vec<Found>, Vec<Corrected>)> {
    office.unit(|unit, desk| within(unit, desk, person, asked))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    asked: &CorrectPerson,
) -> Result<(Vec<Found>, Vec<Corrected>)> {
    let nik = asked.nik.as_deref().and_then(|nik| nik.trim().parse::<Nik>().ok());
    if let Some(nik) = nik {
        people::hold_nik(unit, desk, nik)?;
    }
    people::hold(unit, desk, person)?;
    let now = people::load(unit, desk, person)?;
    let holders = nik.map(|nik| people::by_nik(unit, desk, nik)).transpose()?.unwrap_or_default();
    let taken = holders.into_iter().map(|holder| holder.id).find(|other| *other != person);
    let correction = Correction {
        nik: asked.nik.as_deref(),
        name: asked.name.as_deref(),
        mother: asked.mother.as_deref(),
        birth_date: asked.birth_date,
        sex: asked.sex,
        phone: asked.phone.as_deref(),
    };
    let before = now.records.last().context("a person without an identity")?;
    let setting = (desk.institution.is_production(), desk.today);
    let known = desk.now.after(Some(before.known));
    let (record, fact, findings) = correct(before, &correction, taken, setting, known)?;
    people::may_be_kept(desk, record.identity.nik)?;
    people::identify(unit, desk, &record)?;
    offices::renamed(unit, desk, person)?;
    registry::add_facts(unit, fact.as_slice())?;
    registry::note(unit, desk, "person corrected", person.0)?;
    let corrected = refresh::person(unit, desk, person)?;
    Ok((findings.iter().map(Found::from).collect(), corrected))
}
