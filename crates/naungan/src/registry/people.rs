//! People from their rows: identities opened, facts, links, families.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::id::Sex;
use base::{Moment, Nik};
use scheme::id::PersonId;
use scheme::people::merge::{self, Link};
use scheme::people::{Identity, IdentityRecord, name_key};
use scheme::refusal::Refusal;
use store::queries::look_ups::{self, Kind};
use store::queries::{links, people, turns};
use store::{Unit, seal};

use crate::office::Desk;

/// There is no such person.
pub(crate) fn nobody(id: PersonId) -> Refusal {
    super::not_there(format!("tidak ada orang bernomor {id}"), format!("there is no person {id}"))
}

/// A person as known now.
pub(crate) struct Person {
    /// Number.
    pub(crate) id: PersonId,
    /// Every identity, the latest last.
    pub(crate) records: Vec<IdentityRecord>,
}

impl Person {
    /// Who it is.
    pub(crate) fn identity(&self) -> &Identity {
        // `load` gives nobody without an identity.
        &self.records[self.records.len() - 1].identity
    }
}

/// Refuses a real person in the sandbox, and an invented one where people are real, before anything of her is
/// asked or kept.
pub(crate) fn may_be_kept(desk: &Desk<'_>, nik: Nik) -> Result<(), Refusal> {
    if desk.institution.is_production() && nik.is_invented() {
        return Err(scheme::people::invented());
    }
    if !desk.institution.is_sandbox() || nik.is_invented() {
        return Ok(());
    }
    let id = "ruang coba hanya untuk orang rekaan: pakai NIK yang diawali 99";
    Err(Refusal::new("nik_real", id, "the sandbox is for invented people: use a NIK that begins with 99"))
}

/// A person by number.
pub(crate) fn load(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PersonId) -> Result<Person> {
    let mut records = Vec::new();
    for row in people::identities(unit, id)?.into_iter().rev() {
        let identity = open(desk, id, &row).with_context(|| format!("could not open person {id}"))?;
        records.push(IdentityRecord { person: id, identity, known: row.known });
    }
    if records.is_empty() {
        return Err(nobody(id).into());
    }
    Ok(Person { id, records })
}

/// Who many people are as of now, each under her number.
pub(crate) fn latest_of_many(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    ids: &[PersonId],
) -> Result<BTreeMap<PersonId, Identity>> {
    let mut rows = people::identities_of_many(unit, ids)?;
    rows.sort_by_key(|(person, row)| (*person, row.known));
    let rows: BTreeMap<PersonId, people::Identity> = rows.into_iter().collect();
    let open = |(id, row): (&PersonId, &people::Identity)| {
        Ok((*id, open(desk, *id, row).with_context(|| format!("could not open person {id}"))?))
    };
    rows.iter().map(open).collect()
}

/// Writes an identity: sealed, and findable by its number, its name and each word of it.
pub(crate) fn identify(unit: &mut Unit<'_>, desk: &Desk<'_>, record: &IdentityRecord) -> Result<()> {
    let IdentityRecord { person, identity, known } = record;
    let row = people::Identity {
        known: *known,
        sealed: desk.keys.seal(&context(*person), sealed_text(identity).as_bytes()),
        born: identity.birth_date,
        sex: sex_word(identity.sex).to_owned(),
    };
    people::identify(unit, *person, &row)?;
    let nik = desk.keys.look_up(Kind::Nik.word(), &identity.nik.to_string());
    look_ups::add(unit, Kind::Nik, &nik, person.0)?;
    let key = name_key(&identity.name);
    look_ups::add(unit, Kind::Name, &desk.keys.look_up(Kind::Name.word(), &key), person.0)?;
    super::add_words(unit, desk, Kind::Word, &key, person.0)
}

/// People who have this NIK; a number that was corrected since is nobody's any more.
pub(crate) fn by_nik(unit: &mut Unit<'_>, desk: &Desk<'_>, nik: Nik) -> Result<Vec<Person>> {
    let mut holders = Vec::new();
    for id in once_by_nik(unit, desk, nik)? {
        let person = load(unit, desk, id)?;
        if person.identity().nik == nik {
            holders.push(person);
        }
    }
    Ok(holders)
}

/// Keeps others from registering anybody under a NIK until the unit ends.
pub(crate) fn hold_nik(unit: &mut Unit<'_>, desk: &Desk<'_>, nik: Nik) -> Result<()> {
    turns::hold(unit, &desk.keys.look_up(Kind::Nik.word(), &nik.to_string()))
}

/// People who have this NIK or once had it.
pub(crate) fn once_by_nik(unit: &mut Unit<'_>, desk: &Desk<'_>, nik: Nik) -> Result<Vec<PersonId>> {
    let hashes = desk.keys.look_ups(Kind::Nik.word(), &nik.to_string());
    Ok(look_ups::find(unit, Kind::Nik, &hashes, MOST)?.into_iter().map(PersonId).collect())
}

