//! The rows of a text file, through one buffer that is used again and again.

use std::io::{ErrorKind, Read};

use base::limit::LINE_BYTES_MAX;

use super::cut::{Cut, Cutter};
use super::limit::{CHUNK_BYTES, SAMPLE_BYTES};
use super::refusal::Refusal;
use super::table::{Cell, Table};

/// A text file from its beginning, one row at a time.
///
/// The buffer is one chunk long, and grows only for a row that does not fit, up to the longest row allowed.
pub(super) struct Rows<R> {
    source: R,
    buffer: Vec<u8>,
    /// What has been read and not yet passed: `buffer[from..until]`.
    from: usize,
    until: usize,
    /// Whether the source has nothing more.
    ended: bool,
    cutter: Cutter,
    /// The line that the current row begins on, and the one that the next begins on.
    line: u64,
    next_line: u64,
}

impl<R: Read> Rows<R> {
    /// Reads as much as is needed to tell what the file is.
    pub(super) fn new(source: R) -> Result<Rows<R>, Refusal> {
        let buffer = vec![0; CHUNK_BYTES];
        let (from, until, ended, line, next_line) = (0, 0, false, 0, 1);
        let cutter = Cutter::new(b',');
        let mut rows = Rows { source, buffer, from, until, ended, cutter, line, next_line };
        while !rows.ended && rows.until < SAMPLE_BYTES {
            rows.load()?;
        }
        Ok(rows)
    }

    /// The beginning of the file, before any row is passed, and whether it is the whole.
    pub(super) fn sample(&self) -> (&[u8], bool) {
        (&self.buffer[self.from..self.until], self.ended)
    }

    /// Passes over bytes that belong to no row, such as a byte order mark.
    pub(super) fn pass(&mut self, bytes: usize) {
        self.from += bytes;
    }

    /// What stands between the cells from now on.
    pub(super) fn split_at(&mut self, delimiter: u8) {
        self.cutter = Cutter::new(delimiter);
    }

    /// Gives the source back, to be read from another place.
    pub(super) fn into_source(self) -> R {
        self.source
    }

    /// Moves what is left to the front and reads another chunk behind it.
    fn load(&mut self) -> Result<(), Refusal> {
        self.cutter.forget();
        self.buffer.copy_within(self.from..self.until, 0);
        (self.from, self.until) = (0, self.until - self.from);
        if self.buffer.len() < self.until + CHUNK_BYTES / 2 {
            self.buffer.resize(self.until + CHUNK_BYTES, 0);
        }
        loop {
            match self.source.read(&mut self.buffer[self.until..]) {
                Ok(count) => {
                    self.until += count;
                    self.ended = count == 0;
                    return Ok(());
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Refusal::Unreadable { cause: error.to_string() }),
            }
        }
    }

    /// Passes the bytes up to `end`, which take up so many lines.
    #[inline]
    fn step(&mut self, end: usize, lines: u64) -> Result<(), Refusal> {
        self.line = self.next_line;
        self.within_limit(end - self.from, false)?;
        self.next_line += lines;
        self.from = end;
        Ok(())
    }

    fn more(&mut self, quoted: bool) -> Result<(), Refusal> {
        self.line = self.next_line;
        self.within_limit(self.until - self.from, quoted)?;
        if self.ended {
            return Err(Refusal::CutQuote { row: self.line });
        }
        self.load()
    }

    fn within_limit(&self, length: usize, quoted: bool) -> Result<(), Refusal> {
        let row = self.line;
        match (length > LINE_BYTES_MAX, quoted) {
            (false, _) => Ok(()),
            (true, false) => Err(Refusal::LongRow { row }),
            (true, true) => Err(Refusal::LongQuote { row }),
        }
    }
}

impl<R: Read> Table for Rows<R> {
    #[inline]
    fn advance(&mut self) -> Result<bool, Refusal> {
        loop {
            let text = &self.buffer[..self.until];
            match self.cutter.cut(text, self.from, self.ended) {
                Cut::Row { end } => {
                    let lines = self.cutter.cells().lines(&text[self.from..end]);
                    self.step(end, lines)?;
                    return Ok(true);
                }
                Cut::Skip { end } => self.step(end, 1)?,
                Cut::Short { quoted } => self.more(quoted)?,
                Cut::Over => return Ok(false),
            }
        }
    }

    fn line(&self) -> u64 {
        self.line
    }

    fn width(&self) -> usize {
        self.cutter.cells().len()
    }

    #[inline]
    fn cell(&self, column: usize) -> Cell<'_> {
        Cell { text: self.cutter.cells().get(&self.buffer, column), is_number: false }
    }
}
