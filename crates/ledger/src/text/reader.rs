//! Reads the text of an entry, strictly: what is read would be written the same, byte by byte.

use base::{Day, Moment};

use super::{TextFault, Unread, Written, hash_from_hex};
use crate::account::{Account, Fund};
use crate::entry::{Entry, LINES_MAX, Place};
use crate::kind::Kind;
use crate::line::{Holder, Line};
use crate::refusal::EntryRefusal;

/// The length of a moment with all its microseconds, in letters; shorter forms are not canonical.
const MOMENT_LETTERS: usize = 27;

/// Reads one entry. It never panics, and a fault names the line and what was expected there.
pub fn read(text: &str) -> Result<Written, TextFault> {
    let mut lines = Lines { rest: text, number: 0 };
    let head = lines.next()?;
    let (place, day, known, kind, key) = first_line(head).map_err(|what| lines.fault(what))?;
    let mut line = lines.next()?;
    let about = line.strip_prefix("about ");
    if about.is_some() {
        line = lines.next()?;
    }
    let reverses = match line.strip_prefix("reverses ") {
        Some(text) => {
            let mut words = text.split(' ');
            let place = read_place(&mut words).and_then(|place| last(words).map(|()| place));
            let place = place.map_err(|what| lines.fault(what))?;
            line = lines.next()?;
            Some(place)
        }
        None => None,
    };
    let first = lines.number;
    let mut booked = Vec::with_capacity(lines.rest.len().div_ceil(24).min(LINES_MAX));
    while line != "end" {
        let Some(words) = line.strip_prefix("line ") else {
            let expected =
                if booked.is_empty() { "`about`, `reverses`, `line` or `end`" } else { "`line` or `end`" };
            return Err(lines.fault(expected));
        };
        booked.push(read_line(words).map_err(|what| lines.fault(what))?);
        line = lines.next()?;
    }
    if !lines.rest.is_empty() {
        lines.number += 1;
        return Err(lines.fault("nothing after `end`"));
    }
    let entry = Entry::balanced(day, kind, key, about, reverses, booked).map_err(|refusal| {
        let line = match &refusal {
            EntryRefusal::About => 2,
            EntryRefusal::Line { number, .. } => first + number - 1,
            _ => 1,
        };
        TextFault { line, what: Unread::Refused(refusal) }
    })?;
    Ok(Written { place, known, entry })
}

/// Where a text says it stands, if at least that can be read.
pub(crate) fn peek(text: &[u8]) -> Option<Place> {
    // What comes after the place may be damaged in any way.
    let words = text.strip_prefix(b"entry ")?.split(|byte| matches!(byte, b' ' | b'\n'));
    let mut words = words.map(|word| std::str::from_utf8(word).unwrap_or(""));
    read_place(&mut words).ok()
}

/// Lines that each end in a line feed, the last one too.
struct Lines<'a> {
    rest: &'a str,
    number: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a str, TextFault> {
        self.number += 1;
        let (line, rest) = self.rest.split_once('\n').ok_or_else(|| {
            self.fault(if self.rest.is_empty() { "a line up to `end`" } else { "a line feed at the end" })
        })?;
        self.rest = rest;
        Ok(line)
    }

    fn fault(&self, expected: &'static str) -> TextFault {
        TextFault { line: self.number, what: Unread::Expected(expected) }
    }
}

type First<'a> = (Place, Day, Moment, Kind, &'a str);

fn first_line(line: &str) -> Result<First<'_>, &'static str> {
    let mut words = line.strip_prefix("entry ").ok_or("`entry`")?.split(' ');
    let place = read_place(&mut words)?;
    let day = words.next().and_then(|word| word.parse().ok()).ok_or("a day such as 2026-05-03")?;
    let known = words.next().filter(|word| word.len() == MOMENT_LETTERS);
    let known = known.and_then(|word| word.parse().ok());
    let known = known.ok_or("a moment such as 2026-05-03T10:00:00.000000Z")?;
    let kind = words.next().and_then(|word| word.parse().ok()).ok_or("a kind of entry such as assessed")?;
    let key = words.next().ok_or("a key")?;
    last(words)?;
    Ok((place, day, known, kind, key))
}

fn read_place<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<Place, &'static str> {
    let journal = words.next().and_then(natural).and_then(|number| u16::try_from(number).ok());
    let journal = journal.ok_or("the number of a journal")?;
    let seq = words.next().and_then(natural).filter(|number| *number > 0);
    Ok(Place { journal, seq: seq.ok_or("a number in the journal, from 1")? })
}

fn read_line(line: &str) -> Result<Line, &'static str> {
    let mut words = line.split(' ');
    let fund = words.next().and_then(|word| Fund::new(word).ok()).ok_or("a fund such as jkk")?;
    let account = words.next().and_then(|word| Account::parse(fund, word).ok());
    let account = account.ok_or("an account such as 1200 or 1900:jkk")?;
    let word = words.next();
    let mut numbered = || words.next().and_then(integer).ok_or("the number of the holder");
    let holder = match word {
        Some("payer") => Some(Holder::Payer(numbered()?)),
        Some("membership") => Some(Holder::Membership(numbered()?)),
        Some("rows") => {
            let count = words.next().and_then(natural).ok_or("how many rows")?;
            let hash = words.next().and_then(|word| hash_from_hex(word.as_bytes()));
            Some(Holder::Rows { count, hash: hash.ok_or("64 hexadecimal digits in lower case")? })
        }
        _ => None,
    };
    let amount = if holder.is_some() { words.next() } else { word };
    let amount = amount.and_then(integer).ok_or("a holder or an amount in whole coins")?;
    last(words)?;
    Ok(Line { account, holder, amount })
}

fn last<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<(), &'static str> {
    if words.next().is_some() { Err("the end of the line") } else { Ok(()) }
}

/// Digits without a sign and without zeros before them.
fn natural(word: &str) -> Option<u64> {
    let padded = word.len() > 1 && word.starts_with('0');
    let plain = !padded && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| plain)
}

/// Digits, with `-` before them if they are below zero.
fn integer(word: &str) -> Option<i64> {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let padded = digits.starts_with('0') && word != "0";
    let plain = !padded && digits.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| plain)
}
