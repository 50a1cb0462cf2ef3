//! Enrolling a person in a segment, with a payer, from a day on.

use base::{Day, Moment};
use rules::tree::Tree;

use super::ask::{Asked, Question};
use super::programmes::{Programme, programmes};
use super::{Covered, Room, Segment, refuse_taken_months};
use crate::employers::Payer;
use crate::facts::{Fact, History, Months, Subject, check_fact, is_own};
use crate::id::{MembershipId, PayerId};
use crate::refusal::Refusal;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Enrol<'a> {
    /// The number the membership gets.
    pub membership: MembershipId,
    /// The segment.
    pub segment: Segment,
    /// Who pays.
    pub payer: &'a Payer,
    /// What is known of the payer.
    pub payer_history: &'a History,
    /// What is known of the person, the chosen number of a merged one first.
    pub people: &'a [&'a History],
    /// Other memberships of the person.
    pub others: &'a [Covered<'a>],
    /// The first day.
    pub started: Day,
    /// The day of registration.
    pub registered: Day,
    /// First facts by the law's names: wage, income, sector, `jht_chosen` …
    pub facts: &'a [(&'a str, &'a str)],
    /// When it becomes known.
    pub known: Moment,
}

/// What is written down, and what the law says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Enrolled {
    /// The first facts, `started` among them.
    pub facts: Vec<Fact>,
    /// The programmes in the first month.
    pub programmes: Vec<Programme>,
}

/// Enrols, or says why not and by which article.
pub fn enrol(tree: &Tree, asked: &Enrol<'_>) -> Result<Enrolled, Refusal> {
    let (facts, question) = allowed(tree, asked)?;
    let programmes = programmes(tree, (asked.segment, asked.started.month()), &question);
    Ok(Enrolled { facts, programmes })
}

/// The same for one of many, of whom nobody asks which programmes they are in.
pub fn enrol_among_many(tree: &Tree, asked: &Enrol<'_>) -> Result<Vec<Fact>, Refusal> {
    Ok(allowed(tree, asked)?.0)
}

/// The first facts, and all that is known in the first month.
fn allowed<'t>(tree: &'t Tree, asked: &Enrol<'_>) -> Result<(Vec<Fact>, Question<'t>), Refusal> {
    let Enrol { segment, payer, started, known, .. } = *asked;
    payer_fits(segment, payer, started)?;
    must_be_alive(asked.people, started, known)?;
    let ahead = Months { from: started.month(), until: None };
    refuse_taken_months(Room::of(segment, payer.id), ahead, asked.others)?;
    let facts = facts(tree, asked)?;
    let question = question(tree, asked, &facts);
    may_enter(&question)?;
    Ok((facts, question))
}

/// Refuses a payer of another kind than the segment has, or one that is closed.
pub(super) fn payer_fits(segment: Segment, payer: &Payer, day: Day) -> Result<(), Refusal> {
    if !segment.fits(payer.kind) {
        let id =
            format!("pembayar {} berjenis {} dan tidak cocok untuk segmen {segment}", payer.id, payer.kind);
        let en = format!("payer {} is of the kind {}, which does not fit {segment}", payer.id, payer.kind);
        return Err(Refusal::new("payer_misfit", id, en));
    }
    must_be_open(payer.id, payer.closed.filter(|_| payer.is_closed_on(day)))
}

pub(super) fn must_be_open(payer: PayerId, closed: Option<Day>) -> Result<(), Refusal> {
    let Some(closed) = closed else { return Ok(()) };
    let id = format!("pembayar {payer} sudah ditutup pada {closed}");
    Err(Refusal::new("payer_closed", id, format!("payer {payer} was closed on {closed}")))
}

/// Nobody is enrolled after death.
pub(super) fn must_be_alive(people: &[&History], day: Day, known: Moment) -> Result<(), Refusal> {
    let deaths = people.iter().filter_map(|person| person.last("died", known)?.parse::<Day>().ok());
    match deaths.min().filter(|died| *died < day) {
        None => Ok(()),
        Some(died) => {
            let id = format!("peserta meninggal pada {died}, sebelum {day}");
            Err(Refusal::new("dead", id, format!("the person died on {died}, before {day}")))
        }
    }
}

fn facts(tree: &Tree, asked: &Enrol<'_>) -> Result<Vec<Fact>, Refusal> {
    let Enrol { started, registered, known, .. } = *asked;
    let subject = Subject::Membership(asked.membership);
    let fact = |name: &str, value: &str| Fact::since(subject, name, value, started.month(), known);
    let mut facts = vec![fact("started", &started.to_string())];
    let has = |wanted: &str| asked.facts.iter().any(|(name, _)| *name == wanted);
    if tree.names.facts.contains_key("registration_date") && !has("registration_date") {
        facts.push(fact("registration_date", &registered.to_string()));
    }
    for (name, value) in asked.facts {
        if is_own(name) {
            return Err(crate::employers::report_own(name));
        }
        check_fact(tree, name, value)?;
        super::rests_on::entry(tree, asked.segment, name)?;
        facts.push(fact(name, value));
    }
    Ok(facts)
}

/// Everything known in the first month.
fn question<'a>(tree: &'a Tree, asked: &Enrol<'_>, own: &[Fact]) -> Question<'a> {
    let month = asked.started.month();
    let mut question = Question::new(tree);
    for history in asked.people.iter().rev().copied().chain([asked.payer_history]) {
        for name in history.names().filter(|name| !is_own(name)) {
            if let Some(value) = history.value(name, month, asked.known) {
                question.put_kept(name, value);
            }
        }
    }
    let own = own.iter().filter(|fact| !is_own(&fact.name));
    for (name, value) in own.filter_map(|fact| Some((&fact.name, fact.value.as_ref()?))) {
        question.put_kept(name, value);
    }
    question.put_kept("segment", asked.segment.name());
    question.put_kept("contribution_month", &month.to_string());
    question
}

/// What the definitions that keep somebody out are called in a refusal.
const CODES: [&str; 2] = ["not_a_participant", "entry_refused"];

fn may_enter(question: &Question<'_>) -> Result<(), Refusal> {
    for (definition, code) in super::rests_on::DOORS.into_iter().zip(CODES) {
        // Reasons are for a no.
        if question.is_so(definition) {
            continue;
        }
        match question.ask(definition) {
            Asked::Answer(answer) if answer.yes == Some(false) => {
                let id =
                    format!("menurut aturan belum atau tidak boleh menjadi peserta: {}", answer.bounds.id);
                let en = format!("by the law cannot, or not yet, be a member: {}", answer.bounds.en);
                return Err(Refusal::new(code, id, en).under(answer.citation.as_ref()));
            }
            Asked::Missing(facts) => {
                let id = format!("harus diketahui dahulu: {}", facts.id);
                return Err(Refusal::new(
                    "facts_missing",
                    id,
                    format!("has to be known first: {}", facts.en),
                ));
            }
            Asked::Answer(_) | Asked::Outside(_) | Asked::Unknown => {}
        }
    }
    Ok(())
}
