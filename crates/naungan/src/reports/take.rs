//! Rows of a wage report taken into the register, each whole or not at all.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use base::{Kpj, Moment, Month, Nik};
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

use super::rounds::{Attempt, rounds};
use super::row::{Row, words};
use super::whose::Whose;
use crate::actions::change_membership::{self, Changed};
use crate::actions::confirm_person::{Confirmed, Named, confirm};
use crate::actions::enrol_member::{self, EnrolMember};
use crate::actions::register_person::{self, RegisterPerson};
use crate::auth::claims;
use crate::books::correct::{Corrected, Unassessed};
use crate::control;
use crate::nearest::changes;
use crate::office::{Desk, Office};
use crate::payroll::Reject;
use crate::registry::ahead::Needed;
use crate::registry::{members, payers, people, refresh};

/// Whose report it is.
pub(crate) struct Employer {
    pub(crate) id: PayerId,
    pub(crate) segment: Segment,
    pub(crate) month: Month,
    /// Everybody on the roll of the month before the report is taken.
    pub(crate) members: Vec<MembershipId>,
    pub(crate) npp: Option<String>,
    pub(crate) history: History,
}

impl Employer {
    pub(crate) fn load(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PayerId, month: Month) -> Result<Employer> {
        let known = payers::load(unit, desk, id)?;
        let segment = match known.payer.kind {
            PayerKind::Employer | PayerKind::Branch => Segment::WageEarner,
            PayerKind::Project => Segment::Construction,
            kind => {
                let en = format!("payer {id} is of the kind {kind}, which reports no wages");
                let id = format!("pembayar {id} berjenis {kind}, yang tidak melaporkan upah");
                return Err(Refusal::new("reports_no_wages", id, en).into());
            }
        };
        let on_roll = rolls::of_payer_in(unit, id, month)?;
        let members = on_roll.into_iter().map(|roll| roll.membership).collect();
        let npp = known.payer.npp.map(|npp| npp.to_string());
        Ok(Employer { id, segment, month, members, npp, history: known.history })
    }

    /// Facts that what is owed cannot be worked out without, and that the employer has not said for
    /// everybody.
    pub(crate) fn facts_missing(&self, law: &Law<'_>, segment: &SegmentLaw) -> Vec<String> {
        let said = segment.fact_names(law.tree()).filter_map(|name| {
            let value = self.history.value(name, self.month, Moment::EVER)?;
            Some((name.to_owned(), value.to_owned()))
        });
        let assessed = assess(law, &said.collect::<Vec<_>>(), segment, self.month);
        assessed.faults.into_iter().flat_map(|fault| fault.facts).collect()
    }
}

/// What became of a row.
pub(crate) enum Taken {
    /// It says what is known.
    Unchanged(MembershipId),
    /// Something is different from this month on.
    Changed(MembershipId),
    /// Somebody joined; a new person, or one who was known.
    Hired { membership: MembershipId, is_new: bool },
    /// It is left out.
    Refused(Reject),
    /// It is left out, and the branch looks at it; why, for the branch alone.
    Unconfirmed(Reject, &'static str),
}

/// Nothing is kept: it was a trial, or somebody was refused.
#[derive(Debug, thiserror::Error)]
#[error("only a trial")]
struct Trial;

/// The lawful no in a chain of causes.
pub(crate) fn refusal_in(error: &anyhow::Error) -> Option<&Refusal> {
    error.chain().find_map(|cause| cause.downcast_ref::<Refusal>())
}

/// What became of some rows, in their order, and the bills that come of them.
#[derive(Default)]
pub(crate) struct Done {
    pub(crate) taken: Vec<Taken>,
    pub(crate) bills: Vec<Corrected>,
}

/// Takes rows; whoever could not be confirmed is left for the branch.
pub(crate) fn take(
    office: &mut Office,
    employer: &Employer,
    rows: &[Row],
    whose: &Whose<'_>,
) -> Result<Done> {
    let all: Vec<&Row> = rows.iter().collect();
    let done = rounds(&all, whose, &mut |some| attempt(office, employer, some, whose))?;
    whose.park(office, employer.id, rows, &done)?;
    Ok(done)
}

/// Takes some rows in one unit, so that months assessed before are one bill. A row that is refused stops no
/// other: then nothing is kept, and all who are refused are told.
pub(super) fn attempt(
    office: &mut Office,
    employer: &Employer,
    rows: &[&Row],
    whose: &Whose<'_>,
) -> Result<Attempt> {
    let left = whose.left();
    let (mut done, mut refused) = (Done::default(), BTreeMap::new());
    let outcome = office.unit(|unit, desk| {
        // The unit may be done again.
        whose.set_left(left);
        (done, refused) = (Done::default(), BTreeMap::new());
        needed(desk, employer, rows, whose).read(unit)?;
        let mut changes = Vec::new();
        let mut places = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            let mut own = Vec::new();
            match one(unit, desk, (employer, row), whose, &mut own) {
                Ok(taken) => done.taken.push(taken),
                Err(error) => {
                    refused.insert(place, error.downcast::<Refusal>()?);
                    continue;
                }
            }
            places.extend(own.iter().map(|changed| (changed.membership, place)));
            changes.extend(own);
        }
        match refresh::assess_again(unit, desk, &changes) {
            Ok(bills) => done.bills = bills,
            Err(error) => unassessed(error, &places, &mut refused)?,
        }
        if whose.is_dry() || !refused.is_empty() { Err(anyhow!(Trial)) } else { Ok(()) }
    });
    if outcome.is_err() {
        whose.set_left(left);
    }
    match outcome {
        Err(error) if !error.is::<Trial>() => match refusal_in(&error) {
            Some(refusal) => Ok(Attempt::Whole(refusal.clone())),
            None => Err(error),
        },
        _ if refused.is_empty() => Ok(Attempt::Done(done)),
        _ => Ok(Attempt::Refused(refused)),
    }
}

