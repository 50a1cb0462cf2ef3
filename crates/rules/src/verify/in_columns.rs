//! The same example through `columns`: three rows of one person, some facts constant, the rest in columns.

use base::Exact;

use super::Failure;
use crate::columns::{Column, Output, Plan, RowFault, Scratch, requirements, whole};
use crate::example::{Asked, Example, Expectation};
use crate::explain;
use crate::facts::Facts;
use crate::tree::{Target, Tree};
use crate::value::{Type, Value};

/// Rows an example is repeated in.
const ROWS: usize = 3;

/// Runs one example through `columns`; `tree` already has the example's assumptions.
pub fn in_columns(tree: &Tree, example: &Example) -> Vec<Failure> {
    let (constants, facts) = split(tree, &example.facts);
    let batch = Batch { tree, facts: &example.facts, constants, columns: facts };
    let checked = example.expectations.iter().map(|(expectation, span)| (span, batch.check(expectation)));
    checked.filter_map(|(span, found)| found.err().map(|found| Failure { span: *span, found })).collect()
}

/// Facts that select the law stay constants; everything else becomes a column.
fn split(tree: &Tree, facts: &Facts) -> (Facts, Vec<usize>) {
    let mut constants = facts.clone();
    let mut columns = Vec::new();
    for at in 0..tree.facts.len() {
        let selects =
            tree.facts[at].name == "segment" || matches!(tree.facts[at].ty, Type::Day | Type::Month);
        if facts.get(at).is_some() && !(selects && is_selector(tree, at)) {
            constants.put(at, None);
            columns.push(at);
        }
    }
    (constants, columns)
}

/// Whether any rule is selected by this fact.
fn is_selector(tree: &Tree, fact: usize) -> bool {
    let clauses = |item: &crate::tree::Item| {
        let exceptions = item.exceptions.iter().map(|exception| exception.clause.selector.clone());
        item.clauses.iter().map(|clause| clause.selector.clone()).chain(exceptions).collect::<Vec<_>>()
    };
    tree.facts[fact].name == "segment"
        || tree
            .items
            .iter()
            .flat_map(clauses)
            .flatten()
            .any(|selector| matches!(selector.kind, crate::tree::NodeKind::Fact(at) if at == fact))
}

struct Batch<'a> {
    tree: &'a Tree,
    facts: &'a Facts,
    constants: Facts,
    columns: Vec<usize>,
}

