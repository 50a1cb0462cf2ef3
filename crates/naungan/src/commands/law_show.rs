//! `naungan law show`: one provision as a person reads it, whole or as it stands on a day.

use std::path::Path;

use anyhow::{Result, bail};
use base::Day;
use clap::Args;
use rules::render::{self, Lang};
use rules::tree::{Clause, Item, Provision, Row, Table, Version};
use rules::{LawPack, SourceFile};

use super::law_list::listed;
use super::{Cli, Outcome};
use crate::nearest::nearest;
use crate::page::Page;
use crate::text::{self, fill};
use crate::{answer, law, notation, question, wire};

/// Which provision, and when.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Path of the provision, such as pp-45-2015/29; `naungan law list` has them all
    provision: String,
    /// Only what is in force on this day, such as 2026-02-17, or month
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// The provision as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let lang = Lang::from(cli.lang);
    let pack = law::pack(cli.law.as_deref())?;
    let at = find(&pack, &arguments.provision, lang)?;
    let on = arguments.on.as_deref().map(|text| question::day(text, lang)).transpose()?;
    let page = Page::new(&pack, pack.tree(), lang);
    let shown = Shown { pack: &pack, at, on };
    if arguments.json {
        wire::print(&shown.on_the_wire(&page))?;
    } else {
        shown.written(page).print()?;
    }
    Ok(Outcome::Fine)
}

/// By its path, or by its file.
fn find(pack: &LawPack, name: &str, lang: Lang) -> Result<usize> {
    let provisions = &pack.tree().provisions;
    let is_it = |it: &Provision| it.path == name || is_file(&pack.files()[it.file], name);
    if let Some(at) = provisions.iter().position(is_it) {
        return Ok(at);
    }
    let near = nearest(name, provisions.iter().map(|provision| provision.path.as_str()));
    let texts = text::of(lang);
    bail!("{}", answer::unknown(texts.no_provision, name, &near, texts))
}

fn is_file(file: &SourceFile, name: &str) -> bool {
    let is_file = Path::new(name).extension().is_some_and(|extension| extension == "md");
    is_file && Path::new(&file.path).ends_with(name)
}

/// A provision to show.
struct Shown<'a> {
    pack: &'a LawPack,
    at: usize,
    on: Option<Day>,
}

/// A part of a provision, in the order of the file.
enum Part<'a> {
    Table(&'a Table),
    Rule(&'a Item, &'a Clause),
}

