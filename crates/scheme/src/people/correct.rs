//! Correcting who somebody is; what was known before is kept.

use base::id::Sex;
use base::{Day, Moment};

use super::register::{always, check, findings, read_nik, tidy};
use super::{Finding, Identity, IdentityRecord};
use crate::facts::Fact;
use crate::id::PersonId;
use crate::refusal::Refusal;

/// What is corrected; the rest stays.
#[derive(Clone, Default, Debug)]
pub struct Correction<'a> {
    /// The NIK as written.
    pub nik: Option<&'a str>,
    /// The name.
    pub name: Option<&'a str>,
    /// The mother's name.
    pub mother: Option<&'a str>,
    /// The date of birth.
    pub birth_date: Option<Day>,
    /// The sex.
    pub sex: Option<Sex>,
    /// The telephone number; empty if there is none any more.
    pub phone: Option<&'a str>,
}

/// Corrects an identity. `taken` is another person who has the new NIK. A date of birth is a fact too.
pub fn correct(
    before: &IdentityRecord,
    correction: &Correction<'_>,
    taken: Option<PersonId>,
    (in_production, today): (bool, Day),
    known: Moment,
) -> Result<(IdentityRecord, Option<Fact>, Vec<Finding>), Refusal> {
    let old = &before.identity;
    let text = |new: Option<&str>, old: &Option<String>| new.map(str::to_owned).or_else(|| old.clone());
    let identity = tidy(&Identity {
        nik: correction.nik.map_or(Ok(old.nik), read_nik)?,
        name: correction.name.unwrap_or(&old.name).to_owned(),
        mother: text(correction.mother, &old.mother),
        birth_date: correction.birth_date.unwrap_or(old.birth_date),
        sex: correction.sex.unwrap_or(old.sex),
        phone: text(correction.phone, &old.phone),
    });
    check(&identity, in_production, today)?;
    if identity == *old {
        let (id, en) = ("tidak ada yang berubah", "nothing is different from what is known");
        return Err(Refusal::new("nothing_changed", id, en));
    }
    if let Some(other) = taken.filter(|other| *other != before.person && identity.nik != old.nik) {
        let id = format!("NIK ini sudah terdaftar atas nama peserta nomor {other}");
        return Err(Refusal::new(
            "nik_taken",
            id,
            format!("this NIK is registered already, for person {other}"),
        ));
    }
    let birth = identity.birth_date;
    let fact =
        (birth != old.birth_date).then(|| always(before.person, "birth_date", &birth.to_string(), known));
    let findings = findings(&identity, today);
    Ok((IdentityRecord { person: before.person, identity, known }, fact, findings))
}
