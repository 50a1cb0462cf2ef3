//! A tree of reasons for a page: what it is, its value, the article, what is uncertain, and what it rests on.

use std::collections::BTreeSet;

use rules::reason::{Reason, ReasonKind, RuleReason};
use rules::render::{self, Lang};
use rules::tree::Tree;
use serde::Serialize;

use crate::notation;
use crate::pages::texts;

/// One reason, as the page's macro wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Node {
    pub(crate) text: String,
    pub(crate) value: String,
    pub(crate) cite: String,
    pub(crate) href: String,
    pub(crate) doubt: String,
    pub(crate) parts: Vec<Node>,
}

/// The reasons from here down; one that stands twice side by side is said once.
pub(crate) fn node(tree: &Tree, reason: &Reason, lang: Lang) -> Node {
    let mut parts: Vec<Node> = Vec::new();
    for child in &reason.children {
        let child = node(tree, child, lang);
        if !parts.contains(&child) {
            parts.push(child);
        }
    }
    let value = render::value(tree, &reason.value, reason.ty, lang);
    let said = said(tree, reason, lang);
    Node { text: said.text, value, cite: said.cite, href: said.href, doubt: said.doubt, parts }
}

/// What one reason says of itself.
#[derive(Default)]
struct Said {
    text: String,
    cite: String,
    href: String,
    doubt: String,
}

fn said(tree: &Tree, reason: &Reason, lang: Lang) -> Said {
    let t = |key: &str, parts: &[(&str, &str)]| texts::said(lang, key, parts);
    match &reason.kind {
        ReasonKind::Rule(rule) => applied(tree, rule, lang),
        ReasonKind::Fact(at, assumed) => {
            let means = lang.of(&tree.facts[*at].words);
            let key = if *assumed { "why.assumed" } else { "why.given" };
            Said { text: t(key, &[("means", means)]), ..Said::default() }
        }
        ReasonKind::Field { record, field, number } => {
            let means = lang.of(&tree.records[*record].fields[*field].words);
            Said { text: format!("{number}. {means}"), ..Said::default() }
        }
        ReasonKind::Cell { table, keys, citation, doubt, .. } => {
            let table = &tree.tables[*table];
            let keys: Vec<String> = keys
                .iter()
                .zip(&table.keys)
                .map(|(key, (kind, _))| notation::key_of(tree, key, kind))
                .collect();
            let keys = if keys.is_empty() { String::new() } else { format!(" [{}]", keys.join(", ")) };
            Said {
                text: format!("{}{keys}", lang.of(&table.words)),
                href: href(tree, table.provision),
                doubt: doubt.as_ref().map(|doubt| lang.of(doubt).to_owned()).unwrap_or_default(),
                cite: render::citation(citation, lang),
            }
        }
        ReasonKind::Rounded { step, exact, .. } => {
            let (step, exact) = (render::number_text(step, lang), render::number_text(exact, lang));
            Said { text: t("why.rounded", &[("exact", &exact), ("step", &step)]), ..Said::default() }
        }
        ReasonKind::Calendar(citation) => {
            Said { text: t("why.calendar", &[]), cite: render::citation(citation, lang), ..Said::default() }
        }
        ReasonKind::Again(item, _) => {
            let name = render::name(tree, &tree.items[*item].target, lang);
            Said { text: t("why.again", &[("name", &name)]), ..Said::default() }
        }
    }
}

fn applied(tree: &Tree, rule: &RuleReason, lang: Lang) -> Said {
    let name = render::name(tree, &tree.items[rule.item].target, lang);
    let text = match rule.payment {
        Some(number) => texts::said(lang, "why.payment", &[("name", &name), ("number", &number.to_string())]),
        None => name,
    };
    let doubts: Vec<&str> = rule.doubts.iter().map(|doubt| lang.of(doubt)).collect();
    Said {
        text,
        cite: render::citation(&rule.citation, lang),
        href: href(tree, rule.provision),
        doubt: doubts.join("; "),
    }
}

fn href(tree: &Tree, provision: usize) -> String {
    format!("/law/{}", tree.provisions[provision].path)
}

/// The facts whose default was taken, by their numbers.
pub(crate) fn assumed<'r>(reasons: impl Iterator<Item = &'r Reason>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for reason in reasons {
        reason.visit(&mut |reason| {
            if let ReasonKind::Fact(at, true) = reason.kind {
                found.insert(at);
            }
        });
    }
    found
}
