//! Kinds of entries: the life of a contribution, and of a benefit, in single words.

use std::fmt;
use std::str::FromStr;

/// What was done; the word stands in the text of the entry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Contributions of a month were found to be owed.
    Assessed,
    /// What was owed turned out to be different.
    Corrected,
    /// Money came in.
    Received,
    /// Credit was used to pay a bill.
    Allocated,
    /// A penalty for paying late.
    Penalised,
    /// Credit was paid back.
    Refunded,
    /// Savings grew.
    Grown,
    /// Money was moved to the bank of the fund that owns it.
    Swept,
    /// A benefit was approved.
    Granted,
    /// A benefit was paid.
    Paid,
    /// A bank gave the money of a benefit back.
    Returned,
    /// What was paid too much came back.
    Recovered,
    /// Tax that was kept went to the state.
    Remitted,
    /// A donor promised money, or the promise fell away.
    Pledged,
    /// A pot's money was set aside for months of workers, or freed.
    Reserved,
    /// What was set aside for a month became credit, before the month was run.
    Readied,
    /// A pot's part of a shared month went to the worker's own payer.
    Parted,
    /// Trips put money aside for their riders.
    Accrued,
    /// An agent earned commission.
    Earned,
    /// An earlier entry was taken back.
    Reversed,
}

impl Kind {
    /// All kinds, in the order of a contribution's life, then of a benefit's, then of what others give.
    pub const ALL: [Kind; 20] = [
        Kind::Assessed,
        Kind::Corrected,
        Kind::Received,
        Kind::Allocated,
        Kind::Penalised,
        Kind::Refunded,
        Kind::Grown,
        Kind::Swept,
        Kind::Granted,
        Kind::Paid,
        Kind::Returned,
        Kind::Recovered,
        Kind::Remitted,
        Kind::Pledged,
        Kind::Reserved,
        Kind::Readied,
        Kind::Parted,
        Kind::Accrued,
        Kind::Earned,
        Kind::Reversed,
    ];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Assessed => "assessed",
            Kind::Corrected => "corrected",
            Kind::Received => "received",
            Kind::Allocated => "allocated",
            Kind::Penalised => "penalised",
            Kind::Refunded => "refunded",
            Kind::Grown => "grown",
            Kind::Swept => "swept",
            Kind::Granted => "granted",
            Kind::Paid => "paid",
            Kind::Returned => "returned",
            Kind::Recovered => "recovered",
            Kind::Remitted => "remitted",
            Kind::Pledged => "pledged",
            Kind::Reserved => "reserved",
            Kind::Readied => "readied",
            Kind::Parted => "parted",
            Kind::Accrued => "accrued",
            Kind::Earned => "earned",
            Kind::Reversed => "reversed",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Kind {
    type Err = NotAKind;

    fn from_str(text: &str) -> Result<Kind, NotAKind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == text).ok_or_else(|| NotAKind(text.to_owned()))
    }
}

/// A text that is no kind of entry.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a kind of entry such as assessed or received")]
pub struct NotAKind(String);
