//! Answers as JSON: these names are a promise to whoever reads them with a program.

mod convert;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use convert::{amount, asked, cited, described, law, rule, standing, text_of, value, why};

/// Prints one answer.
pub(crate) fn print(answer: &impl Serialize) -> anyhow::Result<()> {
    crate::report::say(&format!("{}\n", serde_json::to_string_pretty(answer)?))
}

/// What was asked, under which law.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Asked {
    pub(crate) question: String,
    pub(crate) law: Law,
    pub(crate) facts: Map<String, Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) set_by_on: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) assumptions: Vec<String>,
}

/// Which law answered.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Law {
    pub(crate) jurisdiction: String,
    pub(crate) fingerprint: String,
}

/// What stands in the way of an answer, or makes it uncertain.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Standing {
    pub(crate) complete: bool,
    pub(crate) uncertain: Vec<Doubt>,
    pub(crate) missing: Vec<Fact>,
    pub(crate) outside: Vec<Obstacle>,
}

/// What is owed.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Contribution {
    #[serde(flatten)]
    pub(crate) asked: Asked,
    #[serde(flatten)]
    pub(crate) standing: Standing,
    pub(crate) lines: Vec<Line>,
    pub(crate) moves: Vec<Move>,
    /// By payer and `all`; absent unless complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) totals: Option<Map<String, Value>>,
    /// After moves; absent unless complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) funds: Option<Map<String, Value>>,
}

/// One line of a contribution.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Line {
    pub(crate) programme: String,
    pub(crate) payer: String,
    pub(crate) fund: String,
    pub(crate) means: String,
    pub(crate) amount: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<Why>,
}

/// Money handed from one fund to another.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Move {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) amount: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<Why>,
}

/// What a benefit pays.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Benefit {
    #[serde(flatten)]
    pub(crate) asked: Asked,
    #[serde(flatten)]
    pub(crate) standing: Standing,
    pub(crate) name: String,
    pub(crate) means: String,
    /// Present when it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<Refused>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) components: Vec<Component>,
    /// Absent unless complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) total: Option<Value>,
}

/// Why a benefit is refused.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Refused {
    pub(crate) name: String,
    pub(crate) reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<Why>,
}

/// A condition that holds.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Condition {
    pub(crate) name: String,
    pub(crate) means: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<Why>,
}

/// A component of a benefit.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Component {
    pub(crate) name: String,
    pub(crate) means: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) in_kind: Option<String>,
    pub(crate) payments: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) every: Option<&'static str>,
    pub(crate) total: Value,
    /// Of the first payment, and of each that differs from the one before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) why: Vec<Why>,
}

/// A named value.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Definition {
    #[serde(flatten)]
    pub(crate) asked: Asked,
    #[serde(flatten)]
    pub(crate) standing: Standing,
    pub(crate) name: String,
    pub(crate) means: String,
    pub(crate) value: Option<Value>,
    pub(crate) text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<Why>,
}

/// Something uncertain.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Doubt {
    pub(crate) about: String,
    pub(crate) why: Vec<String>,
    pub(crate) touches: Vec<String>,
}

/// A question outside the law.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Obstacle {
    pub(crate) says: String,
    pub(crate) place: Option<String>,
    pub(crate) parts: Vec<String>,
}

/// A fact of the vocabulary, or a field of a record.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) means: String,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) options: Vec<Choice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) fields: Vec<Fact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limits: Option<[String; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) default: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) source: String,
    pub(crate) example: String,
}

/// An option of a kind.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Choice {
    pub(crate) name: String,
    pub(crate) means: String,
}

/// What something rests on.
#[derive(Clone, Serialize, JsonSchema, PartialEq, Eq)]
pub(crate) struct Citation {
    pub(crate) instrument: String,
    pub(crate) checked: String,
    pub(crate) confidence: char,
    pub(crate) uncertain: bool,
}

/// A value and why.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Why {
    #[serde(flatten)]
    pub(crate) kind: Kind,
    pub(crate) value: Value,
    pub(crate) text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) because: Vec<Why>,
}

/// What gave a value.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Kind {
    /// A rule in force.
    Rule {
        name: String,
        means: String,
        provision: String,
        place: String,
        law: String,
        since: Option<String>,
        citation: Citation,
        exception: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        payment: Option<u32>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        doubts: Vec<String>,
    },
    /// A fact; `given` is false where its default was taken.
    Fact { name: String, means: String, given: bool },
    /// A field of a record, records counted from 1.
    Field { record: String, number: usize, name: String, means: String },
    /// A cell of a table.
    Cell {
        table: String,
        means: String,
        keys: Vec<String>,
        place: String,
        citation: Citation,
        #[serde(skip_serializing_if = "Option::is_none")]
        doubt: Option<String>,
    },
    /// A rounding, with the value before it to its last digit.
    Rounded { how: String, to: String, exact: String },
    /// The calendar of working days.
    Calendar { citation: Citation },
    /// A value whose reasons stand earlier in this answer.
    Again { name: String, means: String },
}

/// A provision in a list.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Listed {
    pub(crate) folder: String,
    pub(crate) provision: String,
    pub(crate) title: String,
    pub(crate) citation: Citation,
    pub(crate) file: String,
}

/// A provision as it stands.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Provision {
    #[serde(flatten)]
    pub(crate) listed: Listed,
    pub(crate) law: Law,
    pub(crate) on: Option<String>,
    pub(crate) quotation: String,
    pub(crate) tables: Vec<Table>,
    pub(crate) rules: Vec<Rule>,
}

/// A table with its rows.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) means: String,
    pub(crate) unit: String,
    pub(crate) keys: Vec<String>,
    pub(crate) versions: Vec<Version>,
}

/// The rows that hold from one day on.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Version {
    pub(crate) from: Option<String>,
    /// The last day, where nothing follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
    pub(crate) rows: Vec<Row>,
}

/// One value of a table.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Row {
    pub(crate) keys: Vec<String>,
    pub(crate) value: Value,
    pub(crate) citation: Citation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) doubt: Option<String>,
}

/// A rule of a provision.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Rule {
    pub(crate) target: String,
    pub(crate) holds: String,
    pub(crate) law: String,
    pub(crate) citation: Citation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) doubts: Vec<String>,
}

/// What differs between two days or two packs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Difference {
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) cells: Vec<CellChange>,
    pub(crate) rules: Vec<RuleChange>,
    pub(crate) words: Vec<WordChange>,
}

/// A cell that differs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct CellChange {
    pub(crate) provision: String,
    pub(crate) table: String,
    pub(crate) keys: String,
    pub(crate) from: Option<String>,
    pub(crate) before: Option<Cell>,
    pub(crate) after: Option<Cell>,
}

/// A value in the law's notation, and what it rests on.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Cell {
    pub(crate) value: String,
    /// The last day, where nothing follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
    pub(crate) citation: Citation,
}

/// A rule that differs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct RuleChange {
    pub(crate) provision: String,
    pub(crate) target: String,
    pub(crate) before: Vec<Rule>,
    pub(crate) after: Vec<Rule>,
}

/// Something of the vocabulary or of a provision's head that differs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct WordChange {
    pub(crate) what: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}
