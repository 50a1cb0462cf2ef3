//! A tree of reasons for a page: what it is, its value, the article, what is uncertain, and what it rests on.

use std::collections::BTreeSet;

use base::Citation;
use rules::reason::{Reason, ReasonKind, RuleReason};
use rules::render;
use serde::Serialize;

use super::texts;
use crate::notation;
use crate::page::Page;

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
pub(crate) fn node(page: &Page<'_>, reason: &Reason) -> Node {
    let mut parts: Vec<Node> = Vec::new();
    for child in &reason.children {
        let child = node(page, child);
        if !parts.contains(&child) {
            parts.push(child);
        }
    }
    let value = render::value(page.tree, &reason.value, reason.ty, page.lang);
    let said = said(page, reason);
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

fn said(page: &Page<'_>, reason: &Reason) -> Said {
    let (tree, lang) = (page.tree, page.lang);
    let t = |key: &str, parts: &[(&str, &str)]| texts::said(lang, key, parts);
    match &reason.kind {
        ReasonKind::Rule(rule) => applied(page, rule),
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
                href: href(page, table.provision),
                doubt: doubt.as_ref().map(|doubt| lang.of(doubt).to_owned()).unwrap_or_default(),
                cite: cited(page, citation),
            }
        }
        ReasonKind::Rounded { step, exact, .. } => {
            let (step, exact) = (render::number_text(step, lang), render::number_text(exact, lang));
            Said { text: t("why.rounded", &[("exact", &exact), ("step", &step)]), ..Said::default() }
        }
        ReasonKind::Calendar(citation) => {
            Said { text: t("why.calendar", &[]), cite: cited(page, citation), ..Said::default() }
        }
        ReasonKind::Again(item, _) => {
            let name = render::name(tree, &tree.items[*item].target, lang);
            Said { text: t("why.again", &[("name", &name)]), ..Said::default() }
        }
    }
}

fn applied(page: &Page<'_>, rule: &RuleReason) -> Said {
    let name = render::name(page.tree, &page.tree.items[rule.item].target, page.lang);
    let text = match rule.payment {
        Some(number) => {
            texts::said(page.lang, "why.payment", &[("name", &name), ("number", &number.to_string())])
        }
        None => name,
    };
    let doubts: Vec<&str> = rule.doubts.iter().map(|doubt| page.lang.of(doubt)).collect();
    Said {
        text,
        cite: cited(page, &rule.citation),
        href: href(page, rule.provision),
        doubt: doubts.join("; "),
    }
}

fn cited(page: &Page<'_>, citation: &Citation) -> String {
    render::citation(citation, page.lang)
}

fn href(page: &Page<'_>, provision: usize) -> String {
    format!("/law/{}", page.tree.provisions[provision].path)
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
