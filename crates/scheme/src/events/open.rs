//! A report becomes a case: what is refused at the door, and which claims are opened.

use base::{Citation, Day};

use super::{Event, EventKind, Heirs, heirs};
use crate::claims::told::{self, Told};
use crate::claims::{Bearer, ClaimKind, Paper, Question, Record, bearer, in_programme, papers, refusal};
use crate::employers::report_own;
use crate::facts::{check_fact, is_own};
use crate::id::MembershipId;
use crate::law::ClaimLaw;
use crate::memberships::Segment;
use crate::people::Finding;
use crate::refusal::Refusal;

/// A case that is open or was decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KnownCase<'a> {
    /// Its number.
    pub number: i64,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub day: Day,
    /// Its claims that were not withdrawn.
    pub claims: &'a [ClaimKind],
}

/// An event with the claims it opens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub day: Day,
    /// The claims, in the order of programmes.
    pub claims: Vec<Opened>,
    /// What does not pay, or not yet, and why.
    pub not_opened: Vec<NotOpened>,
    /// The heirs, where somebody has died.
    pub heirs: Option<Heirs>,
    /// What was reported, by the law's names, to be kept with the claims: what they are assessed with.
    pub facts: Vec<(String, String)>,
    /// What somebody has to look at.
    pub findings: Vec<Finding>,
}

/// A claim that is opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    /// What is claimed.
    pub kind: ClaimKind,
    /// The membership it rests on.
    pub membership: MembershipId,
    /// Its segment.
    pub segment: Segment,
    /// The case of the same event whose claim this continues: what began as an injury has become a disability
    /// or a death. That claim is assessed again as this kind; there is no second one.
    pub continues: Option<i64>,
    /// The papers it takes.
    pub papers: Vec<Paper>,
    /// The last day to claim, where the right ends.
    pub right_ends: Option<(Day, Option<Citation>)>,
    /// Who bears it.
    pub bearer: Bearer,
}

/// A claim that is not opened, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotOpened {
    /// What could have been claimed.
    pub kind: ClaimKind,
    /// Why not.
    pub refusal: Refusal,
}

/// Opens a case, or says why there is none. `held` are papers the register has already.
pub fn open(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    event: &Event<'_>,
    known: &[KnownCase<'_>],
    held: &[String],
) -> Result<Case, Refusal> {
    may_be(record, event)?;
    is_new(event, known)?;
    may_be_reported(law, event.facts)?;
    let kinds = opened_by(law, event.kind)?;
    was_member(law, record, event)?;
    let heirs =
        if event.kind.is_death() { Some(heirs(law, record, event.day, event.reported)?) } else { None };
    let findings = heirs.iter().flat_map(|heirs| heirs.findings.clone()).collect();
    let (claims, not_opened) = (Vec::new(), Vec::new());
    let mut case =
        Case { kind: event.kind, day: event.day, claims, not_opened, heirs, facts: facts(event), findings };
    for kind in kinds {
        let asked = question(kind, event, &case.facts);
        let claim =
            once(law, kind, known).and_then(|()| opened(law, record, &asked, case.heirs.as_ref(), held));
        match claim {
            Ok(claim) => {
                let continues = continued(&claim, event, known);
                case.claims.push(Opened { continues, ..claim });
            }
            Err(refusal) => case.not_opened.push(NotOpened { kind, refusal }),
        }
    }
    Ok(case)
}

/// What is reported, with the day where the employer reports: the law gives her a term.
pub(crate) fn facts(event: &Event<'_>) -> Vec<(String, String)> {
    let mut facts = event.facts.to_vec();
    if event.by_employer {
        facts.push(("reported_date".to_owned(), event.reported.to_string()));
    }
    facts
}

/// What is paid once in a life is not claimed a second time, whatever the day.
pub(crate) fn once(law: &ClaimLaw<'_>, kind: ClaimKind, known: &[KnownCase<'_>]) -> Result<(), Refusal> {
    let before = known.iter().find(|case| kind.is_once() && case.claims.contains(&kind));
    let Some(KnownCase { number, .. }) = before else { return Ok(()) };
    let words = law.kind_words(kind);
    let id = format!("{}: sudah diajukan dalam perkara {number}", words.id);
    let en = format!("{}: claimed already in case {number}", words.en);
    Err(Refusal::new("claimed_already", id, en))
}

/// The claims that an event opens, by the law.
pub(crate) fn opened_by(law: &ClaimLaw<'_>, event: EventKind) -> Result<Vec<ClaimKind>, Refusal> {
    let mut kinds = Vec::new();
    for kind in ClaimKind::ALL {
        let mut told = Told::new(law.law().tree());
        told.put("life_event", event.name());
        told.put("claim_kind", kind.name());
        if law.yes(law.rules.claim_opens, &told.facts)?.0 {
            kinds.push(kind);
        }
    }
    Ok(kinds)
}

pub(crate) fn question<'a>(
    kind: ClaimKind,
    event: &Event<'_>,
    facts: &'a [(String, String)],
) -> Question<'a> {
    let Event { day, reported, .. } = *event;
    Question { kind, event: day, filed: reported, decided: reported, pay_day: reported, facts }
}

/// One claim, if its programme pays at all: what can still be mended does not stand in the way.
fn opened(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    asked: &Question<'_>,
    heirs: Option<&Heirs>,
    held: &[String],
) -> Result<Opened, Refusal> {
    let spell = in_programme(law, record, asked)?;
    let facts = told::facts(law, record, asked)?;
    refusal(law, record, facts.clone(), asked)?.map_or(Ok(()), Err)?;
    let bearer = bearer(law, &facts)?;
    Ok(Opened {
        kind: asked.kind,
        membership: spell.membership,
        segment: spell.segment,
        continues: None,
        papers: papers::asked(law, record, asked, heirs, held)?,
        right_ends: law.day(law.rules.right_ends, &facts)?,
        bearer,
    })
}

