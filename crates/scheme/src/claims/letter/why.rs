//! The tree of reasons as short sentences: what was used, what the law says of it, what it came to.

use std::collections::HashSet;

use rules::reason::{Reason, ReasonKind};
use rules::render::{self, Lang};
use rules::tree::{KeyKind, Tree, Words};
use rules::value::{Type, Value};

use super::Line;
use super::sentence::{both, plain};

/// More sentences than this are not read; the rest stands on the page of the claim.
const SENTENCES_MAX: usize = 8;
/// Nor are more doubts.
const DOUBTS_MAX: usize = 3;
/// A number that takes more letters is a step of the reckoning, and says nothing to a reader.
const NUMBER_CHARS_MAX: usize = 24;

/// Why an amount is what it is. Where there is too much, what lies nearest to the amount is said; it comes in
/// the order of the reckoning. What is in `seen` was said already and is not said again.
pub(super) fn why<'r>(
    tree: &Tree,
    reasons: impl IntoIterator<Item = &'r Reason>,
    seen: &mut HashSet<String>,
) -> Vec<Line> {
    let mut steps = Vec::new();
    let reasons: Vec<&Reason> = reasons.into_iter().collect();
    for reason in &reasons {
        reason.children.iter().for_each(|child| gather(child, 0, &mut steps));
    }
    let mut nearest: Vec<usize> = (0..steps.len()).collect();
    nearest.sort_by_key(|at| steps[*at].0);
    let mut said: Vec<(usize, Line)> = Vec::new();
    let mut more = false;
    for at in nearest {
        let new = sentence(tree, steps[at].1).filter(|line| !seen.contains(&line.said.en));
        let Some(line) = new else { continue };
        more = said.len() == SENTENCES_MAX;
        if more {
            break;
        }
        seen.insert(line.said.en.clone());
        said.push((at, line));
    }
    said.sort_by_key(|(at, _)| *at);
    let mut lines: Vec<Line> = said.into_iter().map(|(_, line)| line).collect();
    let rest = both(
        "Hitungan selengkapnya ada di halaman klaim Anda.",
        "The whole reckoning is on the page of your claim.",
    );
    if more && seen.insert(rest.en.clone()) {
        lines.push(Line::says(rest, None));
    }
    lines.extend(doubts(reasons, seen));
    lines
}

/// The reasons with their depth, what was worked out first standing first.
fn gather<'r>(reason: &'r Reason, depth: usize, steps: &mut Vec<(usize, &'r Reason)>) {
    reason.children.iter().for_each(|child| gather(child, depth + 1, steps));
    steps.push((depth, reason));
}

/// What is uncertain about a value, each once.
pub(super) fn doubts<'r>(
    reasons: impl IntoIterator<Item = &'r Reason>,
    seen: &mut HashSet<String>,
) -> Vec<Line> {
    let mut known = Vec::new();
    reasons.into_iter().for_each(|reason| reason.visit(&mut |reason| known.extend(doubts_of(reason))));
    let new = known.iter().filter(|doubt| seen.insert(doubt.en.clone()));
    new.take(DOUBTS_MAX).map(doubt).collect()
}

fn doubts_of(reason: &Reason) -> Vec<Words> {
    match &reason.kind {
        ReasonKind::Rule(rule) => rule.doubts.clone(),
        ReasonKind::Cell { doubt, .. } => doubt.iter().cloned().collect(),
        _ => Vec::new(),
    }
}

fn doubt(doubt: &Words) -> Line {
    let doubt = plain(doubt);
    Line::says(both(format!("Belum pasti. {}", doubt.id), format!("Not certain. {}", doubt.en)), None)
}

