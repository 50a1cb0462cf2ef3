//! Days and months as people write them.
//!
//! `2026-02-17`, `17-02-2026`, `17/02/2026`, `17.02.2026`, `17 Februari 2026` and `17 Feb 2026` are one day.
//! The day stands before the month, as it does in Indonesia, so `02/03/2026` is the second of March;
//! `02/17/2026` is refused, because whoever wrote it means the other order in the rest of the file too.

use std::sync::LazyLock;

use base::{Day, Month};

use super::digits::digits;
use super::problem::{DateFault, Problem};
use super::table::Cell;

/// Where every month of the calendar begins and how long it is, so that a date costs one look.
pub(super) struct Calendar {
    /// How many days a workbook's numbers are behind the usual ones.
    days_ahead: i64,
    months: &'static [Beginning],
}

/// Every month of the calendar, reckoned once.
static BEGINNINGS: LazyLock<Vec<Beginning>> = LazyLock::new(|| {
    let months = std::iter::successors(Some(Month::MIN), |month| month.next());
    let beginning = |month: Month| Beginning {
        first: month.first_day().epoch_days(),
        days: month.last_day().day_of_month() as u8,
    };
    months.map(beginning).collect()
});

/// A month: its first day since 1970-01-01, and its length.
struct Beginning {
    first: i32,
    days: u8,
}

impl Calendar {
    /// `days_ahead` corrects numbers of workbooks whose calendar begins in 1904.
    pub(super) fn new(days_ahead: i64) -> Calendar {
        Calendar { days_ahead, months: &BEGINNINGS }
    }

    /// Days since 1970-01-01 of a day in one of the two usual shapes.
    #[inline]
    pub(super) fn quick_day(&self, text: &[u8]) -> Option<i64> {
        let (year, month, day) = plain(text)?;
        self.find(year, month, day).map(i64::from)
    }

    /// Days since 1970-01-01.
    ///
    /// # Errors
    ///
    /// [`DateFault::NotADate`], [`DateFault::MonthFirst`], [`DateFault::NoSuchDay`],
    /// [`DateFault::ShortYear`], [`DateFault::OutsideCalendar`].
    pub(super) fn day(&self, cell: Cell<'_>) -> Result<i64, Problem> {
        read_day(cell, self.days_ahead).map(|day| day.epoch_days().into())
    }

    #[inline]
    fn find(&self, year: u32, month: u32, day: u32) -> Option<i32> {
        let number = year.checked_sub(base::limit::YEAR_MIN as u32)? * 12 + month.checked_sub(1)?;
        let month = self.months.get(number as usize).filter(|_| month <= 12)?;
        (1..=month.days.into()).contains(&day).then(|| month.first + day as i32 - 1)
    }
}

/// The two shapes that most files have, `2026-02-17` and `17-02-2026`: year, month, day.
#[inline]
fn plain(text: &[u8]) -> Option<(u32, u32, u32)> {
    let text: &[u8; 10] = text.try_into().ok()?;
    let is_mark = |at: usize| matches!(text[at], b'-' | b'/');
    let year_first = is_mark(4) && is_mark(7);
    let day_first = is_mark(2) && is_mark(5);
    if !(year_first || day_first) {
        return None;
    }
    let [y1, y2, y3, y4, m1, m2, d1, d2] = if year_first {
        [text[0], text[1], text[2], text[3], text[5], text[6], text[8], text[9]]
    } else {
        [text[6], text[7], text[8], text[9], text[3], text[4], text[0], text[1]]
    }
    .map(|byte| u32::from(byte.wrapping_sub(b'0')));
    let largest = [y1, y2, y3, y4, m1, m2, d1, d2].into_iter().fold(0, u32::max);
    (largest <= 9).then_some((y1 * 1000 + y2 * 100 + y3 * 10 + y4, m1 * 10 + m2, d1 * 10 + d2))
}

/// The number by which a workbook knows 1970-01-01.
const SERIAL_1970: i64 = 25_569;

/// Workbooks believe in 29 February 1900; numbers up to it are a day off, and no birthday of today.
const SERIAL_MIN: i64 = 61;

/// Names of months and how they are shortened, in Indonesian and English.
const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "jan"],
    &["februari", "february", "pebruari", "feb", "peb"],
    &["maret", "march", "mar", "mrt"],
    &["april", "apr"],
    &["mei", "may"],
    &["juni", "june", "jun"],
    &["juli", "july", "jul"],
    &["agustus", "august", "agu", "agt", "ags", "agst", "aug"],
    &["september", "sept", "sep"],
    &["oktober", "october", "okt", "oct"],
    &["november", "nopember", "nov", "nop"],
    &["desember", "december", "des", "dec"],
];

