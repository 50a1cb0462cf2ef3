//! Events: reported once, each opens a case with the claims of every programme that pays.

use std::fmt;
use std::str::FromStr;

use base::Day;

mod heirs;
mod open;

pub use heirs::{Heir, Heirs, Payee, heirs};
pub use open::{Case, KnownCase, NotOpened, Opened, need_an_officer, open};
pub(crate) use open::{facts as reported, is_new, may_be_reported, once, opened_by, question};

/// What happened, by the law's names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EventKind {
    /// An accident at work, or a disease through work.
    WorkAccident,
    /// What an accident at work left: a partial disability.
    WorkImpairment,
    /// What it left: a total permanent disability.
    WorkDisability,
    /// A total permanent disability of any other cause.
    OtherDisability,
    /// A death through work.
    WorkDeath,
    /// Any other death.
    OtherDeath,
    /// A dismissal.
    LostJob,
    /// Work that ended in another way.
    LeftWork,
    /// Leaving the country for good.
    LeftCountry,
    /// An age at which something is paid.
    GrewOld,
    /// A part of the savings is wanted.
    PartWanted,
}

impl EventKind {
    /// All of them.
    pub const ALL: [EventKind; 11] = [
        EventKind::WorkAccident,
        EventKind::WorkImpairment,
        EventKind::WorkDisability,
        EventKind::OtherDisability,
        EventKind::WorkDeath,
        EventKind::OtherDeath,
        EventKind::LostJob,
        EventKind::LeftWork,
        EventKind::LeftCountry,
        EventKind::GrewOld,
        EventKind::PartWanted,
    ];

    /// The law's name.
    pub const fn name(self) -> &'static str {
        match self {
            EventKind::WorkAccident => "work_accident",
            EventKind::WorkImpairment => "work_impairment",
            EventKind::WorkDisability => "work_disability",
            EventKind::OtherDisability => "other_disability",
            EventKind::WorkDeath => "work_death",
            EventKind::OtherDeath => "other_death",
            EventKind::LostJob => "lost_job",
            EventKind::LeftWork => "left_work",
            EventKind::LeftCountry => "left_country",
            EventKind::GrewOld => "grew_old",
            EventKind::PartWanted => "part_wanted",
        }
    }

    /// Whether somebody has died.
    pub const fn is_death(self) -> bool {
        matches!(self, EventKind::WorkDeath | EventKind::OtherDeath)
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A text that is no event.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is no event, such as other_death or lost_job")]
pub struct NotAnEvent(String);

impl FromStr for EventKind {
    type Err = NotAnEvent;

    fn from_str(text: &str) -> Result<Self, NotAnEvent> {
        let known = EventKind::ALL.into_iter().find(|kind| kind.name() == text);
        known.ok_or_else(|| NotAnEvent(text.to_owned()))
    }
}

/// An event as it is reported.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub day: Day,
    /// The day of the report.
    pub reported: Day,
    /// Whether the employer reports: the law gives that a term.
    pub by_employer: bool,
    /// What was reported with it, by the law's names.
    pub facts: &'a [(String, String)],
}
