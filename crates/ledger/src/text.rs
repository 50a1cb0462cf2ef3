//! The canonical text of an entry: what is chained, stored and exported. One entry has one text.

use std::fmt::Write as _;

use base::Moment;

use crate::entry::{Entry, Place};
use crate::line::Holder;
use crate::refusal::EntryRefusal;

mod reader;

pub(crate) use reader::peek;
pub use reader::read;

/// An entry as it stands in a journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// Where it stands.
    pub place: Place,
    /// When it became known.
    pub known: Moment,
    /// What it says.
    pub entry: Entry,
}

/// A text that is not that of an entry.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct TextFault {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: Unread,
}

/// What is wrong with a text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unread {
    /// Something else was expected.
    #[error("expected {0}")]
    Expected(&'static str),
    /// It can be read, and is not an entry.
    #[error(transparent)]
    Refused(EntryRefusal),
}

/// The text of an entry at a place.
pub fn write(place: Place, known: Moment, entry: &Entry) -> String {
    let mut text = String::with_capacity(128 + 48 * entry.lines().len());
    write_into(&mut text, place, known, entry);
    text
}

/// Adds the text of an entry at a place.
pub fn write_into(text: &mut String, place: Place, known: Moment, entry: &Entry) {
    // Writing into a `String` cannot fail.
    let Place { journal, seq } = place;
    let _ = writeln!(text, "entry {journal} {seq} {} {known} {} {}", entry.day(), entry.kind(), entry.key());
    if let Some(about) = entry.about() {
        let _ = writeln!(text, "about {about}");
    }
    if let Some(Place { journal, seq }) = entry.reverses() {
        let _ = writeln!(text, "reverses {journal} {seq}");
    }
    for line in entry.lines() {
        let _ = write!(text, "line {} {}", line.account.fund.as_str(), line.account.number);
        if let Some(other) = &line.account.other {
            text.push(':');
            text.push_str(other.as_str());
        }
        match &line.holder {
            None => {}
            Some(Holder::Payer(number)) => {
                let _ = write!(text, " payer {number}");
            }
            Some(Holder::Membership(number)) => {
                let _ = write!(text, " membership {number}");
            }
            Some(Holder::Rows { count, hash }) => {
                let _ = write!(text, " rows {count} ");
                push_hex(text, hash);
            }
        }
        let _ = writeln!(text, " {}", line.amount);
    }
    text.push_str("end\n");
}

/// Adds a fingerprint as 64 hexadecimal digits.
pub(crate) fn push_hex(text: &mut String, hash: &[u8; 32]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in hash {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

/// A fingerprint from 64 hexadecimal digits, lower-case only.
pub fn hash_from_hex(text: &[u8]) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    if text.len() != 64 {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(text.as_chunks::<2>().0) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(hash)
}
