//! `naungan law list`: every provision, by the folder of its instrument.

use anyhow::Result;
use clap::Args;
use rules::render::{self, Lang};
use rules::tree::Provision;
use rules::{LawPack, SourceFile};

use super::{Cli, Outcome};
use crate::page::Page;
use crate::text::fill;
use crate::views::provision::{folder, instrument};
use crate::{law, wire};

/// How to list.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The list as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let pack = law::pack(cli.law.as_deref())?;
    let mut provisions: Vec<&Provision> = pack.tree().provisions.iter().collect();
    provisions.sort_by_key(|provision| (folder(pack.files(), provision), provision.file));
    if arguments.json {
        let lang = Lang::from(cli.lang);
        let listed = provisions.into_iter().map(|it| listed(pack.files(), it, lang));
        wire::print(&listed.collect::<Vec<wire::Listed>>())?;
    } else {
        written(&pack, &provisions, Lang::from(cli.lang)).print()?;
    }
    Ok(Outcome::Fine)
}

fn written<'a>(pack: &'a LawPack, provisions: &[&Provision], lang: Lang) -> Page<'a> {
    let mut page = Page::new(pack, pack.tree(), lang);
    for group in provisions.chunk_by(|a, b| folder(pack.files(), a) == folder(pack.files(), b)) {
        let heading = instrument(pack, folder(pack.files(), group[0]), lang);
        page.heading(if heading.is_empty() { page.text.own_files } else { heading });
        let row = |it: &&Provision| {
            let letter = it.citation.confidence.to_string();
            let cited = render::instrument(&it.citation, lang);
            vec![it.path.clone(), letter, cited.to_owned(), lang.of(&it.title).to_owned()]
        };
        page.rows(&group.iter().map(row).collect::<Vec<_>>(), &[]);
    }
    page.gap();
    let count = fill(page.text.provisions, &[("count", &provisions.len().to_string())]);
    page.line(&format!("{count} {}", page.text.letters));
    page
}

/// A provision for a program.
pub(crate) fn listed(files: &[SourceFile], provision: &Provision, lang: Lang) -> wire::Listed {
    wire::Listed {
        folder: folder(files, provision).to_owned(),
        provision: provision.path.clone(),
        title: lang.of(&provision.title).to_owned(),
        citation: wire::cited(&provision.citation, lang),
        file: files[provision.file].path.clone(),
    }
}
