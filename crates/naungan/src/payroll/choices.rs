//! Words that stand for codes: segments, risk classes, yes and no.

use std::collections::HashMap;

use super::heading::plain;

/// Places for short spellings as they stand in the file, so that most cells are found without being
/// rewritten.
const REMEMBERED: usize = 64;

/// Places tried for each of them.
const NEIGHBOURS: usize = 8;

/// Spellings listed in a complaint.
const LISTED_MAX: usize = 12;

/// Yes and no in the languages of payrolls.
const YES_NO: &[(&str, i64)] = &[
    ("ya", 1),
    ("tidak", 0),
    ("y", 1),
    ("t", 0),
    ("yes", 1),
    ("no", 0),
    ("n", 0),
    ("true", 1),
    ("false", 0),
    ("benar", 1),
    ("salah", 0),
    ("1", 1),
    ("0", 0),
];

/// The spellings of one field.
pub(super) struct Choices {
    codes: HashMap<String, i64>,
    remembered: [Option<(Short, i64)>; REMEMBERED],
    listed: String,
}

impl Choices {
    /// The spellings and their codes; of two that are plainly the same, the first counts.
    pub(super) fn new(options: &[(String, i64)]) -> Choices {
        let mut codes = HashMap::new();
        for (spelling, code) in options {
            codes.entry(plain(spelling)).or_insert(*code);
        }
        Choices { codes, remembered: [None; REMEMBERED], listed: listed(options) }
    }

    pub(super) fn yes_no() -> Choices {
        let options: Vec<_> = YES_NO.iter().map(|(spelling, code)| ((*spelling).to_owned(), *code)).collect();
        Choices { listed: "ya, tidak".to_owned(), ..Choices::new(&options) }
    }

    /// The code of a short spelling that has been seen before, letter for letter.
    #[inline]
    pub(super) fn remembered(&self, text: &[u8]) -> Option<i64> {
        let short = Short::of(text)?;
        for place in short.places() {
            let (known, code) = self.remembered[place]?;
            if known == short {
                return Some(code);
            }
        }
        None
    }

    /// The code of a spelling, whatever its capitals, spaces and points; remembered from now on if there is
    /// room.
    pub(super) fn code(&mut self, text: &[u8]) -> Option<i64> {
        let code = *self.codes.get(&plain(str::from_utf8(text).ok()?))?;
        if let Some(short) = Short::of(text)
            && let Some(free) = short.places().find(|place| self.remembered[*place].is_none())
        {
            self.remembered[free] = Some((short, code));
        }
        Some(code)
    }

    /// One spelling of each code, for a complaint.
    pub(super) fn listed(&self) -> &str {
        &self.listed
    }
}

/// A spelling of one to sixteen bytes as two numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Short {
    length: usize,
    letters: [u64; 2],
}

impl Short {
    #[inline]
    fn of(text: &[u8]) -> Option<Short> {
        let half = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
        let letters = match text.len() {
            1 => [u64::from(text[0]), 0],
            2 | 3 => [u64::from_be_bytes([0, 0, 0, 0, 0, text[0], text[1], text[text.len() - 1]]), 0],
            // Two halves, which overlap if there are fewer bytes than both hold.
            4..=8 => [half(text.first_chunk()?) | half(text.last_chunk()?) << 32, 0],
            9..=16 => [u64::from_le_bytes(*text.first_chunk()?), u64::from_le_bytes(*text.last_chunk()?)],
            _ => return None,
        };
        Some(Short { length: text.len(), letters })
    }

    /// Where it may be remembered, in order.
    #[inline]
    fn places(self) -> impl Iterator<Item = usize> {
        let both = self.letters[0] ^ self.letters[1].rotate_left(29);
        let first = (both.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58) as usize;
        (first..first + NEIGHBOURS).map(|place| place % REMEMBERED)
    }
}

fn listed(options: &[(String, i64)]) -> String {
    let mut seen: Vec<i64> = Vec::new();
    let mut spellings: Vec<&str> = Vec::new();
    for (spelling, code) in options {
        if !seen.contains(code) {
            seen.push(*code);
            spellings.push(spelling);
        }
    }
    if spellings.len() > LISTED_MAX {
        spellings.truncate(LISTED_MAX);
        spellings.push("…");
    }
    spellings.join(", ")
}