/// People under a name in its normal form.
pub(crate) fn by_name(unit: &mut Unit<'_>, desk: &Desk<'_>, name: &str) -> Result<Vec<PersonId>> {
    let hashes = desk.keys.look_ups(Kind::Name.word(), &name_key(name));
    Ok(look_ups::find(unit, Kind::Name, &hashes, MOST)?.into_iter().map(PersonId).collect())
}

/// People who have words of a name: those of that very name first, then who has the most of the words. For
/// whoever looks among the people of some branches those come first, since of a common name only so many are
/// read of all. Where more have the very name than are wanted, words are not looked for.
pub(crate) fn by_words(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    name: &str,
    (branches, wanted): (Option<&[i64]>, usize),
) -> Result<Vec<PersonId>> {
    let key = name_key(name);
    let named = by_name(unit, desk, name)?;
    if branches.is_none() && named.len() > wanted {
        return Ok(named);
    }
    let named = named.into_iter().map(|person| person.0).collect();
    let others = match branches {
        Some(branches) => super::by_words_at(unit, desk, branches, (Kind::Word, &key))?,
        None => super::by_words(unit, desk, Kind::Word, &key)?,
    };
    Ok(super::named_first(named, others, branches).into_iter().map(PersonId).collect())
}

/// More people of one name than anybody reads through.
const MOST: i64 = 200;

/// Everybody who may be the same person, with who they are.
pub(crate) fn like(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    identity: &Identity,
) -> Result<Vec<(PersonId, Identity)>> {
    // Also who once had the number: a digit that was corrected is a likeness, and no more than that.
    let mut ids = once_by_nik(unit, desk, identity.nik)?;
    ids.extend(by_name(unit, desk, &identity.name)?);
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter()
        .map(|id| {
            let latest = people::identities(unit, id)?.into_iter().next();
            let latest = latest.with_context(|| format!("there is no person {id}"))?;
            let identity = open(desk, id, &latest).with_context(|| format!("could not open person {id}"))?;
            Ok((id, identity))
        })
        .collect()
}

/// The numbers of one person, the one that stays first.
pub(crate) fn numbers(unit: &mut Unit<'_>, id: PersonId, known: Moment) -> Result<Vec<PersonId>> {
    Ok(merge::members(&scheme_links(unit, id)?, id, known))
}

/// All numbers that a person has or is merged with as of the last that is known.
pub(crate) fn all_numbers(unit: &mut Unit<'_>, id: PersonId) -> Result<Vec<PersonId>> {
    let links = scheme_links(unit, id)?;
    let last = links.iter().map(|link| link.known).max();
    Ok(last.map_or(vec![id], |last| merge::members(&links, id, last)))
}

/// The links around a person, as the scheme takes them.
pub(crate) fn scheme_links(unit: &mut Unit<'_>, id: PersonId) -> Result<Vec<Link>> {
    let rows = links::around(unit, id)?;
    Ok(rows.iter().map(|row| Link { person: row.person, into: row.into, known: row.known }).collect())
}

/// What identities are sealed under.
pub(crate) fn context(person: PersonId) -> String {
    seal::context("identity", "sealed", person.0)
}

/// What a relative's name is sealed under.
pub(crate) fn relative_context(person: PersonId, no: i64) -> String {
    seal::context("relative", &format!("sealed {no}"), person.0)
}

fn sealed_text(identity: &Identity) -> String {
    let empty = String::new();
    let mother = identity.mother.as_ref().unwrap_or(&empty);
    let phone = identity.phone.as_ref().unwrap_or(&empty);
    format!("{}\n{}\n{mother}\n{phone}", identity.nik, identity.name)
}

/// Who a row of identities says somebody is.
pub(crate) fn open(desk: &Desk<'_>, person: PersonId, row: &people::Identity) -> Result<Identity> {
    let text = String::from_utf8(desk.keys.open(&context(person), &row.sealed)?)?;
    let mut lines = text.split('\n');
    let mut next = || lines.next().context("an identity is cut off");
    let nik = next()?.parse()?;
    let name = next()?.to_owned();
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let (mother, phone) = (some(next()?), some(next()?));
    let sex = if row.sex == sex_word(Sex::Female) { Sex::Female } else { Sex::Male };
    Ok(Identity { nik, name, mother, birth_date: row.born, sex, phone })
}

/// The word a row keeps.
pub(crate) fn sex_word(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
    }
}

/// Keeps others from changing anything about a person, under whatever number, until the unit ends: what is
/// decided on what was read stays true until it is written. In the order of numbers, so that no two units
/// wait for each other.
pub(crate) fn hold(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<()> {
    let mut all = numbers(unit, person, desk.now)?;
    all.sort_unstable();
    all.into_iter().try_for_each(|number| people::hold(unit, number))
}
