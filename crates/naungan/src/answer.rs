//! What answers have in common: doubts at the top, then what is not known, reasons, the law's fingerprint.

pub(crate) mod doubts;
pub(crate) mod missing;
pub(crate) mod stops;

use std::collections::BTreeSet;

use rules::reason::{Reason, Stop};
use rules::{LawPack, render};

use crate::page::Page;
use crate::question::Asked;
use crate::text::{Text, fill};

/// A part of an answer: what it is called, and why it is so.
pub(crate) type Part<'a> = (String, &'a Reason);

/// The dates that `--on` set, and what is assumed.
pub(crate) fn premises(page: &mut Page<'_>, asked: &Asked<'_>) {
    for fact in &asked.dated {
        let fact_of = &page.tree.facts[*fact];
        let Some(value) = asked.facts.get(*fact) else { continue };
        let shown = render::value(page.tree, value, fact_of.ty, page.lang);
        let line = fill(page.text.dated, &[("means", page.lang.of(&fact_of.words)), ("value", &shown)]);
        page.line(&format!("  {line}"));
    }
    for assumed in &asked.assumed {
        let line = fill(page.text.assuming, &[("text", assumed)]);
        page.warning(&line, "  ", "  ");
    }
}

/// The picture of reasons, one after another.
pub(crate) fn reasons<'r>(page: &mut Page<'_>, reasons: impl Iterator<Item = &'r Reason>) {
    for (at, reason) in reasons.enumerate() {
        if at == 0 {
            page.heading(page.text.why);
        }
        page.gap();
        for line in render::reason(page.tree, page.files, reason, page.lang) {
            let text = match line.part {
                render::Part::Value if line.branch.is_empty() => page.paint.strong(&line.text),
                render::Part::Value => line.text,
                render::Part::Citation | render::Part::Law => page.paint.faint(&line.text),
                render::Part::Doubt => page.paint.warning(&line.text),
            };
            page.line(&format!("{}{text}", page.paint.faint(&line.branch)));
        }
    }
}

/// Which law answered.
pub(crate) fn law(page: &mut Page<'_>, pack: &LawPack) {
    page.gap();
    let code = &page.tree.jurisdiction.code;
    let line = fill(page.text.law, &[("code", code), ("fingerprint", pack.fingerprint())]);
    let line = page.paint.faint(&line);
    page.line(&line);
}

/// A fact's value in words, for a heading; nothing where it is not given.
pub(crate) fn given(page: &Page<'_>, asked: &Asked<'_>, name: &str) -> Option<String> {
    let at = *page.tree.names.facts.get(name)?;
    Some(render::value(page.tree, asked.facts.get(at)?, page.tree.facts[at].ty, page.lang))
}

/// Whether nothing stood in the way.
pub(crate) fn is_whole(missing: &BTreeSet<usize>, stops: &[(usize, Stop)]) -> bool {
    missing.is_empty() && stops.is_empty()
}

/// A name that is not known, with the names that may have been meant.
pub(crate) fn unknown(sentence: &str, name: &str, near: &[&str], text: &Text) -> String {
    let said = fill(sentence, &[("name", name)]);
    if near.is_empty() { said } else { said + &fill(text.near, &[("names", &near.join(", "))]) }
}
