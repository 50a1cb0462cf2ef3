//! What the law has to be told of an event: a field for each fact that its claims rest on and the register
//! does not know.

use std::collections::BTreeSet;

use rules::render::{self, Lang};
use rules::tree::{Fact, Target, Tree};
use rules::value::Type;
use scheme::claims::{Check, ClaimKind};
use scheme::facts::is_own;
use scheme::law::{ClaimLaw, facts_behind};
use serde::Serialize;

use super::said;
use crate::describe::describe;
use crate::pages::prose::capital;
use crate::pages::texts;
use crate::serve::form::Form;

/// Where the law's facts say that the institution has a value itself.
const REGISTER: [&str; 6] = [
    "registration",
    "membership record",
    "contribution ledger",
    "account ledger",
    "claims record",
    "the ledger",
];

/// What follows from the event, from the day on which it is reported and decided, and from the register.
const FOLLOWS: [&str; 18] = [
    "still_employed",
    "crediting_method",
    "employer_state",
    "new_job",
    "jp_payments",
    "pension_start",
    "surviving_spouse",
    "surviving_child",
    "surviving_parent",
    "event_date",
    "claim_date",
    "decision_date",
    "payment_date",
    "reported_date",
    "event_kind",
    "life_event",
    "claim_kind",
    "segment",
];

/// Why work ended, which decides what is paid although the law can do without it.
const WHY_ENDED: &str = "termination";

/// No answer is longer.
const VALUE_CHARS_MAX: usize = 200;

/// A field of the form.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Field {
    name: String,
    label: String,
    kind: &'static str,
    value: String,
    hint: String,
    options: Vec<(String, String)>,
}

/// What an event's claims are asked, in two groups: what is missing, and what is assumed unless it is said.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Fields {
    pub(super) needed: Vec<Field>,
    assumed: Vec<Field>,
}

/// The facts that claims of these kinds rest on, and that a report may tell.
fn behind(law: &ClaimLaw<'_>, kinds: &[ClaimKind]) -> Vec<usize> {
    let tree = law.law().tree();
    let benefits: BTreeSet<usize> = kinds.iter().map(|kind| law.benefit(*kind)).collect();
    let is_of = |target: &Target| match target {
        Target::Component { benefit, .. } | Target::Requirement { benefit, .. } => benefits.contains(benefit),
        _ => false,
    };
    let items: Vec<usize> =
        tree.items.iter().enumerate().filter(|(_, item)| is_of(&item.target)).map(|(at, _)| at).collect();
    let may = |at: &usize| {
        let fact = &tree.facts[*at];
        !is_own(&fact.name)
            && !REGISTER.contains(&fact.source.as_str())
            && !FOLLOWS.contains(&fact.name.as_str())
            && !matches!(fact.ty, Type::List(_))
    };
    facts_behind(tree, None, &items).into_iter().filter(may).collect()
}

/// The fields for an event, from what was found before it is reported.
pub(super) fn fields(law: &ClaimLaw<'_>, checks: &[Check], form: &Form, lang: Lang) -> Fields {
    let tree = law.law().tree();
    let kinds: Vec<ClaimKind> = checks.iter().map(|check| check.kind).collect();
    let missing = |fact: &Fact| {
        let blocks = checks.iter().flat_map(|check| &check.blocks);
        let mut missing = blocks.filter(|block| block.cause.code == "facts_missing");
        missing.any(|block| block.cause.en.ends_with(&fact.words.en))
    };
    let mut fields = Fields::default();
    let ended = |kind: &ClaimKind| matches!(kind, ClaimKind::JhtLeftWork | ClaimKind::JkpCash);
    let why_ended = tree.names.facts.get(WHY_ENDED).filter(|_| kinds.iter().any(ended));
    let all: BTreeSet<usize> = behind(law, &kinds).into_iter().chain(why_ended.copied()).collect();
    for at in all {
        let fact = &tree.facts[at];
        let is_given = form.given(&name_of(fact)).is_some_and(|value| !value.is_empty());
        let field = field(tree, fact, form, lang);
        match &fact.default {
            None if is_given || missing(fact) || why_ended == Some(&at) => fields.needed.push(field),
            None => {}
            Some(_) => fields.assumed.push(field),
        }
    }
    fields
}

/// The fields for what is found later, with what is known.
pub(super) fn later(
    law: &ClaimLaw<'_>,
    kinds: &[ClaimKind],
    known: &[(String, String)],
    form: &Form,
    lang: Lang,
) -> Vec<Field> {
    let tree = law.law().tree();
    let mut form = form.clone();
    for (name, value) in known {
        let name = format!("fact-{name}");
        if form.given(&name).is_none() {
            form.add(&name, value.clone());
        }
    }
    behind(law, kinds).into_iter().map(|at| field(tree, &tree.facts[at], &form, lang)).collect()
}

/// Names of facts do not meet those of other fields.
fn name_of(fact: &Fact) -> String {
    format!("fact-{}", fact.name)
}

fn field(tree: &Tree, fact: &Fact, form: &Form, lang: Lang) -> Field {
    let described = describe(tree, fact, lang);
    let mut options: Vec<(String, String)> =
        described.options.iter().map(|(value, text)| ((*value).to_owned(), (*text).to_owned())).collect();
    if fact.ty == Type::YesNo {
        options = vec![("yes".to_owned(), said(lang, "calc.yes")), ("no".to_owned(), said(lang, "calc.no"))];
    }
    let hint = match (&fact.default, fact.ty) {
        (Some(value), _) => {
            let value = render::value(tree, value, fact.ty, lang);
            texts::said(lang, "calc.if_empty", &[("value", &value)])
        }
        (None, Type::Day) => said(lang, "calc.as_day"),
        (None, Type::Month) => said(lang, "calc.as_month"),
        _ => String::new(),
    };
    Field {
        label: capital(described.means),
        kind: match fact.ty {
            Type::Money => "money",
            Type::Day => "date",
            Type::Month => "month",
            Type::YesNo | Type::Kind(_) => "choose",
            _ => "text",
        },
        value: form.get(&name_of(fact)).chars().take(VALUE_CHARS_MAX).collect(),
        hint,
        options,
        name: name_of(fact),
    }
}

/// What was told, by the law's names: fields that were left empty tell nothing.
pub(super) fn told(tree: &Tree, form: &Form) -> Vec<(String, String)> {
    let given = form.fields().filter_map(|(name, value)| Some((name.strip_prefix("fact-")?, value.trim())));
    given
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            let ty = tree.names.facts.get(name).map(|at| tree.facts[*at].ty);
            let value: String = match ty {
                Some(Type::Money) => value.trim_start_matches("Rp").replace(['.', ' '], ""),
                _ => value.chars().take(VALUE_CHARS_MAX).collect(),
            };
            (name.to_owned(), value)
        })
        .collect()
}
