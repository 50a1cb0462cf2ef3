//! Reads one cell as what its column holds.

use base::Nik;
use base::id::NikFault;

use super::amount::{amount, quick_amount};
use super::choices::Choices;
use super::day::{Calendar, month};
use super::digits::digits;
use super::field::FieldKind;
use super::problem::{NumberFault, Problem, TextFault};
use super::table::Cell;

/// How the cells of a field are read.
pub(super) enum Reading {
    Number { min: i64, max: i64, is_money: bool },
    Choice(Box<Choices>),
    Date(Calendar),
    Month { days_ahead: i64 },
}

impl Reading {
    /// None of a text, which becomes no number.
    pub(super) fn new(kind: &FieldKind, days_ahead: i64) -> Option<Reading> {
        Some(match kind {
            FieldKind::Money { min, max } => Reading::Number { min: *min, max: *max, is_money: true },
            FieldKind::Count { min, max } => Reading::Number { min: *min, max: *max, is_money: false },
            FieldKind::Options(options) => Reading::Choice(Box::new(Choices::new(options))),
            FieldKind::YesNo => Reading::Choice(Box::new(Choices::yes_no())),
            FieldKind::Date => Reading::Date(Calendar::new(days_ahead)),
            FieldKind::Month => Reading::Month { days_ahead },
            FieldKind::Text(_) => return None,
        })
    }

    /// The value of a cell that is written as most are; `None` asks for [`Reading::read`].
    #[inline]
    pub(super) fn quick(&self, cell: Cell<'_>) -> Option<i64> {
        match self {
            Reading::Number { min, max, .. } => {
                quick_amount(cell).filter(|value| (*min..=*max).contains(value))
            }
            Reading::Choice(choices) => choices.remembered(cell.text),
            Reading::Date(calendar) => calendar.quick_day(cell.text),
            Reading::Month { .. } => None,
        }
    }

    /// The value of a cell that is not blank.
    pub(super) fn read(&mut self, cell: Cell<'_>) -> Result<i64, Problem> {
        match self {
            Reading::Number { min, max, is_money } => bounded(amount(cell)?, *min, *max, *is_money),
            Reading::Choice(choices) => {
                choices.code(cell.text).ok_or_else(|| Problem::Unknown { known: choices.listed().to_owned() })
            }
            Reading::Date(calendar) => calendar.day(cell),
            Reading::Month { days_ahead } => month(cell, *days_ahead),
        }
    }
}

fn bounded(value: i128, min: i64, max: i64, is_money: bool) -> Result<i64, Problem> {
    if value < min.into() {
        return Err(Problem::Number(NumberFault::Below { min, is_money }));
    }
    if value > max.into() {
        return Err(Problem::Number(NumberFault::Above { max, is_money }));
    }
    Ok(value as i64)
}

/// The population number of a cell.
///
/// # Errors
///
/// [`Problem::Nik`], and [`Problem::NikRounded`] if a spreadsheet has kept fifteen digits of the sixteen.
#[inline]
pub(super) fn nik(cell: Cell<'_>) -> Result<u64, Problem> {
    match checked(cell.text) {
        Ok(nik) if !cell.is_number => Ok(nik.number()),
        Ok(_) => Err(Problem::NikRounded),
        Err(_) if cell.is_number || is_exponent(cell.text) => Err(Problem::NikRounded),
        Err(fault) => nik_in_disguise(cell).ok_or(Problem::Nik(fault)),
    }
}

#[inline]
fn checked(text: &[u8]) -> Result<Nik, NikFault> {
    match digits(text) {
        Some(number) if text.len() == 16 => Nik::from_number(number as u64),
        _ => Nik::check(text),
    }
}

/// Marks by which people keep a spreadsheet from rounding: `'9971…` and `="9971…"`.
#[cold]
fn nik_in_disguise(cell: Cell<'_>) -> Option<u64> {
    let formula = cell.text.strip_prefix(b"=\"").and_then(|text| text.strip_suffix(b"\""));
    let inner = formula.or_else(|| cell.text.strip_prefix(b"'"))?;
    Nik::check(inner).ok().map(Nik::number)
}

fn is_exponent(text: &[u8]) -> bool {
    let shape = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'+');
    let parts: Vec<&[u8]> = text.split(|byte| matches!(byte, b'e' | b'E')).collect();
    matches!(parts.as_slice(), [digits, power] if !digits.is_empty() && !power.is_empty()
        && digits.iter().chain(*power).all(shape))
}

/// Sees to it that a text can be carried into the answer: readable, short, and no formula.
///
/// # Errors
///
/// [`TextFault::TooLong`], [`TextFault::NotUtf8`], [`TextFault::Control`], [`TextFault::Formula`].
#[inline]
pub(super) fn text(text: &[u8], bytes_max: usize) -> Result<(), Problem> {
    if text.len() > bytes_max {
        return Err(Problem::Text(TextFault::TooLong { max: bytes_max }));
    }
    if is_unusual(text) {
        check_letters(text)?;
    }
    match text.first() {
        Some(b'=' | b'+' | b'@') => Err(Problem::Text(TextFault::Formula)),
        Some(b'-') if text.len() > 1 => Err(Problem::Text(TextFault::Formula)),
        _ => Ok(()),
    }
}

/// Whether there may be anything but letters, digits and signs of ASCII; wrong only in saying yes.
#[inline]
fn is_unusual(text: &[u8]) -> bool {
    let (eights, rest) = text.as_chunks::<8>();
    let last = match (text.last_chunk::<8>(), rest.is_empty()) {
        (Some(last), _) => u64::from_le_bytes(*last),
        (None, false) => rest.iter().fold(0x2020_2020_2020_2020, |word, byte| word << 8 | u64::from(*byte)),
        (None, true) => return false,
    };
    eights.iter().fold(strays(last), |found, eight| found | strays(u64::from_le_bytes(*eight))) != 0
}

/// The highest bit of a byte below 0x20 or above 0x7E, and perhaps of its neighbour.
#[inline]
fn strays(word: u64) -> u64 {
    let low = word.wrapping_sub(0x2020_2020_2020_2020);
    let high = word.wrapping_add(0x0101_0101_0101_0101);
    (low | high | word) & 0x8080_8080_8080_8080
}

#[cold]
fn check_letters(text: &[u8]) -> Result<(), Problem> {
    let letters = str::from_utf8(text).map_err(|_| Problem::Text(TextFault::NotUtf8))?;
    let control = |letter: char| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r');
    if letters.contains(control) { Err(Problem::Text(TextFault::Control)) } else { Ok(()) }
}
