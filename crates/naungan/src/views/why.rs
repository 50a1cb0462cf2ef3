//! Why somebody owes what she owes: the law's reasons as a page shows them, one below the other.

use anyhow::{Context, Result};
use base::Month;
use rules::facts::Facts;
use rules::reason::Reason;
use rules::render::{self, Lang};
use rules::tree::{Target, Tree};
use scheme::contributions::explained;
use scheme::law::Law;
use scheme::memberships::unpack;

use super::reasons::{self, Node};

/// Every line that somebody with these facts owes in a month, with its reasons.
pub(crate) fn contribution(
    law: &Law<'_>,
    segment: &str,
    (own, of_payer): (&str, &str),
    month: Month,
    lang: Lang,
) -> Result<Vec<Node>> {
    let known = law.segment(segment).with_context(|| format!("the law has no segment {segment}"))?;
    let both = unpack(own).chain(unpack(of_payer));
    let facts: Vec<(String, String)> =
        both.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let owed = explained(law, &facts, known, month);
    let lines = owed.lines.iter().filter_map(|line| Some((line.item, line.reason.as_ref()?)));
    let nodes = lines.map(|(item, reason)| {
        let target = &law.tree().items[item].target;
        let mut node = reasons::node(law.tree(), reason, lang);
        node.text = named(law.tree(), target, lang);
        node
    });
    Ok(nodes.collect())
}

/// The same, of something that is named before it.
pub(crate) fn of(tree: &Tree, reason: &Reason, name: &str, lang: Lang) -> Node {
    let mut node = reasons::node(tree, reason, lang);
    node.text = format!("{name}: {}", node.text);
    node
}

/// The provision of a rejection, as it is kept, in the reader's words.
pub(crate) fn ground(tree: &Tree, kept: &str, lang: Lang) -> String {
    scheme::claims::ground(tree, kept).map_or_else(|_| kept.to_owned(), |words| lang.of(&words).to_owned())
}

/// What a programme is called.
pub(crate) fn programme(tree: &Tree, name: &str, lang: Lang) -> String {
    let known = tree.jurisdiction.programmes.iter().find(|known| known.name == name);
    known.map_or(name, |known| lang.of(&known.words)).to_owned()
}

/// A line by its programme and who pays it.
fn named(tree: &Tree, target: &Target, lang: Lang) -> String {
    let Target::Line { programme, payer, .. } = target else { return render::name(tree, target, lang) };
    let country = &tree.jurisdiction;
    format!("{} – {}", lang.of(&country.programmes[*programme].words), lang.of(&country.payers[*payer].words))
}

/// A reported fact: what it is called, and its value in words.
pub(crate) fn fact(tree: &Tree, name: &str, value: &str, lang: Lang) -> (String, String) {
    let Some(at) = tree.names.facts.get(name) else { return (name.to_owned(), value.to_owned()) };
    let fact = &tree.facts[*at];
    let mut facts = Facts::new(tree);
    let read = facts.set(tree, name, value).is_ok();
    let shown = facts.get(*at).filter(|_| read).map(|known| render::value(tree, known, fact.ty, lang));
    (lang.of(&fact.words).to_owned(), shown.unwrap_or_else(|| value.to_owned()))
}
