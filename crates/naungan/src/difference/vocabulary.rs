//! Two packs of law: facts, options, the calendar, the heads of provisions, each as one line of text.

use std::collections::BTreeMap;

use rules::LawPack;
use rules::tree::{Fact, Named, Tree};

use super::WordChange;
use super::packs::union;
use crate::notation;

/// The lines that differ.
pub(super) fn changes(before: &LawPack, after: &LawPack) -> Vec<WordChange> {
    let (old, new) = (lines(before), lines(after));
    let names = |lines: &[(String, String)]| lines.iter().map(|(name, _)| name.clone()).collect();
    let all = union(names(&old), names(&new));
    let (old, new): (BTreeMap<_, _>, BTreeMap<_, _>) = (old.into_iter().collect(), new.into_iter().collect());
    let change = |what: String| {
        let (before, after) = (old.get(&what).cloned(), new.get(&what).cloned());
        (before != after).then_some(WordChange { what, before, after })
    };
    all.into_iter().filter_map(change).collect()
}

/// Everything that is neither a table nor a rule: its name, and what is said about it.
fn lines(pack: &LawPack) -> Vec<(String, String)> {
    let tree = pack.tree();
    let mut lines: Vec<(String, String)> = settings(tree);
    lines.extend(
        tree.jurisdiction.calendar.holidays().iter().map(|day| (format!("holiday {day}"), "–".to_owned())),
    );
    lines.extend(tree.kinds.iter().map(|kind| (format!("kind {}", kind.name), kind.options.join(", "))));
    lines.extend(tree.facts.iter().map(|fact| (format!("fact {}", fact.name), said(tree, fact))));
    for record in &tree.records {
        let field = |field: &Fact| (format!("field {}.{}", record.name, field.name), said(tree, field));
        lines.extend(record.fields.iter().map(field));
    }
    lines.extend(tree.provisions.iter().map(|provision| {
        let quoted = provision.quotation.split_whitespace().collect::<Vec<_>>().join(" ");
        (
            format!("provision {}", provision.path),
            format!("{} / {} · {} · {quoted}", provision.title.id, provision.title.en, provision.citation),
        )
    }));
    lines
}

fn settings(tree: &Tree) -> Vec<(String, String)> {
    let land = &tree.jurisdiction;
    let (first, end) = land.known;
    let mut lines =
        vec![("known".to_owned(), format!("{} .. {}", notation::first(first), notation::last(end)))];
    let mut named = |what: &str, all: &[Named]| {
        lines.extend(
            all.iter()
                .map(|it| (format!("{what} {}", it.name), format!("{} / {}", it.words.id, it.words.en))),
        );
    };
    named("segment", &land.segments);
    named("programme", &land.programmes);
    named("payer", &land.payers);
    named("fund", &land.funds);
    named("benefit", &land.benefits);
    lines
}

/// Type, limits, default, words and source of a fact.
fn said(tree: &Tree, fact: &Fact) -> String {
    let value =
        |number: &base::Exact| notation::value(tree, &rules::value::Value::Number(number.clone()), fact.ty);
    let limits = fact.limits.as_ref().map(|(least, most)| format!("{} .. {}", value(least), value(most)));
    let default =
        fact.default.as_ref().map(|default| format!("default {}", notation::value(tree, default, fact.ty)));
    let words = format!("{} / {}", fact.words.id, fact.words.en);
    let parts =
        [Some(notation::type_name(tree, fact.ty)), limits, default, Some(words), Some(fact.source.clone())];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
