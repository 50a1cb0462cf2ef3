//! Two packs of law: tables row by row, rules by what they give a value to, then the vocabulary.

use std::collections::BTreeSet;

use base::Day;
use rules::LawPack;
use rules::tree::{Item, Row, Table, Tree, Version};
use rules::value::Value;

use super::{Cell, CellChange, Difference, Rule, RuleChange, WordChange, cell, rule, vocabulary};
use crate::notation;

/// What is different in the second pack.
pub(crate) fn between_packs(before: &LawPack, after: &LawPack) -> Difference {
    let mut difference = Difference { words: vocabulary::changes(before, after), ..Difference::default() };
    tables(before.tree(), after.tree(), &mut difference);
    for target in union(targets(before.tree()), targets(after.tree())) {
        difference.rules.extend(rules_of(before, after, &target));
    }
    difference
}

/// Names of both, in the order of the first, then those only the second has.
pub(super) fn union(before: Vec<String>, after: Vec<String>) -> Vec<String> {
    let seen: BTreeSet<String> = before.iter().cloned().collect();
    before.into_iter().chain(after.into_iter().filter(|name| !seen.contains(name))).collect()
}

fn targets(tree: &Tree) -> Vec<String> {
    tree.items.iter().map(|item| notation::target(tree, &item.target)).collect()
}

fn tables(before: &Tree, after: &Tree, difference: &mut Difference) {
    let names = |tree: &Tree| tree.tables.iter().map(|table| table.name.clone()).collect();
    for name in union(names(before), names(after)) {
        let (old, new) = (table(before, &name), table(after, &name));
        if let (Some(old), Some(new)) = (old, new) {
            let (was, is) = (heading(before, old), heading(after, new));
            if was != is {
                difference.words.push(WordChange { what: name.clone(), before: Some(was), after: Some(is) });
            }
        }
        difference.cells.extend(cells((before, old), (after, new)));
    }
}

fn table<'a>(tree: &'a Tree, name: &str) -> Option<&'a Table> {
    tree.names.tables.get(name).map(|at| &tree.tables[*at])
}

/// `jkk_rate · rate, by risk_class`
fn heading(tree: &Tree, table: &Table) -> String {
    let unit = format!("{} · {}", table.name, notation::type_name(tree, table.unit));
    let parts = std::iter::once(unit.as_str()).chain(table.keys.iter().map(|(_, key)| key.as_str()));
    parts.collect::<Vec<_>>().join(", by ")
}

type In<'a, T> = (&'a Tree, Option<&'a T>);

fn cells((before, old): In<'_, Table>, (after, new): In<'_, Table>) -> Vec<CellChange> {
    let mut changes = Vec::new();
    for from in dates(old, new) {
        let version = |table: Option<&Table>| {
            table.and_then(|table| table.versions.iter().position(|it| it.from == from))
        };
        let (was, is) = (version(old), version(new));
        let in_old = old.zip(was).map(|(table, at)| (table, &table.versions[at]));
        let in_new = new.zip(is).map(|(table, at)| (table, &table.versions[at]));
        changes.extend(version_cells(from, (before, in_old), (after, in_new)));
    }
    changes
}

fn dates(old: Option<&Table>, new: Option<&Table>) -> BTreeSet<Option<Day>> {
    old.into_iter().chain(new).flat_map(|table| &table.versions).map(|version| version.from).collect()
}

type Dated<'a> = Option<(&'a Table, &'a Version)>;

/// Cells are matched by their keys as written, since the packs may number their options differently.
fn version_cells(
    from: Option<Day>,
    (before, old): (&Tree, Dated<'_>),
    (after, new): (&Tree, Dated<'_>),
) -> Vec<CellChange> {
    let (was, is) = (written(before, old), written(after, new));
    let names = |cells: &[(String, Cell)]| cells.iter().map(|(keys, _)| keys.clone()).collect();
    let keys = union(names(&was), names(&is));
    let provision = new.map_or_else(|| home(before, old), |_| home(after, new));
    let table = new.or(old).map_or_else(String::new, |(table, _)| table.name.clone());
    let (mut was, mut is) = (was, is);
    let mut changes = Vec::new();
    for keys in keys {
        let (old, new) = (take(&mut was, &keys), take(&mut is, &keys));
        if old != new {
            let (provision, table) = (provision.clone(), table.clone());
            changes.push(CellChange { provision, table, keys, from, before: old, after: new });
        }
    }
    changes
}

fn written(tree: &Tree, dated: Dated<'_>) -> Vec<(String, Cell)> {
    let Some((table, version)) = dated else { return Vec::new() };
    let one = |row: &Row| (notation::keys(tree, table, &row.keys), cell(tree, table, version, row));
    version.rows.iter().map(one).collect()
}

fn home(tree: &Tree, dated: Dated<'_>) -> String {
    dated.map_or_else(String::new, |(table, _)| tree.provisions[table.provision].path.clone())
}

fn take(cells: &mut Vec<(String, Cell)>, keys: &str) -> Option<Cell> {
    let at = cells.iter().position(|(have, _)| have == keys)?;
    Some(cells.remove(at).1)
}

/// The keys of either version, each once.
pub(super) fn all_keys<'a>(old: Option<&'a Version>, new: Option<&'a Version>) -> Vec<&'a [Value]> {
    let mut keys: Vec<&[Value]> = Vec::new();
    for row in old.into_iter().chain(new).flat_map(|version| &version.rows) {
        if !keys.contains(&row.keys.as_slice()) {
            keys.push(&row.keys);
        }
    }
    keys
}

/// Rules of one target that only one pack has; a rule that moved to another file is the same rule.
fn rules_of(before: &LawPack, after: &LawPack, target: &str) -> Option<RuleChange> {
    let (old, new) = (texts(before, target), texts(after, target));
    let only = |mine: &[Rule], theirs: &[Rule]| mine.iter().all(|rule| theirs.contains(rule));
    if only(&old, &new) && only(&new, &old) {
        return None;
    }
    let provision = home_of(after, target).or_else(|| home_of(before, target)).unwrap_or_default();
    let (was, is): (Vec<bool>, Vec<bool>) = (
        old.iter().map(|rule| !new.contains(rule)).collect(),
        new.iter().map(|rule| !old.contains(rule)).collect(),
    );
    let keep = |rules: Vec<Rule>, kept: Vec<bool>| -> Vec<Rule> {
        rules.into_iter().zip(kept).filter_map(|(rule, keep)| keep.then_some(rule)).collect()
    };
    Some(RuleChange { provision, target: target.to_owned(), before: keep(old, was), after: keep(new, is) })
}

fn item<'a>(pack: &'a LawPack, target: &str) -> Option<&'a Item> {
    pack.tree().items.iter().find(|item| notation::target(pack.tree(), &item.target) == target)
}

fn texts(pack: &LawPack, target: &str) -> Vec<Rule> {
    let clauses = item(pack, target).into_iter().flat_map(Item::every_clause);
    clauses.map(|clause| rule(pack.tree(), pack.files(), clause)).collect()
}

fn home_of(pack: &LawPack, target: &str) -> Option<String> {
    let clause = item(pack, target)?.every_clause().next()?;
    Some(pack.tree().provisions[clause.provision].path.clone())
}