impl<'a> Shown<'a> {
    fn provision(&self) -> &'a Provision {
        &self.pack.tree().provisions[self.at]
    }

    fn parts(&self) -> Vec<Part<'a>> {
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

    fn holds(&self, clause: &Clause) -> bool {
        self.on.is_none_or(|day| clause.is_in_force_on(day))
    }

    fn written(&self, mut page: Page<'a>) -> Page<'a> {
        let provision = self.provision();
        page.heading(&provision.title);
        let head = fill(
            page.text.provision_head,
            &[
                ("path", &provision.path),
                ("instrument", &provision.citation.instrument),
                ("checked", &render::day_text(provision.citation.checked, page.lang)),
                ("letter", &letter(&page, provision.citation.confidence)),
            ],
        );
        page.line(&head);
        if !provision.quotation.trim().is_empty() {
            page.gap();
            page.prose(&provision.quotation, "  │ ", "  │ ");
        }
        if let Some(on) = self.on {
            page.gap();
            page.line(&fill(page.text.as_of, &[("day", &render::day_text(on, page.lang))]));
        }
        self.body(&mut page);
        answer::law(&mut page, self.pack);
        page
    }

    fn body(&self, page: &mut Page<'_>) {
        let parts = self.parts();
        if parts.is_empty() {
            page.gap();
            page.line(page.text.no_parts);
        }
        let mut header = String::new();
        for part in &parts {
            match part {
                Part::Table(table) => {
                    header.clear();
                    self.table(page, table);
                }
                Part::Rule(_, clause) => self.rule(page, clause, &mut header),
            }
        }
    }

    fn table(&self, page: &mut Page<'_>, table: &Table) {
        let unit = notation::type_name(page.tree, table.unit);
        page.heading(&format!("{} – {} ({unit})", table.name, page.lang.of(&table.words)));
        let versions = self.versions(table);
        if versions.is_empty() {
            page.line(&format!("  {}", page.text.no_version));
            return;
        }
        let mut rows = vec![columns(page, table)];
        for version in &versions {
            rows.extend(version_rows(page, table, version));
        }
        page.rows(&rows, &[table.keys.len() + 1]);
        let mut said: Vec<&str> = Vec::new();
        for doubt in versions.iter().flat_map(|version| &version.rows).filter_map(|row| row.doubt.as_ref()) {
            let doubt = page.lang.of(doubt);
            if !said.contains(&doubt) {
                said.push(doubt);
                page.warning(&fill(page.text.doubt, &[("text", doubt)]), "  ? ", "    ");
            }
        }
    }

    fn versions(&self, table: &'a Table) -> Vec<&'a Version> {
        match self.on {
            None => table.versions.iter().collect(),
            Some(_) => table.on(self.on).into_iter().collect(),
        }
    }

    /// A rule; those that hold under one header stand below it together.
    fn rule(&self, page: &mut Page<'_>, clause: &Clause, before: &mut String) {
        let header = self.header(page, clause);
        if header != *before {
            page.heading(&header);
            for doubt in &clause.doubts {
                page.warning(&fill(page.text.doubt, &[("text", page.lang.of(doubt))]), "  ? ", "    ");
            }
            *before = header;
        }
        for line in clause.span.text(page.files).lines().filter(|line| !line.trim().is_empty()) {
            page.line(&format!("    {line}"));
        }
    }

    /// Since when it holds, and what it rests on where that is not the provision itself.
    fn header(&self, page: &Page<'_>, clause: &Clause) -> String {
        let holds = holds(page, clause);
        if clause.citation == self.provision().citation {
            return holds;
        }
        format!("{holds} · {}", render::citation(&clause.citation, page.lang))
    }

    fn on_the_wire(&self, page: &Page<'_>) -> wire::Provision {
        let (mut tables, mut rules) = (Vec::new(), Vec::new());
        for part in self.parts() {
            match part {
                Part::Table(table) => tables.push(wire_table(page, table, &self.versions(table))),
                Part::Rule(item, clause) => rules.push(wire::rule(page, &item.target, clause)),
            }
        }
        wire::Provision {
            listed: listed(page.files, self.provision()),
            law: wire::law(self.pack),
            on: self.on.map(|day| day.to_string()),
            quotation: self.provision().quotation.clone(),
            tables,
            rules,
        }
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
fn letter(page: &Page<'_>, confidence: base::Confidence) -> String {
    let meaning = match confidence {
        base::Confidence::A => page.text.seen,
        base::Confidence::B => page.text.two_sources,
        base::Confidence::C => page.text.one_source,
        base::Confidence::D => page.text.memory,
    };
    format!("{confidence} ({meaning})")
}

fn columns(page: &Page<'_>, table: &Table) -> Vec<String> {
    let keys = table.keys.iter().map(|(_, key)| key.clone());
    let before = std::iter::once(page.text.column_from.to_owned()).chain(keys);
    before.chain([page.text.column_value, page.text.column_instrument].map(str::to_owned)).collect()
}

fn version_rows(page: &Page<'_>, table: &Table, version: &Version) -> Vec<Vec<String>> {
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

fn wire_table(page: &Page<'_>, table: &Table, versions: &[&Version]) -> wire::Table {
    let row = |row: &Row| wire::Row {
        keys: row
            .keys
            .iter()
            .zip(&table.keys)
            .map(|(key, (kind, _))| notation::key_of(page.tree, key, kind))
            .collect(),
        value: wire::value(page.tree, &row.value, table.unit),
        citation: wire::cited(&row.citation),
        doubt: row.doubt.as_ref().map(|doubt| page.lang.of(doubt).to_owned()),
    };
    let version = |version: &&Version| wire::Version {
        from: version.from.map(|day| day.to_string()),
        until: version.until.and_then(|day| day.plus_days(-1)).map(|day| day.to_string()),
        rows: version.rows.iter().map(row).collect(),
    };
    wire::Table {
        name: table.name.clone(),
        means: page.lang.of(&table.words).to_owned(),
        unit: notation::type_name(page.tree, table.unit),
        keys: table.keys.iter().map(|(_, key)| key.clone()).collect(),
        versions: versions.iter().map(version).collect(),
    }
}
