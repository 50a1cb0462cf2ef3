//! Asking one definition: the value with what it rests on, or a refusal in words with the provision.

use base::{Citation, Day};
use rules::explain::{self, Defined};
use rules::facts::Facts;
use rules::reason::{ReasonKind, Stop};
use rules::tree::Tree;
use rules::value::{Type, Value};

use super::Law;
use crate::refusal::Refusal;

/// A value and the provision it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) value: Value,
    pub(crate) citation: Option<Citation>,
}

impl Law<'_> {
    /// A definition's value for these facts.
    pub(crate) fn ask(&self, item: usize, facts: &Facts) -> Result<Answer, Refusal> {
        let defined = explain::definition(self.tree, facts, item, true);
        match defined.value {
            Ok(value) => {
                let citation = defined.reason.and_then(|reason| match reason.kind {
                    ReasonKind::Rule(rule) => Some(rule.citation),
                    _ => None,
                });
                Ok(Answer { value, citation })
            }
            Err(_) => Err(self.refuse(item, &defined)),
        }
    }

    /// The day that a definition gives.
    pub(crate) fn ask_day(&self, item: usize, facts: &Facts) -> Result<Day, Refusal> {
        let answer = self.ask(item, facts)?;
        answer.value.day().ok_or_else(|| self.no_such_value(item))
    }

    /// The whole coins that a definition gives.
    pub(crate) fn ask_coins(&self, item: usize, facts: &Facts) -> Result<i64, Refusal> {
        let answer = self.ask(item, facts)?;
        rules::columns::whole(self.tree, &answer.value, Type::Money).ok_or_else(|| self.no_such_value(item))
    }

    /// Puts an amount of coins.
    pub(crate) fn money(&self, coins: i64) -> Option<Value> {
        let parts = 10_i128.pow(self.tree.jurisdiction.decimals.min(base::limit::DECIMALS_MAX));
        base::Exact::fraction(i128::from(coins), parts).map(Value::Number)
    }

    fn refuse(&self, item: usize, defined: &Defined) -> Refusal {
        let citation = self.tree.items[item].clauses.first().map(|clause| &clause.citation);
        match &defined.value {
            Err(Stop::Outside { words, .. }) => {
                let name = &self.tree.items[item].words;
                let id = format!("{}: {}", name.id, words.id);
                Refusal::new("outside_the_law", id, format!("{}: {}", name.en, words.en)).under(citation)
            }
            _ => {
                let missing: Vec<usize> = defined.missing.iter().copied().collect();
                missing_facts(self.tree, &missing).under(citation)
            }
        }
    }

    fn no_such_value(&self, item: usize) -> Refusal {
        let name = &self.tree.items[item].words;
        let id = format!("{}: nilainya tidak dapat dipakai dalam pembukuan", name.id);
        Refusal::new("no_such_value", id, format!("{}: its value cannot be used in the books", name.en))
    }
}

/// An answer, or none where the law has no rule for the case; every other refusal stays one.
pub(crate) fn unless_silent<T>(answer: Result<T, Refusal>) -> Result<Option<T>, Refusal> {
    match answer {
        Err(refusal) if refusal.code == "outside_the_law" => Ok(None),
        answer => answer.map(Some),
    }
}

/// What has to be known first.
pub(crate) fn missing_facts(tree: &Tree, missing: &[usize]) -> Refusal {
    let list = |of: &dyn Fn(&rules::tree::Fact) -> String| {
        missing.iter().map(|fact| of(&tree.facts[*fact])).collect::<Vec<_>>().join(", ")
    };
    Refusal::new(
        "facts_missing",
        format!("belum diketahui: {}", list(&|fact| fact.words.id.clone())),
        format!("not known yet: {}", list(&|fact| fact.words.en.clone())),
    )
}
