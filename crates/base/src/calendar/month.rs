//! A month of the civil calendar.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::Day;
use super::day::number;
use crate::limit::{YEAR_MAX, YEAR_MIN};

/// A month between 1900-01 and 2200-12, kept as the number of months since the year 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The first month of the calendar, 1900-01.
    pub const MIN: Month = Month(YEAR_MIN * 12);
    /// The last month of the calendar, 2200-12.
    pub const MAX: Month = Month(YEAR_MAX * 12 + 11);

    /// A month by its year and its number, 1 to 12.
    pub fn new(year: i32, number: u32) -> Result<Month, NotAMonth> {
        if !(YEAR_MIN..=YEAR_MAX).contains(&year) {
            return Err(NotAMonth::Year { year });
        }
        if !(1..=12).contains(&number) {
            return Err(NotAMonth::Missing { number });
        }
        Ok(Month::within(year, number))
    }

    /// Reads `YYYY-MM`.
    pub fn parse(text: &str) -> Result<Month, NotAMonth> {
        let shape = || NotAMonth::Shape { text: text.to_owned() };
        let (year, month) = text.split_once('-').ok_or_else(shape)?;
        let year = number(year, 4).ok_or_else(shape)?;
        let month = number(month, 2).ok_or_else(shape)?;
        Month::new(year as i32, month)
    }

    /// The month so many months after January of the year 0; `None` outside the calendar.
    pub fn from_index(index: i32) -> Option<Month> {
        (Month::MIN.0..=Month::MAX.0).contains(&index).then_some(Month(index))
    }

    /// Months since January of the year 0: twelve times the year, and 0 to 11.
    pub const fn index(self) -> i32 {
        self.0
    }

    /// The calendar year.
    pub const fn year(self) -> i32 {
        self.0 / 12
    }

    /// Its number within the year, 1 to 12.
    pub const fn number(self) -> u32 {
        (self.0 % 12 + 1) as u32
    }

    /// Its first day.
    pub fn first_day(self) -> Day {
        Day::from_date(self.first())
    }

    /// Its last day.
    pub fn last_day(self) -> Day {
        Day::from_date(self.first().last_of_month())
    }

    /// Its `n`th day, or its last if it is shorter; 0 counts as 1.
    pub fn day(self, n: u32) -> Day {
        let first = self.first_day();
        let steps = n.clamp(1, 31) as i32 - 1;
        first.plus_days(steps).map_or(self.last_day(), |day| day.min(self.last_day()))
    }

    /// The month so many months later, or earlier; `None` outside the calendar.
    pub fn plus_months(self, months: i32) -> Option<Month> {
        Month::from_index(self.0.checked_add(months)?)
    }

    /// The month after, unless it is the last.
    pub fn next(self) -> Option<Month> {
        self.plus_months(1)
    }

    /// How many months lie between: 0 for the same month, below zero if `later` is earlier.
    pub const fn months_until(self, later: Month) -> i32 {
        later.0 - self.0
    }

    /// The caller has seen to it that the year and the number are those of a month.
    pub(super) const fn within(year: i32, number: u32) -> Month {
        Month(year * 12 + number as i32 - 1)
    }

    fn first(self) -> Date {
        Date::constant(self.year() as i16, self.number() as i8, 1)
    }
}

/// A text or two numbers that are no month.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotAMonth {
    /// It does not look like a month.
    #[error("`{text}` is not a month: write it as YYYY-MM, such as 2026-02")]
    Shape {
        /// The text as it stood.
        text: String,
    },
    /// The year lies outside the calendar.
    #[error("the year {year} is outside the calendar, which runs from {YEAR_MIN} to {YEAR_MAX}")]
    Year {
        /// The year asked for.
        year: i32,
    },
    /// No month has this number.
    #[error("there is no month {number:02}: months are 01 to 12")]
    Missing {
        /// What was given as the month.
        number: u32,
    },
}

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Month, NotAMonth> {
        Month::parse(text)
    }
}

/// ISO 8601, such as `2026-02`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}", self.year(), self.number()))
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
