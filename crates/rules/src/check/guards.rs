//! Conditions that can never hold, and rules that could hold together and would contradict each other.

use std::collections::HashMap;

use base::Exact;

use crate::complaint::Complaint;
use crate::formula::Operator;
use crate::tree::{Clause, Node, NodeKind, Tree};
use crate::value::{Type, Value};

/// Complains about rules that never apply, overlapping clauses, unranked exceptions.
pub(crate) fn check(tree: &Tree, complaints: &mut Vec<Complaint>) {
    for item in &tree.items {
        for clause in item.every_clause() {
            never(clause, tree, complaints);
        }
        for (at, clause) in item.clauses.iter().enumerate() {
            let later = item.clauses[at + 1..].iter();
            complaints.extend(
                later.filter(|other| together(clause, other, tree)).map(|other| overlap(clause, other)),
            );
        }
        for (at, exception) in item.exceptions.iter().enumerate() {
            let clause = &exception.clause;
            let later = item.exceptions[at + 1..].iter().filter(|other| other.rank == exception.rank);
            let later = later.map(|other| &other.clause).filter(|other| together(clause, other, tree));
            complaints.extend(later.map(|other| unranked(clause, other)));
        }
    }
}

fn overlap(clause: &Clause, other: &Clause) -> Complaint {
    Complaint::new("overlap", "two rules give one thing a value on the same day", other.span, "this one")
        .and(clause.span, "and this one can hold together")
        .help(
            "give one an end (`until`), or conditions that exclude each other, or make it an `exception to`",
        )
}

fn unranked(clause: &Clause, other: &Clause) -> Complaint {
    Complaint::new("unranked", "two exceptions that can hold together are not ranked", other.span, "this one")
        .and(clause.span, "and this one")
        .help(
            "write `exception 1 to …` and `exception 2 to …`: the first that applies is used; \
             mark one `, stacks` to apply both",
        )
}

fn never(clause: &Clause, tree: &Tree, complaints: &mut Vec<Complaint>) {
    let Some(guard) = &clause.guard else { return };
    if !possible(&[guard], tree) {
        complaints.push(
            Complaint::new(
                "never",
                "this rule can never apply",
                guard.span,
                "no facts satisfy this condition",
            )
            .help("look for an option asked to be two things at once, or limits that leave nothing"),
        );
    }
}

/// Whether both can be in force for one person on one day.
fn together(a: &Clause, b: &Clause, tree: &Tree) -> bool {
    if !a.in_force || !b.in_force || apart(a, b) {
        return false;
    }
    let guards: Vec<&Node> = a.guard.iter().chain(&b.guard).collect();
    possible(&guards, tree)
}

/// Whether their dates exclude each other: same selecting date, and one ends before the other begins.
fn apart(a: &Clause, b: &Clause) -> bool {
    let (Some((from_a, until_a)), Some((from_b, until_b))) = (a.validity, b.validity) else { return false };
    let same = match (&a.selector, &b.selector) {
        (Some(a), Some(b)) => key(a).is_some() && key(a) == key(b),
        _ => false,
    };
    same && (until_a.is_some_and(|until| until <= from_b) || until_b.is_some_and(|until| until <= from_a))
}

/// What is known about one fact or definition.
#[derive(Clone, Debug)]
enum Known {
    /// It is one of these options.
    Options(Vec<u16>),
    /// It lies between these bounds; the flags say whether a bound itself is allowed.
    Range(Option<(Exact, bool)>, Option<(Exact, bool)>),
}

type Case = HashMap<(u8, usize, usize), Known>;

/// More cases than this are not looked through; the conditions then count as possible.
const CASES_MAX: usize = 256;

/// Whether any facts satisfy all these conditions. Errs towards "yes".
fn possible(guards: &[&Node], tree: &Tree) -> bool {
    let mut cases: Vec<Case> = vec![HashMap::new()];
    for guard in guards {
        let options = cases_of(guard, false, tree);
        let mut next = Vec::new();
        for case in &cases {
            for option in &options {
                if let Some(both) = merge(case, option) {
                    next.push(both);
                }
            }
        }
        if next.len() > CASES_MAX {
            return true;
        }
        cases = next;
    }
    !cases.is_empty()
}

/// The cases in which a condition holds (or, negated, does not).
fn cases_of(node: &Node, negated: bool, tree: &Tree) -> Vec<Case> {
    match &node.kind {
        NodeKind::Not(inner) => cases_of(inner, !negated, tree),
        NodeKind::Binary(Operator::And, a, b) if !negated => both(a, b, negated, tree),
        NodeKind::Binary(Operator::Or, a, b) if negated => both(a, b, negated, tree),
        NodeKind::Binary(Operator::And | Operator::Or, a, b) => {
            let mut cases = cases_of(a, negated, tree);
            cases.extend(cases_of(b, negated, tree));
            cases
        }
        NodeKind::Binary(operator, a, b) => comparison(*operator, a, b, negated),
        NodeKind::Is(inner, options, not) => is(inner, options, *not != negated, tree),
        NodeKind::Literal(Value::YesNo(yes)) => {
            if *yes == negated {
                Vec::new()
            } else {
                vec![Case::new()]
            }
        }
        _ if node.ty == Type::YesNo => is(node, &[1], negated, tree),
        _ => vec![Case::new()],
    }
}

