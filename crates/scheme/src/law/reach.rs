//! What items of the law rest on, however far down: facts, other items, tables.

use std::collections::BTreeSet;

use rules::tree::{Clause, ListNode, Node, NodeKind, OverNode, Payment, Target, Tree};

/// Everything that some items rest on.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    pub(crate) facts: BTreeSet<usize>,
    pub(crate) items: BTreeSet<usize>,
    pub(crate) tables: BTreeSet<usize>,
    ahead: Vec<usize>,
    /// The segment they are asked for; without one, of all.
    segment: Option<usize>,
}

impl Reach {
    pub(crate) fn of(tree: &Tree, segment: Option<usize>, items: &[usize]) -> Self {
        let mut reach = Self { ahead: items.to_vec(), segment, ..Self::default() };
        while let Some(at) = reach.ahead.pop() {
            if reach.items.insert(at) {
                tree.items[at].every_clause().for_each(|clause| reach.clause(tree, clause));
            }
        }
        reach
    }

    fn clause(&mut self, tree: &Tree, clause: &Clause) {
        for node in clause.selector.iter().chain(&clause.guard).chain([&clause.body]) {
            self.node(tree, node);
        }
        self.payment(tree, &clause.payment);
    }

    fn payment(&mut self, tree: &Tree, payment: &Payment) {
        match payment {
            Payment::Periods { count, dated, .. } => {
                self.facts.extend(dated);
                self.node(tree, count);
            }
            Payment::Each { list, inner, .. } => {
                self.list(tree, list);
                self.payment(tree, inner);
            }
            Payment::Once | Payment::InKind => {}
        }
    }

    fn list(&mut self, tree: &Tree, list: &ListNode) {
        self.facts.insert(list.fact);
        if let Some(first) = &list.first {
            self.node(tree, first);
        }
    }

    fn node(&mut self, tree: &Tree, node: &Node) {
        match &node.kind {
            NodeKind::Literal(_) | NodeKind::Variable(_) | NodeKind::Field(..) => {}
            NodeKind::It | NodeKind::PaymentNumber => {}
            NodeKind::Fact(fact) | NodeKind::Known(fact) => {
                self.facts.insert(*fact);
            }
            NodeKind::Item(item) => self.ahead.push(*item),
            NodeKind::Owed(wanted) => {
                let asked = self.segment;
                let owed = |target: &Target| match *target {
                    Target::Line { segment, programme, .. } => {
                        programme == *wanted && asked.is_none_or(|asked| asked == segment)
                    }
                    _ => false,
                };
                self.ahead.extend((0..tree.items.len()).filter(|at| owed(&tree.items[*at].target)));
            }
            NodeKind::Not(a) | NodeKind::Negative(a) | NodeKind::Round(a, ..) | NodeKind::Part(_, a) => {
                self.node(tree, a);
            }
            NodeKind::Slices(a, table) => {
                self.tables.insert(*table);
                self.node(tree, a);
            }
            NodeKind::Is(a, ..) => self.node(tree, a),
            NodeKind::Binary(_, a, b) | NodeKind::Between(_, a, b) | NodeKind::Shift(a, b, ..) => {
                self.pair(tree, a, b);
            }
            NodeKind::Share(a, b) | NodeKind::Lesser(a, b) | NodeKind::Greater(a, b) => self.pair(tree, a, b),
            NodeKind::DayOf(a, b) | NodeKind::Compounded(a, b) => self.pair(tree, a, b),
            NodeKind::Lookup { table, keys, on } => {
                self.tables.insert(*table);
                keys.iter().chain(on.as_deref()).for_each(|node| self.node(tree, node));
            }
            NodeKind::If(a, b, c) => {
                self.node(tree, a);
                self.pair(tree, b, c);
            }
            NodeKind::Fold { body, over, filter, .. } => {
                match over {
                    OverNode::Range(a, b) => self.pair(tree, a, b),
                    OverNode::List(list) => self.list(tree, list),
                }
                body.iter().chain(filter).for_each(|node| self.node(tree, node));
            }
        }
    }

    fn pair(&mut self, tree: &Tree, a: &Node, b: &Node) {
        self.node(tree, a);
        self.node(tree, b);
    }
}
