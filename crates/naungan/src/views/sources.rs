//! Sources of money that the law has open, in the reader's words.

use anyhow::{Context, Result};
use rules::render::Lang;
use rules::value::Type;

use crate::office::Desk;
use crate::registry::pots;

/// A source of money.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Source {
    /// The law's name.
    pub(crate) name: String,
    pub(crate) said: String,
}

/// What the law calls who pays for herself, or has a platform pay: no gift comes from there.
const OF_WORKERS: [&str; 2] = ["own_means", "platform"];

/// Sources of which somebody may give today.
pub(crate) fn open(desk: &Desk<'_>, lang: Lang) -> Result<Vec<Source>> {
    let tree = desk.tree();
    let fact = tree.names.facts.get("funding_source").context("the law knows no sources of money")?;
    let Type::Kind(kind) = tree.facts[*fact].ty else { anyhow::bail!("a source of money is one of several") };
    let kind = &tree.kinds[kind];
    let all = kind.options.iter().zip(&kind.words);
    let given = all.filter(|(name, _)| !OF_WORKERS.contains(&name.as_str()));
    let open = given.filter(|(name, _)| pots::must_be_open(desk, name).is_ok());
    Ok(open.map(|(name, words)| Source { name: name.clone(), said: lang.of(words).to_owned() }).collect())
}