/// Whose months the law has no answer for, by the places of their rows.
fn unassessed(
    error: anyhow::Error,
    places: &BTreeMap<MembershipId, usize>,
    refused: &mut BTreeMap<usize, Refusal>,
) -> Result<()> {
    let unassessed = error.downcast::<Unassessed>()?;
    for (membership, why) in &unassessed.members {
        match places.get(membership) {
            Some(place) => drop(refused.entry(*place).or_insert_with(|| why.clone())),
            None => return Err(unassessed.into_error()),
        }
    }
    Ok(())
}

/// Whom the rows are about, as far as the rows and the roll tell.
fn needed(desk: &Desk<'_>, employer: &Employer, rows: &[&Row], whose: &Whose<'_>) -> Needed {
    let mut needed = Needed::default();
    needed.payer(employer.id);
    for row in rows {
        match whose.roll().and_then(|roll| roll.of(row)) {
            Some(membership) => needed.membership(membership),
            None => needed.somebody(desk, row.nik, &row.name, row.kpj),
        }
    }
    needed
}

fn one(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (employer, row): (&Employer, &Row),
    whose: &Whose<'_>,
    changes: &mut Vec<refresh::Changed>,
) -> Result<Taken> {
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
    let person = match found(unit, desk, (employer, row), whose)? {
        Found::Refused(reject) => return Ok(Taken::Refused(reject)),
        Found::Unconfirmed(taken) => return Ok(taken),
        Found::Nobody => None,
        Found::Person(person) => Some(person),
    };
    if let Some(person) = person {
        let all = members::whole(unit, person)?;
        for known in all.memberships.iter().filter(|known| known.segment == employer.segment) {
            let id = known.row.id;
            let stretches = all.stretches(id)?;
            let on = |stretch: &&Stretch| {
                stretch.payer == employer.id && stretch.months().contains(employer.month)
            };
            if let Some(stretch) = stretches.iter().find(on) {
                return change(unit, desk, (employer, row), (id, stretch), changes);
            }
        }
    }
    hire(unit, desk, (employer, row), (person, matches!(whose, Whose::Trial(_))), changes)
}

enum Found {
    Person(PersonId),
    Nobody,
    Refused(Reject),
    Unconfirmed(Taken),
}

fn found(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (employer, row): (&Employer, &Row),
    whose: &Whose<'_>,
) -> Result<Found> {
    let Some(roll) = whose.roll() else { return in_register(unit, desk, employer, row) };
    if let Some(membership) = roll.of(row) {
        return Ok(if roll.is_named(membership, &row.name) {
            Found::Person(members::row(unit, membership)?.person)
        } else {
            Found::Refused(of_another_name_here(row))
        });
    }
    match by_card(unit, desk, employer, row)? {
        ByCard::Hers(person) => return Ok(Found::Person(person)),
        ByCard::Anothers(kpj) => return Ok(Found::Refused(of_another_card(row, kpj))),
        ByCard::Nobodys => {}
    }
    let (Whose::Counter(gate), Some(nik)) = (whose, row.nik) else { return Ok(Found::Nobody) };
    // What the row itself lacks is said of everybody alike.
    if let Err(reject) = asked(desk, row) {
        return Ok(Found::Refused(*reject));
    }
    if gate.is_closed() {
        return Ok(Found::Unconfirmed(gate.not(row, "too_many")));
    }
    let named = Named { nik, name: &row.name, birth: row.birth, sex: row.sex };
    Ok(match confirm(unit, desk, &named)? {
        Confirmed::Known(person) => Found::Person(person),
        Confirmed::New => Found::Nobody,
        Confirmed::Not(why) => Found::Unconfirmed(gate.not(row, why)),
    })
}

/// Whose a card of this employer's is.
enum ByCard {
    Hers(PersonId),
    Anothers(Kpj),
    Nobodys,
}

