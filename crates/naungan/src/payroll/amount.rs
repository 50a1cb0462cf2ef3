//! Amounts of rupiah as people write them.
//!
//! `5729876`, `5.729.876`, `5,729,876`, `5 729 876`, with `Rp` before and `,00` or `,-` behind, are one
//! amount. A fraction of a rupiah is refused, and so is a point or comma that may be either.

use super::digits::digits;
use super::problem::{NumberFault, Problem, TextFault};
use super::table::Cell;

/// An amount that somebody wrote into a form; nothing where it is none, or may be read in two ways.
pub(crate) fn rupiah(text: &str) -> Option<i64> {
    let cell = Cell { text: text.trim().as_bytes(), is_number: false };
    amount(cell).ok().and_then(|amount| i64::try_from(amount).ok())
}

/// Reads what most people write: digits, or groups of three.
#[inline]
pub(super) fn quick_amount(cell: Cell<'_>) -> Option<i64> {
    digits(cell.text).or_else(|| if cell.is_number { None } else { grouped(cell.text) })
}

/// Reads the habit of most people, digits in groups of three with one mark between.
#[inline]
fn grouped(text: &[u8]) -> Option<i64> {
    let count = text.len() / 4;
    let (begin, groups) = text.split_at(text.len() - 4 * count);
    let (groups, _) = groups.as_chunks::<4>();
    let mark = groups.first()?[0];
    let mut value = digits(begin)?;
    if !matches!(mark, b'.' | b',') || begin[0] == b'0' || count > 5 {
        return None;
    }
    for [between, hundreds, tens, ones] in groups {
        value = value * 1000 + digits(&[*hundreds, *tens, *ones])?;
        if *between != mark {
            return None;
        }
    }
    Some(value)
}

/// Reads a whole number as people write money.
///
/// # Errors
///
/// [`NumberFault::Fraction`], [`NumberFault::Grouping`], [`NumberFault::Exponent`], and otherwise
/// [`NumberFault::NotANumber`].
pub(super) fn amount(cell: Cell<'_>) -> Result<i128, Problem> {
    let text = str::from_utf8(cell.text).map_err(|_| Problem::Text(TextFault::NotUtf8))?;
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    let (negative, text) = without_sign(text.trim());
    if is_exponent(text) {
        return Err(Problem::Number(NumberFault::Exponent));
    }
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b' '));
    if !plain || !text.starts_with(|first: char| first.is_ascii_digit()) {
        return Err(Problem::Number(NumberFault::NotANumber));
    }
    if cell.is_number && text.contains('.') {
        return Err(Problem::Number(NumberFault::Fraction));
    }
    let value = whole(text)?;
    Ok(if negative { -value } else { value })
}

/// Takes off `Rp` and a minus on either side of it, brackets as accountants use them, and `,-` behind.
fn without_sign(text: &str) -> (bool, &str) {
    if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        return (true, without_sign(inner.trim()).1);
    }
    let before = text.strip_prefix(['-', '\u{2212}']);
    let text = without_currency(before.unwrap_or(text).trim_start());
    let after = text.strip_prefix(['-', '\u{2212}']);
    let text = after.unwrap_or(text).trim_start();
    let text = text
        .strip_suffix("--")
        .or_else(|| text.strip_suffix('-'))
        .map_or(text, |text| text.strip_suffix([',', '.']).unwrap_or(text));
    (before.is_some() || after.is_some(), text)
}

fn without_currency(text: &str) -> &str {
    for currency in ["rp", "idr"] {
        if let Some(begin) = text.get(..currency.len())
            && begin.eq_ignore_ascii_case(currency)
        {
            let rest = &text[currency.len()..];
            return rest.strip_prefix('.').unwrap_or(rest).trim_start();
        }
    }
    text
}

/// Such as `5.73E+06`, which a spreadsheet shows when the column is narrow.
fn is_exponent(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['e', 'E']) else { return false };
    let number = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    number(digits) && number(power.trim_start_matches(['+', '-']))
}

/// Digits in groups of three, and behind the last mark perhaps zeros of a fraction.
fn whole(text: &str) -> Result<i128, Problem> {
    let is_mark = |letter: char| !letter.is_ascii_digit();
    let Some((head, tail)) = text.rsplit_once(is_mark) else { return Ok(number(text)) };
    let last = text.as_bytes()[head.len()];
    let others = head.bytes().filter(|byte| !byte.is_ascii_digit());
    let is_fraction = tail.len() != 3 || others.clone().next().is_some_and(|mark| mark != last);
    let integer = if is_fraction { fraction(head, tail, last)? } else { text };
    let mut marks = integer.bytes().filter(|byte| !byte.is_ascii_digit());
    let first = marks.next();
    if marks.any(|mark| Some(mark) != first) || is_fraction && first == Some(last) {
        return Err(Problem::Number(NumberFault::Grouping));
    }
    let mut groups = integer.split(is_mark);
    let begin = groups.next().unwrap_or_default();
    let begins_well = first.is_none() || (1..=3).contains(&begin.len()) && !begin.starts_with('0');
    if !begins_well || groups.any(|group| group.len() != 3) {
        return Err(Problem::Number(NumberFault::Grouping));
    }
    Ok(number(integer))
}

/// What stands before a fraction of zeros.
fn fraction<'a>(head: &'a str, tail: &str, mark: u8) -> Result<&'a str, Problem> {
    if mark == b' ' || tail.is_empty() || tail.len() == 3 {
        return Err(Problem::Number(NumberFault::Grouping));
    }
    if head.contains(mark as char) {
        return Err(Problem::Number(NumberFault::Grouping));
    }
    if tail.bytes().any(|digit| digit != b'0') {
        return Err(Problem::Number(NumberFault::Fraction));
    }
    Ok(head)
}

/// The number that the digits write, whatever stands between; very large ones are all the same.
fn number(text: &str) -> i128 {
    let digits = text.bytes().filter(u8::is_ascii_digit);
    digits.fold(0_i128, |value, digit| value.saturating_mul(10).saturating_add((digit - b'0').into()))
}
