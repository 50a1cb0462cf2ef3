//! `naungan law show`: one provision as a person reads it, whole or as it stands on a day.

use std::path::Path;

use anyhow::{Result, bail};
use base::Day;
use clap::Args;
use rules::render::{self, Lang};
use rules::tree::{Clause, Provision, Row, Table, Version};
use rules::{LawPack, SourceFile};

use super::law_list::listed;
use super::{Cli, Outcome};
use crate::nearest::nearest;
use crate::page::Page;
use crate::text::{self, fill};
use crate::views::provision::{Part, Shown, columns, letter, version_rows};
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
    let shown = Sheet(Shown { pack: &pack, at, on });
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

/// Writes a provision for whoever reads at a terminal.
struct Sheet<'a>(Shown<'a>);

impl<'a> Sheet<'a> {
    fn written(&self, mut page: Page<'a>) -> Page<'a> {
        let provision = self.0.provision();
        page.heading(page.lang.of(&provision.title));
        let head = fill(
            page.text.provision_head,
            &[
                ("path", &provision.path),
                ("instrument", render::instrument(&provision.citation, page.lang)),
                ("checked", &render::day_text(provision.citation.checked, page.lang)),
                ("letter", &letter(&page, provision.citation.confidence)),
            ],
        );
        page.line(&head);
        if !provision.quotation.trim().is_empty() {
            page.gap();
            if !page.text.summary.is_empty() {
                page.line(page.text.summary);
            }
            page.prose(&provision.quotation, "  │ ", "  │ ");
        }
        if let Some(on) = self.0.on {
            page.gap();
            page.line(&fill(page.text.as_of, &[("day", &render::day_text(on, page.lang))]));
        }
        self.body(&mut page);
        answer::law(&mut page, self.0.pack);
        page
    }

    fn body(&self, page: &mut Page<'_>) {
        let parts = self.0.parts();
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
        let versions = self.0.versions(table);
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

    /// A rule; those that hold under one header stand below it together.
    fn rule(&self, page: &mut Page<'_>, clause: &Clause, before: &mut String) {
        let header = self.0.header(page, clause);
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

    fn on_the_wire(&self, page: &Page<'_>) -> wire::Provision {
        let (mut tables, mut rules) = (Vec::new(), Vec::new());
        for part in self.0.parts() {
            match part {
                Part::Table(table) => tables.push(wire_table(page, table, &self.0.versions(table))),
                Part::Rule(item, clause) => rules.push(wire::rule(page, &item.target, clause)),
            }
        }
        wire::Provision {
            listed: listed(page.files, self.0.provision(), page.lang),
            law: wire::law(self.0.pack),
            on: self.0.on.map(|day| day.to_string()),
            quotation: self.0.provision().quotation.clone(),
            tables,
            rules,
        }
    }
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
        citation: wire::cited(&row.citation, page.lang),
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

/// A provision for a program, whole or as it stands on a day; nothing where there is none of that path.
pub(crate) fn on_the_wire(
    pack: &LawPack,
    path: &str,
    on: Option<Day>,
    lang: Lang,
) -> Option<wire::Provision> {
    let at = pack.tree().provisions.iter().position(|provision| provision.path == path)?;
    let page = Page::new(pack, pack.tree(), lang);
    Some(Sheet(Shown { pack, at, on }).on_the_wire(&page))
}
