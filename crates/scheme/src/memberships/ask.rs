//! Asking the law one definition: the answer with the article, or what stands in the way.

use base::Citation;
use rules::explain;
use rules::facts::Facts;
use rules::reason::{Reason, ReasonKind, Stop};
use rules::tree::{Tree, Words};
use rules::value::Value;

use crate::facts::check_fact;
use crate::refusal::Refusal;

/// Facts by name, to ask the law about.
pub(crate) struct Question<'a> {
    tree: &'a Tree,
    facts: Facts,
}

/// What the law says.
pub(crate) enum Asked {
    /// A value and why.
    Answer(Answer),
    /// Facts the law would have to know.
    Missing(Words),
    /// The law has no rule for this case or this time.
    Outside(Words),
    /// This pack has no such definition.
    Unknown,
}

/// A value of the law.
pub(crate) struct Answer {
    /// The truth, of a yes or no.
    pub(crate) yes: Option<bool>,
    /// The name, of an option.
    pub(crate) option: Option<String>,
    /// The provision that gave it.
    pub(crate) citation: Option<Citation>,
    /// The bounds of tables that were read for it.
    pub(crate) bounds: Words,
}

impl<'a> Question<'a> {
    pub(crate) fn new(tree: &'a Tree) -> Self {
        Self { tree, facts: Facts::new(tree) }
    }

    /// Puts a fact within the law's limits.
    pub(crate) fn put(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        check_fact(self.tree, name, value)?;
        self.put_kept(name, value);
        Ok(())
    }

    /// Puts a fact that was checked when it came; one this law no longer knows is left out.
    pub(crate) fn put_kept(&mut self, name: &str, value: &str) {
        let _ = self.facts.set(self.tree, name, value);
    }

    /// Whether the answer is yes, without its reasons.
    pub(crate) fn is_so(&self, definition: &str) -> bool {
        let Some(item) = self.tree.names.definitions.get(definition) else { return false };
        let defined = explain::definition(self.tree, &self.facts, *item, false);
        defined.value.is_ok_and(|value| value.yes() == Some(true))
    }

    pub(crate) fn ask(&self, definition: &str) -> Asked {
        let Some(item) = self.tree.names.definitions.get(definition) else { return Asked::Unknown };
        let defined = explain::definition(self.tree, &self.facts, *item, true);
        match defined.value {
            Ok(value) => Asked::Answer(self.answer(*item, &value, defined.reason.as_ref())),
            Err(Stop::Missing) => {
                let words = defined.missing.iter().map(|fact| &self.tree.facts[*fact].words);
                Asked::Missing(joined(words.cloned()))
            }
            Err(Stop::Outside { words, .. }) => Asked::Outside(words),
        }
    }

    fn answer(&self, item: usize, value: &Value, reason: Option<&Reason>) -> Answer {
        let mut bounds = Vec::new();
        if let Some(reason) = reason {
            reason.visit(&mut |reason| {
                if let (ReasonKind::Cell { table, .. }, Some(number)) = (&reason.kind, reason.value.number())
                {
                    let words = &self.tree.tables[*table].words;
                    let with = |words: &str| format!("{words} {number}");
                    bounds.push(Words { id: with(&words.id), en: with(&words.en) });
                }
            });
        }
        let citation = reason.and_then(|reason| match &reason.kind {
            ReasonKind::Rule(rule) => Some(rule.citation.clone()),
            _ => None,
        });
        let options = self.tree.options(self.tree.items[item].ty);
        let option =
            if let Value::Option(at) = value { options.get(usize::from(*at)).cloned() } else { None };
        Answer { yes: value.yes(), option, citation, bounds: joined(bounds.into_iter()) }
    }
}

fn joined(words: impl Iterator<Item = Words>) -> Words {
    let (id, en): (Vec<_>, Vec<_>) = words.map(|words| (words.id, words.en)).unzip();
    Words { id: id.join(", "), en: en.join(", ") }
}
