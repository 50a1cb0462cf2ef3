//! Cuts a block into header and statements by its margin.

use base::{Day, Month};

use super::Reader;
use crate::complaint::Complaint;
use crate::formula::{Block, Header};
use crate::lexer::lex;
use crate::source::{Placed, SourceFile, Span};

/// Reads a rule block; complaints about one statement do not hide the others.
pub(crate) fn block(
    place: Span,
    files: &[SourceFile],
    currency: &str,
    complaints: &mut Vec<Complaint>,
) -> Option<Block> {
    let mut header =
        Header { in_force: true, span: None, selector: None, source: None, doubts: Vec::new(), place };
    let mut statements = Vec::new();
    let mut seen_when = false;
    for piece in pieces(place, files) {
        let first = piece.text.split_whitespace().next().unwrap_or("");
        let result = if statements.is_empty() && is_header(first, &piece.text) {
            if statements.is_empty() && !seen_when {
                header.place = piece.span;
            }
            seen_when |= matches!(first, "from" | "always" | "not");
            header_line(&piece, &mut header)
        } else if is_header(first, &piece.text) {
            Err(Complaint::new(
                "syntax",
                "this line stands before the first rule of its block",
                piece.span,
                "too late",
            )
            .help("begin another block for rules with other dates, sources or doubts"))
        } else {
            statement(&piece, currency).map(|statement| statements.push(statement))
        };
        if let Err(complaint) = result {
            complaints.push(complaint);
        }
    }
    if !seen_when {
        complaints.push(
            Complaint::new(
                "no-date",
                "this rule does not say since when it is in force",
                header.place,
                "no date here",
            )
            .help("begin the block with `from 2015-07, by contribution month`, or with `always`"),
        );
        return None;
    }
    Some(Block { header, statements })
}

fn is_header(first: &str, text: &str) -> bool {
    matches!(first, "from" | "always" | "source" | "doubt") || text.starts_with("not in force")
}

/// A line at the margin with the indented lines under it.
fn pieces(place: Span, files: &[SourceFile]) -> Vec<Placed> {
    let mut pieces: Vec<Placed> = Vec::new();
    let mut at = place.start as usize;
    for line in place.text(files).split_inclusive('\n') {
        let trimmed = line.trim_end();
        let end = at + trimmed.len();
        if !trimmed.is_empty() {
            match pieces.last_mut() {
                Some(last) if line.starts_with([' ', '\t']) => last.span.end = end as u32,
                _ => {
                    pieces
                        .push(Placed { text: String::new(), span: Span::new(place.file as usize, at, end) });
                }
            }
        }
        at += line.len();
    }
    for piece in &mut pieces {
        piece.span.text(files).clone_into(&mut piece.text);
    }
    pieces
}

fn statement(piece: &Placed, currency: &str) -> Result<crate::formula::Statement, Complaint> {
    let mut reader = Reader::new(lex(&piece.text, piece.span)?, currency);
    let statement = reader.statement(piece.span)?;
    reader.done()?;
    Ok(statement)
}

fn header_line(piece: &Placed, header: &mut Header) -> Result<(), Complaint> {
    let (first, rest) = piece.text.split_once(char::is_whitespace).unwrap_or((&piece.text, ""));
    let rest = inside(piece, rest.trim());
    match first {
        "always" => Ok(()),
        "not" => {
            header.in_force = false;
            Ok(())
        }
        "source" => {
            header.source = Some(rest);
            Ok(())
        }
        "doubt" => {
            let text = rest.text.trim_matches('"').split_whitespace().collect::<Vec<_>>().join(" ");
            header.doubts.push(Placed { text, span: rest.span });
            Ok(())
        }
        _ => dates(&rest, header),
    }
}

/// The place of a part of a piece's text.
fn inside(piece: &Placed, part: &str) -> Placed {
    let offset = if part.is_empty() {
        piece.text.len()
    } else {
        part.as_ptr() as usize - piece.text.as_ptr() as usize
    };
    let start = piece.span.start as usize + offset;
    Placed { text: part.to_owned(), span: Span::new(piece.span.file as usize, start, start + part.len()) }
}

/// `2021-02-02 until 2025-02-06, by decision date`
fn dates(line: &Placed, header: &mut Header) -> Result<(), Complaint> {
    let (when, by) = match line.text.split_once(',') {
        Some((when, by)) => (when, Some(by)),
        None => (line.text.as_str(), None),
    };
    let bad = |what: &str| {
        Complaint::new("bad-date", format!("the header of a rule {what}"), line.span, "in this header").help(
            "write `from 2021-02-02 until 2025-02-06, by decision date`; days or months, `until` included",
        )
    };
    let (from, until) = match when.split_once(" until ") {
        Some((from, until)) => (from.trim(), Some(until.trim())),
        None => (when.trim(), None),
    };
    let first = first_day(from).ok_or_else(|| bad("has no date after `from`"))?;
    let end = match until {
        Some(until) => Some(day_after(until).ok_or_else(|| bad("has no date after `until`"))?),
        None => None,
    };
    if end.is_some_and(|end| end <= first) {
        return Err(bad("ends before it begins"));
    }
    if let Some(by) = by {
        let words = by
            .trim()
            .strip_prefix("by ")
            .ok_or_else(|| bad("has no `by` and a fact after the comma"))?
            .trim();
        let name = words.split_whitespace().collect::<Vec<_>>().join("_");
        header.selector = Some(Placed { text: name, span: inside(line, words).span });
    }
    header.span = Some((first, end));
    Ok(())
}

/// A day, or the first day of a month.
pub(crate) fn first_day(text: &str) -> Option<Day> {
    text.parse::<Day>().ok().or_else(|| text.parse::<Month>().ok().map(Month::first_day))
}

/// The day after a day, or after the last day of a month.
pub(crate) fn day_after(text: &str) -> Option<Day> {
    let last = text.parse::<Day>().ok().or_else(|| text.parse::<Month>().ok().map(Month::last_day))?;
    last.next()
}
