//! Money that leaves a rule is whole: nothing rounds by default, so a share must say how it rounds.

use base::Exact;

use crate::complaint::Complaint;
use crate::formula::{Fold, Operator};
use crate::tree::{Node, NodeKind, OverNode, Payment, Target, Tree};
use crate::value::{Type, Value};

/// Complains about contributions and components whose amount may have a fraction.
pub(crate) fn check(tree: &Tree, complaints: &mut Vec<Complaint>) {
    let whole = Whole { tree, step: smallest(tree) };
    for item in &tree.items {
        if !matches!(item.target, Target::Line { .. } | Target::Move { .. } | Target::Component { .. }) {
            continue;
        }
        let clauses = item.clauses.iter().chain(item.exceptions.iter().map(|exception| &exception.clause));
        for clause in clauses.filter(|clause| !matches!(clause.payment, Payment::InKind)) {
            if let Some(count) = count(&clause.payment)
                && !whole.node(count)
            {
                complaints.push(
                    Complaint::new(
                        "not-rounded",
                        "this number of payments may have a fraction",
                        count.span,
                        "this number",
                    )
                    .help("add `, rounded down to 1` or the way the article orders"),
                );
            }
            if !whole.node(&clause.body) {
                complaints.push(
                    Complaint::new(
                        "not-rounded",
                        "this amount may have a fraction and does not say how it is rounded",
                        clause.body.span,
                        "this amount",
                    )
                    .help("add `, rounded half up to 1` or the way the article orders"),
                );
            }
        }
    }
}

/// The number of payments, where there are several.
fn count(payment: &Payment) -> Option<&Node> {
    match payment {
        Payment::Periods { count, .. } => Some(count),
        Payment::Each { inner, .. } => self::count(inner),
        Payment::Once | Payment::InKind => None,
    }
}

/// The smallest coin.
pub(crate) fn smallest(tree: &Tree) -> Exact {
    let parts = 10_i128.pow(tree.jurisdiction.decimals.min(9));
    Exact::fraction(1, parts).unwrap_or_else(Exact::one)
}

/// Decides whether expressions are multiples of the smallest coin (money) or whole numbers (counts).
struct Whole<'a> {
    tree: &'a Tree,
    step: Exact,
}

impl Whole<'_> {
    fn value(&self, value: &Value, ty: Type) -> bool {
        let Value::Number(number) = value else { return false };
        if ty == Type::Money { self.multiple(number) } else { number.is_whole() }
    }

    fn multiple(&self, number: &Exact) -> bool {
        number.checked_div(&self.step).is_some_and(|coins| coins.is_whole())
    }

    fn node(&self, node: &Node) -> bool {
        match &node.kind {
            NodeKind::Literal(value) => self.value(value, node.ty),
            // Facts are checked when they come in: amounts in whole coins, counts whole.
            NodeKind::Fact(_) | NodeKind::Field(..) => node.ty != Type::Rate,
            NodeKind::Variable(_) | NodeKind::PaymentNumber | NodeKind::Between(..) | NodeKind::Part(..) => {
                true
            }
            NodeKind::It | NodeKind::Owed(_) => true,
            NodeKind::Item(item) => {
                let item = &self.tree.items[*item];
                let exceptions = item.exceptions.iter().map(|exception| &exception.clause);
                item.clauses.iter().chain(exceptions).all(|clause| self.node(&clause.body))
            }
            NodeKind::Round(_, _, step) => {
                if node.ty == Type::Money {
                    self.multiple(step)
                } else {
                    step.is_whole()
                }
            }
            NodeKind::Negative(a) => self.node(a),
            NodeKind::Binary(Operator::Add | Operator::Subtract | Operator::Multiply, a, b) => {
                self.node(a) && self.node(b)
            }
            NodeKind::Lesser(a, b) | NodeKind::Greater(a, b) | NodeKind::If(_, a, b) => {
                self.node(a) && self.node(b)
            }
            NodeKind::Lookup { table, .. } => {
                let table = &self.tree.tables[*table];
                table
                    .versions
                    .iter()
                    .flat_map(|version| &version.rows)
                    .all(|row| self.value(&row.value, table.unit))
            }
            NodeKind::Fold { fold: Fold::Count, .. } => true,
            NodeKind::Fold { body: Some(body), over: OverNode::List(_) | OverNode::Range(..), .. } => {
                self.node(body)
            }
            _ => false,
        }
    }
}
