//! A stretch of days, with or without an end.

use std::fmt;

use super::Day;

/// The days from `from` up to, but not with, `until`; without `until` it never ends. Never empty.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    from: Day,
    until: Option<Day>,
}

impl Span {
    /// From a day on, without end.
    pub const fn since(from: Day) -> Span {
        Span { from, until: None }
    }

    /// From a day up to the day before `until`; `None` if that is no day at all.
    pub fn new(from: Day, until: Option<Day>) -> Option<Span> {
        until.is_none_or(|until| from < until).then_some(Span { from, until })
    }

    /// Its first day.
    pub const fn from(&self) -> Day {
        self.from
    }

    /// The first day after it; `None` if it never ends.
    pub const fn until(&self) -> Option<Day> {
        self.until
    }

    /// Its last day; the last of the calendar if it never ends.
    pub fn last(&self) -> Day {
        self.until.and_then(|until| until.plus_days(-1)).unwrap_or(Day::MAX)
    }

    /// Whether the day lies in it.
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// Whether the two have a day in common.
    pub fn overlaps(&self, other: &Span) -> bool {
        self.until.is_none_or(|until| other.from < until) && other.until.is_none_or(|until| self.from < until)
    }

    /// The days the two have in common.
    pub fn common(&self, other: &Span) -> Option<Span> {
        let until = match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Span::new(self.from.max(other.from), until)
    }
}

/// The first and the last day, such as `2025-02-07 … 2025-12-31`, or `2025-02-07 …` without end.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.until {
            Some(_) => write!(f, "{} … {}", self.from, self.last()),
            None => write!(f, "{} …", self.from),
        }
    }
}
