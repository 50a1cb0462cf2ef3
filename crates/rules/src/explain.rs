//! One person: the value and the tree of reasons.

use std::collections::BTreeSet;

use base::Exact;

use crate::evaluate::{Evaluator, Slot};
use crate::facts::Facts;
use crate::formula::Unit;
use crate::op;
use crate::reason::{Reason, ReasonKind, Stop};
use crate::tree::{Clause, Payment, Target, Tree, Words};
use crate::value::{Type, Value};

/// What is owed for one person and month, line by line.
#[derive(Clone, Debug)]
pub struct Contribution {
    /// Lines that are owed, in the order of programmes and payers.
    pub lines: Vec<Line>,
    /// Money handed from one fund to another.
    pub moves: Vec<Line>,
    /// What could not be answered, and why.
    pub stops: Vec<(usize, Stop)>,
    /// Facts that have to be asked for.
    pub missing: BTreeSet<usize>,
}

/// One line: the item, its amount, its reasons.
#[derive(Clone, Debug)]
pub struct Line {
    /// Index of the item.
    pub item: usize,
    /// Whole coins.
    pub amount: Exact,
    /// Why.
    pub reason: Option<Reason>,
}

/// What a benefit pays, or why it does not.
#[derive(Clone, Debug, Default)]
pub struct Benefit {
    /// The first condition that fails, with the reason's words.
    pub refusal: Option<(usize, Words, Option<Reason>)>,
    /// Conditions that hold.
    pub conditions: Vec<(usize, Option<Reason>)>,
    /// Components, in the order of the law.
    pub components: Vec<Component>,
    /// What could not be answered, and why.
    pub stops: Vec<(usize, Stop)>,
    /// Facts that have to be asked for.
    pub missing: BTreeSet<usize>,
}

/// One component of a benefit.
#[derive(Clone, Debug)]
pub struct Component {
    /// Index of the item.
    pub item: usize,
    /// The payments; one for what is paid once.
    pub payments: Vec<Exact>,
    /// Months or years between payments, if there are several.
    pub unit: Option<Unit>,
    /// Why, one a payment.
    pub reasons: Vec<Reason>,
    /// What is given in kind.
    pub in_kind: Option<Words>,
}

impl Component {
    /// All payments together.
    pub fn total(&self) -> Exact {
        self.payments.iter().sum()
    }
}

/// A definition's value, or why there is none.
#[derive(Clone, Debug)]
pub struct Defined {
    /// The value.
    pub value: Result<Value, Stop>,
    /// Why.
    pub reason: Option<Reason>,
    /// Facts that have to be asked for.
    pub missing: BTreeSet<usize>,
}

/// What is owed under the law of the facts' own dates.
pub fn contribution(tree: &Tree, facts: &Facts, reasons: bool) -> Contribution {
    let mut evaluator = Evaluator::new(tree, facts.clone(), reasons);
    let mut answer =
        Contribution { lines: Vec::new(), moves: Vec::new(), stops: Vec::new(), missing: BTreeSet::new() };
    if let Ok(segment) = evaluator.segment() {
        evaluator.steps.clear();
        for at in owed(tree, segment) {
            match evaluator.item(at) {
                Ok(Some(Value::Number(amount))) => {
                    let line = Line { item: at, amount, reason: evaluator.steps.pop() };
                    let is_line = matches!(tree.items[at].target, Target::Line { .. });
                    if is_line { answer.lines.push(line) } else { answer.moves.push(line) }
                }
                Ok(_) | Err(Stop::Missing) => {}
                Err(stop) => answer.stops.push((at, stop)),
            }
            evaluator.steps.clear();
        }
    }
    answer.missing = evaluator.missing;
    answer
}

/// The contributions and moves of a segment, in the order of programmes, payers and funds.
pub fn owed(tree: &Tree, wanted: usize) -> Vec<usize> {
    let mut items: Vec<usize> = (0..tree.items.len())
        .filter(|at| match tree.items[*at].target {
            Target::Line { segment, .. } | Target::Move { segment, .. } => segment == wanted,
            _ => false,
        })
        .collect();
    items.sort_by_key(|at| tree.items[*at].target.clone());
    items
}

/// The contributions and moves of a segment that any clause in force on the facts' dates speaks of.
pub fn owed_now(tree: &Tree, facts: &Facts, segment: usize) -> Vec<usize> {
    let mut evaluator = Evaluator::new(tree, facts.clone(), false);
    let live =
        |at: &usize| tree.items[*at].clauses.iter().any(|clause| evaluator.in_force(clause).unwrap_or(true));
    owed(tree, segment).into_iter().filter(live).collect()
}

