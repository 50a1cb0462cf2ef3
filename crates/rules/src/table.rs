//! Turns raw tables into dated tables: keys, versions, values, citations.

use base::{Citation, Day, Exact};

use crate::complaint::Complaint;
use crate::parse::{day_after, first_day};
use crate::provision::RawTable;
use crate::source::Placed;
use crate::tree::{KeyKind, Row, Table, Version, Words};
use crate::value::{self, Type, Value};
use crate::vocabulary::{Vocabulary, citation};

/// Columns that are about a row, not of it.
const ABOUT: [&str; 9] = ["from", "until", "value", "instrument", "checked", "source", "doubt", "note", "no"];

/// What the heading of a table says: name, unit, keys.
struct Heading {
    name: String,
    unit: Type,
    keys: Vec<(KeyKind, String)>,
}

/// Reads one table of a provision.
pub(crate) fn read(
    raw: &RawTable,
    vocabulary: &Vocabulary,
    provision: usize,
    cited: &Citation,
) -> Result<Table, Complaint> {
    let heading = heading(&raw.heading, vocabulary)?;
    let mut reader = TableReader { raw, vocabulary, heading, versions: Vec::new(), before: cited.clone() };
    for row in &raw.rows {
        reader.row(row)?;
    }
    let versions = reader.finish()?;
    let Heading { name, unit, keys } = reader.heading;
    let words = vocabulary.words.get(&name).cloned().unwrap_or_default();
    Ok(Table { name, unit, keys, versions, words, provision, span: raw.heading.span })
}

/// `jkk_rate · percent of wage, by risk_class`
fn heading(place: &Placed, vocabulary: &Vocabulary) -> Result<Heading, Complaint> {
    let refuse = |message: String| {
        Complaint::new("bad-heading", message, place.span, "heading of a table").help(
            "write `## name · unit, by key`; a unit is the currency, percent, count, date, month, a kind",
        )
    };
    let (name, rest) =
        place.text.split_once('·').ok_or_else(|| refuse("a table needs a name and a unit".into()))?;
    let mut parts = rest.split(", by ");
    let unit_text = parts.next().unwrap_or("").trim();
    let unit_word = unit_text.split(" of ").next().unwrap_or("").trim();
    let unit =
        unit(unit_word, vocabulary).ok_or_else(|| refuse(format!("there is no unit `{unit_word}`")))?;
    let keys = parts.map(|part| key(part.trim(), vocabulary)).collect();
    Ok(Heading { name: name.trim().to_owned(), unit, keys })
}

fn unit(word: &str, vocabulary: &Vocabulary) -> Option<Type> {
    match word {
        "percent" | "rate" => Some(Type::Rate),
        "months" | "years" | "days" | "number" | "age" => Some(Type::Count),
        _ if word == vocabulary.jurisdiction.currency => Some(Type::Money),
        _ => vocabulary.ty(word).filter(|ty| !matches!(ty, Type::List(_))),
    }
}

fn key(text: &str, vocabulary: &Vocabulary) -> (KeyKind, String) {
    if let Some(name) = text.strip_prefix("bracket of ") {
        return (KeyKind::Bracket, name.trim().to_owned());
    }
    if let Some(name) = text.strip_prefix("slice of ") {
        return (KeyKind::Slice, name.trim().to_owned());
    }
    let kind = vocabulary.names.kinds.get(text).copied().or_else(|| {
        let fact = vocabulary.names.facts.get(text)?;
        if let Type::Kind(kind) = vocabulary.facts[*fact].ty { Some(kind) } else { None }
    });
    (kind.map_or(KeyKind::Number, KeyKind::Kind), text.to_owned())
}

struct TableReader<'a> {
    raw: &'a RawTable,
    vocabulary: &'a Vocabulary,
    heading: Heading,
    versions: Vec<Version>,
    before: Citation,
}

