//! Rows of a wage report taken into the register, each whole or not at all.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow, bail};
use base::{Moment, Month, Nik};
use scheme::contributions::assess;
use scheme::employers::PayerKind;
use scheme::facts::History;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::law::{Law, SegmentLaw};
use scheme::memberships::{Segment, Stretch};
use scheme::people::name_key;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::rolls;

use super::row::{Row, words};
use crate::actions::change_membership::{self, Changed};
use crate::actions::enrol_member::{self, EnrolMember};
use crate::actions::register_person::{self, RegisterPerson};
use crate::books::correct::Corrected;
use crate::control;
use crate::nearest::changes;
use crate::office::{Desk, Office};
use crate::payroll::Reject;
use crate::registry::{members, payers, people};

/// Whose report it is.
pub(super) struct Employer {
    pub(super) id: PayerId,
    pub(super) segment: Segment,
    pub(super) month: Month,
    /// Everybody on the roll of the month before the report is taken.
    pub(super) members: Vec<MembershipId>,
    npp: Option<String>,
    history: History,
}

impl Employer {
    pub(super) fn load(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PayerId, month: Month) -> Result<Employer> {
        let known = payers::load(unit, desk, id)?;
        let segment = match known.payer.kind {
            PayerKind::Employer | PayerKind::Branch => Segment::WageEarner,
            PayerKind::Project => Segment::Construction,
            kind => bail!("payer {id} is of the kind {kind}, which reports no wages"),
        };
        let on_roll = rolls::of_payer_in(unit, id, month)?;
        let members = on_roll.into_iter().map(|roll| roll.membership).collect();
        let npp = known.payer.npp.map(|npp| npp.to_string());
        Ok(Employer { id, segment, month, members, npp, history: known.history })
    }

    /// Facts that what is owed cannot be worked out without, and that the employer has not said for
    /// everybody.
    pub(super) fn facts_missing(&self, law: &Law<'_>, segment: &SegmentLaw) -> Vec<String> {
        let said = segment.fact_names(law.tree()).filter_map(|name| {
            let value = self.history.value(name, self.month, Moment::EVER)?;
            Some((name.to_owned(), value.to_owned()))
        });
        let assessed = assess(law, &said.collect::<Vec<_>>(), segment, self.month);
        assessed.faults.into_iter().flat_map(|fault| fault.facts).collect()
    }
}

/// What became of a row.
pub(super) enum Taken {
    /// It says what is known.
    Unchanged(MembershipId),
    /// Something is different from this month on.
    Changed(MembershipId, Vec<Corrected>),
    /// Somebody joined; a new person, or one who was known.
    Hired { membership: MembershipId, is_new: bool },
    /// It is left out.
    Refused(Reject),
}

/// A row that was refused after a part of it had been written: the unit is undone and done again without it.
#[derive(Debug, thiserror::Error)]
#[error("row {0} was refused")]
struct Undone(usize);

/// Only a trial: nothing is kept.
#[derive(Debug, thiserror::Error)]
#[error("only a trial")]
struct Trial;

/// The lawful no in a chain of causes.
pub(super) fn refusal_in(error: &anyhow::Error) -> Option<&Refusal> {
    error.chain().find_map(|cause| cause.downcast_ref::<Refusal>())
}

/// Takes some rows in one unit. A row that is refused stops no other.
pub(super) fn take(
    office: &mut Office,
    employer: &Employer,
    rows: &[Row],
    dry_run: bool,
) -> Result<Vec<Taken>> {
    let mut refused: BTreeMap<usize, Refusal> = BTreeMap::new();
    loop {
        let mut taken = Vec::new();
        let outcome = office.unit(|unit, desk| {
            taken.clear();
            for (at, row) in rows.iter().enumerate() {
                taken.push(match refused.get(&at) {
                    Some(refusal) => Taken::Refused(row.refused_by(refusal)),
                    None => one(unit, desk, employer, row).map_err(|error| match refusal_in(&error) {
                        Some(refusal) => anyhow!(refusal.clone()).context(Undone(at)),
                        None => error,
                    })?,
                });
            }
            if dry_run { Err(anyhow!(Trial)) } else { Ok(()) }
        });
        match outcome {
            Ok(()) => return Ok(taken),
            Err(error) if error.downcast_ref::<Trial>().is_some() => return Ok(taken),
            Err(error) => match (error.downcast_ref::<Undone>(), refusal_in(&error)) {
                (Some(Undone(at)), Some(refusal)) => drop(refused.insert(*at, refusal.clone())),
                _ => return Err(error),
            },
        }
    }
}

