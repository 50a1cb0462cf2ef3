//! The tree of reasons: what an answer rests on, down to the article, the fact and the rounding.

use base::{Citation, Day, Exact, Rounding};

use crate::source::Span;
use crate::tree::Words;
use crate::value::{Type, Value};

/// A value and why.
#[derive(Clone, Debug)]
pub struct Reason {
    /// What gave the value.
    pub kind: ReasonKind,
    /// The value.
    pub value: Value,
    /// Its type, for showing it.
    pub ty: Type,
    /// What it rests on, in the order it was used.
    pub children: Vec<Reason>,
}

/// What gave a value.
#[derive(Clone, Debug)]
pub enum ReasonKind {
    /// A clause in force.
    Rule(RuleReason),
    /// A fact; the flag is true when its default was taken.
    Fact(usize, bool),
    /// A field of a record: list fact's record, field, and which record from 1.
    Field {
        /// Index of the record's kind.
        record: usize,
        /// Index of the field.
        field: usize,
        /// Which record, from 1.
        number: usize,
    },
    /// A cell of a table.
    Cell {
        /// Index of the table.
        table: usize,
        /// Its keys.
        keys: Vec<Value>,
        /// What the value rests on.
        citation: Citation,
        /// What is uncertain about it.
        doubt: Option<Words>,
        /// Where it stands.
        span: Span,
    },
    /// Rounding: how, to what, and the exact value before.
    Rounded {
        /// How.
        mode: Rounding,
        /// To a multiple of this.
        step: Exact,
        /// The value before.
        exact: Exact,
    },
    /// The calendar of working days was used.
    Calendar(Citation),
    /// A definition whose reasons stand above; the flag is true when they are uncertain.
    Again(usize, bool),
}

/// A clause in force, as an answer shows it.
#[derive(Clone, Debug)]
pub struct RuleReason {
    /// The item it gives a value to.
    pub item: usize,
    /// The provision it stands in.
    pub provision: usize,
    /// The statement's place in the text.
    pub span: Span,
    /// What it rests on.
    pub citation: Citation,
    /// Since when it is in force.
    pub from: Option<Day>,
    /// Doubts about it.
    pub doubts: Vec<Words>,
    /// True for an exception to another rule.
    pub exception: bool,
    /// Which payment, for benefits paid over time.
    pub payment: Option<u32>,
}

impl Reason {
    /// True when it, or anything it rests on, is uncertain: a letter D or a stated doubt.
    pub fn is_uncertain(&self) -> bool {
        let own = match &self.kind {
            ReasonKind::Rule(rule) => rule.citation.confidence.is_uncertain() || !rule.doubts.is_empty(),
            ReasonKind::Cell { citation, doubt, .. } => citation.confidence.is_uncertain() || doubt.is_some(),
            ReasonKind::Calendar(citation) => citation.confidence.is_uncertain(),
            ReasonKind::Again(_, uncertain) => *uncertain,
            _ => false,
        };
        own || self.children.iter().any(Self::is_uncertain)
    }

    /// Walks the tree, this one first.
    pub fn visit<'a>(&'a self, seen: &mut dyn FnMut(&'a Self)) {
        seen(self);
        for child in &self.children {
            child.visit(seen);
        }
    }
}

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Facts have to be asked for; the asker keeps the list.
    Missing,
    /// The question lies outside what the law here answers.
    Outside {
        /// What is wrong.
        words: Words,
        /// Where in the law.
        span: Option<Span>,
        /// The place in a table that has no value, such as `jht_rate[2025]`, where that is why.
        cell: Option<String>,
    },
}
