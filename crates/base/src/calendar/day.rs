//! A day of the civil calendar.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::civil::{Date, date};

use super::{Month, Weekday};
use crate::limit::{YEAR_MAX, YEAR_MIN};

const EPOCH: Date = date(1970, 1, 1);

/// A day between 1900-01-01 and 2200-12-31, kept as the number of days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The first day of the calendar, 1900-01-01.
    pub const MIN: Day = Day(-25_567);
    /// The last day of the calendar, 2200-12-31.
    pub const MAX: Day = Day(84_370);

    /// A day by its year, month (1 to 12) and day of the month.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Day, NotADay> {
        if !(YEAR_MIN..=YEAR_MAX).contains(&year) {
            return Err(NotADay::Year { year });
        }
        let missing = NotADay::Missing { year, month, day };
        let (Ok(m), Ok(d)) = (i8::try_from(month), i8::try_from(day)) else {
            return Err(missing);
        };
        Date::new(year as i16, m, d).map(Day::from_date).map_err(|_| missing)
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Result<Day, NotADay> {
        let shape = || NotADay::Shape { text: text.to_owned() };
        let (month, day) = text.rsplit_once('-').ok_or_else(shape)?;
        let (year, month) = month.split_once('-').ok_or_else(shape)?;
        let year = number(year, 4).ok_or_else(shape)?;
        let month = number(month, 2).ok_or_else(shape)?;
        let day = number(day, 2).ok_or_else(shape)?;
        Day::new(year as i32, month, day)
    }

    /// The day so many days after 1970-01-01, or before it; `None` outside the calendar.
    pub fn from_epoch_days(days: i32) -> Option<Day> {
        (Day::MIN.0..=Day::MAX.0).contains(&days).then_some(Day(days))
    }

    /// Days since 1970-01-01; below zero before it.
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.date().year().into()
    }

    /// The month it lies in.
    pub fn month(self) -> Month {
        let date = self.date();
        Month::within(date.year().into(), date.month().unsigned_abs().into())
    }

    /// The number of its month, 1 to 12.
    pub fn month_number(self) -> u32 {
        self.date().month().unsigned_abs().into()
    }

    /// Its number within the month, 1 to 31.
    pub fn day_of_month(self) -> u32 {
        self.date().day().unsigned_abs().into()
    }

    /// Monday to Sunday.
    pub const fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday, three days after a Monday.
        Weekday::ALL[(self.0 + 3).rem_euclid(7) as usize]
    }

    /// The day so many days later, or earlier; `None` outside the calendar.
    pub fn plus_days(self, days: i32) -> Option<Day> {
        Day::from_epoch_days(self.0.checked_add(days)?)
    }

    /// The same day so many months later, or earlier; `None` outside the calendar.
    ///
    /// A day that the month lacks becomes its last: 31 January plus one month is 28 or 29 February. So two
    /// steps may differ from one: 31 January plus one month plus one month is 28 March.
    pub fn plus_months(self, months: i32) -> Option<Day> {
        let month = self.month().plus_months(months)?;
        Some(month.day(self.day_of_month()))
    }

    /// The same day so many years later, or earlier; 29 February becomes the 28th where it has to.
    pub fn plus_years(self, years: i32) -> Option<Day> {
        self.plus_months(years.checked_mul(12)?)
    }

    /// The day after, unless it is the last.
    pub fn next(self) -> Option<Day> {
        self.plus_days(1)
    }

    /// The caller has seen to it that the year lies in the calendar.
    pub(super) fn from_date(date: Date) -> Day {
        Day((date.duration_since(EPOCH).as_hours() / 24) as i32)
    }

    fn date(self) -> Date {
        EPOCH.saturating_add(SignedDuration::from_hours(i64::from(self.0) * 24))
    }
}

/// A number of exactly so many digits.
pub(super) fn number(text: &str, digits: usize) -> Option<u32> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// A text or three numbers that are no day.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotADay {
    /// It does not look like a day.
    #[error("`{text}` is not a day: write it as YYYY-MM-DD, such as 2026-02-28")]
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
    /// No month has this number, or the month has no such day.
    #[error("there is no {year}-{month:02}-{day:02}: {}", remedy(*.year, *.month))]
    Missing {
        /// A year of the calendar.
        year: i32,
        /// What was given as the month.
        month: u32,
        /// What was given as the day.
        day: u32,
    },
}

fn remedy(year: i32, month: u32) -> String {
    match Month::new(year, month) {
        Ok(month) => format!("{month} has the days 1 to {}", month.last_day().day_of_month()),
        Err(_) => "months are 01 to 12".to_owned(),
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Day, NotADay> {
        Day::parse(text)
    }
}

/// ISO 8601, such as `2026-02-28`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        f.pad(&format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
