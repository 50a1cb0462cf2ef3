//! Cells that could not be read: what is kept of them, and the file they are listed in.

use std::fs::File;
use std::io;
use std::path::PathBuf;

use super::limit::VALUE_CHARS_MAX;
use super::problem::Problem;
use super::text::{self, Lang};

/// One cell that could not be read; its row is left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reject {
    /// The row in the file, counted from 1 as a person sees it, heading included.
    pub row: u64,
    /// The heading of the column as it stands in the file.
    pub column: String,
    /// What stands in the cell: the first 40 characters, those that cannot be seen escaped.
    pub value: String,
    /// What is wrong.
    pub problem: Problem,
}

impl Reject {
    pub(super) fn new(row: u64, column: String, cell: &[u8], problem: Problem) -> Reject {
        Reject { row, column, value: shortened(cell), problem }
    }

    /// What is wrong, as a clause: `the amount has a fraction`.
    pub fn what(&self, lang: Lang) -> String {
        text::problem(&self.problem, lang).what.into_owned()
    }

    /// What to do, as a request: `round it to whole rupiah`.
    pub fn remedy(&self, lang: Lang) -> String {
        text::problem(&self.problem, lang).remedy.into_owned()
    }
}

/// The beginning of a value, on one line and in characters that can be seen.
fn shortened(cell: &[u8]) -> String {
    let mut shown = String::new();
    let mut count = 0;
    for chunk in cell.utf8_chunks() {
        let letters = chunk.valid().chars().map(visible);
        for piece in letters.chain(chunk.invalid().iter().map(|byte| format!("\\x{byte:02X}"))) {
            if count == VALUE_CHARS_MAX {
                shown.push('…');
                return shown;
            }
            shown.push_str(&piece);
            count += 1;
        }
    }
    shown
}

fn visible(letter: char) -> String {
    if letter.is_control() { letter.escape_default().to_string() } else { letter.to_string() }
}

/// Lists rejects in a CSV file, which comes into being with the first of them.
///
/// Columns: row, column, value, problem, remedy, under headings of the language. UTF-8, commas between.
pub struct RejectWriter {
    path: PathBuf,
    lang: Lang,
    file: Option<csv::Writer<File>>,
    count: u64,
}

impl RejectWriter {
    /// Nothing is written yet. A file that is already there is written over with the first reject.
    pub fn new(path: PathBuf, lang: Lang) -> RejectWriter {
        RejectWriter { path, lang, file: None, count: 0 }
    }

    /// Adds a line.
    ///
    /// # Errors
    ///
    /// When the file cannot be made or written.
    pub fn write(&mut self, reject: &Reject) -> io::Result<()> {
        let said = text::problem(&reject.problem, self.lang);
        let (row, value) = (reject.row.to_string(), harmless(&reject.value));
        let column = harmless(&reject.column);
        self.count += 1;
        self.open()?.write_record([&*row, &*column, &*value, &*said.what, &*said.remedy])?;
        Ok(())
    }

    /// How many lines there are, without the heading.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Writes what is left in memory, and gives the path of the file if there is one.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn finish(mut self) -> io::Result<Option<PathBuf>> {
        let Some(file) = &mut self.file else { return Ok(None) };
        file.flush()?;
        Ok(Some(self.path))
    }

    fn open(&mut self) -> io::Result<&mut csv::Writer<File>> {
        match &mut self.file {
            Some(file) => Ok(file),
            none => {
                let mut file = csv::Writer::from_writer(File::create(&self.path)?);
                file.write_record(text::reject_headings(self.lang))?;
                Ok(none.insert(file))
            }
        }
    }
}

/// A spreadsheet runs what begins like a formula; an apostrophe keeps it a text.
fn harmless(text: &str) -> String {
    let mut letters = text.chars();
    let runs = match letters.next() {
        Some('=' | '@' | '\t' | '\r') => true,
        Some('+' | '-') => !letters.all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',')),
        _ => false,
    };
    if runs { format!("'{text}") } else { text.to_owned() }
}