/// Months since January of the year 0. A day stands for its month.
///
/// # Errors
///
/// [`DateFault::NotAMonth`], and those of [`Calendar::day`].
pub(super) fn month(cell: Cell<'_>, days_ahead: i64) -> Result<i64, Problem> {
    if cell.is_number {
        return read_day(cell, days_ahead).map(|day| day.month().index().into());
    }
    let parts = Parts::of(cell.text).ok_or(Problem::Date(DateFault::NotAMonth))?;
    let (year, month) = match parts.as_slice() {
        [first, second] if first.len() == 4 => (*first, *second),
        [first, second] => (*second, *first),
        [_, _, _] => return read_day(cell, days_ahead).map(|day| day.month().index().into()),
        _ => return Err(Problem::Date(DateFault::NotAMonth)),
    };
    let (Some(year), Some(month)) = (year_of(year)?, month_of(month)) else {
        return Err(Problem::Date(DateFault::NotAMonth));
    };
    match Month::new(year, month) {
        Ok(month) => Ok(month.index().into()),
        Err(base::calendar::NotAMonth::Year { .. }) => Err(Problem::Date(DateFault::OutsideCalendar)),
        Err(_) => Err(Problem::Date(DateFault::NotAMonth)),
    }
}

fn read_day(cell: Cell<'_>, days_ahead: i64) -> Result<Day, Problem> {
    if cell.is_number {
        return serial(cell.text, days_ahead);
    }
    let parts = Parts::of(cell.text).ok_or(Problem::Date(DateFault::NotADate))?;
    let [first, second, third] = parts.as_slice() else { return Err(Problem::Date(DateFault::NotADate)) };
    let year_first = first.len() == 4;
    let (year, middle, day) = if year_first { (first, second, third) } else { (third, second, first) };
    let year = year_of(year)?.ok_or(Problem::Date(DateFault::NotADate))?;
    let (Some(month), Some(day)) = (month_of(middle), small(day)) else {
        return Err(if is_month_name(first) {
            Problem::Date(DateFault::MonthFirst)
        } else {
            Problem::Date(DateFault::NotADate)
        });
    };
    if !year_first && (13..=31).contains(&month) && (1..=12).contains(&day) {
        return Err(Problem::Date(DateFault::MonthFirst));
    }
    civil(year, month, day)
}

fn civil(year: i32, month: u32, day: u32) -> Result<Day, Problem> {
    Day::new(year, month, day).map_err(|fault| match fault {
        base::calendar::NotADay::Year { .. } => Problem::Date(DateFault::OutsideCalendar),
        _ => Problem::Date(DateFault::NoSuchDay),
    })
}

/// The day of a workbook's number; its fraction is the time of day.
fn serial(text: &[u8], days_ahead: i64) -> Result<Day, Problem> {
    let whole = text.split(|byte| *byte == b'.').next().unwrap_or_default();
    let number = digits(whole).ok_or(Problem::Date(DateFault::NotADate))?.saturating_add(days_ahead);
    if number < SERIAL_MIN {
        return Err(Problem::Date(DateFault::NotADate));
    }
    let days = i32::try_from(number - SERIAL_1970).map_err(|_| Problem::Date(DateFault::NotADate))?;
    Day::from_epoch_days(days).ok_or(Problem::Date(DateFault::OutsideCalendar))
}

/// The two or three parts of a date, in the order in which they are written.
struct Parts<'a> {
    parts: [&'a [u8]; 3],
    count: usize,
}

impl<'a> Parts<'a> {
    fn of(text: &'a [u8]) -> Option<Parts<'a>> {
        let mut parts = Parts { parts: [b""; 3], count: 0 };
        let between = |byte: &u8| matches!(byte, b'-' | b'/' | b'.' | b',' | b' ');
        for part in without_midnight(text).split(between).filter(|part| !part.is_empty()) {
            *parts.parts.get_mut(parts.count)? = part;
            parts.count += 1;
        }
        (parts.count >= 2).then_some(parts)
    }

    fn as_slice(&self) -> &[&'a [u8]] {
        &self.parts[..self.count]
    }
}

/// Other programs write the day with its first moment: `2026-02-17 00:00:00`, `2026-02-17T00:00:00.000Z`.
fn without_midnight(text: &[u8]) -> &[u8] {
    let Some((day, time)) = text.split_at_checked(10) else { return text };
    let is_time = matches!(time.first(), Some(b' ' | b'T')) && time.contains(&b':');
    let is_zero = time.iter().all(|byte| matches!(byte, b' ' | b'T' | b'0' | b':' | b'.' | b'Z'));
    if is_time && is_zero { day } else { text }
}

/// A year of four digits; `None` if it is no number.
fn year_of(text: &[u8]) -> Result<Option<i32>, Problem> {
    match (digits(text), text.len()) {
        (Some(year), 4) => Ok(Some(year as i32)),
        (Some(_), 2) => Err(Problem::Date(DateFault::ShortYear)),
        _ => Ok(None),
    }
}

fn month_of(text: &[u8]) -> Option<u32> {
    small(text).or_else(|| name_of(text))
}

fn small(text: &[u8]) -> Option<u32> {
    if text.len() > 2 { None } else { digits(text).map(|number| number as u32) }
}

fn is_month_name(text: &[u8]) -> bool {
    name_of(text).is_some()
}

fn name_of(text: &[u8]) -> Option<u32> {
    let same = |name: &&str| name.as_bytes().eq_ignore_ascii_case(text);
    MONTHS.iter().position(|names| names.iter().any(same)).map(|before| before as u32 + 1)
}