/// Whether the event can have happened to her.
fn may_be(record: &Record<'_>, event: &Event<'_>) -> Result<(), Refusal> {
    let Event { day, reported, .. } = *event;
    if day > reported {
        let id = format!("tanggal peristiwa {day} belum tiba");
        return Err(Refusal::new(
            "event_ahead",
            id,
            format!("the day of the event, {day}, has not come yet"),
        ));
    }
    if let Some(born) = record.born().filter(|born| *born > day) {
        let id = format!("tanggal peristiwa {day} mendahului tanggal lahir {born}");
        let en = format!("the day of the event, {day}, lies before the date of birth, {born}");
        return Err(Refusal::new("event_before_birth", id, en));
    }
    match record.died {
        Some(died) if event.kind.is_death() && died != day => {
            let id = format!("sudah tercatat meninggal pada {died}; cabut dahulu bila tanggal itu salah");
            let en = format!("noted as dead since {died}; take that back first if the day is wrong");
            Err(Refusal::new("dead_already", id, en))
        }
        Some(died) if died < day => {
            let id = format!("peserta meninggal pada {died}, sebelum {day}");
            Err(Refusal::new("dead", id, format!("the person died on {died}, before {day}")))
        }
        _ => Ok(()),
    }
}

/// What is reported with an event has to be something the law can be told, and nothing that the institution
/// knows itself: nobody reports her own wage with her accident.
pub(crate) fn may_be_reported(law: &ClaimLaw<'_>, facts: &[(String, String)]) -> Result<(), Refusal> {
    facts.iter().try_for_each(|(name, value)| {
        let tree = law.law().tree();
        if is_own(name) {
            return Err(report_own(name));
        }
        check_fact(tree, name, value)?;
        let fact = &tree.facts[tree.names.facts[name]];
        if !is_of(&REGISTER, &fact.source) {
            return Ok(());
        }
        let id = format!("{}: diketahui lembaga sendiri, bukan dari laporan", fact.words.id);
        let en = format!("{}: the institution knows this itself, not from a report", fact.words.en);
        Err(Refusal::new("fact_of_register", id, en))
    })
}

/// What an officer has to look up somewhere else is not taken from a member, an employer or a hospital.
pub fn need_an_officer(law: &ClaimLaw<'_>, facts: &[(String, String)]) -> Result<(), Refusal> {
    let tree = law.law().tree();
    let of_office = facts.iter().find_map(|(name, _)| {
        let fact = &tree.facts[*tree.names.facts.get(name)?];
        is_of(&OFFICE, &fact.source).then_some(fact)
    });
    let Some(fact) = of_office else { return Ok(()) };
    let id = format!("{}: dicatat oleh petugas ({})", fact.words.id, fact.source);
    let en = format!("{}: an officer notes this ({})", fact.words.en, fact.source);
    Err(Refusal::new("fact_of_office", id, en))
}

fn is_of(sources: &[&str], source: &str) -> bool {
    sources.iter().any(|known| source == *known || source.starts_with(&format!("{known} (")))
}

/// Where the law's facts say that the institution's own register has a value: nobody else reports it.
const REGISTER: [&str; 14] = [
    "account ledger",
    "civil registry",
    "claims record",
    "contribution ledger",
    "declaration",
    "employer registration",
    "membership record",
    "project registration",
    "registration",
    "setting of the institution",
    "the bill",
    "the ledger",
    "the payment",
    "wage report",
];

/// Where the law's facts say that somebody outside knows, whom only an officer asks.
const OFFICE: [&str; 2] = ["governor's decree", "price list"];

/// The case whose claim of the same benefit and day an outcome belongs to.
fn continued(claim: &Opened, event: &Event<'_>, known: &[KnownCase<'_>]) -> Option<i64> {
    let benefit = claim.kind.benefit();
    let same = |case: &&KnownCase<'_>| {
        case.day == event.day && case.claims.iter().any(|kind| kind.benefit() == benefit)
    };
    known.iter().find(same).map(|case| case.number)
}

/// Nobody dies twice, and nothing that happened on one day is claimed twice.
pub(crate) fn is_new(event: &Event<'_>, known: &[KnownCase<'_>]) -> Result<(), Refusal> {
    let same = |case: &&KnownCase<'_>| {
        (case.kind == event.kind && case.day == event.day) || (case.kind.is_death() && event.kind.is_death())
    };
    match known.iter().filter(|case| !case.claims.is_empty()).find(same) {
        None => Ok(()),
        Some(KnownCase { number, day, .. }) => {
            let id = format!("peristiwa ini sudah dilaporkan: perkara {number}, tanggal {day}");
            let en = format!("this event is reported already: case {number}, of {day}");
            Err(Refusal::new("event_known", id, en))
        }
    }
}

/// An event before the first membership gives no claim; an employer who did not register owes it all the
/// same.
fn was_member(law: &ClaimLaw<'_>, record: &Record<'_>, event: &Event<'_>) -> Result<(), Refusal> {
    let Event { kind, day, .. } = *event;
    if record.spells.iter().any(|spell| spell.started <= day) {
        return Ok(());
    }
    let item = &law.law().tree().items[law.rules.claim_opens];
    let id =
        format!("belum menjadi peserta pada {day}; pemberi kerja yang tidak mendaftarkan menanggung sendiri");
    let en = format!("not a member yet on {day}; an employer who did not register owes the benefit ({kind})");
    let refusal = Refusal::new("before_membership", id, en);
    Err(refusal.under(item.clauses.first().map(|clause| &clause.citation)))
}
