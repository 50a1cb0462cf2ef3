//! Dates of rules and of the tables they read: no gap, no rule before its numbers.

use base::Day;

use super::cycles;
use crate::complaint::Complaint;
use crate::tree::{Clause, Item, NodeKind, Table, Tree};

/// Complains about gaps between clauses, and about tables that end before the rules that read them.
pub(crate) fn check(tree: &Tree, complaints: &mut Vec<Complaint>) {
    for item in &tree.items {
        gaps(item, complaints);
        let clauses = item.clauses.iter().chain(item.exceptions.iter().map(|exception| &exception.clause));
        for clause in clauses {
            tables(clause, tree, complaints);
        }
    }
}

/// Clauses of one condition that follow each other with days between them.
fn gaps(item: &Item, complaints: &mut Vec<Complaint>) {
    let mut dated: Vec<(Day, Option<Day>, &Clause)> = item
        .clauses
        .iter()
        .filter(|clause| clause.in_force && clause.guard.is_none())
        .filter_map(|clause| clause.validity.map(|(from, until)| (from, until, clause)))
        .collect();
    dated.sort_by_key(|(from, ..)| *from);
    for pair in dated.windows(2) {
        let (_, Some(end), earlier) = &pair[0] else { continue };
        let (from, _, later) = &pair[1];
        if end < from {
            let last = end.plus_days(-1).map_or_else(String::new, |day| day.to_string());
            complaints.push(
                Complaint::new(
                    "gap",
                    "between these two rules there are days without a rule",
                    earlier.span,
                    format!("holds until {last}"),
                )
                .and(later.span, format!("holds from {from}"))
                .help("let the first end on the day before the second begins"),
            );
        }
    }
}

fn tables(clause: &Clause, tree: &Tree, complaints: &mut Vec<Complaint>) {
    let Some((from, until)) = clause.validity else { return };
    let mut seen = Vec::new();
    cycles::nodes(clause, &mut |node| match &node.kind {
        NodeKind::Lookup { table, on: None, .. } | NodeKind::Slices(_, table) => {
            seen.push((*table, node.span));
        }
        _ => {}
    });
    for (table, span) in seen {
        let table = &tree.tables[table];
        if let Some(day) = uncovered(table, from, until) {
            complaints.push(
                Complaint::new(
                    "missing-dates",
                    format!("`{}` has no value on {day}, when this rule is in force", table.name),
                    span,
                    "read here",
                )
                .and(table.span, "the table")
                .help(format!("add rows from {day}, or let the rule begin or end with the table")),
            );
        }
    }
}

/// The first day within a span on which a table has no version.
fn uncovered(table: &Table, from: Day, until: Option<Day>) -> Option<Day> {
    if table.on(Some(from)).is_none() {
        return Some(from);
    }
    let ends = table.versions.iter().filter_map(|version| version.until);
    ends.filter(|end| *end > from && until.is_none_or(|until| *end < until))
        .find(|end| table.on(Some(*end)).is_none())
}