impl Contribution {
    /// The amount of one line, if it is owed.
    pub fn line(&self, tree: &Tree, programme: usize, payer: usize) -> Option<&Exact> {
        self.lines.iter().find_map(|line| match tree.items[line.item].target {
            Target::Line { programme: p, payer: q, .. } if p == programme && q == payer => Some(&line.amount),
            _ => None,
        })
    }

    /// What each fund receives after moves, by index of the fund.
    pub fn funds(&self, tree: &Tree) -> Vec<Exact> {
        let land = &tree.jurisdiction;
        let mut funds = vec![Exact::zero(); land.funds.len()];
        for line in &self.lines {
            if let Target::Line { programme, .. } = tree.items[line.item].target {
                funds[land.programmes[programme].belongs_to] += &line.amount;
            }
        }
        for moved in &self.moves {
            if let Target::Move { programme, fund, .. } = tree.items[moved.item].target {
                funds[fund] = &funds[fund] - &moved.amount;
                funds[land.programmes[programme].belongs_to] += &moved.amount;
            }
        }
        funds
    }

    /// What one payer owes, or all of them.
    pub fn total(&self, tree: &Tree, wanted: Option<usize>) -> Exact {
        let mine = |line: &&Line| match tree.items[line.item].target {
            Target::Line { payer, .. } => wanted.is_none_or(|wanted| wanted == payer),
            _ => false,
        };
        self.lines.iter().filter(mine).map(|line| &line.amount).sum()
    }
}

/// What a benefit pays to the person of these facts.
pub fn benefit(tree: &Tree, facts: &Facts, benefit: usize, reasons: bool) -> Benefit {
    let mut evaluator = Evaluator::new(tree, facts.clone(), reasons);
    let mut answer = Benefit::default();
    conditions(&mut evaluator, benefit, &mut answer);
    if answer.refusal.is_none() {
        components(&mut evaluator, benefit, &mut answer);
    }
    answer.missing.append(&mut evaluator.missing);
    answer
}

/// Whether a benefit's conditions hold; asks for no fact that only the amounts need.
pub fn eligibility(tree: &Tree, facts: &Facts, benefit: usize, reasons: bool) -> Benefit {
    let mut evaluator = Evaluator::new(tree, facts.clone(), reasons);
    let mut answer = Benefit::default();
    conditions(&mut evaluator, benefit, &mut answer);
    answer.missing.append(&mut evaluator.missing);
    answer
}

/// Tries the conditions in the law's order; the first that fails refuses.
fn conditions(evaluator: &mut Evaluator<'_>, wanted: usize, answer: &mut Benefit) {
    for at in 0..evaluator.tree.items.len() {
        let target = &evaluator.tree.items[at].target;
        let is_it = matches!(target, Target::Requirement { benefit, .. } if *benefit == wanted);
        if !is_it {
            continue;
        }
        evaluator.steps.clear();
        let tree = evaluator.tree;
        let outcome = evaluator.clause(at).and_then(|clause| match clause {
            None => Ok(None),
            Some(clause) => evaluator.value(at, clause).map(|value| Some((clause, value))),
        });
        let reason = evaluator.steps.pop();
        match outcome {
            Ok(Some((_, Value::YesNo(true)))) => answer.conditions.push((at, reason)),
            Ok(Some((clause, _))) => {
                let words = clause.text.clone().unwrap_or_else(|| tree.items[at].words.clone());
                answer.refusal = Some((at, words, reason));
                return;
            }
            Ok(None) | Err(Stop::Missing) => {}
            Err(stop) => answer.stops.push((at, stop)),
        }
    }
}

fn components(evaluator: &mut Evaluator<'_>, wanted: usize, answer: &mut Benefit) {
    for at in 0..evaluator.tree.items.len() {
        let is_it =
            matches!(evaluator.tree.items[at].target, Target::Component { benefit, .. } if benefit == wanted);
        if !is_it {
            continue;
        }
        evaluator.steps.clear();
        match component(evaluator, at) {
            Ok(Some(component)) => answer.components.push(component),
            Ok(None) | Err(Stop::Missing) => {}
            Err(stop) => answer.stops.push((at, stop)),
        }
    }
    evaluator.steps.clear();
}

