//! The export: for each entry its canonical text and `hash HEX`. Anyone can read it and verify it.

use std::fmt;

use crate::books::{Blame, Books};
use crate::chain::Wrong;
use crate::entry::{LINES_MAX, Place};
use crate::journal::Head;
use crate::text::{self, Written};

/// The most lines one entry takes in an export: its own, and `entry`, `about`, `reverses`, `end` and `hash`.
const ROW_LINES_MAX: usize = LINES_MAX + 5;

/// Adds an entry to an export: its text as it is stored, and its fingerprint.
pub fn write_into(export: &mut String, text: &str, hash: &[u8; 32]) {
    export.push_str(text);
    export.push_str("hash ");
    text::push_hex(export, hash);
    export.push('\n');
}

/// What verification of an export found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// How many entries are in order.
    pub entries: u64,
    /// The last entry of each journal that is in order; an auditor notes them for the next time.
    pub heads: Vec<Head>,
    /// The first fault of each journal, in the order of lines.
    pub faults: Vec<ExportFault>,
}

/// The first fault of a journal in an export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExportFault {
    /// The line at which the entry begins, counted from 1.
    pub line: u64,
    /// Which entry it is; `None` if too little of it is left to say.
    pub place: Option<Place>,
    /// What is wrong.
    pub what: Wrong,
}

impl fmt::Display for ExportFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(place) => write!(f, "line {}: entry {place}: {}", self.line, self.what),
            None => write!(f, "line {}: {}", self.line, self.what),
        }
    }
}

impl std::error::Error for ExportFault {}

/// Verifies a whole export; lines come with their line feeds, as from `read_until` and `split_inclusive`.
pub fn verify<L: AsRef<[u8]>>(lines: impl IntoIterator<Item = L>) -> Verdict {
    verify_each(lines, |_| {})
}

/// Verifies a whole export and hands on each entry that is in order.
pub fn verify_each<L: AsRef<[u8]>>(
    lines: impl IntoIterator<Item = L>,
    mut each: impl FnMut(&Written),
) -> Verdict {
    let mut verification = Verification::new();
    for line in lines {
        if let Some(written) = verification.line(line.as_ref()) {
            each(&written);
        }
    }
    verification.finish()
}

/// Verification of an export as it comes, a line at a time. It keeps one entry, and eight bytes of each.
#[derive(Debug, Default)]
pub struct Verification {
    reader: Reader,
    books: Books,
    entries: u64,
    // Lines of the entries that take back others: those are judged at the end.
    reversals: Vec<(Place, u64)>,
    faults: Vec<ExportFault>,
}

impl Verification {
    /// Nothing has come yet.
    pub fn new() -> Verification {
        Verification::default()
    }

    /// Somebody noted this head earlier: its journal must go at least so far, and say the same there.
    pub fn expect(&mut self, head: Head) {
        self.books.expect(head);
    }

    /// The next line, with its line feed. An entry comes back when its last line has come and it is in order.
    pub fn line(&mut self, line: &[u8]) -> Option<Written> {
        let rows = self.reader.line(line);
        rows.into_iter().flatten().fold(None, |read, row| self.row(&row).or(read))
    }

    /// Nothing more comes.
    pub fn finish(mut self) -> Verdict {
        if let Some(row) = self.reader.torn(WHOLE) {
            self.row(&row);
        }
        for fault in self.books.finish() {
            let place = fault.place();
            // What is not there at all is missed at the end.
            let line = self.reversals.iter().find(|(reversal, _)| *reversal == place);
            let line = line.map_or(self.reader.lines + 1, |(_, line)| *line);
            self.blame(line, (Some(place), fault.what));
        }
        let Verification { books, entries, mut faults, .. } = self;
        faults.sort_by_key(|fault| fault.line);
        let mut seen = Vec::new();
        faults.retain(|fault| {
            let journal = fault.place.map(|place| place.journal);
            let first = !seen.contains(&journal);
            seen.push(journal);
            first
        });
        Verdict { entries, heads: books.heads().copied().collect(), faults }
    }

    fn row(&mut self, row: &Row) -> Option<Written> {
        let taken = match row.hash {
            Ok(hash) => self.books.take(&row.text, &hash),
            Err(expected) => self.books.torn(&row.text, expected).map_or(Ok(None), Err),
        };
        match taken {
            Ok(Some(written)) => {
                self.entries += 1;
                if written.entry.reverses().is_some() {
                    self.reversals.push((written.place, row.line));
                }
                Some(written)
            }
            Ok(None) => None,
            Err(blame) => {
                self.blame(row.line, blame);
                None
            }
        }
    }

    fn blame(&mut self, line: u64, (place, what): Blame) {
        // Of entries that nobody can name, the first is enough: a file that is no export has nothing else.
        if place.is_some() || self.faults.iter().all(|fault| fault.place.is_some()) {
            self.faults.push(ExportFault { line, place, what });
        }
    }
}

const WHOLE: &str = "`end` and `hash` after the entry";

/// An entry of an export before anything is believed.
#[derive(Debug)]
struct Row {
    line: u64,
    text: Vec<u8>,
    hash: Result<[u8; 32], &'static str>,
}

/// Cuts lines into entries. A damaged end does not hide the next entry, since that begins with `entry`.
#[derive(Debug, Default)]
struct Reader {
    lines: u64,
    first: u64,
    text: Vec<u8>,
    held: usize,
}

impl Reader {
    fn line(&mut self, line: &[u8]) -> [Option<Row>; 2] {
        self.lines += 1;
        let mut torn = None;
        if self.held > 0 && line.starts_with(b"entry ") {
            torn = self.torn(WHOLE);
        }
        if self.held == 0 {
            self.first = self.lines;
        }
        self.held += 1;
        if let Some(hex) = line.strip_prefix(b"hash ") {
            let hash = hex.strip_suffix(b"\n").and_then(text::hash_from_hex);
            let hash = hash.ok_or("`hash` and 64 hexadecimal digits in lower case");
            return [torn, Some(self.cut(hash))];
        }
        // Lines beyond the limit are counted and forgotten, so that a file without ends takes no memory.
        if self.held <= ROW_LINES_MAX {
            self.text.extend_from_slice(line);
        }
        [torn, None]
    }

    fn torn(&mut self, expected: &'static str) -> Option<Row> {
        (self.held > 0).then(|| self.cut(Err(expected)))
    }

    fn cut(&mut self, hash: Result<[u8; 32], &'static str>) -> Row {
        self.held = 0;
        let room = self.text.len();
        let text = std::mem::replace(&mut self.text, Vec::with_capacity(room));
        Row { line: self.first, text, hash }
    }
}
