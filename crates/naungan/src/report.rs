//! What commands have in common when they speak: colour, columns of text, the way out.

use std::io::{self, ErrorKind, IsTerminal, Write};

use anyhow::{Context, Result};

/// Whether the reader of complaints is a terminal that wants colour.
pub fn colour() -> bool {
    wanted(&io::stderr())
}

fn wanted(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty())
}

/// Prints an answer; a reader who has seen enough and left is no fault.
pub(crate) fn say(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("could not print the answer")
        }
        _ => Ok(()),
    }
}

/// Paints words for a terminal, or leaves them as they are.
#[derive(Clone, Copy)]
pub(crate) struct Paint(bool);

impl Paint {
    /// For answers: only on a terminal, and not where `NO_COLOR` is set.
    pub(crate) fn of_answers() -> Self {
        Self(wanted(&io::stdout()))
    }

    pub(crate) fn strong(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(crate) fn faint(self, text: &str) -> String {
        self.with("2", text)
    }

    pub(crate) fn warning(self, text: &str) -> String {
        self.with("33", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.0 && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Rows as lines, each column as wide as its widest cell, `right` ones flush right; nothing after the last.
pub(crate) fn columns(rows: &[Vec<String>], right: &[usize]) -> Vec<String> {
    let mut widths = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    rows.iter().map(|row| line(row, &widths, right)).collect()
}

fn line(row: &[String], widths: &[usize], right: &[usize]) -> String {
    let cells = row.iter().zip(widths).enumerate().map(|(at, (cell, width))| {
        if right.contains(&at) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
    });
    cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}

/// Text cut between words into lines of at most so many characters.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        let Some(line) = lines.last_mut() else { continue };
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{columns, wrapped};

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [["a", "10", "x"], ["long", "5", ""]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(columns(&rows, &[1]), ["a     10  x", "long   5"]);
    }

    #[test]
    fn a_line_ends_between_words() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("longer-than-that a", 6), ["longer-than-that", "a"]);
    }
}
