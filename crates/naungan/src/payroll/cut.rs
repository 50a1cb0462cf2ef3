//! Cuts a row of delimited text into cells.
//!
//! The format is the one of RFC 4180 and of the `csv` library, which the tests compare it with: a cell that begins
//! with a quotation mark ends with one, and two within it stand for one; a line ends with CR, LF or both.

use memchr::{memchr, memchr2};

use super::marks::Marks;

/// Marks a cell that lies among the unfolded ones, not in the text.
const UNFOLDED: u32 = 1 << 31;

/// The cells of one row, as places in the text it was cut from. Reused from row to row.
#[derive(Default)]
pub(super) struct Cells {
    places: Vec<(u32, u32)>,
    /// Cells with doubled quotation marks, written with single ones.
    unfolded: Vec<u8>,
    /// Whether any cell is in quotation marks, so that the row may have several lines.
    quoted: bool,
}

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cut {
    /// It ends before this place in the text; the cells are filled.
    Row { end: usize },
    /// A line without a row: blank, or a comment.
    Skip { end: usize },
    /// It goes on beyond the text, within quotation marks or not.
    Short { quoted: bool },
    /// The text is over.
    Over,
}

impl Cells {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// One of them; empty beyond the end. `text` is what the row was cut from.
    #[inline]
    pub(super) fn get<'a>(&'a self, text: &'a [u8], number: usize) -> &'a [u8] {
        match self.places.get(number) {
            None => b"",
            Some(&(start, end)) if start & UNFOLDED == 0 => &text[start as usize..end as usize],
            Some(&(start, end)) => &self.unfolded[(start ^ UNFOLDED) as usize..end as usize],
        }
    }

    /// All of them.
    pub(super) fn iter<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        (0..self.len()).map(|number| self.get(text, number))
    }

    /// How many lines the row takes up; `text` is the row.
    #[inline]
    pub(super) fn lines(&self, text: &[u8]) -> u64 {
        if self.quoted { line_ends(text) } else { 1 }
    }

    fn clear(&mut self) {
        self.places.clear();
        self.unfolded.clear();
        self.quoted = false;
    }
}

/// Cuts the row that begins at `from`; `last` says that nothing comes after the text, `marks` what parts the cells.
#[inline]
pub(super) fn cut(text: &[u8], from: usize, last: bool, marks: &mut Marks, cells: &mut Cells) -> Cut {
    match text.get(from) {
        None if last => Cut::Over,
        None => Cut::Short { quoted: false },
        Some(b'\n' | b'\r') => skip(text, from, last),
        Some(b'#') => match memchr2(b'\n', b'\r', &text[from..]) {
            Some(length) => skip(text, from + length, last),
            None if last => Cut::Skip { end: text.len() },
            None => Cut::Short { quoted: false },
        },
        Some(_) => row(text, from, last, marks, cells),
    }
}

/// Past the end of the line that stands at `at`.
fn skip(text: &[u8], at: usize, last: bool) -> Cut {
    past_line_end(text, at, last).map_or(Cut::Short { quoted: false }, |end| Cut::Skip { end })
}

#[inline]
fn row(text: &[u8], from: usize, last: bool, marks: &mut Marks, cells: &mut Cells) -> Cut {
    cells.clear();
    let mut at = from;
    loop {
        let end = if text.get(at) == Some(&b'"') {
            match quoted(text, at, last, marks, cells) {
                Some(end) => end,
                None => return Cut::Short { quoted: true },
            }
        } else {
            let Some(end) = bare(text, at, last, marks) else { return Cut::Short { quoted: false } };
            cells.places.push((at as u32, end as u32));
            end
        };
        if text.get(end) != Some(&marks.delimiter()) {
            return past_line_end(text, end, last).map_or(Cut::Short { quoted: false }, |end| Cut::Row { end });
        }
        at = end + 1;
    }
}

/// Where a cell without quotation marks ends.
#[inline]
fn bare(text: &[u8], at: usize, last: bool, marks: &mut Marks) -> Option<usize> {
    marks.next(text, at).or(if last { Some(text.len()) } else { None })
}

/// Where a cell that begins with a quotation mark ends; it is pushed. `None` if it goes on beyond the text.
#[inline]
fn quoted(text: &[u8], open: usize, last: bool, marks: &mut Marks, cells: &mut Cells) -> Option<usize> {
    cells.quoted = true;
    let mut folded = false;
    let mut from = open + 1;
    let close = loop {
        let at = from + memchr(b'"', &text[from..])?;
        match text.get(at + 1) {
            Some(b'"') => folded = true,
            None if !last => return None,
            _ => break at,
        }
        from = at + 2;
    };
    // What follows the closing mark belongs to the cell, as other readers of such files have it.
    let end = bare(text, close + 1, last, marks)?;
    if folded || end > close + 1 {
        unfold(&text[open + 1..close], &text[close + 1..end], cells);
    } else {
        cells.places.push((open as u32 + 1, close as u32));
    }
    Some(end)
}

#[cold]
fn unfold(within: &[u8], after: &[u8], cells: &mut Cells) {
    let start = cells.unfolded.len();
    let mut rest = within;
    while let Some(mark) = memchr(b'"', rest) {
        cells.unfolded.extend_from_slice(&rest[..=mark]);
        rest = rest.get(mark + 2..).unwrap_or_default();
    }
    cells.unfolded.extend_from_slice(rest);
    cells.unfolded.extend_from_slice(after);
    cells.places.push((start as u32 | UNFOLDED, cells.unfolded.len() as u32));
}

/// Past CR, LF or both; `None` if the second may come with the next bytes.
#[inline]
fn past_line_end(text: &[u8], at: usize, last: bool) -> Option<usize> {
    match (text.get(at), text.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => Some(at + 2),
        (Some(b'\r'), None) if !last => None,
        (Some(_), _) => Some(at + 1),
        (None, _) => Some(at),
    }
}

/// How many lines end in the text: at LF, at CR, or at both together.
fn line_ends(text: &[u8]) -> u64 {
    let mut ends = 0;
    for at in memchr::memchr2_iter(b'\n', b'\r', text) {
        let pair = text[at] == b'\r' && text.get(at + 1) == Some(&b'\n');
        ends += u64::from(!pair);
    }
    ends
}