impl TableReader<'_> {
    fn row(&mut self, row: &[Placed]) -> Result<(), Complaint> {
        self.before = citation(self.raw, row, &self.before)?;
        let from = self.raw.cell(row, "from").map(|cell| date(cell, first_day(&cell.text))).transpose()?;
        let until = self.raw.cell(row, "until").map(|cell| date(cell, day_after(&cell.text))).transpose()?;
        let doubt = self.raw.cell(row, "doubt").map(|cell| Words::split(cell.text.trim_matches('"')));
        let at = self.version(from, until);
        for (keys, cell) in self.cells(row)? {
            let value = self.value(cell)?;
            let row =
                Row { keys, value, citation: self.before.clone(), doubt: doubt.clone(), span: cell.span };
            self.versions[at].rows.push(row);
        }
        Ok(())
    }

    fn version(&mut self, from: Option<Day>, until: Option<Day>) -> usize {
        if let Some(at) = self.versions.iter().position(|version| version.from == from) {
            self.versions[at].until = self.versions[at].until.or(until);
            return at;
        }
        self.versions.push(Version { from, until, rows: Vec::new() });
        self.versions.len() - 1
    }

    /// The cells that hold values, each with its keys.
    fn cells<'r>(&self, row: &'r [Placed]) -> Result<Vec<(Vec<Value>, &'r Placed)>, Complaint> {
        if let Some(at) = self.wide_key() {
            return self.wide_cells(row, at);
        }
        let keys =
            self.heading.keys.iter().map(|key| self.long_key(row, key)).collect::<Result<Vec<_>, _>>()?;
        let column = self.value_column()?;
        let cell = &row[column];
        if matches!(cell.text.as_str(), "" | "–" | "-") {
            return Ok(Vec::new());
        }
        Ok(vec![(keys, cell)])
    }

    /// The key whose options are columns, if any.
    fn wide_key(&self) -> Option<usize> {
        self.heading.keys.iter().position(|(kind, name)| match kind {
            KeyKind::Kind(kind) => {
                self.raw.column(name).is_none()
                    && self.vocabulary.kinds[*kind]
                        .options
                        .iter()
                        .any(|option| self.raw.column(option).is_some())
            }
            _ => false,
        })
    }

    fn wide_cells<'r>(
        &self,
        row: &'r [Placed],
        wide: usize,
    ) -> Result<Vec<(Vec<Value>, &'r Placed)>, Complaint> {
        let KeyKind::Kind(kind) = self.heading.keys[wide].0 else { return Ok(Vec::new()) };
        let mut cells = Vec::new();
        for (at, option) in self.vocabulary.kinds[kind].options.iter().enumerate() {
            let Some(column) = self.raw.column(option) else { continue };
            if matches!(row[column].text.as_str(), "" | "–" | "-") {
                continue;
            }
            let mut keys = Vec::new();
            for (other, key) in self.heading.keys.iter().enumerate() {
                keys.push(if other == wide { Value::Option(at as u16) } else { self.long_key(row, key)? });
            }
            cells.push((keys, &row[column]));
        }
        Ok(cells)
    }

    fn long_key(&self, row: &[Placed], (kind, name): &(KeyKind, String)) -> Result<Value, Complaint> {
        let column = match kind {
            KeyKind::Bracket => self.bound_column(name),
            KeyKind::Slice => "above".to_owned(),
            _ => name.clone(),
        };
        let cell = self.raw.column(&column).map(|at| &row[at]).ok_or_else(|| {
            let place = self.raw.heading.span;
            Complaint::new(
                "no-column",
                format!("this table has no column `{column}`"),
                place,
                "by this heading it needs one",
            )
            .help(format!(
                "its columns are {}",
                self.raw.columns.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join(", ")
            ))
        })?;
        let ty = if let KeyKind::Kind(kind) = kind { Type::Kind(*kind) } else { Type::Count };
        self.vocabulary.value(cell, ty)
    }

    /// `at_least`; where a table has several brackets each has a column of its own, `at_least age`.
    fn bound_column(&self, name: &str) -> String {
        let brackets = self.heading.keys.iter().filter(|(kind, _)| *kind == KeyKind::Bracket).count();
        if brackets > 1 { format!("at_least {name}") } else { "at_least".to_owned() }
    }

    /// The column `value`, or the only one that is neither a key nor about the row.
    fn value_column(&self) -> Result<usize, Complaint> {
        if let Some(at) = self.raw.column("value") {
            return Ok(at);
        }
        let is_key = |name: &str| {
            self.heading.keys.iter().any(|(kind, key)| match kind {
                KeyKind::Bracket => name == self.bound_column(key) || name == key,
                KeyKind::Slice => name == "above" || name == key,
                _ => name == key,
            })
        };
        let named = self.raw.column(&self.heading.name);
        let mut others = (0..self.raw.columns.len()).filter(|at| {
            !ABOUT.contains(&self.raw.columns[*at].text.as_str()) && !is_key(&self.raw.columns[*at].text)
        });
        let only = others.next().filter(|_| others.next().is_none());
        named.or(only).ok_or_else(|| {
            Complaint::new(
                "no-column",
                "this table has no column `value`",
                self.raw.heading.span,
                "under this heading",
            )
            .help("name the column that holds the values `value`, or name the options of a key as columns")
        })
    }

    fn value(&self, cell: &Placed) -> Result<Value, Complaint> {
        self.vocabulary.value(cell, self.heading.unit)
    }

    /// Sorts versions and brackets; a missing date beside dated rows is refused.
    fn finish(&mut self) -> Result<Vec<Version>, Complaint> {
        let mut versions = std::mem::take(&mut self.versions);
        if versions.is_empty() {
            let place = self.raw.heading.span;
            return Err(Complaint::new("empty-table", "this table has no rows", place, "under this heading")
                .help("add a row with its first day, value, instrument, day checked and letter"));
        }
        if versions.len() > 1 && versions.iter().any(|version| version.from.is_none()) {
            return Err(Complaint::new(
                "no-date",
                "some rows of this table have no date `from`",
                self.raw.heading.span,
                "in this table",
            )
            .help("give every row a date, or none"));
        }
        versions.sort_by_key(|version| version.from);
        for version in &mut versions {
            version.rows.sort_by(|a, b| bound_order(&a.keys, &b.keys));
            if let Some(pair) = version.rows.windows(2).find(|pair| pair[0].keys == pair[1].keys) {
                return Err(Complaint::new(
                    "twice",
                    "two rows have the same keys and the same date",
                    pair[1].span,
                    "again here",
                )
                .and(pair[0].span, "first here")
                .help("give the later one its own `from`, or remove one"));
            }
        }
        for at in 1..versions.len() {
            let overlap = versions[at - 1]
                .until
                .is_some_and(|until| versions[at].from.is_some_and(|from| until > from));
            if overlap {
                let place = versions[at - 1].rows.first().map_or(self.raw.heading.span, |row| row.span);
                let next = versions[at].rows.first().map_or(self.raw.heading.span, |row| row.span);
                return Err(Complaint::new(
                    "overlap",
                    "two versions of this table hold on the same day",
                    place,
                    "this one ends",
                )
                .and(next, "after this one begins")
                .help("let `until` be the day or month before the next `from`, or leave it out"));
            }
        }
        Ok(versions)
    }
}