fn one(unit: &mut Unit<'_>, desk: &Desk<'_>, employer: &Employer, row: &Row) -> Result<Taken> {
    let others =
        employer.npp.as_ref().filter(|npp| !row.npp.is_empty() && !npp.eq_ignore_ascii_case(&row.npp));
    if others.is_some() {
        let what = words("baris ini milik pemberi kerja lain", "the row is another employer's");
        let remedy = words("laporkan pada pemberi kerja itu", "report it for that employer");
        return Ok(Taken::Refused(row.refused("NPP", &row.npp, what, remedy)));
    }
    // A line broken within a cell is a space; a name is tidied when it is kept.
    if let Some((at, letter)) = control::first(&row.name.replace(char::is_whitespace, " ")) {
        let (at, number) = (at.to_string(), u32::from(letter));
        let what = words(
            format!("huruf ke-{at} adalah karakter kendali U+{number:04X}"),
            format!("letter {at} is the control character U+{number:04X}"),
        );
        let remedy = words("tulis nama tanpa karakter itu", "write the name without it");
        return Ok(Taken::Refused(row.refused("Nama", "", what, remedy)));
    }
    let person = match found(unit, desk, employer, row)? {
        Found::Refused(reject) => return Ok(Taken::Refused(reject)),
        Found::Nobody => None,
        Found::Person(person) => Some(person),
    };
    if let Some(person) = person {
        let whole = members::whole(unit, person)?;
        for known in whole.memberships.iter().filter(|known| known.segment == employer.segment) {
            let id = known.row.id;
            let stretches = whole.stretches(id)?;
            let on = |stretch: &&Stretch| {
                stretch.payer == employer.id && stretch.months().contains(employer.month)
            };
            if let Some(stretch) = stretches.iter().find(on) {
                return change(unit, desk, (employer, row), id, stretch);
            }
        }
    }
    hire(unit, desk, (employer, row), person)
}

enum Found {
    Person(PersonId),
    Nobody,
    Refused(Reject),
}

/// By NIK; where nobody has it, by a card of this employer's that bears the same name.
fn found(unit: &mut Unit<'_>, desk: &Desk<'_>, employer: &Employer, row: &Row) -> Result<Found> {
    if let Some(nik) = row.nik
        && let Some(person) = people::by_nik(unit, desk, nik)?.first()
    {
        return Ok(if is_named(person, &row.name) {
            Found::Person(person.id)
        } else {
            Found::Refused(of_another_name(row, nik))
        });
    }
    let Some(kpj) = row.kpj else { return Ok(Found::Nobody) };
    for membership in members::by_kpj(unit, desk, kpj)? {
        let known = members::row(unit, membership)?;
        if known.payer != employer.id {
            continue;
        }
        let person = people::load(unit, desk, known.person)?;
        if name_key(&person.identity().name) == name_key(&row.name) {
            return Ok(Found::Person(known.person));
        }
        let what = words(
            "kartu ini milik orang lain, dan NIK ini tidak terdaftar",
            "the card is another person's, and the NIK is not registered",
        );
        let remedy = words("periksa KPJ dan NIK", "check the card number and the NIK");
        return Ok(Found::Refused(row.refused("KPJ", &kpj.masked(), what, remedy)));
    }
    Ok(Found::Nobody)
}

/// Letters in which a name may differ from the one registered: a slip of the hand, not another person.
const SLIPS_MAX: usize = 2;

/// Whether the person goes, or once went, by a name. A report without names is taken by its numbers.
fn is_named(person: &people::Person, name: &str) -> bool {
    let key = name_key(name);
    let same = |known: &str| changes(&name_key(known), &key) <= SLIPS_MAX;
    key.is_empty() || person.records.iter().any(|record| same(&record.identity.name))
}

/// The number is somebody else's, or the name has changed: wages are never written by guess.
fn of_another_name(row: &Row, nik: Nik) -> Reject {
    let what = words(
        format!("NIK ini terdaftar dengan nama lain, bukan {}", row.name),
        format!("the NIK is registered under another name, not {}", row.name),
    );
    let remedy = words(
        "cocokkan NIK dan nama dengan kartu; bila namanya berubah, perbaiki dengan `naungan person correct`",
        "compare NIK and name with the card; if the name has changed, mend it with `naungan person correct`",
    );
    row.refused("NIK", &nik.masked(), what, remedy)
}

