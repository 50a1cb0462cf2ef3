//! The law as it runs here: every provision by its instrument, and one of them as it stands on a day.

mod examples;

use base::Day;
use minijinja::context;
use rules::LawPack;
use rules::render::{self, Lang};
use rules::tree::{Provision, Table};
use serde::Serialize;

use super::prose::{Block, blocks};
use super::{page, texts};
use crate::auth::Deed;
use crate::notation;
use crate::page::Page;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::provision::{Part, Shown, columns, folder, instrument, letter, version_rows};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/law", Deed::Look, list), Route::page("/law/{*path}", Deed::Look, one)]
}

/// An instrument and its provisions.
#[derive(Serialize)]
struct Group {
    name: String,
    provisions: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    path: String,
    title: String,
    instrument: String,
    letter: String,
    /// Whether anything of it is in force on the day that was asked for.
    holds: bool,
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (on, wrong) = day_asked(ask);
    let pack = &ask.office.pack;
    let groups = groups(pack, on.unwrap_or_else(|| ask.office.today()), on.is_some(), ask.lang);
    let shown = on.map(|day| day.to_string()).unwrap_or_default();
    let values = context! {
        groups => groups,
        on => shown,
        given => ask.query.get("on"),
        errors => wrong,
        count => pack.tree().provisions.len(),
        fingerprint => pack.fingerprint(),
        begins => pack.tree().jurisdiction.known.0.to_string(),
        query => if shown.is_empty() { String::new() } else { format!("on={shown}") },
    };
    page(ask, "public/law.html", values)
}

fn groups(pack: &LawPack, on: Day, by_day: bool, lang: Lang) -> Vec<Group> {
    let tree = pack.tree();
    let mut provisions: Vec<(usize, &Provision)> = tree.provisions.iter().enumerate().collect();
    provisions.sort_by_key(|(_, it)| (folder(pack.files(), it), it.file));
    let listed = |(at, it): &(usize, &Provision)| Listed {
        path: it.path.clone(),
        title: lang.of(&it.title).to_owned(),
        instrument: render::instrument(&it.citation, lang).to_owned(),
        letter: it.citation.confidence.to_string(),
        holds: !by_day || holds_anything(pack, *at, on),
    };
    provisions
        .chunk_by(|(_, a), (_, b)| folder(pack.files(), a) == folder(pack.files(), b))
        .map(|group| Group {
            name: instrument(pack, folder(pack.files(), group[0].1), lang).to_owned(),
            provisions: group.iter().map(listed).collect(),
        })
        .collect()
}

fn holds_anything(pack: &LawPack, at: usize, on: Day) -> bool {
    let shown = Shown { pack, at, on: Some(on) };
    shown.parts().iter().any(|part| match part {
        Part::Table(table) => !shown.versions(table).is_empty(),
        Part::Rule(..) => true,
    })
}

/// A day after `on=`; a month is its first day. What cannot be read is said beside the field.
fn day_asked(ask: &Ask<'_>) -> (Option<Day>, Vec<minijinja::Value>) {
    let given = ask.query.get("on");
    let day = notation::day_or_month(given);
    let is_wrong = !given.is_empty() && day.is_none();
    let says = texts::said(ask.lang, "law.bad_day", &[]);
    (day, is_wrong.then(|| context! { field => "on", text => says }).into_iter().collect())
}

/// A part of a provision, ready to be shown.
#[derive(Serialize)]
struct Shows {
    /// `table` or `rule`.
    kind: &'static str,
    heading: String,
    note: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    law: String,
    doubts: Vec<String>,
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let path: String = ask.place("path")?;
    let pack = std::sync::Arc::clone(&ask.office.pack);
    let at = pack.tree().provisions.iter().position(|it| it.path == path).ok_or(Problem::NotFound)?;
    let (on, wrong) = day_asked(ask);
    let values = provision(&pack, at, on, ask.lang);
    let shown = on.map(|day| day.to_string()).unwrap_or_default();
    let values = context! {
        given => ask.query.get("on"),
        errors => wrong,
        query => if shown.is_empty() { String::new() } else { format!("on={shown}") },
        ..values
    };
    page(ask, "public/provision.html", values)
}

/// What the page of a provision shows.
fn provision(pack: &LawPack, at: usize, on: Option<Day>, lang: Lang) -> minijinja::Value {
    let page = Page::new(pack, pack.tree(), lang);
    let shown = Shown { pack, at, on };
    let it = shown.provision();
    let text: Vec<Block> = blocks(&it.quotation);
    let parts: Vec<Shows> = shown.parts().iter().map(|part| part_shown(&page, &shown, part)).collect();
    context! {
        title => lang.of(&it.title),
        law_path => it.path,
        instrument => render::instrument(&it.citation, lang),
        checked => it.citation.checked.to_string(),
        letter => letter(&page, it.citation.confidence),
        uncertain => it.citation.confidence.is_uncertain(),
        folder => instrument(pack, folder(pack.files(), it), lang),
        text => text,
        on => on.map(|day| day.to_string()).unwrap_or_default(),
        parts => parts,
        examples => examples::of(pack, at, lang),
        fingerprint => pack.fingerprint(),
    }
}

fn part_shown<'a>(page: &Page<'_>, shown: &Shown<'a>, part: &Part<'a>) -> Shows {
    match part {
        Part::Table(table) => table_shown(page, shown, table),
        Part::Rule(item, clause) => Shows {
            kind: "rule",
            heading: render::name(page.tree, &item.target, page.lang),
            note: shown.header(page, clause),
            columns: Vec::new(),
            rows: Vec::new(),
            law: clause.span.text(page.files).trim_end().to_owned(),
            doubts: clause.doubts.iter().map(|doubt| page.lang.of(doubt).to_owned()).collect(),
        },
    }
}

fn table_shown<'a>(page: &Page<'_>, shown: &Shown<'a>, table: &'a Table) -> Shows {
    let versions = shown.versions(table);
    let mut doubts: Vec<String> = Vec::new();
    for doubt in versions.iter().flat_map(|version| &version.rows).filter_map(|row| row.doubt.as_ref()) {
        let doubt = page.lang.of(doubt).to_owned();
        if !doubts.contains(&doubt) {
            doubts.push(doubt);
        }
    }
    Shows {
        kind: "table",
        heading: page.lang.of(&table.words).to_owned(),
        note: format!("{} · {}", table.name, notation::type_name(page.tree, table.unit)),
        columns: columns(page, table),
        rows: versions.iter().flat_map(|version| version_rows(page, table, version)).collect(),
        law: String::new(),
        doubts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::templates;

    #[test]
    fn every_provision_has_its_page_in_both_languages() {
        let pack = crate::law::pack(None).expect("the law");
        let (begins, _) = pack.tree().jurisdiction.known;
        for lang in [Lang::Id, Lang::En] {
            for at in 0..pack.tree().provisions.len() {
                for on in [None, Some(begins), begins.plus_days(3_000)] {
                    let values = context! {
                        given => "", errors => Vec::<String>::new(), query => "",
                        ..provision(&pack, at, on, lang)
                    };
                    let path = &pack.tree().provisions[at].path;
                    let values = context! { ..values, ..templates::framed(lang) };
                    let html = templates::fill("public/provision.html", values)
                        .unwrap_or_else(|error| panic!("{path}: {error:#}"));
                    assert!(!html.contains('⟨'), "{path} lacks a text");
                }
            }
        }
    }
}
