//! Runs an example: what was expected, what came out.

mod in_columns;

use base::Exact;

use crate::example::{Asked, Example, Expectation};
use crate::explain::{self, Benefit, Contribution};
use crate::facts::Facts;
use crate::reason::Stop;
use crate::render;
use crate::source::Span;
use crate::tree::{Target, Tree};
use crate::value::{Type, Value};

pub use in_columns::in_columns;

/// An expectation that did not come out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The line of the expectation.
    pub span: Span,
    /// What came out instead.
    pub found: String,
}

/// Runs one example through `explain`; `tree` already has the example's assumptions.
pub fn explained(tree: &Tree, example: &Example) -> Vec<Failure> {
    let mut run = Run { tree, facts: &example.facts, contribution: None };
    let outcomes = example.expectations.iter().map(|(expectation, span)| (span, run.check(expectation)));
    outcomes.filter_map(|(span, found)| found.err().map(|found| Failure { span: *span, found })).collect()
}

/// One example being run; the contribution is worked out once.
struct Run<'a> {
    tree: &'a Tree,
    facts: &'a Facts,
    contribution: Option<Contribution>,
}

impl Run<'_> {
    fn check(&mut self, expectation: &Expectation) -> Result<(), String> {
        match expectation {
            Expectation::Line { programme, payer, amount } => {
                let (tree, contribution) = (self.tree, self.contribution());
                let found = contribution.line(tree, *programme, *payer).cloned();
                self.same(amount.as_ref(), found.as_ref())
            }
            Expectation::Move { programme, fund, amount } => {
                let tree = self.tree;
                let is_it = |target: &Target| match target {
                    Target::Move { programme: p, fund: f, .. } => p == programme && f == fund,
                    _ => false,
                };
                let moved =
                    self.contribution().moves.iter().find(|line| is_it(&tree.items[line.item].target));
                let found = moved.map(|line| line.amount.clone());
                self.same(amount.as_ref(), found.as_ref())
            }
            Expectation::Fund(fund, amount) => {
                let tree = self.tree;
                let received = self.contribution().funds(tree)[*fund].clone();
                self.same(Some(amount), Some(&received))
            }
            Expectation::Total(payer, amount) => {
                let tree = self.tree;
                let found = self.contribution().total(tree, *payer);
                self.same(Some(amount), Some(&found))
            }
            Expectation::Defined(item, value) => self.defined(*item, value),
            Expectation::Component { item, payment, amount } => {
                self.component(*item, *payment, amount.as_ref())
            }
            Expectation::BenefitTotal(benefit, amount) => {
                let answer = explain::benefit(self.tree, self.facts, *benefit, false);
                self.answered(&answer)?;
                let found: Exact = answer.components.iter().map(explain::Component::total).sum();
                self.same(Some(amount), Some(&found))
            }
            Expectation::Refused(benefit, condition) => {
                let answer = explain::benefit(self.tree, self.facts, *benefit, false);
                match &answer.refusal {
                    Some((item, ..)) if item == condition => Ok(()),
                    Some((item, words, _)) => {
                        Err(format!("refused by {}: {}", name(self.tree, *item), words.en))
                    }
                    None => self.answered(&answer).and(Err("accepted".to_owned())),
                }
            }
            Expectation::Accepted(benefit) => {
                let answer = explain::eligibility(self.tree, self.facts, *benefit, false);
                self.answered(&answer)
            }
            Expectation::Missing(fact, asked) => {
                let (missing, found) = self.asked(*asked);
                if missing.contains(fact) { Ok(()) } else { Err(format!("not asked for; {found}")) }
            }
            Expectation::Error(asked) => {
                let (_, found) = self.asked(*asked);
                if found.starts_with("outside") { Ok(()) } else { Err(found) }
            }
        }
    }

    fn contribution(&mut self) -> &Contribution {
        let (tree, facts) = (self.tree, self.facts);
        self.contribution.get_or_insert_with(|| explain::contribution(tree, facts, false))
    }

    /// Equal amounts; a stop or a missing fact explains an absent line.
    fn same(&mut self, wanted: Option<&Exact>, found: Option<&Exact>) -> Result<(), String> {
        if wanted.is_some() && wanted == found {
            return Ok(());
        }
        if let Some(contribution) = &self.contribution {
            problems(self.tree, &contribution.stops, &contribution.missing)?;
        }
        match (wanted, found) {
            (None, None) => Ok(()),
            (_, Some(found)) => Err(format!("{found} came out")),
            (Some(_), None) => Err("nothing came out".to_owned()),
        }
    }

    fn defined(&self, item: usize, wanted: &Value) -> Result<(), String> {
        let answer = explain::definition(self.tree, self.facts, item, false);
        problems(self.tree, &[], &answer.missing)?;
        match answer.value {
            Ok(found) if found == *wanted => Ok(()),
            Ok(found) => {
                let ty = self.tree.items[item].ty;
                let exact = if let (Type::Rate, Value::Number(number)) = (ty, &found) {
                    format!(" ({number})")
                } else {
                    String::new()
                };
                Err(format!("{}{exact} came out", render::value(self.tree, &found, ty, render::Lang::En)))
            }
            Err(stop) => Err(stop_text(&stop)),
        }
    }

    fn component(&self, item: usize, payment: Option<usize>, wanted: Option<&Exact>) -> Result<(), String> {
        let Target::Component { benefit, .. } = self.tree.items[item].target else { return Ok(()) };
        let answer = explain::benefit(self.tree, self.facts, benefit, false);
        let component = answer.components.iter().find(|component| component.item == item);
        let found = match (component, payment) {
            (None, _) => None,
            (Some(component), None) => Some(component.total()),
            (Some(component), Some(number)) => component.payments.get(number.wrapping_sub(1)).cloned(),
        };
        if found.as_ref() == wanted {
            return Ok(());
        }
        self.answered(&answer)?;
        match found {
            Some(found) => Err(format!("{found} came out")),
            None => Err("nothing came out".to_owned()),
        }
    }

    fn answered(&self, answer: &Benefit) -> Result<(), String> {
        if let Some((item, words, _)) = &answer.refusal {
            return Err(format!("refused by {}: {}", name(self.tree, *item), words.en));
        }
        problems(self.tree, &answer.stops, &answer.missing)
    }

    /// Facts asked for, and a sentence on what came out.
    fn asked(&self, asked: Asked) -> (std::collections::BTreeSet<usize>, String) {
        let (stops, missing) = match asked {
            Asked::Contribution => {
                let answer = explain::contribution(self.tree, self.facts, false);
                (answer.stops, answer.missing)
            }
            Asked::Benefit(benefit) => {
                let answer = explain::benefit(self.tree, self.facts, benefit, false);
                (answer.stops, answer.missing)
            }
            Asked::Definition(item) => {
                let answer = explain::definition(self.tree, self.facts, item, false);
                let stops = match answer.value {
                    Err(stop @ Stop::Outside { .. }) => vec![(item, stop)],
                    _ => Vec::new(),
                };
                (stops, answer.missing)
            }
        };
        let found =
            problems(self.tree, &stops, &missing).err().unwrap_or_else(|| "an answer came out".to_owned());
        (missing, found)
    }
}

/// Stops and missing facts as a sentence.
fn problems(
    tree: &Tree,
    stops: &[(usize, Stop)],
    missing: &std::collections::BTreeSet<usize>,
) -> Result<(), String> {
    if let Some((_, stop)) = stops.first() {
        return Err(stop_text(stop));
    }
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|at| tree.facts[*at].name.as_str()).collect();
    Err(format!("these facts are missing: {}", names.join(", ")))
}

fn stop_text(stop: &Stop) -> String {
    match stop {
        Stop::Missing => "a fact is missing".to_owned(),
        Stop::Outside { words, .. } => format!("outside the law: {}", words.en),
    }
}

fn name(tree: &Tree, item: usize) -> String {
    match &tree.items[item].target {
        Target::Requirement { name, .. } | Target::Component { name, .. } | Target::Definition(name) => {
            name.clone()
        }
        _ => String::new(),
    }
}
