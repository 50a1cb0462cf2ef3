//! Why somebody owes what she owes: the law's reasons as a page shows them, one below the other.

use anyhow::{Context, Result};
use base::Month;
use rules::facts::Facts;
use rules::reason::{Reason, ReasonKind};
use rules::render::{self, Lang};
use rules::tree::{Target, Tree};
use scheme::contributions::explained;
use scheme::law::Law;
use scheme::memberships::unpack;
use serde::Serialize;

/// A reason with what it rests on.
#[derive(Serialize)]
pub(crate) struct Node {
    text: String,
    value: String,
    cite: String,
    doubt: String,
    parts: Vec<Node>,
}

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
        let mut node = node(law.tree(), reason, lang);
        node.text = named(law.tree(), target, lang);
        node
    });
    Ok(nodes.collect())
}

/// The same, of something that is named before it.
pub(crate) fn of(tree: &Tree, reason: &Reason, name: &str, lang: Lang) -> Node {
    let mut node = node(tree, reason, lang);
    node.text = format!("{name}: {}", node.text);
    node
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

/// A reason as it is shown.
pub(crate) fn node(tree: &Tree, reason: &Reason, lang: Lang) -> Node {
    let cited = |citation| render::citation(citation, lang);
    let (mut cite, mut doubt) = (String::new(), String::new());
    let text = match &reason.kind {
        ReasonKind::Rule(rule) => {
            cite = cited(&rule.citation);
            doubt = rule.doubts.iter().map(|words| lang.of(words)).collect::<Vec<_>>().join("; ");
            render::name(tree, &tree.items[rule.item].target, lang)
        }
        ReasonKind::Fact(at, default) => {
            let name = lang.of(&tree.facts[*at].words);
            let assumed = lang.pick(" (bila tidak dilaporkan)", " (where nothing is reported)");
            format!("{name}{}", if *default { assumed } else { "" })
        }
        ReasonKind::Field { record, field, .. } => {
            lang.of(&tree.records[*record].fields[*field].words).to_owned()
        }
        ReasonKind::Cell { table, citation, doubt: why, .. } => {
            cite = cited(citation);
            doubt = why.as_ref().map(|words| lang.of(words).to_owned()).unwrap_or_default();
            lang.of(&tree.tables[*table].words).to_owned()
        }
        ReasonKind::Rounded { step, .. } => {
            let step = render::number_text(step, lang);
            match lang {
                Lang::Id => format!("dibulatkan ke kelipatan {step}"),
                Lang::En => format!("rounded to {step}"),
            }
        }
        ReasonKind::Calendar(citation) => {
            cite = cited(citation);
            lang.pick("kalender hari kerja", "the calendar of working days").to_owned()
        }
        ReasonKind::Again(item, _) => render::name(tree, &tree.items[*item].target, lang),
    };
    Node {
        text,
        value: render::value(tree, &reason.value, reason.ty, lang),
        cite,
        doubt,
        parts: reason.children.iter().map(|child| node(tree, child, lang)).collect(),
    }
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
