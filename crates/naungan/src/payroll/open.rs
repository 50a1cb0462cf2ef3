//! Opens a payroll: tells what it is, finds the heading, and stands before the first row.

use super::archive::Book;
use super::cut::{Cut, Cutter};
use super::field::Field;
use super::heading::{Candidate, Columns, Vocabulary};
use super::limit::HEADING_ROWS_MAX;
use super::magic::{Form, form};
use super::refusal::Refusal;
use super::rows::Rows;
use super::source::{Counted, Progress};
use super::table::Table;

/// What may stand between cells, in the order in which it is tried.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A payroll that stands before its first row.
pub(super) struct Opened {
    pub(super) body: Body,
    pub(super) columns: Columns,
    pub(super) progress: Progress,
}

/// Where its rows come from.
pub(super) enum Body {
    Text(Rows<Counted>),
    /// The workbook and the number of the sheet.
    Book(Book, usize),
}

impl Body {
    /// How many days the numbers of a workbook's calendar are ahead of the usual ones.
    pub(super) fn days_ahead(&self) -> i64 {
        match self {
            Body::Text(_) => 0,
            Body::Book(book, _) => book.days_ahead(),
        }
    }
}

/// Opens a payroll of either form.
pub(super) fn open(source: Counted, fields: &[Field]) -> Result<Opened, Refusal> {
    let vocabulary = Vocabulary::new(fields);
    let progress = source.progress();
    let rows = Rows::new(source)?;
    match form(rows.sample().0)? {
        Form::Text { mark } => text(rows, mark, &vocabulary, progress),
        Form::Archive => workbook(rows.into_source(), &vocabulary, progress),
    }
}

fn text(
    mut rows: Rows<Counted>,
    mark: usize,
    vocabulary: &Vocabulary<'_>,
    progress: Progress,
) -> Result<Opened, Refusal> {
    rows.pass(mark);
    let (sample, whole) = rows.sample();
    let (delimiter, heading) = best_heading(sample, whole, vocabulary);
    let upper = if heading.known > 0 { &sample[..heading.end] } else { sample };
    if let Some(refusal) = bad_encoding(upper, mark) {
        return Err(refusal);
    }
    rows.split_at(delimiter);
    let found = heading.known > 0;
    let line = if found { heading.line } else { HEADING_ROWS_MAX as u64 };
    // What is wrong with the rows on the way says more than a heading that was not found.
    while rows.line() < line && rows.advance()? {}
    let columns = vocabulary.settle(heading)?;
    Ok(Opened { body: Body::Text(rows), columns, progress })
}

/// The first byte of the sample that is not UTF-8, as a refusal.
fn bad_encoding(sample: &[u8], mark: usize) -> Option<Refusal> {
    let error = str::from_utf8(sample).err()?;
    // A letter cut in two by the end of the sample is no fault.
    error.error_len()?;
    let before = &sample[..error.valid_up_to()];
    let row = memchr::memchr_iter(b'\n', before).count() as u64 + 1;
    Some(Refusal::NotUtf8 { row, byte: (mark + before.len()) as u64 + 1 })
}

/// The delimiter under which the most headings are known, and the row that knows them.
fn best_heading(sample: &[u8], whole: bool, vocabulary: &Vocabulary<'_>) -> (u8, Candidate) {
    let mut best: Option<(u8, Candidate)> = None;
    for delimiter in DELIMITERS {
        let found = heading_under(delimiter, sample, whole, vocabulary);
        let better = match &best {
            None => true,
            Some((_, before)) => weight(&found) > weight(before),
        };
        if better {
            best = Some((delimiter, found));
        }
    }
    best.unwrap_or_default()
}

/// Known headings first; among rows of unknown ones, the more cells the likelier the delimiter.
fn weight(candidate: &Candidate) -> (bool, usize, usize) {
    (candidate.has_nik, candidate.known, candidate.texts.len())
}

fn heading_under(delimiter: u8, sample: &[u8], whole: bool, vocabulary: &Vocabulary<'_>) -> Candidate {
    let mut cutter = Cutter::new(delimiter);
    let mut best: Option<Candidate> = None;
    let (mut from, mut line, mut seen) = (0, 1, 0);
    while seen < HEADING_ROWS_MAX {
        let (end, lines) = match cutter.cut(sample, from, whole) {
            Cut::Skip { end } => (end, 1),
            Cut::Row { end } => {
                let cells = cutter.cells();
                let candidate = Candidate { end, ..vocabulary.weigh(cells.iter(sample), line) };
                best = Some(better(best, candidate));
                seen += 1;
                (end, cells.lines(&sample[from..end]))
            }
            Cut::Short { .. } | Cut::Over => break,
        };
        (from, line) = (end, line + lines);
    }
    best.unwrap_or_default()
}

fn better(best: Option<Candidate>, other: Candidate) -> Candidate {
    match best {
        None => other,
        Some(best) => best.or_better(other),
    }
}

fn workbook(source: Counted, vocabulary: &Vocabulary<'_>, progress: Progress) -> Result<Opened, Refusal> {
    let mut book = Book::open(source)?;
    let mut best: Option<(usize, Candidate)> = None;
    for sheet in 0..book.sheets() {
        let found = heading_of(&mut book.rows(sheet)?, vocabulary)?;
        let better = match &best {
            None => true,
            Some((_, before)) => (found.has_nik, found.known) > (before.has_nik, before.known),
        };
        if better {
            best = Some((sheet, found));
        }
    }
    let (sheet, heading) = best.unwrap_or_default();
    let columns = vocabulary.settle(heading)?;
    Ok(Opened { body: Body::Book(book, sheet), columns, progress })
}

fn heading_of(rows: &mut impl Table, vocabulary: &Vocabulary<'_>) -> Result<Candidate, Refusal> {
    let mut best: Option<Candidate> = None;
    for _ in 0..HEADING_ROWS_MAX {
        if !rows.advance()? {
            break;
        }
        let texts = (0..rows.width()).map(|column| rows.cell(column).text);
        let candidate = vocabulary.weigh(texts, rows.line());
        best = Some(better(best, candidate));
    }
    Ok(best.unwrap_or_default())
}
