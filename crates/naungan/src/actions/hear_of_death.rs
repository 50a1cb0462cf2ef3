//! A family tells of a death from outside: kept at once, looked at later. Where the telephone is one that the
//! institution knows of the very relative, the case is opened; else the branch looks first.
//!
//! What is answered to whoever reports is the same of everybody, and takes as long: nothing is looked up
//! while she waits.

use anyhow::{Context, Result};
use base::Day;
use scheme::events::EventKind;
use scheme::id::PersonId;
use scheme::people::Relative;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::death_reports::{self, DeathReport};
use store::queries::jobs::Job;

use super::relate_person::{self, family};
use super::report_event::{self, ReportEvent};
use crate::auth::members::Numbered;
use crate::auth::{Of, heirs, owner};
use crate::jobs::{self, Progress};
use crate::messages::{self, Said};
use crate::office::{Desk, Office};
use crate::registry::heirs::Kinship;
use crate::registry::{self, people};

/// The kind of job that looks at a report.
pub(crate) const KIND: &str = "hear_of_death";

/// What somebody told.
#[derive(Clone, Default, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// The card number or the NIK of who died.
    pub(crate) number: String,
    pub(crate) day: String,
    /// Whether it came of work.
    pub(crate) by_work: bool,
    /// Who tells it.
    pub(crate) name: String,
    /// What she is to who died, by the law's name.
    pub(crate) relation: String,
    /// Proved by a code.
    pub(crate) phone: String,
    pub(crate) reference: String,
}

impl Told {
    /// What happened, as the law calls it.
    pub(crate) const fn kind(&self) -> EventKind {
        if self.by_work { EventKind::WorkDeath } else { EventKind::OtherDeath }
    }
}

/// Keeps a report; the same again keeps nothing twice.
pub(crate) fn run(office: &mut Office, id: i64, told: &Told) -> Result<()> {
    let plain = serde_json::to_vec(told)?;
    office.unit(|unit, desk| {
        if death_reports::read(unit, id)?.is_some() {
            return Ok(());
        }
        let report = DeathReport {
            id,
            reference: heirs::hash(&told.reference),
            sealed: desk.keys.seal(&death_reports::context(id), &plain),
            state: "new".to_owned(),
            person: None,
            branch: None,
            case: None,
            account: None,
            made: desk.now,
            decided: None,
        };
        death_reports::add(unit, &report)?;
        jobs::later(unit, desk, KIND, &id.to_string(), (None, None)).map(drop)
    })
}

/// What was told.
pub(crate) fn open(desk: &Desk<'_>, report: &DeathReport) -> Result<Told> {
    let plain = desk.keys.open(&death_reports::context(report.id), &report.sealed)?;
    serde_json::from_slice(&plain).with_context(|| format!("report {} is damaged", report.id))
}

/// Looks at a report: opens the case where the family is known, else the branch has it.
pub(crate) fn look(office: &mut Office, job: &Job, _: Progress<'_>) -> Result<Option<String>> {
    let id: i64 = job.asked.parse().context("a report without a number")?;
    let opened = office.unit(|unit, desk| {
        let Some(report) = death_reports::read(unit, id)?.filter(|report| report.state == "new") else {
            return Ok(Ok(()));
        };
        let told = open(desk, &report)?;
        let Some(known) = known(unit, desk, &told)? else { return Ok(Err(report)) };
        match opened(unit, desk, &report, (&told, known), None) {
            Ok(()) => Ok(Ok(())),
            Err(error) => Err(error),
        }
    });
    let waits = match opened {
        Ok(Ok(())) => return Ok(None),
        Ok(Err(report)) => report,
        // A lawful no is for the branch to see; nothing of it was kept.
        Err(error) if error.chain().any(<dyn std::error::Error>::is::<Refusal>) => {
            let found = office.look(|unit, _| death_reports::read(unit, id))?;
            found.context("a report that has just gone")?
        }
        Err(error) => return Err(error),
    };
    office.unit(|unit, desk| wait(unit, desk, &waits))?;
    Ok(None)
}

/// The person of the number, under the one that stays.
fn person(unit: &mut Unit<'_>, desk: &Desk<'_>, told: &Told) -> Result<Option<PersonId>> {
    let number = Numbered::read(&told.number);
    number.map_or(Ok(None), |number| number.person(unit, desk))
}

/// The relative whose telephone this is, if it is one that the institution knows of somebody so related.
fn known(unit: &mut Unit<'_>, desk: &Desk<'_>, told: &Told) -> Result<Option<Kinship>> {
    let Some(person) = person(unit, desk, told)? else { return Ok(None) };
    for number in people::numbers(unit, person, desk.now)? {
        let marks = store::queries::marks::of(unit, number)?;
        for (no, relative) in family(unit, desk, number)? {
            if relative.relation != told.relation {
                continue;
            }
            let kinship = Kinship { person: number, no };
            let own = match marks.get(&no).and_then(|mark| mark.relative) {
                Some(own) => people::load(unit, desk, own)?.identity().phone.clone(),
                None => None,
            };
            let noted = heirs::phone(unit, desk, kinship)?;
            if own.iter().chain(&noted).any(|phone| figures(phone) == figures(&told.phone)) {
                return Ok(Some(kinship));
            }
        }
    }
    Ok(None)
}

