//! An entry: lines that balance in every fund. Whoever holds an `Entry` holds the proof.

use std::fmt;

use base::Day;

use crate::account::{Account, Fund};
use crate::kind::Kind;
use crate::line::Line;
use crate::refusal::EntryRefusal;

/// The most lines of an entry. A chunk of a month books a few hundred; ten thousand are a megabyte of text,
/// which still fits in one row of a database and in one look of an auditor's program.
pub const LINES_MAX: usize = 10_000;

/// The longest key, in letters: a key is a word or a fingerprint, not a letter.
pub const KEY_LETTERS_MAX: usize = 100;

/// The longest text on what an entry is about, in letters: one line on a screen and a bit.
pub const ABOUT_LETTERS_MAX: usize = 200;

/// Where an entry stands: in which journal, and as which of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The number of the journal.
    pub journal: u16,
    /// Counted from 1 within the journal.
    pub seq: u64,
}

/// As `3-17`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.journal, self.seq)
    }
}

/// What happened on a day, as lines that balance in every fund.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    day: Day,
    kind: Kind,
    key: String,
    about: Option<String>,
    reverses: Option<Place>,
    lines: Vec<Line>,
}

impl Entry {
    /// The only door: what comes out balances inside each fund, and funds agree on what they owe each other.
    pub fn balanced(
        day: Day,
        kind: Kind,
        key: &str,
        about: Option<&str>,
        reverses: Option<Place>,
        lines: Vec<Line>,
    ) -> Result<Entry, EntryRefusal> {
        if !is_key(key) {
            return Err(EntryRefusal::Key);
        }
        if !about.is_none_or(is_about) {
            return Err(EntryRefusal::About);
        }
        if kind == Kind::Reversed && reverses.is_none() {
            return Err(EntryRefusal::Unnamed);
        }
        check_lines(&lines)?;
        check_sums(&lines)?;
        Ok(Entry { day, kind, key: key.to_owned(), about: about.map(str::to_owned), reverses, lines })
    }

    /// The day it is booked on.
    pub fn day(&self) -> Day {
        self.day
    }

    /// What was done.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The caller's own name for the request, by which a repetition is recognised.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What it is about, in words.
    pub fn about(&self) -> Option<&str> {
        self.about.as_deref()
    }

    /// The entry that this one takes back.
    pub fn reverses(&self) -> Option<Place> {
        self.reverses
    }

    /// The lines, in the order they were given.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}

fn is_key(key: &str) -> bool {
    (1..=KEY_LETTERS_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_about(about: &str) -> bool {
    // Separators of lines that are no control characters, but that some readers of text split at.
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let letters = about.chars().count();
    (1..=ABOUT_LETTERS_MAX).contains(&letters) && about.trim() == about && !about.contains(breaks)
}

fn check_lines(lines: &[Line]) -> Result<(), EntryRefusal> {
    if lines.len() < 2 {
        return Err(EntryRefusal::FewLines);
    }
    if lines.len() > LINES_MAX {
        return Err(EntryRefusal::ManyLines { lines: lines.len() });
    }
    for (at, line) in lines.iter().enumerate() {
        line.check().map_err(|refusal| EntryRefusal::Line { number: at + 1, refusal })?;
    }
    Ok(())
}

/// Every total of an entry that passes fits in 64 bits, and so does its negative.
fn check_sums(lines: &[Line]) -> Result<(), EntryRefusal> {
    let (mut debits, mut credits) = (0, 0);
    let mut funds = Sums::<Fund>::new();
    let mut pairs = Sums::<(Fund, Fund)>::new();
    for line in lines {
        let Account { fund, other, .. } = line.account;
        let amount = i128::from(line.amount);
        *if amount > 0 { &mut debits } else { &mut credits } += amount.abs();
        funds.add(fund, amount);
        if let Some(other) = other {
            pairs.add((fund.min(other), fund.max(other)), amount);
        }
    }
    if debits.max(credits) > i128::from(i64::MAX) {
        return Err(EntryRefusal::Large);
    }
    if let Some((fund, sum)) = funds.first_left() {
        return Err(EntryRefusal::Unbalanced { fund, sum });
    }
    if let Some(((fund, other), sum)) = pairs.first_left() {
        return Err(EntryRefusal::NotMirrored { fund, other, sum });
    }
    Ok(())
}

/// Sums by key. An entry touches a handful of funds, so a sorted list beats a map.
struct Sums<K>(Vec<(K, i128)>);

impl<K: Ord + Copy> Sums<K> {
    fn new() -> Sums<K> {
        Sums(Vec::with_capacity(8))
    }

    fn add(&mut self, key: K, amount: i128) {
        match self.0.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(at) => self.0[at].1 += amount,
            Err(at) => self.0.insert(at, (key, amount)),
        }
    }

    fn first_left(&self) -> Option<(K, i128)> {
        self.0.iter().copied().find(|(_, sum)| *sum != 0)
    }
}
