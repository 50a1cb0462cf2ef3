//! Something happened to a member: a case is opened, with every claim that the law opens for it.

use anyhow::Result;
use base::Day;
use scheme::claims::moves::{Actor, Move, State};
use scheme::claims::{Act, Paper};
use scheme::events::{Case, Event, EventKind, Opened, need_an_officer, open};
use scheme::id::PersonId;
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::{cases, claims as rows, institution};

use super::move_claim::by;
use super::once::once;
use super::register_person::Found;
use super::{report_death, report_dismissal};
use crate::auth::Role;
use crate::office::{Desk, Office};
use crate::registry::{self, claims};

/// What is reported.
#[derive(Clone, Debug)]
pub(crate) struct ReportEvent {
    pub(crate) person: PersonId,
    pub(crate) kind: EventKind,
    pub(crate) day: Day,
    /// Whether the employer reports: the law gives that a term.
    pub(crate) by_employer: bool,
    /// Who writes it down.
    pub(crate) account: Option<i64>,
    /// What is known of it, by the law's names.
    pub(crate) facts: Vec<(String, String)>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reported {
    /// The case; none where nothing is paid for the event.
    pub(crate) case: Option<i64>,
    pub(crate) claims: Vec<OpenedClaim>,
    /// What does not pay, or not yet: kind and reason.
    pub(crate) not_opened: Vec<(String, Found)>,
    /// Heirs: relation, name, and who acts for a minor.
    pub(crate) heirs: Vec<(String, String, Option<String>)>,
    pub(crate) findings: Vec<Found>,
}

/// A claim that was opened, or goes on as what the event has become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OpenedClaim {
    pub(crate) claim: i64,
    pub(crate) kind: String,
    pub(crate) goes_on: bool,
    pub(crate) right_ends: Option<String>,
    pub(crate) papers: Vec<AskedPaper>,
}

/// A paper with its reason, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AskedPaper {
    pub(crate) name: String,
    pub(crate) words: [String; 2],
    pub(crate) why: [String; 2],
    pub(crate) giver: [String; 2],
}

/// Reports an event.
pub(crate) fn run(office: &mut Office, asked: &ReportEvent, key: Option<&str>) -> Result<Reported> {
    office.unit(|unit, desk| {
        let input = format!("event {asked:?}");
        once(unit, desk, key, &input, |unit| within(unit, desk, asked))
    })
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &ReportEvent) -> Result<Reported> {
    registry::people::hold(unit, desk, asked.person)?;
    let life = claims::life(unit, desk, asked.person, None)?;
    let known = claims::cases_of(unit, desk, asked.person)?;
    let known: Vec<_> = known.iter().map(claims::KnownCase::told).collect();
    let law = ClaimLaw::new(desk.law)?;
    if let Some(account) = asked.account
        && !matches!(by(unit, account)?.role, Role::Officer | Role::Head)
    {
        need_an_officer(&law, &asked.facts)?;
    }
    let event = Event {
        kind: asked.kind,
        day: asked.day,
        reported: desk.today,
        by_employer: asked.by_employer,
        facts: &asked.facts,
    };
    let mut case = life.ask(|record| open(&law, record, &event, &known, &[]))?;
    if asked.kind.is_death() && !life.is_dead() {
        report_death::within(unit, desk, asked.person, Some(asked.day))?;
    }
    let number =
        if case.claims.is_empty() { None } else { Some(write(unit, desk, asked, life.person, &mut case)?) };
    let mut opened = Vec::new();
    if let Some(number) = number {
        for one in &case.claims {
            let claim = match one.continues {
                Some(before) => go_on(unit, desk, asked.account, number, (before, one))?,
                None => begin(unit, desk, life.person, number, one)?,
            };
            opened.push(said(claim, one));
        }
        registry::note(unit, desk, "event reported", life.person.0)?;
        if asked.kind == EventKind::LostJob {
            report_dismissal::keep(unit, desk, asked, number)?;
        }
    }
    Ok(answered(number, opened, &case))
}

/// Writes the case down. What was reported of an outcome before stays true where nothing else is said now.
fn write(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &ReportEvent,
    person: PersonId,
    case: &mut Case,
) -> Result<i64> {
    for before in case.claims.iter().filter_map(|claim| claim.continues).collect::<Vec<_>>() {
        for (name, value) in claims::reported(unit, desk, before)?.1 {
            if case.facts.iter().all(|(known, _)| *known != name) {
                case.facts.push((name, value));
            }
        }
    }
    let number = institution::take_numbers(unit, 1)?;
    let facts = serde_json::to_string(&case.facts)?;
    let row = cases::Case {
        id: number,
        person,
        kind: asked.kind.name().to_owned(),
        day: asked.day,
        reported: desk.today,
        by_employer: asked.by_employer,
        account: asked.account,
        sealed: desk.keys.seal(&cases::context(number), facts.as_bytes()),
        known: desk.now,
    };
    cases::add(unit, &row)?;
    Ok(number)
}