impl Batch<'_> {
    /// The outputs for the example's person; all rows must agree.
    fn run(&self, outputs: &[Output]) -> Result<Vec<i64>, Vec<RowFault>> {
        let plan = Plan::new(self.tree, &self.constants, &self.columns, outputs);
        let numbers: Vec<Option<Vec<i64>>> = self.columns.iter().map(|fact| self.numbers(*fact)).collect();
        let values: Vec<Vec<Option<Value>>> =
            self.columns.iter().map(|fact| vec![self.facts.get(*fact).cloned(); ROWS]).collect();
        let columns: Vec<Column<'_>> = numbers
            .iter()
            .zip(&values)
            .map(|(numbers, values)| {
                numbers.as_ref().map_or(Column::Values(values), |numbers| Column::Known(numbers))
            })
            .collect();
        let mut results = vec![vec![0_i64; ROWS]; outputs.len()];
        let mut slices: Vec<&mut [i64]> = results.iter_mut().map(Vec::as_mut_slice).collect();
        let faults = plan.run(&columns, &mut slices, &mut Scratch::default());
        if !faults.is_empty() {
            return Err(faults);
        }
        for result in &results {
            assert!(result.iter().all(|number| *number == result[0]), "rows of one person agree");
        }
        Ok(results.into_iter().map(|result| result[0]).collect())
    }

    fn numbers(&self, fact: usize) -> Option<Vec<i64>> {
        let ty = self.tree.facts[fact].ty;
        if matches!(ty, Type::List(_) | Type::Rate) {
            return None;
        }
        let value = self.facts.get(fact)?;
        whole(self.tree, value, ty).map(|number| vec![number; ROWS])
    }

    fn check(&self, expectation: &Expectation) -> Result<(), String> {
        match expectation {
            Expectation::Line { programme, payer, amount } => {
                let is_it = |target: &Target| match target {
                    Target::Line { programme: p, payer: q, .. } => p == programme && q == payer,
                    _ => false,
                };
                self.owed(is_it, amount.as_ref())
            }
            Expectation::Move { programme, fund, amount } => {
                let is_it = |target: &Target| match target {
                    Target::Move { programme: p, fund: f, .. } => p == programme && f == fund,
                    _ => false,
                };
                self.owed(is_it, amount.as_ref())
            }
            Expectation::Fund(fund, amount) => self.fund(*fund, amount),
            Expectation::Total(payer, amount) => {
                let mine = |target: &Target| match target {
                    Target::Line { payer: p, .. } => payer.is_none_or(|wanted| wanted == *p),
                    _ => false,
                };
                self.owed(mine, Some(amount))
            }
            Expectation::Defined(item, value) => self.defined(*item, value),
            Expectation::Component { payment: Some(_), .. } => Ok(()),
            Expectation::Component { item, payment: None, amount } => {
                self.sum(&[Output::Component(*item)], amount.as_ref())
            }
            Expectation::BenefitTotal(benefit, amount) => {
                let components = self.components(*benefit);
                self.sum(&components, Some(amount))
            }
            Expectation::Refused(benefit, condition) => {
                let place = requirements(self.tree, *benefit).iter().position(|at| at == condition);
                self.refusal(*benefit, place.map_or(0, |at| at as i64 + 1))
            }
            Expectation::Accepted(benefit) => self.refusal(*benefit, 0),
            Expectation::Missing(fact, asked) => match self.asked(*asked) {
                Err(faults) if faults.iter().any(|fault| fault.missing.contains(fact)) => Ok(()),
                _ => Err("columns do not ask for it".to_owned()),
            },
            Expectation::Error(asked) => match self.asked(*asked) {
                Err(_) => Ok(()),
                Ok(_) => Err("columns answer".to_owned()),
            },
        }
    }

    /// The items of the member's segment.
    fn lines(&self) -> Vec<usize> {
        let mut evaluator = crate::evaluate::Evaluator::new(self.tree, self.facts.clone(), false);
        evaluator.segment().map(|segment| explain::owed(self.tree, segment)).unwrap_or_default()
    }

    fn owed(&self, wanted: impl Fn(&Target) -> bool, amount: Option<&Exact>) -> Result<(), String> {
        let outputs: Vec<Output> = self
            .lines()
            .into_iter()
            .filter(|at| wanted(&self.tree.items[*at].target))
            .map(Output::Owed)
            .collect();
        self.sum(&outputs, amount)
    }

    fn sum(&self, outputs: &[Output], amount: Option<&Exact>) -> Result<(), String> {
        let zero = Exact::zero();
        let wanted = whole(self.tree, &Value::Number(amount.unwrap_or(&zero).clone()), Type::Money);
        let found: i64 = if outputs.is_empty() {
            0
        } else {
            self.run(outputs).map_err(|faults| fault(self.tree, &faults))?.iter().sum()
        };
        if Some(found) == wanted { Ok(()) } else { Err(format!("columns: {found} came out")) }
    }

    fn fund(&self, wanted: usize, amount: &Exact) -> Result<(), String> {
        let land = &self.tree.jurisdiction;
        let lines = self.lines();
        let outputs: Vec<Output> = lines.iter().map(|at| Output::Owed(*at)).collect();
        let amounts = self.run(&outputs).map_err(|faults| fault(self.tree, &faults))?;
        let mut found = 0;
        for (at, number) in lines.iter().zip(amounts) {
            match self.tree.items[*at].target {
                Target::Line { programme, .. } if land.programmes[programme].belongs_to == wanted => {
                    found += number;
                }
                Target::Move { programme, fund, .. } => {
                    found += if land.programmes[programme].belongs_to == wanted { number } else { 0 };
                    found -= if fund == wanted { number } else { 0 };
                }
                _ => {}
            }
        }
        let wanted = whole(self.tree, &Value::Number(amount.clone()), Type::Money);
        if Some(found) == wanted { Ok(()) } else { Err(format!("columns: {found} came out")) }
    }

    /// A value that is not whole has no place in a column; then both readers must say so.
    fn defined(&self, item: usize, value: &Value) -> Result<(), String> {
        let wanted = whole(self.tree, value, self.tree.items[item].ty);
        match (self.run(&[Output::Defined(item)]), wanted) {
            (Ok(found), Some(wanted)) if found[0] == wanted => Ok(()),
            (Err(_), None) => Ok(()),
            (Ok(found), _) => Err(format!("columns: {} came out", found[0])),
            (Err(faults), _) => Err(fault(self.tree, &faults)),
        }
    }

    fn refusal(&self, benefit: usize, wanted: i64) -> Result<(), String> {
        let found = self.run(&[Output::Refusal(benefit)]).map_err(|faults| fault(self.tree, &faults))?[0];
        if found == wanted { Ok(()) } else { Err(format!("columns: condition {found} fails, not {wanted}")) }
    }

    fn asked(&self, asked: Asked) -> Result<Vec<i64>, Vec<RowFault>> {
        let outputs: Vec<Output> = match asked {
            Asked::Contribution => self.lines().into_iter().map(Output::Owed).collect(),
            Asked::Definition(item) => vec![Output::Defined(item)],
            Asked::Benefit(benefit) => self.components(benefit),
        };
        self.run(&outputs)
    }

    fn components(&self, wanted: usize) -> Vec<Output> {
        let is_it =
            |target: &Target| matches!(target, Target::Component { benefit, .. } if *benefit == wanted);
        let items = self.tree.items.iter().enumerate().filter(|(_, item)| is_it(&item.target));
        items.map(|(at, _)| Output::Component(at)).collect()
    }
}

fn fault(tree: &Tree, faults: &[RowFault]) -> String {
    let Some(first) = faults.first() else { return String::new() };
    let missing: Vec<&str> = first.missing.iter().map(|at| tree.facts[*at].name.as_str()).collect();
    let stop = crate::render::stop(&first.stop, crate::render::Lang::En);
    format!("columns: {stop} {}", missing.join(", "))
}