fn both(a: &Node, b: &Node, negated: bool, tree: &Tree) -> Vec<Case> {
    let (a, b) = (cases_of(a, negated, tree), cases_of(b, negated, tree));
    if a.len() * b.len() > CASES_MAX {
        return vec![Case::new()];
    }
    a.iter().flat_map(|a| b.iter().filter_map(|b| merge(a, b))).collect()
}

fn is(inner: &Node, options: &[u16], negated: bool, tree: &Tree) -> Vec<Case> {
    let Some(key) = key(inner) else { return vec![Case::new()] };
    let known: Vec<u16> = if negated {
        let count = if inner.ty == Type::YesNo { 2 } else { tree.options(inner.ty).len() };
        (0..count as u16).filter(|option| !options.contains(option)).collect()
    } else {
        options.to_vec()
    };
    if known.is_empty() { Vec::new() } else { vec![Case::from([(key, Known::Options(known))])] }
}

fn comparison(operator: Operator, a: &Node, b: &Node, negated: bool) -> Vec<Case> {
    let (node, bound, operator) = match (literal(a), literal(b)) {
        (None, Some(bound)) => (a, bound, operator),
        (Some(bound), None) => (b, bound, mirrored(operator)),
        _ => return vec![Case::new()],
    };
    let Some(key) = key(node) else { return vec![Case::new()] };
    let operator = if negated { opposite(operator) } else { Some(operator) };
    let range = match operator {
        Some(Operator::Less) => Known::Range(None, Some((bound, false))),
        Some(Operator::LessOrEqual) => Known::Range(None, Some((bound, true))),
        Some(Operator::Greater) => Known::Range(Some((bound, false)), None),
        Some(Operator::GreaterOrEqual) => Known::Range(Some((bound, true)), None),
        Some(Operator::Equal) => Known::Range(Some((bound.clone(), true)), Some((bound, true))),
        _ => return vec![Case::new()],
    };
    vec![Case::from([(key, range)])]
}

fn mirrored(operator: Operator) -> Operator {
    match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        other => other,
    }
}

fn opposite(operator: Operator) -> Option<Operator> {
    Some(match operator {
        Operator::Less => Operator::GreaterOrEqual,
        Operator::LessOrEqual => Operator::Greater,
        Operator::Greater => Operator::LessOrEqual,
        Operator::GreaterOrEqual => Operator::Less,
        _ => return None,
    })
}

fn literal(node: &Node) -> Option<Exact> {
    match &node.kind {
        NodeKind::Literal(Value::Number(number)) => Some(number.clone()),
        NodeKind::Literal(date @ (Value::Day(_) | Value::Month(_))) => {
            date.day().map(|day| Exact::from(i64::from(day.epoch_days())))
        }
        _ => None,
    }
}

/// What a condition is about, when that has one value for one person: a fact, a definition, a field.
fn key(node: &Node) -> Option<(u8, usize, usize)> {
    match &node.kind {
        NodeKind::Fact(at) => Some((0, *at, 0)),
        NodeKind::Item(at) => Some((1, *at, 0)),
        NodeKind::Known(at) => Some((2, *at, 0)),
        NodeKind::Field(slot, field) => Some((3, *slot, *field)),
        NodeKind::PaymentNumber => Some((4, 0, 0)),
        _ => None,
    }
}

fn merge(a: &Case, b: &Case) -> Option<Case> {
    let mut all = a.clone();
    for (key, known) in b {
        let merged = match all.get(key) {
            None => known.clone(),
            Some(before) => meet(before, known)?,
        };
        all.insert(*key, merged);
    }
    Some(all)
}

/// What is left when both are known; `None` if nothing is.
fn meet(a: &Known, b: &Known) -> Option<Known> {
    match (a, b) {
        (Known::Options(a), Known::Options(b)) => {
            let left: Vec<u16> = a.iter().filter(|option| b.contains(option)).copied().collect();
            (!left.is_empty()).then_some(Known::Options(left))
        }
        (Known::Range(low_a, high_a), Known::Range(low_b, high_b)) => {
            let low = tighter(low_a.as_ref(), low_b.as_ref(), true);
            let high = tighter(high_a.as_ref(), high_b.as_ref(), false);
            let empty = match (&low, &high) {
                (Some((low, low_in)), Some((high, high_in))) => {
                    low > high || low == high && !(*low_in && *high_in)
                }
                _ => false,
            };
            (!empty).then_some(Known::Range(low, high))
        }
        _ => Some(a.clone()),
    }
}

fn tighter(a: Option<&(Exact, bool)>, b: Option<&(Exact, bool)>, low: bool) -> Option<(Exact, bool)> {
    let (Some(x), Some(y)) = (a, b) else { return a.or(b).cloned() };
    if x.0 == y.0 {
        return Some((x.0.clone(), x.1 && y.1));
    }
    Some(if (x.0 > y.0) == low { x.clone() } else { y.clone() })
}
