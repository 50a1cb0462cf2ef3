//! Those who pay: employers, branches, projects, platforms, sponsors, and members on their own account.

use std::fmt;
use std::str::FromStr;

use base::{Day, Npp};

use crate::id::PayerId;

mod close;
mod register;
mod report;
mod size;

pub use close::close;
pub use register::{Register, Registered, register};
pub use report::{Report, report};
pub(crate) use report::{own as report_own, taken as report_taken};
pub use size::{Measure, Size, size};

/// Who pays in which way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PayerKind {
    /// An employer.
    Employer,
    /// A branch of an employer, with a registration of its own.
    Branch,
    /// A construction project.
    Project,
    /// A platform that pays for its partners.
    Platform,
    /// Somebody who pays for others: a donor, a village, a province.
    Sponsor,
    /// A member who pays for herself.
    Own,
}

impl PayerKind {
    /// All of them.
    pub const ALL: [PayerKind; 6] = [
        PayerKind::Employer,
        PayerKind::Branch,
        PayerKind::Project,
        PayerKind::Platform,
        PayerKind::Sponsor,
        PayerKind::Own,
    ];

    /// The name that stores and commands use.
    pub const fn name(self) -> &'static str {
        match self {
            PayerKind::Employer => "employer",
            PayerKind::Branch => "branch",
            PayerKind::Project => "project",
            PayerKind::Platform => "platform",
            PayerKind::Sponsor => "sponsor",
            PayerKind::Own => "own",
        }
    }

    /// Whether it can be the one who pays for a membership that is not its own.
    pub const fn is_funder(self) -> bool {
        matches!(self, PayerKind::Platform | PayerKind::Sponsor)
    }
}

impl fmt::Display for PayerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A text that is no kind of payer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is none of employer, branch, project, platform, sponsor, own")]
pub struct NotAPayerKind(String);

impl FromStr for PayerKind {
    type Err = NotAPayerKind;

    fn from_str(text: &str) -> Result<Self, NotAPayerKind> {
        let known = PayerKind::ALL.into_iter().find(|kind| kind.name() == text);
        known.ok_or_else(|| NotAPayerKind(text.to_owned()))
    }
}

/// Somebody who pays, as registered. What changes with the months are facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payer {
    /// Its number.
    pub id: PayerId,
    /// What it is.
    pub kind: PayerKind,
    /// The registration number, where it has one.
    pub npp: Option<Npp>,
    /// What it is called; empty for a member on her own account.
    pub name: String,
    /// The employer of a branch, the contractor of a project.
    pub parent: Option<PayerId>,
    /// The home ministry's code of the province.
    pub province: Option<u8>,
    /// When it was registered.
    pub registered: Day,
    /// Its last day, once it is closed.
    pub closed: Option<Day>,
}

impl Payer {
    /// Whether it exists no longer on a day.
    pub fn is_closed_on(&self, day: Day) -> bool {
        self.closed.is_some_and(|closed| closed < day)
    }
}