/// A telephone number as it is compared, however it was written down: from the first figure after 0 or 62 on.
fn figures(phone: &str) -> String {
    let figures: String = phone.chars().filter(char::is_ascii_digit).collect();
    let own = figures.strip_prefix("62").or(figures.strip_prefix('0')).unwrap_or(&figures);
    own.to_owned()
}

/// The branch has it from now on.
fn wait(unit: &mut Unit<'_>, desk: &Desk<'_>, report: &DeathReport) -> Result<()> {
    let told = open(desk, report)?;
    let person = person(unit, desk, &told)?;
    let branch = match person {
        Some(person) => {
            owner::find(unit, Of::Person("person"), &person.to_string())?.and_then(|owner| owner.branch)
        }
        None => None,
    };
    let waits = DeathReport { state: "waiting".to_owned(), person, branch, ..report.clone() };
    death_reports::becomes(unit, "new", &waits).map(drop)
}

/// Opens the case of a report, or joins the one that is open; the relative can follow it from now on.
fn opened(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    report: &DeathReport,
    (told, kinship): (&Told, Kinship),
    account: Option<i64>,
) -> Result<()> {
    let case = match case_of(unit, desk, kinship.person)? {
        Some(case) => Some(case),
        None => {
            let day: Day = told.day.parse().context("a report without a day")?;
            let asked = ReportEvent {
                person: kinship.person,
                kind: told.kind(),
                day,
                by_employer: false,
                account,
                facts: Vec::new(),
            };
            report_event::within(unit, desk, &asked)?.case
        }
    };
    heirs::note(unit, desk, kinship, (&told.reference, &told.phone), account)?;
    let done = DeathReport {
        state: "opened".to_owned(),
        person: Some(kinship.person),
        case,
        account,
        decided: Some(desk.now),
        ..report.clone()
    };
    if !death_reports::becomes(unit, &report.state, &done)? {
        return Err(decided_already().into());
    }
    let name = &desk.institution.name;
    let place = messages::link("/heir");
    let text = format!(
        "{name}: laporan Anda {reference} sudah diperiksa. Ikuti perkaranya dengan nomor itu di {place}\n\
         {name}: your report {reference} was looked at. Follow the case with that reference at {place}",
        reference = told.reference
    );
    tell(unit, desk, told, text)
}

fn tell(unit: &mut Unit<'_>, desk: &Desk<'_>, told: &Told, text: String) -> Result<()> {
    let said = Said { person: None, account: None, address: told.phone.clone(), text };
    messages::say(unit, desk, &said).map(drop)
}

/// The case of a death that is open already.
fn case_of(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Option<i64>> {
    let known = registry::claims::cases_of(unit, desk, person)?;
    Ok(known.into_iter().find(|case| case.kind.is_death()).map(|case| case.number))
}

/// What an officer has found.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// The one who tells it is this relative.
    Relative(i64),
    /// She is of the family, and was not known to be.
    New { relation: String, name: String, born: Option<Day>, since: Day },
    /// Nobody has died, or it is not the family that tells it.
    Nothing,
}

/// An officer decides on a report.
pub(crate) fn decide(office: &mut Office, id: i64, found: &Found, account: i64) -> Result<()> {
    office.unit(|unit, desk| decide_within(unit, desk, id, found, account))
}

fn decide_within(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64, found: &Found, account: i64) -> Result<()> {
    let report = death_reports::read(unit, id)?.filter(|report| report.state == "waiting");
    let report = report.ok_or_else(decided_already)?;
    let told = open(desk, &report)?;
    let no = match (found, report.person) {
        (Found::Nothing, _) => return refused(unit, desk, &report, &told, account),
        (_, None) => {
            let id = "nomor itu bukan nomor siapa pun di sini";
            return Err(Refusal::new("nobody_died", id, "that number is nobody's here").into());
        }
        (Found::Relative(no), Some(person)) => {
            let known = family(unit, desk, person)?.iter().any(|(known, _)| known == no);
            known.then_some(*no).ok_or_else(|| {
                let id = format!("orang {person} tidak mempunyai anggota keluarga {no}");
                registry::not_there(id, format!("person {person} has no relative {no}"))
            })?
        }
        (Found::New { relation, name, born, since }, Some(person)) => {
            let relative = Relative {
                of: person,
                relation: relation.clone(),
                name: name.clone(),
                birth_date: *born,
                from: *since,
                until: None,
            };
            relate_person::add_within(unit, desk, &relative)?.0
        }
    };
    let Some(person) = report.person else { return Ok(()) };
    opened(unit, desk, &report, (&told, Kinship { person, no }), Some(account))
}

fn refused(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    report: &DeathReport,
    told: &Told,
    account: i64,
) -> Result<()> {
    let decided = Some(desk.now);
    let state = "refused".to_owned();
    let done = DeathReport { state, account: Some(account), decided, ..report.clone() };
    if !death_reports::becomes(unit, "waiting", &done)? {
        return Err(decided_already().into());
    }
    let name = &desk.institution.name;
    let text = format!(
        "{name}: laporan {reference} belum dapat dilanjutkan. Datanglah ke cabang dengan kartu keluarga.\n\
         {name}: we cannot go on with report {reference} yet. Come to a branch with the family card.",
        reference = told.reference
    );
    tell(unit, desk, told, text)
}

fn decided_already() -> Refusal {
    let id = "laporan ini sudah diputuskan";
    Refusal::new("report_decided", id, "this report is decided already")
}