/// Writes what is different from what is known of the month.
fn change(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (employer, row): (&Employer, &Row),
    membership: MembershipId,
    stretch: &Stretch,
) -> Result<Taken> {
    let known =
        |name: &str| stretch.facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let mut different = Vec::new();
    for (name, value) in &row.facts {
        let of_all = employer.history.value(name, employer.month, Moment::EVER);
        if known(name).or(of_all) == Some(value.as_str()) {
            continue;
        }
        if known(name).is_none() && of_all.is_some() {
            return Ok(Taken::Refused(said_of_all(row, name, value)));
        }
        different.push((name, value));
    }
    if different.is_empty() {
        return Ok(Taken::Unchanged(membership));
    }
    let mut bills = Vec::new();
    for (name, value) in different {
        let (name, value) = (name.clone(), Some(value.clone()));
        let asked = Changed { membership, name, value, from: employer.month, until: None };
        bills.extend(change_membership::change_within(unit, desk, &asked)?);
    }
    Ok(Taken::Changed(membership, bills))
}

/// What the employer has said for everybody is not changed by a row.
fn said_of_all(row: &Row, name: &str, value: &str) -> Reject {
    let what = words(
        "berbeda dari yang dilaporkan pemberi kerja untuk semua",
        "it differs from what the employer has said for everybody",
    );
    let remedy = words(
        "samakan, atau ubah untuk semua dengan `naungan employer set`",
        "write the same, or change it for everybody with `naungan employer set`",
    );
    row.refused(name, value, what, remedy)
}

/// Enrols somebody who was not with the employer; somebody nobody knows is registered first.
fn hire(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (employer, row): (&Employer, &Row),
    person: Option<PersonId>,
) -> Result<Taken> {
    let mut facts = Vec::new();
    for (name, value) in &row.facts {
        match employer.history.value(name, employer.month, Moment::EVER) {
            Some(of_all) if of_all == value => {}
            Some(_) => return Ok(Taken::Refused(said_of_all(row, name, value))),
            None => facts.push((name.clone(), value.clone())),
        }
    }
    let is_new = person.is_none();
    let person = match person {
        Some(person) => person,
        None => match asked(desk, row) {
            Ok(asked) => PersonId(register_person::within(unit, desk, &asked)?.person),
            Err(reject) => return Ok(Taken::Refused(*reject)),
        },
    };
    // Who began in an earlier month is taken from there; the months since are reckoned too.
    let started = row.start.unwrap_or(employer.month.first_day());
    let payer = Some(employer.id);
    let asked = EnrolMember { person, segment: employer.segment, payer, started, kpj: row.kpj, facts };
    let enrolled = enrol_member::within(unit, desk, &asked)?;
    Ok(Taken::Hired { membership: MembershipId(enrolled.membership), is_new })
}

/// What a new person is registered with; birth and sex stand in the NIK where the row has no column for them.
fn asked(desk: &Desk<'_>, row: &Row) -> Result<RegisterPerson, Box<Reject>> {
    let missing = |column: &str, id: &str, en: &str| {
        let remedy = words("isi kolom ini untuk pekerja baru", "fill in this column for new hires");
        Box::new(row.refused(column, "", words(id, en), remedy))
    };
    let nik = row.nik.ok_or_else(|| missing("NIK", "NIK kosong", "the NIK is blank"))?;
    if row.name.is_empty() {
        return Err(missing(
            "Nama",
            "NIK ini belum terdaftar dan namanya kosong",
            "the NIK is new and has no name",
        ));
    }
    let birth = row.birth.or_else(|| nik.birth_date(desk.today));
    let birth_date = birth.ok_or_else(|| {
        missing("Tanggal Lahir", "tanggal lahir tidak diketahui", "the date of birth is not known")
    })?;
    Ok(RegisterPerson {
        nik,
        name: row.name.clone(),
        mother: None,
        birth_date,
        sex: row.sex.unwrap_or_else(|| Nik::sex(nik)),
        phone: None,
        facts: Vec::new(),
        is_another: false,
    })
}
