//! What an answer rests on that is not certain.

use rules::reason::{Reason, ReasonKind};
use rules::render::{self, Lang};
use rules::tree::Tree;

use super::Part;
use crate::page::Page;
use crate::text::{self, fill};

/// Something uncertain, and the parts of the answer it touches.
#[derive(Debug)]
pub(crate) struct Doubt {
    /// What it is about.
    pub(crate) about: String,
    /// Why it is not certain.
    pub(crate) why: Vec<String>,
    /// The parts that rest on it.
    pub(crate) touches: Vec<String>,
}

/// Every doubt of these parts once, in the order they are met.
pub(crate) fn gather(tree: &Tree, parts: &[Part<'_>], lang: Lang) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = Vec::new();
    for (name, reason) in parts {
        reason.visit(&mut |reason| {
            for (about, why) in own(tree, reason, lang) {
                add(&mut doubts, about, why, name);
            }
        });
    }
    doubts
}

fn add(doubts: &mut Vec<Doubt>, about: String, why: String, part: &String) {
    let Some(doubt) = doubts.iter_mut().find(|doubt| doubt.about == about) else {
        doubts.push(Doubt { about, why: vec![why], touches: vec![part.clone()] });
        return;
    };
    if !doubt.why.contains(&why) {
        doubt.why.push(why);
    }
    if !doubt.touches.contains(part) {
        doubt.touches.push(part.clone());
    }
}

/// The doubts of one reason, without those it rests on.
fn own(tree: &Tree, reason: &Reason, lang: Lang) -> Vec<(String, String)> {
    let texts = text::of(lang);
    let (about, cited, doubts) = match &reason.kind {
        ReasonKind::Rule(rule) => {
            let name = render::name(tree, &tree.items[rule.item].target, lang);
            (name, &rule.citation, rule.doubts.iter().collect())
        }
        ReasonKind::Cell { table, citation, doubt, .. } => {
            (lang.of(&tree.tables[*table].words).to_owned(), citation, doubt.iter().collect::<Vec<_>>())
        }
        ReasonKind::Calendar(citation) => (texts.calendar.to_owned(), citation, Vec::new()),
        _ => return Vec::new(),
    };
    let memory = cited
        .confidence
        .is_uncertain()
        .then(|| fill(texts.from_memory, &[("instrument", render::instrument(cited, lang))]));
    let said = doubts.into_iter().map(|doubt| lang.of(doubt).to_owned());
    memory.into_iter().chain(said).map(|why| (about.clone(), why)).collect()
}

/// The doubts, where nobody can miss them; `parts` is how many parts the answer has.
pub(crate) fn write(page: &mut Page<'_>, doubts: &[Doubt], parts: usize) {
    if doubts.is_empty() {
        return;
    }
    page.gap();
    page.warning(page.text.uncertain, "! ", "  ");
    for doubt in doubts {
        page.warning(&format!("{}: {}", doubt.about, doubt.why.join("; ")), "  · ", "    ");
        let only_itself = doubt.touches.len() == 1 && doubt.touches[0] == doubt.about;
        if doubt.touches.len() < parts && !only_itself {
            let touches = fill(page.text.touches, &[("parts", &doubt.touches.join("; "))]);
            page.warning(&touches, "    ", "    ");
        }
    }
}
