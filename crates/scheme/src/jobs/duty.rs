//! What somebody does in a month of JKP to go on being paid: recorded as it happens, judged by the law.

use std::collections::BTreeSet;

use base::{Citation, Day, Span};
use rules::explain;
use rules::facts::Facts;
use rules::reason::{Reason, ReasonKind, Stop};
use rules::tree::Tree;

use super::word_key;
use crate::law::missing_facts;
use crate::refusal::Refusal;

/// Something that was done.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Event {
    /// She applied.
    Application {
        /// To whom.
        employer: String,
        /// For what.
        vacancy: String,
    },
    /// She was called to a test or an interview.
    Interview {
        /// By whom.
        employer: String,
    },
    /// A session of a course was held.
    Session {
        /// Of which course.
        course: String,
        /// Which of its sessions.
        number: u32,
        /// Whether she was there.
        present: bool,
    },
    /// A counsellor spoke with her; the law counts it nowhere, and it is kept for the next one.
    Counselling {
        /// What was agreed.
        note: String,
    },
    /// She filled in the self-assessment.
    SelfAssessment,
    /// She filled in the form on her employment status.
    StatusForm,
    /// She began to work again.
    NewWork {
        /// For whom.
        employer: String,
    },
}

/// An event and its day.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Record {
    /// When.
    pub day: Day,
    /// What.
    pub event: Event,
}

/// A month of the benefit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Which month of the benefit, from 1.
    pub month: u8,
    /// The days that are looked at: those of the month before.
    pub days: Span,
    /// The day of payment, which chooses the law.
    pub payment: Day,
}

/// What was counted.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    /// Different applications.
    pub applications: usize,
    /// Calls to a test or an interview.
    pub interviews: usize,
    /// Sessions of training.
    pub sessions_held: usize,
    /// Those of them she attended.
    pub sessions_attended: usize,
}

/// How a month was judged.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Whether the month's duty is met.
    pub met: bool,
    /// Since when she works again: the right ends there, whatever else was done.
    pub works_since: Option<Day>,
    /// What was counted.
    pub counts: Counts,
    /// Why, down to the numbers of the law.
    pub reason: Option<Reason>,
    /// The provision.
    pub citation: Option<Citation>,
}

/// Adds what was done. The same again is not kept twice; what cannot be is refused.
pub fn record(records: &mut Vec<Record>, new: Record, since: Day, today: Day) -> Result<(), Refusal> {
    if new.day < since || new.day > today {
        let day = new.day;
        let id = format!("{day} bukan antara {since}, hari kehilangan pekerjaan, dan hari ini, {today}");
        let en = format!("{day} is not between {since}, the day the job was lost, and today, {today}");
        return Err(Refusal::new("duty_day", id, en));
    }
    if let Some(old) = records.iter().find(|old| contradicts(&old.event, &new.event)) {
        let day = old.day;
        let id = format!("pertemuan ini sudah dicatat pada {day} dengan kehadiran yang lain");
        let en = format!("this session stands on {day} already, and says otherwise who was there");
        return Err(Refusal::new("duty_contradicts", id, en));
    }
    if !records.contains(&new) {
        records.push(new);
    }
    Ok(())
}

fn contradicts(old: &Event, new: &Event) -> bool {
    match (old, new) {
        (
            Event::Session { course, number, present },
            Event::Session { course: other, number: same, present: now },
        ) => course == other && number == same && present != now,
        _ => false,
    }
}

/// The first day of new work up to a day, if there is one.
pub fn works_since(records: &[Record], until: Day) -> Option<Day> {
    let begun = records.iter().filter(|record| matches!(record.event, Event::NewWork { .. }));
    begun.map(|record| record.day).filter(|day| *day <= until).min()
}

/// Counts what was done on some days: an application to one place counts once, and so does a session.
pub fn count(records: &[Record], days: &Span) -> Counts {
    let within: Vec<&Record> = records.iter().filter(|record| days.contains(record.day)).collect();
    let different = |wanted: &dyn Fn(&Event) -> bool| {
        let events: BTreeSet<&Event> =
            within.iter().map(|record| &record.event).filter(|event| wanted(event)).collect();
        events.len()
    };
    let applications = within.iter().filter_map(|record| match &record.event {
        Event::Application { employer, vacancy } => Some((word_key(employer), word_key(vacancy))),
        _ => None,
    });
    let calls = within.iter().filter(|record| matches!(record.event, Event::Interview { .. }));
    Counts {
        applications: applications.collect::<BTreeSet<_>>().len(),
        // One employer may call to a test on one day and to an interview on another.
        interviews: calls.collect::<BTreeSet<_>>().len(),
        sessions_held: different(&|event| matches!(event, Event::Session { .. })),
        sessions_attended: different(&|event| matches!(event, Event::Session { present: true, .. })),
    }
}

/// Judges a month by the law.
pub fn check(tree: &Tree, asked: &Asked, records: &[Record]) -> Result<Duty, Refusal> {
    let counts = count(records, &asked.days);
    let works_since = works_since(records, asked.payment);
    let done =
        |wanted: &Event| records.iter().any(|record| record.event == *wanted && record.day <= asked.payment);
    let yes = |truth: bool| if truth { "yes" } else { "no" }.to_owned();
    let mut facts = Facts::new(tree);
    for (name, value) in [
        ("payment_date", asked.payment.to_string()),
        ("duty_month", asked.month.to_string()),
        ("self_assessment", yes(done(&Event::SelfAssessment))),
        ("status_form", yes(done(&Event::StatusForm))),
        ("new_job", yes(works_since.is_some())),
        ("applications", counts.applications.to_string()),
        ("interviews", counts.interviews.to_string()),
        ("sessions_held", counts.sessions_held.to_string()),
        ("sessions_attended", counts.sessions_attended.to_string()),
    ] {
        let taken = facts.set(tree, name, &value);
        taken.map_err(|fault| {
            let (id, en) = (fault.words.id, fault.words.en);
            Refusal::new("fact_refused", format!("{name}: {id}"), format!("{name}: {en}"))
        })?;
    }
    let item = *tree.names.definitions.get("duty_met").ok_or_else(unknown)?;
    let defined = explain::definition(tree, &facts, item, true);
    let citation = defined.reason.as_ref().and_then(|reason| match &reason.kind {
        ReasonKind::Rule(rule) => Some(rule.citation.clone()),
        _ => None,
    });
    match defined.value {
        Ok(value) => {
            let met = value.yes().ok_or_else(unknown)?;
            Ok(Duty { met, works_since, counts, reason: defined.reason, citation })
        }
        Err(Stop::Missing) => Err(missing_facts(tree, &defined.missing.into_iter().collect::<Vec<_>>())),
        Err(Stop::Outside { words, .. }) => Err(Refusal::new("outside_the_law", words.id, words.en)),
    }
}

fn unknown() -> Refusal {
    let id = "paket hukum ini tidak mengatur kewajiban bulanan JKP";
    Refusal::new("duty_unknown", id, "this pack of law has no monthly duty of job loss")
}

impl Duty {
    /// Whether the month may be paid: its duty is met, and she does not work again.
    pub fn may_be_paid(&self) -> bool {
        self.met && self.works_since.is_none()
    }
}