/// One step as a sentence; none for what says nothing to a reader.
fn sentence(tree: &Tree, reason: &Reason) -> Option<Line> {
    let shown = shown(tree, reason)?;
    let fill = |id: &str, en: &str, name: &Words| {
        let said = |text: &str, name: &str, value: &str| text.replace("{v}", value).replace("{}", name);
        both(said(id, &name.id, &shown.id), said(en, &name.en, &shown.en))
    };
    let (said, citation) = match &reason.kind {
        _ if is_nothing(reason) => return None,
        ReasonKind::Fact(at, false) => {
            let words = &tree.facts[*at].words;
            (fill("Menurut data kami, {}: {v}.", "In our records, {}: {v}.", words), None)
        }
        ReasonKind::Fact(at, true) => {
            let words = &tree.facts[*at].words;
            (
                fill("Tidak ada keterangan lain, jadi {}: {v}.", "Nothing else was said, so {}: {v}.", words),
                None,
            )
        }
        ReasonKind::Field { record, field, number } => {
            let words = &tree.records[*record].fields[*field].words;
            let id = format!("Pada daftar nomor {number}, {{}}: {{v}}.");
            (fill(&id, &format!("In entry {number} of the list, {{}}: {{v}}."), words), None)
        }
        ReasonKind::Cell { table, keys, citation, .. } => {
            let name = table_name(tree, *table, keys);
            (fill("Peraturan menetapkan {}: {v}.", "The law sets {}: {v}.", &name), Some(citation))
        }
        ReasonKind::Rounded { exact, .. } => (rounded(tree, reason, exact, &shown)?, None),
        ReasonKind::Rule(rule) if matches!(reason.value, Value::YesNo(_)) => {
            let met = reason.value.yes().unwrap_or(false);
            let name = name(tree, rule.item);
            (
                fill("Syarat terpenuhi: {}.", "This condition is met: {}.", &name),
                met.then_some(&rule.citation),
            )
        }
        ReasonKind::Rule(rule) => {
            let name = name(tree, rule.item);
            (fill("Hasilnya, {}: {v}.", "This gives {}: {v}.", &name), Some(&rule.citation))
        }
        ReasonKind::Calendar(_) | ReasonKind::Again(..) => return None,
    };
    let unmet = matches!((&reason.kind, &reason.value), (ReasonKind::Rule(_), Value::YesNo(false)));
    (!unmet).then(|| Line::says(said, citation.cloned()))
}

/// Nothing was asked for, or nothing is so: that needs no sentence.
fn is_nothing(reason: &Reason) -> bool {
    let assumed = matches!(reason.kind, ReasonKind::Fact(_, true) | ReasonKind::Field { .. });
    let nothing = reason.value.yes() == Some(false) || reason.value.number() == Some(&base::Exact::from(0));
    assumed && nothing
}

fn name(tree: &Tree, item: usize) -> Words {
    let said = |lang| render::name(tree, &tree.items[item].target, lang);
    both(said(Lang::Id), said(Lang::En))
}

fn shown(tree: &Tree, reason: &Reason) -> Option<Words> {
    let said = |lang| render::value(tree, &reason.value, reason.ty, lang);
    let shown = both(said(Lang::Id), said(Lang::En));
    let number = matches!(reason.value, Value::Number(_));
    let readable = !matches!(reason.ty, Type::List(_)) && !shown.id.is_empty();
    (readable && !(number && shown.id.chars().count() > NUMBER_CHARS_MAX)).then_some(shown)
}

fn rounded(tree: &Tree, reason: &Reason, exact: &base::Exact, shown: &Words) -> Option<Words> {
    let before = |lang| render::value(tree, &Value::Number(exact.clone()), reason.ty, lang);
    let (id, en) = (before(Lang::Id), before(Lang::En));
    let says = id != shown.id && id.chars().count() <= NUMBER_CHARS_MAX;
    says.then(|| {
        both(format!("{id} dibulatkan menjadi {}.", shown.id), format!("{en} is rounded to {}.", shown.en))
    })
}

/// A table with the options by which it was entered.
fn table_name(tree: &Tree, table: usize, keys: &[Value]) -> Words {
    let table = &tree.tables[table];
    let said = |lang| {
        let keys = keys.iter().zip(&table.keys).filter_map(|(key, (kind, _))| match kind {
            KeyKind::Kind(kind) => Some(render::value(tree, key, Type::Kind(*kind), lang)),
            _ => None,
        });
        let keys: Vec<String> = keys.collect();
        let name = lang.of(&table.words);
        if keys.is_empty() { name.to_owned() } else { format!("{name} ({})", keys.join(", ")) }
    };
    both(said(Lang::Id), said(Lang::En))
}