fn date(cell: &Placed, day: Option<Day>) -> Result<Day, Complaint> {
    day.ok_or_else(|| {
        Complaint::new(
            "bad-date",
            format!("`{}` is not a date", cell.text),
            cell.span,
            "expected a day or a month",
        )
        .help("write `2026-03` or `2026-03-01`")
    })
}

fn bound_order(a: &[Value], b: &[Value]) -> std::cmp::Ordering {
    let rank = |value: &Value| match value {
        Value::Number(number) => number.clone(),
        Value::Option(at) => Exact::from(i64::from(*at)),
        _ => Exact::zero(),
    };
    a.iter().map(rank).cmp(b.iter().map(rank))
}

impl Table {
    /// The version in force on a day; without dates, the only one.
    pub fn on(&self, day: Option<Day>) -> Option<&Version> {
        let version = self.versions.iter().rev().find(|version| match (version.from, day) {
            (None, _) => true,
            (Some(from), Some(day)) => from <= day,
            (Some(_), None) => false,
        })?;
        match (version.until, day) {
            (Some(until), Some(day)) if day >= until => None,
            _ => Some(version),
        }
    }

    /// Puts a value in place of the law's: under these keys, or from a date on in a version of its own.
    pub(crate) fn assume(&mut self, keys: &[Value], from: Option<Day>, value: &Value, cited: &Citation) {
        let row = Row {
            keys: keys.to_vec(),
            value: value.clone(),
            citation: cited.clone(),
            doubt: None,
            span: self.span,
        };
        let Some(from) = from else {
            self.versions.iter_mut().for_each(|version| version.put(row.clone()));
            return;
        };
        // What the assumption does not name goes on as it was.
        let rows = self.on(Some(from)).map_or_else(Vec::new, |version| version.rows.clone());
        let mut assumed = Version { from: Some(from), until: None, rows };
        assumed.put(row);
        self.versions.retain(|version| version.from != Some(from));
        self.versions.push(assumed);
        self.versions.sort_by_key(|version| version.from);
    }
}

impl Version {
    /// Puts a row in its place, instead of the one with its keys.
    fn put(&mut self, row: Row) {
        self.rows.retain(|other| other.keys != row.keys);
        self.rows.push(row);
        self.rows.sort_by(|a, b| bound_order(&a.keys, &b.keys));
    }

    /// The row for these keys.
    pub fn row(&self, kinds: &[(KeyKind, String)], keys: &[Value]) -> Option<&Row> {
        let matches = |row: &&Row| {
            row.keys.iter().zip(keys).zip(kinds).all(|((have, want), (kind, _))| match kind {
                KeyKind::Bracket | KeyKind::Slice => have.number() <= want.number(),
                _ => have == want,
            })
        };
        self.rows.iter().rev().find(matches)
    }
}

/// Reads a key or value of an assumption.
pub(crate) fn assumed(text: &str, ty: Type, options: &[String]) -> Result<Value, String> {
    value::parse(text, ty, options)
}
