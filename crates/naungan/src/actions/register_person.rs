//! Somebody is registered: checked, compared with those who are there, given a number.

use anyhow::Result;
use base::id::Sex;
use base::{Day, Nik};
use scheme::id::PersonId;
use scheme::people::{Identity, Register, register};
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::people as rows;

use super::once::once;
use crate::office::{Desk, Office};
use crate::registry::{self, people};

/// The code of the refusal of a NIK that somebody else has.
pub(crate) const NIK_TAKEN: &str = "nik_taken";

/// Who is registered.
#[derive(Clone, Debug)]
pub(crate) struct RegisterPerson {
    pub(crate) nik: Nik,
    pub(crate) name: String,
    pub(crate) mother: Option<String>,
    pub(crate) birth_date: Day,
    pub(crate) sex: Sex,
    pub(crate) phone: Option<String>,
    /// Further facts by the law's names, such as `nationality`.
    pub(crate) facts: Vec<(String, String)>,
    /// Somebody has looked: this is another person than the one who is alike.
    pub(crate) is_another: bool,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Registered {
    /// The number.
    pub(crate) person: i64,
    /// What somebody should look at, in both languages.
    pub(crate) findings: Vec<Found>,
    /// People who may be the same.
    pub(crate) alike: Vec<i64>,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Found {
    pub(crate) code: String,
    pub(crate) id: String,
    pub(crate) en: String,
}

impl From<&scheme::people::Finding> for Found {
    fn from(finding: &scheme::people::Finding) -> Found {
        Found { code: finding.code.to_owned(), id: finding.id.clone(), en: finding.en.clone() }
    }
}

/// Registers somebody.
pub(crate) fn run(office: &mut Office, asked: &RegisterPerson, key: Option<&str>) -> Result<Registered> {
    office.unit(|unit, desk| {
        let input = format!("register {asked:?} {}", asked.nik);
        once(unit, desk, key, &input, |unit| within(unit, desk, asked))
    })
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &RegisterPerson) -> Result<Registered> {
    people::hold_nik(unit, desk, asked.nik)?;
    let known = people::like(unit, desk, &identity(asked))?;
    among(unit, desk, asked, &known)
}

/// The same as if nobody else were registered: for trials of which nothing stays.
pub(crate) fn alone(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &RegisterPerson) -> Result<PersonId> {
    Ok(PersonId(among(unit, desk, asked, &[])?.person))
}

/// Whether what is said of somebody can be, whoever else is registered.
pub(crate) fn can_be(desk: &Desk<'_>, asked: &RegisterPerson) -> Result<()> {
    let facts: Vec<(&str, &str)> =
        asked.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let asked = Register {
        person: PersonId(0),
        identity: identity(asked),
        facts: &facts,
        is_another: true,
        in_production: desk.institution.is_production(),
        today: desk.today,
        known: desk.now,
    };
    people::may_be_kept(desk, asked.identity.nik)?;
    register(desk.tree(), &asked, &[])?;
    Ok(())
}

fn identity(asked: &RegisterPerson) -> Identity {
    Identity {
        nik: asked.nik,
        name: asked.name.clone(),
        mother: asked.mother.clone(),
        birth_date: asked.birth_date,
        sex: asked.sex,
        phone: asked.phone.clone(),
    }
}

fn among(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &RegisterPerson,
    known: &[(PersonId, Identity)],
) -> Result<Registered> {
    let identity = identity(asked);
    let person = PersonId(store::queries::institution::take_numbers(unit, 1)?);
    let facts: Vec<(&str, &str)> =
        asked.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let asked = Register {
        person,
        identity,
        facts: &facts,
        is_another: asked.is_another,
        in_production: desk.institution.is_production(),
        today: desk.today,
        known: desk.now,
    };
    people::may_be_kept(desk, asked.identity.nik)?;
    let registration = register(desk.tree(), &asked, known)?;
    rows::add(unit, person, desk.today, desk.now)?;
    people::identify(unit, desk, &registration.record)?;
    registry::add_first_facts(unit, &registration.facts)?;
    registry::note(unit, desk, "person registered", person.0)?;
    Ok(Registered {
        person: person.0,
        findings: registration.findings.iter().map(Found::from).collect(),
        alike: registration.duplicates.iter().map(|duplicate| duplicate.person.0).collect(),
    })
}
