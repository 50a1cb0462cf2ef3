//! `naungan law facts`: what may be said about a person, and how.

use anyhow::Result;
use clap::Args;
use rules::LawPack;
use rules::render::Lang;
use rules::tree::Fact;

use super::{Cli, Outcome};
use crate::answer::missing::form;
use crate::describe::{Described, describe};
use crate::page::Page;
use crate::text::fill;
use crate::{law, wire};

/// Which facts.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Only facts with this word in their name, meaning, type, options or fields
    word: Option<String>,
    /// The vocabulary as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let lang = Lang::from(cli.lang);
    let pack = law::pack(cli.law.as_deref())?;
    let word = arguments.word.as_deref().unwrap_or("").to_lowercase();
    let facts = pack.tree().facts.iter().map(|fact| (fact, describe(pack.tree(), fact, lang)));
    let found: Vec<Described<'_>> =
        facts.filter(|(fact, it)| has(fact, it, &word)).map(|(_, it)| it).collect();
    if arguments.json {
        wire::print(&found.iter().map(wire::described).collect::<Vec<_>>())?;
    } else {
        written(&pack, &found, &word, lang).print()?;
    }
    Ok(if found.is_empty() { Outcome::Faults } else { Outcome::Fine })
}

/// Whether the word stands anywhere in it, in either language.
fn has(fact: &Fact, described: &Described<'_>, word: &str) -> bool {
    let options = described.options.iter().flat_map(|(name, means)| [*name, *means]);
    let fields = described.fields.iter().flat_map(|field| [field.name, field.means]);
    let own = [fact.name.as_str(), &fact.words.id, &fact.words.en, &described.ty];
    own.into_iter().chain(options).chain(fields).any(|text| text.to_lowercase().contains(word))
}

fn written<'a>(pack: &'a LawPack, facts: &[Described<'_>], word: &str, lang: Lang) -> Page<'a> {
    let mut page = Page::new(pack, pack.tree(), lang);
    for fact in facts {
        page.gap();
        let name = page.paint.strong(fact.name);
        page.line(&format!("{name} – {}", fact.means));
        form(&mut page, fact, "    ");
        if let Some(default) = &fact.default {
            page.line(&format!("    {}", fill(page.text.default, &[("value", default)])));
        }
        if !fact.source.is_empty() {
            page.line(&format!("    {}", fill(page.text.source, &[("source", fact.source)])));
        }
    }
    if facts.is_empty() {
        page.line(&fill(page.text.no_facts, &[("word", word)]));
    }
    page
}
