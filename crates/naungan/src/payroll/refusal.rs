//! Everything for which a whole file is refused.

use std::fmt;

use super::text::{self, Lang};

/// Why a file cannot be read, in the order in which it is checked.
///
/// `Display` is English; [`Refusal::text`] has both languages. Rows and bytes are counted from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// There is no file of this name.
    Missing {
        /// The name as given.
        path: String,
    },
    /// The name is that of a folder.
    Folder {
        /// The name as given.
        path: String,
    },
    /// The system does not let it be read.
    Unreadable {
        /// What the system says.
        cause: String,
    },
    /// There is nothing in it.
    Empty,
    /// It is something else that is known.
    Foreign {
        /// What it is, in Indonesian and English.
        what: [&'static str; 2],
    },
    /// It has two bytes a letter.
    Utf16,
    /// It is not text.
    Binary {
        /// The first byte that is not.
        byte: u64,
    },
    /// It is a workbook, or nearly, that cannot be read.
    Workbook(WorkbookFault),
    /// The heading has letters of another encoding.
    NotUtf8 {
        /// The row.
        row: u64,
        /// The first byte of the file that is not UTF-8.
        byte: u64,
    },
    /// No row has a heading that is known.
    NoHeading {
        /// What stands in the likeliest row.
        found: Vec<String>,
        /// Headings that were looked for.
        expected: Vec<String>,
    },
    /// Two headings mean the same fact.
    TwoColumns {
        /// The fact.
        fact: String,
        /// One heading.
        first: String,
        /// The other.
        second: String,
    },
    /// A column that must be there is not.
    NoColumn {
        /// The row of the heading.
        row: u64,
        /// The facts, with usual headings.
        missing: Vec<String>,
        /// The headings that are there.
        found: Vec<String>,
    },
    /// A row is longer than any row of a payroll.
    LongRow {
        /// The row.
        row: u64,
    },
    /// A quotation mark is opened and not closed for longer than a row may be.
    LongQuote {
        /// The row that opens it.
        row: u64,
    },
    /// The file ends within quotation marks.
    CutQuote {
        /// The row that opens them.
        row: u64,
    },
    /// There is a heading and nothing under it.
    NoRows,
}

/// Why a workbook cannot be read, in the order in which it is checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WorkbookFault {
    /// It is an old one (`.xls`), or one with a password.
    Old,
    /// The archive lacks its end.
    Cut,
    /// The archive has no workbook in it.
    None,
    /// It shares more text between its cells than is kept in memory.
    Large,
    /// A part of it is not as it should be.
    Broken {
        /// The part or the sheet.
        part: String,
        /// What is wrong with it, in Indonesian and in English.
        why: [String; 2],
    },
}

impl Refusal {
    /// Where it is and what to do, in sentences.
    pub fn text(&self, lang: Lang) -> String {
        text::refusal(self, lang)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for Refusal {}
