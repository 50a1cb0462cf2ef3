//! Two days of one law: cells of the versions in force, rules that begin or end in between.

use base::Day;
use rules::LawPack;
use rules::tree::{Clause, Item, Table, Tree, Version};

use super::{CellChange, Difference, RuleChange, cell, rule};
use crate::notation;

/// What is different on the later day.
pub(crate) fn between_days(pack: &LawPack, before: Day, after: Day) -> Difference {
    let tree = pack.tree();
    Difference {
        cells: tree.tables.iter().flat_map(|table| cells(tree, table, before, after)).collect(),
        rules: tree.items.iter().filter_map(|item| rules_of(pack, item, before, after)).collect(),
        words: Vec::new(),
    }
}

fn cells(tree: &Tree, table: &Table, before: Day, after: Day) -> Vec<CellChange> {
    let (old, new) = (table.on(Some(before)), table.on(Some(after)));
    if old.map(|version| version.from) == new.map(|version| version.from) {
        return Vec::new();
    }
    let change = |keys: &[rules::value::Value]| {
        let in_version = |version: Option<&Version>| {
            let row = version?.rows.iter().find(|row| row.keys == keys)?;
            Some(cell(tree, table, version?, row))
        };
        CellChange {
            provision: tree.provisions[table.provision].path.clone(),
            table: table.name.clone(),
            keys: notation::keys(tree, table, keys),
            from: new.map_or(old.and_then(|version| version.until), |version| version.from),
            before: in_version(old),
            after: in_version(new),
        }
    };
    let values =
        |it: &CellChange| it.before.as_ref().map(|it| &it.value) != it.after.as_ref().map(|it| &it.value);
    super::packs::all_keys(old, new).into_iter().map(change).filter(values).collect()
}

/// The rules of one target that begin or end after the first day and not after the second.
fn rules_of(pack: &LawPack, item: &Item, before: Day, after: Day) -> Option<RuleChange> {
    let within = |day: Day| before < day && day <= after;
    let begins = |clause: &&Clause| clause.validity.is_some_and(|(from, _)| within(from));
    let ends = |clause: &&Clause| clause.validity.is_some_and(|(_, until)| until.is_some_and(within));
    let in_force: Vec<&Clause> = item.every_clause().filter(|clause| clause.in_force).collect();
    let texts = |clauses: Vec<&Clause>| -> Vec<super::Rule> {
        clauses.into_iter().map(|clause| rule(pack.tree(), pack.files(), clause)).collect()
    };
    let (ended, begun): (Vec<&Clause>, Vec<&Clause>) = (
        in_force.iter().copied().filter(|clause| ends(clause) && !begins(clause)).collect(),
        in_force.iter().copied().filter(begins).collect(),
    );
    let first = *ended.first().or(begun.first())?;
    Some(RuleChange {
        provision: pack.tree().provisions[first.provision].path.clone(),
        target: notation::target(pack.tree(), &item.target),
        before: texts(ended),
        after: texts(begun),
    })
}