fn component(evaluator: &mut Evaluator<'_>, at: usize) -> Result<Option<Component>, Stop> {
    let Some(clause) = evaluator.clause(at)? else { return Ok(None) };
    let conditions = std::mem::take(&mut evaluator.steps);
    let mut component =
        Component { item: at, payments: Vec::new(), unit: None, reasons: Vec::new(), in_kind: None };
    pay(evaluator, at, clause, &clause.payment, &mut component)?;
    if let Some(first) = component.reasons.first_mut() {
        first.children.splice(0..0, conditions);
    }
    Ok(Some(component))
}

fn pay<'a>(
    evaluator: &mut Evaluator<'a>,
    at: usize,
    clause: &'a Clause,
    payment: &'a Payment,
    component: &mut Component,
) -> Result<(), Stop> {
    match payment {
        Payment::InKind => {
            component.in_kind.clone_from(&clause.text);
            Ok(())
        }
        Payment::Once => once(evaluator, at, clause, component),
        Payment::Each { list, slot, inner } => {
            let before = evaluator.enter(clause)?;
            let (records, wanted) = (evaluator.records(list), evaluator.first(list));
            evaluator.leave(before);
            evaluator.steps.clear();
            let Type::List(record) = evaluator.tree.facts[list.fact].ty else { return Ok(()) };
            for (number, entry) in records?.into_iter().enumerate().take(wanted?) {
                evaluator.slots.resize(slot + 1, None);
                evaluator.slots[*slot] = Some(Slot::Record(record, number + 1, entry));
                let paid = pay(evaluator, at, clause, inner, component);
                evaluator.slots.truncate(*slot);
                paid?;
            }
            Ok(())
        }
        Payment::Periods { unit, count, dated } => {
            component.unit = Some(*unit);
            periods(evaluator, at, clause, (*unit, count, *dated), component)
        }
    }
}

fn once<'a>(
    evaluator: &mut Evaluator<'a>,
    at: usize,
    clause: &'a Clause,
    component: &mut Component,
) -> Result<(), Stop> {
    let value = evaluator.value(at, clause)?;
    if let Value::Number(amount) = value {
        component.payments.push(amount);
    }
    component.reasons.extend(evaluator.steps.pop());
    evaluator.steps.clear();
    Ok(())
}

/// More payments than a life has months.
const PAYMENTS_MAX: i64 = 1_200;

/// Payments one after another; the clause is chosen afresh for each, as the date that selects it moves on.
fn periods<'a>(
    evaluator: &mut Evaluator<'a>,
    at: usize,
    clause: &'a Clause,
    (unit, count, dated): (Unit, &'a crate::tree::Node, Option<usize>),
    component: &mut Component,
) -> Result<(), Stop> {
    let before = evaluator.enter(clause)?;
    let count = evaluator.number(count);
    evaluator.leave(before);
    evaluator.steps.clear();
    let count = count?.to_i64().unwrap_or(0).min(PAYMENTS_MAX);
    let start = match dated {
        None => None,
        Some(fact) => Some((fact, evaluator.fact(fact)?)),
    };
    evaluator.steps.clear();
    for number in 1..=count {
        if let Some((fact, first)) = &start {
            let moved = op::shift(first, &Exact::from(number - 1), unit, false, &evaluator.tree.jurisdiction);
            evaluator.put(*fact, moved.ok());
        }
        evaluator.payment = u32::try_from(number).ok();
        let paid = match (dated, evaluator.clause(at)) {
            (Some(_), Ok(None)) => Ok(()),
            (Some(_), Ok(Some(now))) => once(evaluator, at, now, component),
            (Some(_), Err(stop)) => Err(stop),
            (None, _) => once(evaluator, at, clause, component),
        };
        evaluator.payment = None;
        if let Err(stop) = paid {
            if let Some((fact, first)) = start {
                evaluator.put(fact, Some(first));
            }
            return Err(stop);
        }
    }
    if let Some((fact, first)) = start {
        evaluator.put(fact, Some(first));
    }
    Ok(())
}

/// A definition's value.
pub fn definition(tree: &Tree, facts: &Facts, at: usize, reasons: bool) -> Defined {
    let mut evaluator = Evaluator::new(tree, facts.clone(), reasons);
    let value = evaluator.item(at).and_then(|value| {
        value.ok_or_else(|| Stop::Outside {
            words: Words {
                id: "tidak ada aturan untuk keadaan ini".to_owned(),
                en: "no rule applies in this case".to_owned(),
            },
            span: tree.items[at].clauses.first().map(|clause| clause.span),
            cell: None,
        })
    });
    let reason = evaluator.steps.pop().filter(|reason| matches!(reason.kind, ReasonKind::Rule(_)));
    Defined { value, reason, missing: evaluator.missing }
}