fn begin(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, case: i64, opened: &Opened) -> Result<i64> {
    let id = institution::take_numbers(unit, 1)?;
    let row = rows::Claim {
        id,
        person,
        of_case: case,
        opened_by: case,
        kind: opened.kind.name().to_owned(),
        membership: opened.membership,
        segment: opened.segment.name().to_owned(),
        notified: desk.today,
        papers: opened.papers.iter().map(|paper| paper.name.clone()).collect(),
        state: State::Notified.name().to_owned(),
        known: desk.now,
    };
    rows::add(unit, &row)?;
    if opened.papers.is_empty() {
        claims::hold(unit, id)?.goes_on(unit, desk, Move::Complete)?;
    }
    Ok(id)
}

/// The claim of the same event is assessed again as what the event has become.
fn go_on(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    account: Option<i64>,
    case: i64,
    (before, opened): (i64, &Opened),
) -> Result<i64> {
    let person = cases::read(unit, before)?.map(|row| row.person);
    let mut all = match person {
        Some(person) => rows::of_person(unit, person)?,
        None => Vec::new(),
    };
    all.retain(|row| row.of_case == before || row.opened_by == before);
    let mut found = None;
    for row in all {
        let held = claims::hold(unit, row.id)?;
        if held.kind.benefit() == opened.kind.benefit() && held.claim.state != State::Withdrawn {
            found = Some(held);
        }
    }
    let Some(mut held) = found else {
        return begin(unit, desk, person.unwrap_or(PersonId(0)), case, opened);
    };
    let id = held.row.id;
    match held.claim.state {
        State::Paid | State::Closed | State::Rejected => held.goes_on(unit, desk, Move::Reopen)?,
        State::Approved | State::Appealed => return Err(busy(id).into()),
        _ => {}
    }
    rows::become_kind(unit, id, case, opened.kind.name())?;
    for paper in &opened.papers {
        if held.claim.papers.iter().all(|known| known.paper != paper.name) {
            let ask = Act::Ask(paper.name.clone());
            held.take(unit, desk, (Actor::Officer, account), ask, i64::MAX)?;
        }
    }
    Ok(id)
}

fn busy(claim: i64) -> Refusal {
    let id = format!("klaim {claim} sedang dibayar atau dalam keberatan: laporkan kelanjutannya sesudah itu");
    let en = format!("claim {claim} is being paid or under appeal: report what became of it after that");
    Refusal::new("claim_busy", id, en)
}

fn said(claim: i64, opened: &Opened) -> OpenedClaim {
    OpenedClaim {
        claim,
        kind: opened.kind.name().to_owned(),
        goes_on: opened.continues.is_some(),
        right_ends: opened.right_ends.as_ref().map(|(day, _)| day.to_string()),
        papers: opened.papers.iter().map(AskedPaper::from).collect(),
    }
}

impl From<&Paper> for AskedPaper {
    fn from(paper: &Paper) -> AskedPaper {
        let both = |words: &rules::tree::Words| [words.id.clone(), words.en.clone()];
        let (words, why, giver) = (both(&paper.words), both(&paper.why), both(&paper.giver));
        AskedPaper { name: paper.name.clone(), words, why, giver }
    }
}

/// A refusal as it is kept in an answer.
fn refused(refusal: &Refusal) -> Found {
    let cited = refusal.citation.as_ref().map(|citation| format!(" ({})", citation.instrument));
    let cited = cited.unwrap_or_default();
    let (id, en) = (format!("{}{cited}", refusal.id), format!("{}{cited}", refusal.en));
    Found { code: refusal.code.to_owned(), id, en }
}

fn answered(case: Option<i64>, claims: Vec<OpenedClaim>, opened: &Case) -> Reported {
    let heirs = opened.heirs.iter().flat_map(|heirs| &heirs.entitled);
    let not_opened = opened.not_opened.iter();
    Reported {
        case,
        claims,
        not_opened: not_opened.map(|one| (one.kind.name().to_owned(), refused(&one.refusal))).collect(),
        heirs: heirs.map(|heir| (heir.relation.clone(), heir.name.clone(), heir.guardian.clone())).collect(),
        findings: opened.findings.iter().map(Found::from).collect(),
    }
}
