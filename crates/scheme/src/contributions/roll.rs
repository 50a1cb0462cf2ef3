//! Rows of people with the same kinds of facts, held as columns.

use base::Month;
use rules::columns::{Column, whole};
use rules::facts::Facts;
use rules::value::Value;

use super::assess::{Fault, date_of};
use super::texts::Reading;
use crate::law::{Law, SegmentLaw};

/// What the rows of a roll have in common: their segment, and which facts are known of them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Shape {
    segment: String,
    facts: Vec<String>,
}

impl Shape {
    /// The shape of somebody with facts of these names; names that nothing owed in the segment rests on make
    /// no difference.
    pub fn of<'n>(law: &Law<'_>, segment: &SegmentLaw, names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut facts: Vec<String> =
            names.into_iter().filter(|name| segment.reads(law, name)).map(str::to_owned).collect();
        facts.sort_unstable();
        facts.dedup();
        Self { segment: segment.name.clone(), facts }
    }

    /// The segment.
    pub fn segment(&self) -> &str {
        &self.segment
    }

    /// The facts that count, in the order of names.
    pub fn facts(&self) -> &[String] {
        &self.facts
    }
}

/// Rows of one shape.
#[derive(Debug)]
pub struct Roll<'l> {
    law: &'l Law<'l>,
    shape: Shape,
    columns: Vec<(Reading, Held)>,
    /// Where each column's fact stood in the row before: rows of one shape are mostly written alike.
    places: Vec<usize>,
    rows: usize,
    pub(super) faults: Vec<(usize, Fault)>,
}

/// A column: numbers with gaps, or values of any kind.
#[derive(Debug)]
enum Held {
    Whole { numbers: Vec<i64>, known: Vec<bool>, gaps: bool },
    Any(Vec<Option<Value>>),
}

impl<'l> Roll<'l> {
    /// No rows yet. The shape has to come from this law.
    pub fn new(law: &'l Law<'l>, shape: Shape) -> Self {
        let names = &law.tree().names.facts;
        let columns = shape.facts.iter().filter_map(|name| names.get(name)).map(|fact| {
            let reading = Reading::of(law.tree(), *fact);
            let held = if reading.is_whole() {
                Held::Whole { numbers: Vec::new(), known: Vec::new(), gaps: false }
            } else {
                Held::Any(Vec::new())
            };
            (reading, held)
        });
        let columns: Vec<_> = columns.collect();
        let places = vec![0; columns.len()];
        Self { law, shape, columns, places, rows: 0, faults: Vec::new() }
    }

    /// What the rows have in common.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Forgets the rows and keeps the room they took.
    pub fn clear(&mut self) {
        self.rows = 0;
        self.faults.clear();
        for (_, held) in &mut self.columns {
            match held {
                Held::Whole { numbers, known, gaps } => {
                    numbers.clear();
                    known.clear();
                    *gaps = false;
                }
                Held::Any(values) => values.clear(),
            }
        }
    }

    /// Adds a row: facts by name and text, in any order. A text that cannot be read is a fault of the row,
    /// and the fact counts as not given.
    pub fn push<T: AsRef<str>>(&mut self, facts: &[(T, T)]) {
        let tree = self.law.tree();
        let row = self.rows;
        self.rows += 1;
        for ((reading, held), place) in self.columns.iter_mut().zip(&mut self.places) {
            let name = &tree.facts[reading.fact].name;
            match held {
                Held::Whole { numbers, known, gaps } => {
                    let number = text(facts, name, place).and_then(|text| {
                        let read = reading.read(tree, text);
                        read.map_err(|fault| self.faults.push((row, Fault::unreadable(fault)))).ok()
                    });
                    numbers.push(number.unwrap_or_default());
                    known.push(number.is_some());
                    *gaps |= number.is_none();
                }
                Held::Any(values) => {
                    let mut all = Facts::new(tree);
                    let texts = facts.iter().filter(|(known, _)| known.as_ref() == name);
                    let read = texts.into_iter().try_for_each(|(_, text)| all.set(tree, name, text.as_ref()));
                    let value = match read {
                        Ok(()) => all.get(reading.fact).cloned(),
                        Err(fault) => {
                            self.faults.push((row, Fault::unreadable(fault)));
                            None
                        }
                    };
                    values.push(value);
                }
            }
        }
    }

    /// The facts that columns hold, by index.
    pub(super) fn facts(&self) -> Vec<usize> {
        self.columns.iter().map(|(reading, _)| reading.fact).collect()
    }

    /// Columns of dates that choose the law, with the month's own date where a row has none; by place.
    pub(super) fn dated(&self, segment: &SegmentLaw, month: Month) -> Vec<(usize, Vec<i64>)> {
        let tree = self.law.tree();
        let mut dated = Vec::new();
        for (at, (reading, held)) in self.columns.iter().enumerate() {
            let Held::Whole { numbers, known, gaps: true } = held else { continue };
            let ty = tree.facts[reading.fact].ty;
            let own = date_of(month, ty).and_then(|value| whole(tree, &value, ty));
            if let Some(own) = own.filter(|_| segment.selectors.contains(&reading.fact)) {
                let filled =
                    numbers.iter().zip(known).map(|(number, known)| if *known { *number } else { own });
                dated.push((at, filled.collect()));
            }
        }
        dated
    }

    /// The columns as a plan takes them; those of `dated` in place of their own.
    pub(super) fn columns<'c>(&'c self, dated: &'c [(usize, Vec<i64>)]) -> Vec<Column<'c>> {
        let held = self.columns.iter().enumerate();
        let columns =
            held.map(|(at, (_, held))| match (dated.iter().find(|(place, _)| *place == at), held) {
                (Some((_, filled)), _) => Column::Known(filled),
                (None, Held::Whole { numbers, gaps: false, .. }) => Column::Known(numbers),
                (None, Held::Whole { numbers, known, .. }) => Column::Partly(numbers, known),
                (None, Held::Any(values)) => Column::Values(values),
            });
        columns.collect()
    }
}

/// The first text of a name; `place` is where it may stand, and where it stood.
fn text<'f, T: AsRef<str>>(facts: &'f [(T, T)], name: &str, place: &mut usize) -> Option<&'f str> {
    let (_, text) = match facts.get(*place).filter(|(known, _)| known.as_ref() == name) {
        Some(found) => found,
        None => {
            *place = facts.iter().position(|(known, _)| known.as_ref() == name)?;
            &facts[*place]
        }
    };
    Some(text.as_ref())
}

impl SegmentLaw {
    /// Whether anything owed in the segment rests on the fact.
    pub fn reads(&self, law: &Law<'_>, name: &str) -> bool {
        law.tree().names.facts.get(name).is_some_and(|fact| self.facts.contains(fact))
    }
}
