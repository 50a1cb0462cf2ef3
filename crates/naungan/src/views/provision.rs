//! A provision as people read it: its text, the values and rules that hold, what each rests on.

use base::Day;
use rules::render::{self, Lang};
use rules::tree::{Clause, Item, Provision, Row, Table, Version};
use rules::{LawPack, SourceFile};

use crate::notation;
use crate::page::Page;
use crate::text::fill;

/// A provision to show.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) pack: &'a LawPack,
    /// Its number in the law's tree.
    pub(crate) at: usize,
    /// As it stands on this day; whole without one.
    pub(crate) on: Option<Day>,
}

/// A part of a provision, in the order of the file.
pub(crate) enum Part<'a> {
    Table(&'a Table),
    Rule(&'a Item, &'a Clause),
}

impl<'a> Shown<'a> {
    pub(crate) fn provision(&self) -> &'a Provision {
        &self.pack.tree().provisions[self.at]
    }

    pub(crate) fn parts(&self) -> Vec<Part<'a>> {
        let tree = self.pack.tree();
        let tables = tree.tables.iter().filter(|table| table.provision == self.at).map(Part::Table);
        let clauses =
            tree.items.iter().flat_map(|item| item.every_clause().map(move |clause| (item, clause)));
        let own = clauses.filter(|(_, clause)| clause.provision == self.at && self.holds(clause));
        let rules = own.map(|(item, clause)| Part::Rule(item, clause));
        let mut parts: Vec<Part<'a>> = tables.chain(rules).collect();
        parts.sort_by_key(Part::start);
        // One statement may be about several payers.
        parts.dedup_by_key(|part| part.start());
        parts
    }

    pub(crate) fn holds(&self, clause: &Clause) -> bool {
        self.on.is_none_or(|day| clause.is_in_force_on(day))
    }

    pub(crate) fn versions(&self, table: &'a Table) -> Vec<&'a Version> {
        match self.on {
            None => table.versions.iter().collect(),
            Some(_) => table.on(self.on).into_iter().collect(),
        }
    }

    /// Since when it holds, and what it rests on where that is not the provision itself.
    pub(crate) fn header(&self, page: &Page<'_>, clause: &Clause) -> String {
        let holds = holds(page, clause);
        if clause.citation == self.provision().citation {
            return holds;
        }
        format!("{holds} · {}", render::citation(&clause.citation, page.lang))
    }
}

impl Part<'_> {
    fn start(&self) -> u32 {
        match self {
            Part::Table(table) => table.span.start,
            Part::Rule(_, clause) => clause.span.start,
        }
    }
}

/// `B (two sources)`
pub(crate) fn letter(page: &Page<'_>, confidence: base::Confidence) -> String {
    let meaning = match confidence {
        base::Confidence::A => page.text.seen,
        base::Confidence::B => page.text.two_sources,
        base::Confidence::C => page.text.one_source,
        base::Confidence::D => page.text.memory,
    };
    format!("{confidence} ({meaning})")
}

pub(crate) fn columns(page: &Page<'_>, table: &Table) -> Vec<String> {
    let keys = table.keys.iter().map(|(_, key)| key.clone());
    let before = std::iter::once(page.text.column_from.to_owned()).chain(keys);
    before.chain([page.text.column_value, page.text.column_instrument].map(str::to_owned)).collect()
}

pub(crate) fn version_rows(page: &Page<'_>, table: &Table, version: &Version) -> Vec<Vec<String>> {
    let from = match (version.from, version.until) {
        (None, _) => page.text.always.to_owned(),
        (Some(from), None) => notation::first(from),
        (Some(from), Some(until)) => format!("{}–{}", notation::first(from), notation::last(until)),
    };
    let row = |(at, row): (usize, &Row)| {
        let keys =
            row.keys.iter().zip(&table.keys).map(|(key, (kind, _))| notation::key_of(page.tree, key, kind));
        let first = if at == 0 { from.clone() } else { String::new() };
        let value = render::value(page.tree, &row.value, table.unit, page.lang);
        let cited = render::citation(&row.citation, page.lang);
        std::iter::once(first).chain(keys).chain([value, cited]).collect()
    };
    version.rows.iter().enumerate().map(row).collect()
}

/// `in force from 1 July 2015, by month the contribution is for`
fn holds(page: &Page<'_>, clause: &Clause) -> String {
    if !clause.in_force {
        return page.text.not_in_force.to_owned();
    }
    let Some((from, until)) = clause.validity else { return page.text.in_force_always.to_owned() };
    let from = render::day_text(from, page.lang);
    let by = notation::selector(page.tree, clause).map_or("", |name| selector_words(page, name));
    match until {
        None => fill(page.text.in_force_from, &[("from", &from), ("by", by)]),
        Some(end) => {
            let last = render::day_text(end.plus_days(-1).unwrap_or(end), page.lang);
            fill(page.text.in_force_between, &[("from", &from), ("until", &last), ("by", by)])
        }
    }
}

fn selector_words<'a>(page: &Page<'a>, name: &'a str) -> &'a str {
    page.tree.names.facts.get(name).map_or(name, |at| page.lang.of(&page.tree.facts[*at].words))
}

/// The folder of the instrument: the first below the pack's own.
pub(crate) fn folder<'a>(files: &'a [SourceFile], provision: &Provision) -> &'a str {
    let path = &files[provision.file].path[root(files).len()..];
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What a folder of provisions is called: the title of its instrument, or its own name where it has none.
pub(crate) fn instrument<'a>(pack: &'a LawPack, folder: &'a str, lang: Lang) -> &'a str {
    let named = pack.tree().instruments.iter().find(|named| named.name == folder);
    named.map_or(folder, |named| lang.of(&named.words))
}

/// The pack's own folder, with its slash: where `jurisdiction.md` lies.
fn root(files: &[SourceFile]) -> &str {
    let found = files.iter().find_map(|file| file.path.strip_suffix("jurisdiction.md"));
    found.filter(|root| files.iter().all(|file| file.path.starts_with(root))).unwrap_or("")
}
