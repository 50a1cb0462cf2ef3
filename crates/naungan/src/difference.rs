//! What differs between two days of one law, or between two packs of law.

mod days;
mod packs;
mod vocabulary;

use base::{Citation, Day};
use rules::SourceFile;
use rules::tree::{Clause, Row, Table, Tree, Version, Words};

pub(crate) use days::between_days;
pub(crate) use packs::between_packs;

use crate::notation;

/// Everything that differs.
#[derive(Default)]
pub(crate) struct Difference {
    pub(crate) cells: Vec<CellChange>,
    pub(crate) rules: Vec<RuleChange>,
    pub(crate) words: Vec<WordChange>,
}

/// A cell of a table: what stood, what stands.
pub(crate) struct CellChange {
    pub(crate) provision: String,
    pub(crate) table: String,
    pub(crate) keys: String,
    /// When the version begins that has the cell.
    pub(crate) from: Option<Day>,
    pub(crate) before: Option<Cell>,
    pub(crate) after: Option<Cell>,
}

/// A value in the law's notation.
#[derive(PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) value: String,
    /// The day after its last, where nothing follows.
    pub(crate) until: Option<Day>,
    pub(crate) citation: Citation,
    pub(crate) doubt: Option<Words>,
}

/// A rule: what stood, what stands.
pub(crate) struct RuleChange {
    pub(crate) provision: String,
    pub(crate) target: String,
    pub(crate) before: Vec<Rule>,
    pub(crate) after: Vec<Rule>,
}

/// A rule in the law's notation.
#[derive(PartialEq, Eq)]
pub(crate) struct Rule {
    /// Its header: from when, selected by which date.
    pub(crate) holds: String,
    /// Its statement.
    pub(crate) law: String,
    pub(crate) citation: Citation,
    pub(crate) doubts: Vec<Words>,
}

/// A line of the vocabulary, the calendar or the head of a provision.
pub(crate) struct WordChange {
    pub(crate) what: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

impl Difference {
    /// Whether nothing differs.
    pub(crate) fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.rules.is_empty() && self.words.is_empty()
    }
}

fn cell(tree: &Tree, table: &Table, version: &Version, row: &Row) -> Cell {
    Cell {
        value: notation::value(tree, &row.value, table.unit),
        until: version.until,
        citation: row.citation.clone(),
        doubt: row.doubt.clone(),
    }
}

fn rule(tree: &Tree, files: &[SourceFile], clause: &Clause) -> Rule {
    let lines: Vec<&str> =
        clause.span.text(files).lines().map(str::trim_end).filter(|it| !it.is_empty()).collect();
    Rule {
        holds: notation::validity(tree, clause),
        law: lines.join("\n"),
        citation: clause.citation.clone(),
        doubts: clause.doubts.clone(),
    }
}
