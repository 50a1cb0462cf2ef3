//! A stretch of months, with or without an end.

use std::fmt;

use base::Month;

/// The months from `from` up to, but not with, `until`; without `until` it never ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Months {
    /// Its first month.
    pub from: Month,
    /// The first month after it.
    pub until: Option<Month>,
}

impl Months {
    /// The months from one up to, but not with, the other; `None` if that is no month at all.
    pub fn new(from: Month, until: Option<Month>) -> Option<Months> {
        until.is_none_or(|until| from < until).then_some(Months { from, until })
    }

    /// A single month.
    pub fn one(month: Month) -> Months {
        Months { from: month, until: month.next() }
    }

    /// Whether the month lies in it.
    pub fn contains(&self, month: Month) -> bool {
        self.from <= month && self.until.is_none_or(|until| month < until)
    }

    /// The months that both have.
    pub fn common(&self, other: &Months) -> Option<Months> {
        Months::new(self.from.max(other.from), earlier(self.until, other.until))
    }
}

/// The earlier of two ends, where no end is later than any.
pub(crate) fn earlier(a: Option<Month>, b: Option<Month>) -> Option<Month> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The first and the last month, such as `2026-01 … 2026-03`, or `2026-01 …` without end.
impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.until.and_then(|until| until.plus_months(-1)) {
            Some(last) if last == self.from => write!(f, "{last}"),
            Some(last) => write!(f, "{} … {last}", self.from),
            None => write!(f, "{} …", self.from),
        }
    }
}