fn by_card(unit: &mut Unit<'_>, desk: &Desk<'_>, employer: &Employer, row: &Row) -> Result<ByCard> {
    let Some(kpj) = row.kpj else { return Ok(ByCard::Nobodys) };
    for membership in members::by_kpj(unit, desk, kpj)? {
        let known = members::row(unit, membership)?;
        if known.payer != employer.id {
            continue;
        }
        let person = people::load(unit, desk, known.person)?;
        return Ok(if name_key(&person.identity().name) == name_key(&row.name) {
            ByCard::Hers(known.person)
        } else {
            ByCard::Anothers(kpj)
        });
    }
    Ok(ByCard::Nobodys)
}

fn of_another_card(row: &Row, kpj: Kpj) -> Reject {
    let what = words("kartu ini milik orang lain", "the card is another person's");
    let remedy = words("periksa KPJ, NIK dan nama", "check the card number, the NIK and the name");
    row.refused("KPJ", &kpj.masked(), what, remedy)
}

/// Of somebody on the roll, whom the employer knows.
fn of_another_name_here(row: &Row) -> Reject {
    let what = words(
        format!("pekerja dengan NIK ini bernama lain dalam daftar Anda, bukan {}", row.name),
        format!("the worker with this NIK has another name on your roll, not {}", row.name),
    );
    let remedy = words(
        "cocokkan NIK dan nama dengan kartu; bila namanya berubah, minta kantor cabang memperbaikinya",
        "compare NIK and name with the card; if the name has changed, ask the branch to mend it",
    );
    row.refused("NIK", &row.nik.map(Nik::masked).unwrap_or_default(), what, remedy)
}

/// By NIK; where nobody has it, by a card of this employer's that bears the same name.
fn in_register(unit: &mut Unit<'_>, desk: &Desk<'_>, employer: &Employer, row: &Row) -> Result<Found> {
    if let Some(nik) = row.nik
        && let Some(person) = people::by_nik(unit, desk, nik)?.first()
    {
        return Ok(if is_named(person, &row.name) {
            Found::Person(person.id)
        } else {
            Found::Refused(of_another_name(row, nik))
        });
    }
    match by_card(unit, desk, employer, row)? {
        ByCard::Hers(person) => Ok(Found::Person(person)),
        ByCard::Nobodys => Ok(Found::Nobody),
        ByCard::Anothers(kpj) => {
            let what = words(
                "kartu ini milik orang lain, dan NIK ini tidak terdaftar",
                "the card is another person's, and the NIK is not registered",
            );
            let remedy = words("periksa KPJ dan NIK", "check the card number and the NIK");
            Ok(Found::Refused(row.refused("KPJ", &kpj.masked(), what, remedy)))
        }
    }
}

/// Letters in which a name may differ from the one registered: a slip of the hand, not another person.
const SLIPS_MAX: usize = 2;

/// Whether the person goes, or once went, by a name. A report without names is taken by its numbers.
fn is_named(person: &people::Person, name: &str) -> bool {
    is_one_of(person.records.iter().map(|record| record.identity.name.as_str()), name)
}

/// The same for names as they stand.
pub(crate) fn is_one_of<'n>(mut known: impl Iterator<Item = &'n str>, name: &str) -> bool {
    let key = name_key(name);
    key.is_empty() || known.any(|known| changes(&name_key(known), &key) <= SLIPS_MAX)
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
    (membership, stretch): (MembershipId, &Stretch),
    changes: &mut Vec<refresh::Changed>,
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
    for (name, value) in different {
        let (name, value) = (name.clone(), Some(value.clone()));
        let asked = Changed { membership, name, value, from: employer.month, until: None };
        changes.extend(change_membership::change_written(unit, desk, &asked)?);
    }
    Ok(Taken::Changed(membership))
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
    (person, is_tried): (Option<PersonId>, bool),
    changes: &mut Vec<refresh::Changed>,
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
            // Whoever is tried is somebody new, however many others are registered.
            Ok(asked) if is_tried => register_person::alone(unit, desk, &asked)?,
            Ok(asked) => {
                let person = PersonId(register_person::within(unit, desk, &asked)?.person);
                claims::keep(unit, desk, person, claims::PAYER)?;
                person
            }
            Err(reject) => return Ok(Taken::Refused(*reject)),
        },
    };
    // Who began in an earlier month is taken from there; the months since are reckoned too.
    let started = row.start.unwrap_or(employer.month.first_day());
    let payer = Some(employer.id);
    let kpj = row.kpj.filter(|_| !is_tried);
    let asked = EnrolMember { person, segment: employer.segment, payer, started, kpj, facts };
    let (enrolled, joined) = enrol_member::written(unit, desk, &asked)?;
    changes.extend(joined);
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
            "pekerja ini belum ada dalam daftar dan namanya kosong",
            "the worker is not on the roll yet and has no name",
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
