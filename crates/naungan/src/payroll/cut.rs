//! Cuts a row of delimited text into cells.
//!
//! The format is the one of RFC 4180 and of the `csv` library, which the tests compare it with: a cell that
//! begins with a quotation mark ends with one, and two within it stand for one; a line ends with CR, LF or
//! both.

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

/// Cuts one text, row by row.
pub(super) struct Cutter {
    delimiter: u8,
    /// Where cells and lines end, and where quotation marks are.
    ends: Marks,
    quotes: Marks,
    cells: Cells,
}

impl Cutter {
    pub(super) fn new(delimiter: u8) -> Cutter {
        let ends = Marks::new([delimiter, b'\n', b'\r']);
        Cutter { delimiter, ends, quotes: Marks::new([b'"'; 3]), cells: Cells::default() }
    }

    /// The cells of the row cut last.
    #[inline]
    pub(super) fn cells(&self) -> &Cells {
        &self.cells
    }

    /// To be called when the text has changed.
    pub(super) fn forget(&mut self) {
        self.ends.forget();
        self.quotes.forget();
    }

    /// Cuts the row that begins at `from`; `last` says that nothing comes after the text.
    #[inline]
    pub(super) fn cut(&mut self, text: &[u8], from: usize, last: bool) -> Cut {
        match text.get(from) {
            None if last => Cut::Over,
            None => Cut::Short { quoted: false },
            Some(b'\n' | b'\r') => skip(text, from, last),
            Some(b'#') => match memchr2(b'\n', b'\r', &text[from..]) {
                Some(length) => skip(text, from + length, last),
                None if last => Cut::Skip { end: text.len() },
                None => Cut::Short { quoted: false },
            },
            Some(_) => self.row(text, from, last),
        }
    }

    #[inline]
    fn row(&mut self, text: &[u8], from: usize, last: bool) -> Cut {
        self.cells.clear();
        let mut at = from;
        loop {
            let quoted = text.get(at) == Some(&b'"');
            let cell = if quoted { self.quoted(text, at, last) } else { self.bare(text, at, last) };
            let Some(end) = cell else { return Cut::Short { quoted } };
            if text.get(end) != Some(&self.delimiter) {
                return past_line_end(text, end, last)
                    .map_or(Cut::Short { quoted: false }, |end| Cut::Row { end });
            }
            at = end + 1;
        }
    }

    /// Where a cell without quotation marks ends; it is kept. `None` if it goes on beyond the text.
    #[inline]
    fn bare(&mut self, text: &[u8], at: usize, last: bool) -> Option<usize> {
        let end = self.end(text, at, last)?;
        self.cells.places.push((at as u32, end as u32));
        Some(end)
    }

    /// Where a cell that begins with a quotation mark ends; it is kept. `None` if it goes on beyond the text.
    #[inline]
    fn quoted(&mut self, text: &[u8], open: usize, last: bool) -> Option<usize> {
        self.cells.quoted = true;
        let close = self.quotes.next(text, open + 1)?;
        match text.get(close + 1) {
            Some(next) if *next == self.delimiter || matches!(next, b'\n' | b'\r') => {
                self.cells.places.push((open as u32 + 1, close as u32));
                Some(close + 1)
            }
            _ => self.quoted_oddly(text, open, close, last),
        }
    }

    /// A cell with doubled quotation marks, with text behind the closing one, or at the end of the text.
    #[inline(never)]
    fn quoted_oddly(&mut self, text: &[u8], open: usize, first: usize, last: bool) -> Option<usize> {
        let mut close = first;
        while text.get(close + 1) == Some(&b'"') {
            close = self.quotes.next(text, close + 2)?;
        }
        if close + 1 == text.len() && !last {
            return None;
        }
        // What follows the closing mark belongs to the cell, as other readers of such files have it.
        let end = self.end(text, close + 1, last)?;
        unfold(&text[open + 1..close], &text[close + 1..end], &mut self.cells);
        Some(end)
    }

    /// Where the next delimiter or line end is, or the end of the text.
    #[inline]
    fn end(&mut self, text: &[u8], at: usize, last: bool) -> Option<usize> {
        self.ends.next(text, at).or(if last { Some(text.len()) } else { None })
    }
}

/// Past the end of the line that stands at `at`.
fn skip(text: &[u8], at: usize, last: bool) -> Cut {
    past_line_end(text, at, last).map_or(Cut::Short { quoted: false }, |end| Cut::Skip { end })
}

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

#[cfg(test)]
mod tests {
    use super::{Cut, Cutter};

    /// Rows as the `csv` library cuts them.
    fn library(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut builder = csv::ReaderBuilder::new();
        let reader = builder.has_headers(false).flexible(true).comment(Some(b'#')).from_reader(text);
        reader.into_byte_records().flatten().map(|row| row.iter().map(<[u8]>::to_vec).collect()).collect()
    }

    /// Rows as they are cut here, from a text that comes in pieces of so many bytes.
    fn here(text: &[u8], piece: usize) -> Vec<Vec<Vec<u8>>> {
        let mut cutter = Cutter::new(b',');
        let (mut from, mut until, mut rows) = (0, 0, Vec::new());
        loop {
            match cutter.cut(&text[..until], from, until == text.len()) {
                Cut::Row { end } => {
                    rows.push(cutter.cells().iter(text).map(<[u8]>::to_vec).collect());
                    from = end;
                }
                Cut::Skip { end } => from = end,
                Cut::Over => return rows,
                // The library takes a mark that is never closed as closed by the end.
                Cut::Short { .. } if until == text.len() => return rows,
                Cut::Short { .. } => {
                    until = text.len().min(until + piece);
                    cutter.forget();
                }
            }
        }
    }

    #[test]
    fn rows_are_cut_as_the_csv_library_cuts_them() {
        const LETTERS: &[u8] = b"aab \"\",,\n\r#7";
        let mut dice = 0x9971_u64;
        for length in 0..6000 {
            let mut text: Vec<u8> = Vec::new();
            for _ in 0..length % 150 {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push(LETTERS[(dice >> 33) as usize % LETTERS.len()]);
            }
            // A comment ends at LF only in the library, at CR too in an editor and here.
            if text.contains(&b'#') {
                text.retain(|byte| *byte != b'\r');
            }
            let (here, pieces, mut library) = (here(&text, 150), here(&text, 1 + length % 7), library(&text));
            if here.len() < library.len() {
                library.truncate(here.len());
            }
            assert_eq!(here, library, "{}", text.escape_ascii());
            assert_eq!(here, pieces, "{}", text.escape_ascii());
        }
    }
}
