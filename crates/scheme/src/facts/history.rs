//! All facts of one subject, by name, and what was known of a name at a moment.

use std::collections::BTreeMap;

use base::{Moment, Month};

use super::{Fact, Months};

/// All facts of one subject, ready to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// By name; each in the order of first month, then of knowing.
    names: BTreeMap<String, Vec<Report>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Report {
    from: Month,
    until: Option<Month>,
    known: Moment,
    value: Option<String>,
}

/// Months through which a name has one value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece<'a> {
    /// The months.
    pub months: Months,
    /// The value.
    pub value: &'a str,
}

impl History {
    /// The facts of one subject, in the order they came.
    pub fn new(facts: impl IntoIterator<Item = Fact>) -> Self {
        let mut names: BTreeMap<String, Vec<Report>> = BTreeMap::new();
        for Fact { name, value, from, until, known, .. } in facts {
            names.entry(name).or_default().push(Report { from, until, known, value });
        }
        for reports in names.values_mut() {
            reports.sort_by_key(|report| (report.from, report.known));
        }
        Self { names }
    }

    /// The names anything was ever said of, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The value of a name in a month, as it was known then: that of [`super::deciding`].
    pub fn value(&self, name: &str, month: Month, known: Moment) -> Option<&str> {
        let pieces = self.pieces(name, known);
        pieces.into_iter().find(|piece| piece.months.contains(month)).map(|piece| piece.value)
    }

    /// The last value that a name takes, as it was known then.
    pub fn last(&self, name: &str, known: Moment) -> Option<&str> {
        self.pieces(name, known).last().map(|piece| piece.value)
    }

    /// Every value a name was ever said to have, whatever was known since.
    pub fn ever(&self, name: &str) -> impl Iterator<Item = &str> {
        let reports = self.names.get(name).into_iter().flatten();
        reports.filter_map(|report| report.value.as_deref())
    }

    /// Everything known at a moment: each name with its values, month after month.
    pub fn known_at(&self, known: Moment) -> BTreeMap<&str, Vec<Piece<'_>>> {
        let all = self.names().map(|name| (name, self.pieces(name, known)));
        all.filter(|(_, pieces)| !pieces.is_empty()).collect()
    }

    /// The values of a name as known at a moment, in the order of months, without overlap.
    pub fn pieces(&self, name: &str, known: Moment) -> Vec<Piece<'_>> {
        let Some(reports) = self.names.get(name) else { return Vec::new() };
        let mut pieces = Vec::new();
        for group in reports.chunk_by(|a, b| a.from == b.from) {
            for piece in spoken(group, known) {
                pieces = over(pieces, piece);
            }
        }
        pieces
    }
}

/// What reports of one first month say: the one known last through its months, an earlier one beyond them.
fn spoken(group: &[Report], known: Moment) -> impl Iterator<Item = Piece<'_>> {
    let mut reached = group.first().map(|report| report.from);
    let latest_first = group.iter().rev().filter(move |report| report.known <= known);
    latest_first.filter_map(move |report| {
        let from = reached.filter(|from| report.until.is_none_or(|until| *from < until))?;
        reached = report.until;
        report.value.as_deref().map(|value| Piece { months: Months { from, until: report.until }, value })
    })
}

/// Lays a piece over others that stand in order: it takes its months from them.
pub fn over<'a>(mut pieces: Vec<Piece<'a>>, top: Piece<'a>) -> Vec<Piece<'a>> {
    let touched = |piece: &Piece<'_>| piece.months.until.is_none_or(|until| until > top.months.from);
    let first = pieces.partition_point(|piece| !touched(piece));
    let below = pieces.split_off(first);
    let part = |piece: &Piece<'a>, months: Option<Months>| months.map(|months| Piece { months, ..*piece });
    let before = |piece: &Piece<'a>| {
        part(
            piece,
            Months::new(piece.months.from, super::months::earlier(piece.months.until, Some(top.months.from))),
        )
    };
    let after = |piece: &Piece<'a>| {
        let from = top.months.until?.max(piece.months.from);
        part(piece, Months::new(from, piece.months.until))
    };
    pieces.extend(below.iter().filter_map(before));
    pieces.push(top);
    pieces.extend(below.iter().filter_map(after));
    pieces
}
