//! No rule may need its own result.

use crate::complaint::Complaint;
use crate::tree::{Clause, Node, NodeKind, OverNode, Payment, Target, Tree};

/// Complains about each cycle once.
pub(crate) fn check(tree: &Tree, complaints: &mut Vec<Complaint>) {
    let mut state = vec![0_u8; tree.items.len()];
    for at in 0..tree.items.len() {
        visit(at, tree, &mut state, &mut Vec::new(), complaints);
    }
}

fn visit(at: usize, tree: &Tree, state: &mut [u8], path: &mut Vec<usize>, complaints: &mut Vec<Complaint>) {
    if state[at] == 2 {
        return;
    }
    if state[at] == 1 {
        let start = path.iter().position(|item| *item == at).unwrap_or(0);
        let place = |item: usize| tree.items[item].clauses.first().map(|clause| clause.span);
        if let Some(span) = place(at) {
            let mut complaint =
                Complaint::new("cycle", "these rules need one another's results", span, "needs");
            for item in &path[start + 1..] {
                if let Some(span) = place(*item) {
                    complaint = complaint.and(span, "which needs");
                }
            }
            complaints.push(complaint.help("let one of them stand on facts and tables alone"));
        }
        return;
    }
    if path.len() >= base::limit::DEFINITIONS_DEPTH_MAX {
        if let Some(clause) = tree.items[at].clauses.first() {
            complaints.push(
                Complaint::new(
                    "too-deep",
                    "too many rules rest on one another in a row",
                    clause.span,
                    "this one is the last straw",
                )
                .help("let rules stand on facts and tables where they can"),
            );
        }
        state[at] = 2;
        return;
    }
    state[at] = 1;
    path.push(at);
    for next in needs(at, tree) {
        visit(next, tree, state, path, complaints);
    }
    path.pop();
    state[at] = 2;
}

/// The items that an item's rules ask for.
pub(crate) fn needs(at: usize, tree: &Tree) -> Vec<usize> {
    let item = &tree.items[at];
    let mut found = Vec::new();
    let clauses = item.clauses.iter().chain(item.exceptions.iter().map(|exception| &exception.clause));
    for clause in clauses {
        nodes(clause, &mut |node| match &node.kind {
            NodeKind::Item(item) => found.push(*item),
            NodeKind::Owed(wanted) => found.extend(tree.items.iter().enumerate().filter_map(|(at, item)| {
                matches!(item.target, Target::Line { programme, .. } if programme == *wanted).then_some(at)
            })),
            _ => {}
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Every expression of a clause, however deep.
pub(crate) fn nodes<'a>(clause: &'a Clause, seen: &mut dyn FnMut(&'a Node)) {
    let parts = clause.selector.iter().chain(&clause.guard).chain(std::iter::once(&clause.body));
    for part in parts {
        walk(part, seen);
    }
    payment(&clause.payment, seen);
}

fn payment<'a>(payment_of: &'a Payment, seen: &mut dyn FnMut(&'a Node)) {
    match payment_of {
        Payment::Periods { count, .. } => walk(count, seen),
        Payment::Each { list, inner, .. } => {
            if let Some(first) = &list.first {
                walk(first, seen);
            }
            payment(inner, seen);
        }
        Payment::Once | Payment::InKind => {}
    }
}

/// An expression and all within it.
pub(crate) fn walk<'a>(node: &'a Node, seen: &mut dyn FnMut(&'a Node)) {
    seen(node);
    match &node.kind {
        NodeKind::Literal(_)
        | NodeKind::Fact(_)
        | NodeKind::Item(_)
        | NodeKind::Variable(_)
        | NodeKind::Field(..) => {}
        NodeKind::It | NodeKind::PaymentNumber | NodeKind::Known(_) | NodeKind::Owed(_) => {}
        NodeKind::Not(a) | NodeKind::Negative(a) | NodeKind::Round(a, ..) | NodeKind::Part(_, a) => {
            walk(a, seen);
        }
        NodeKind::Slices(a, _) | NodeKind::Is(a, ..) => walk(a, seen),
        NodeKind::Binary(_, a, b) | NodeKind::Between(_, a, b) | NodeKind::Shift(a, b, ..) => {
            pair(a, b, seen);
        }
        NodeKind::Share(a, b) | NodeKind::Lesser(a, b) | NodeKind::Greater(a, b) => pair(a, b, seen),
        NodeKind::DayOf(a, b) | NodeKind::Compounded(a, b) => pair(a, b, seen),
        NodeKind::Lookup { keys, on, .. } => {
            for key in keys {
                walk(key, seen);
            }
            if let Some(on) = on {
                walk(on, seen);
            }
        }
        NodeKind::If(a, b, c) => {
            walk(a, seen);
            pair(b, c, seen);
        }
        NodeKind::Fold { body, over, filter, .. } => {
            match over {
                OverNode::Range(a, b) => pair(a, b, seen),
                OverNode::List(list) => {
                    if let Some(first) = &list.first {
                        walk(first, seen);
                    }
                }
            }
            for part in body.iter().chain(filter) {
                walk(part, seen);
            }
        }
    }
}

fn pair<'a>(a: &'a Node, b: &'a Node, seen: &mut dyn FnMut(&'a Node)) {
    walk(a, seen);
    walk(b, seen);
}
