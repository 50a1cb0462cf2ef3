//! Which dates choose the law of an answer.

use std::collections::BTreeSet;

use crate::check::needs;
use crate::tree::{Clause, NodeKind, Payment, Tree};

/// The facts that select the rules of these items and of all they rest on, and the dates of payments.
pub fn selectors(tree: &Tree, items: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
    let mut ahead: Vec<usize> = items.into_iter().collect();
    let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
    while let Some(at) = ahead.pop() {
        if seen.insert(at) {
            tree.items[at].every_clause().for_each(|clause| of_clause(clause, &mut found));
            ahead.extend(needs(at, tree));
        }
    }
    found
}

fn of_clause(clause: &Clause, found: &mut BTreeSet<usize>) {
    if let Some(NodeKind::Fact(fact)) = clause.selector.as_ref().map(|selector| &selector.kind) {
        found.insert(*fact);
    }
    found.extend(moved_along(&clause.payment));
}

/// The date that moves from one payment to the next.
fn moved_along(payment: &Payment) -> Option<usize> {
    match payment {
        Payment::Periods { dated, .. } => *dated,
        Payment::Each { inner, .. } => moved_along(inner),
        Payment::Once | Payment::InKind => None,
    }
}
