//! `naungan law diff`: what changed between two days, or between two packs of law, value by value.

use std::path::Path;

use anyhow::{Result, bail};
use base::{Citation, Day};
use clap::Args;
use rules::LawPack;
use rules::render::{self, Lang};

use super::{Cli, Outcome};
use crate::difference::{
    Cell, CellChange, Difference, Rule, RuleChange, WordChange, between_days, between_packs,
};
use crate::page::Page;
use crate::text::{self, fill};
use crate::{law, notation, wire};

/// What to compare.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// A day such as 2026-02-28, a month, a folder of law, or the word built-in
    before: String,
    /// Another of the same kind
    after: String,
    /// The difference as JSON
    #[arg(long)]
    json: bool,
}

/// The law this program was built with, where a folder is asked for.
const BUILT_IN: &str = "built-in";

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let lang = Lang::from(cli.lang);
    let days = notation::day_or_month(&arguments.before).zip(notation::day_or_month(&arguments.after));
    let compared = match days {
        Some((a, b)) => days_of(law::pack(cli.law.as_deref())?, a.min(b), a.max(b)),
        None => packs_of(&arguments.before, &arguments.after, lang)?,
    };
    if arguments.json {
        wire::print(&on_the_wire(&compared, lang))?;
    } else {
        written(&compared, lang).print()?;
    }
    Ok(Outcome::Fine)
}

/// Two laws, what they are called, and what differs.
struct Compared {
    pack: LawPack,
    names: [String; 2],
    days: Option<(Day, Day)>,
    difference: Difference,
    /// False where not even a letter differs.
    same_text: bool,
}

fn days_of(pack: LawPack, before: Day, after: Day) -> Compared {
    let difference = between_days(&pack, before, after);
    let names = [before.to_string(), after.to_string()];
    Compared { pack, names, days: Some((before, after)), difference, same_text: true }
}

fn packs_of(before: &str, after: &str, lang: Lang) -> Result<Compared> {
    let (old, new) = (folder(before, lang)?, folder(after, lang)?);
    let difference = between_packs(&old, &new);
    let same_text = old.fingerprint() == new.fingerprint();
    let name = |name: &str, pack: &LawPack| format!("{name} ({})", pack.fingerprint());
    let names = [name(before, &old), name(after, &new)];
    Ok(Compared { pack: new, names, days: None, difference, same_text })
}

fn folder(name: &str, lang: Lang) -> Result<LawPack> {
    if name == BUILT_IN {
        return law::pack(None);
    }
    if !Path::new(name).is_dir() {
        bail!("{}", fill(text::of(lang).neither_day_nor_folder, &[("name", name)]));
    }
    law::pack(Some(Path::new(name)))
}

fn written(compared: &Compared, lang: Lang) -> Page<'_> {
    let mut page = Page::new(&compared.pack, compared.pack.tree(), lang);
    let [before, after] = &compared.names;
    page.heading(&fill(page.text.difference, &[("before", before), ("after", after)]));
    known(&mut page, compared);
    if compared.difference.is_empty() {
        page.gap();
        page.line(if compared.same_text { page.text.no_difference } else { page.text.only_prose });
    }
    if !compared.difference.cells.is_empty() {
        page.heading(page.text.values);
        cells(&mut page, &compared.difference.cells);
    }
    for (at, change) in compared.difference.rules.iter().enumerate() {
        if at == 0 {
            page.heading(page.text.rules);
        }
        rule_change(&mut page, change);
    }
    words(&mut page, &compared.difference.words);
    page
}

/// Says where a day lies outside the time that is modelled.
fn known(page: &mut Page<'_>, compared: &Compared) {
    let Some((before, after)) = compared.days else { return };
    let (first, end) = page.tree.jurisdiction.known;
    if before < first || after >= end {
        let (first, last) = (first.to_string(), end.plus_days(-1).unwrap_or(end).to_string());
        page.warning(&fill(page.text.beyond_known, &[("first", &first), ("last", &last)]), "! ", "  ");
    }
}

fn cells(page: &mut Page<'_>, changes: &[CellChange]) {
    for group in changes.chunk_by(|a, b| a.provision == b.provision) {
        page.line(&format!("  {}", group[0].provision));
        for change in group {
            cell_change(page, change);
        }
    }
}

/// `jp_wage_ceiling from 2027-03: – → 11_652_800 · letter B/… (B)`
fn cell_change(page: &mut Page<'_>, change: &CellChange) {
    let from = change.from.map_or_else(String::new, |from| format!(" from {}", notation::first(from)));
    let value = |cell: &Option<Cell>| cell.as_ref().map_or_else(|| "–".to_owned(), written_cell);
    let (before, after) = (value(&change.before), value(&change.after));
    let what = format!("    {}{}{from}", change.table, change.keys);
    match (&change.before, &change.after) {
        (Some(old), Some(new)) if before == after => {
            page.line(&format!("{what}: {after}"));
            page.line(&format!("      − {}", checked(page, &old.citation)));
            page.line(&format!("      + {}", checked(page, &new.citation)));
        }
        (old, new) => {
            let cited = new.as_ref().or(old.as_ref()).map(|cell| render::citation(&cell.citation, page.lang));
            page.line(&format!("{what}: {before} → {after} · {}", cited.unwrap_or_default()));
        }
    }
    let doubt = |cell: &Option<Cell>| cell.as_ref().and_then(|cell| cell.doubt.clone());
    if let Some(doubt) = doubt(&change.after).filter(|new| doubt(&change.before).as_ref() != Some(new)) {
        page.warning(&fill(page.text.doubt, &[("text", page.lang.of(&doubt))]), "      ? ", "        ");
    }
}

fn checked(page: &Page<'_>, citation: &Citation) -> String {
    let day = fill(page.text.checked, &[("day", &citation.checked.to_string())]);
    format!("{}, {day}", render::citation(citation, page.lang))
}

/// `10_547_400`, or `10_547_400 (until 2026-02)` where nothing follows.
fn written_cell(cell: &Cell) -> String {
    let until = cell.until.map_or_else(String::new, |end| format!(" (until {})", notation::last(end)));
    format!("{}{until}", cell.value)
}

fn rule_change(page: &mut Page<'_>, change: &RuleChange) {
    page.gap();
    page.line(&format!("  {} · {}", change.target, change.provision));
    for (sign, rules) in [("−", &change.before), ("+", &change.after)] {
        for rule in rules {
            rule_text(page, sign, rule);
        }
    }
}

fn rule_text(page: &mut Page<'_>, sign: &str, rule: &Rule) {
    page.line(&format!("  {sign} {} · {}", rule.holds, render::citation(&rule.citation, page.lang)));
    for doubt in &rule.doubts {
        let doubt = fill(page.text.doubt, &[("text", page.lang.of(doubt))]);
        page.prose(&doubt, &format!("  {sign}   ? "), &format!("  {sign}     "));
    }
    for line in rule.law.lines() {
        page.line(&format!("  {sign}   {line}"));
    }
}

fn words(page: &mut Page<'_>, changes: &[WordChange]) {
    for (at, change) in changes.iter().enumerate() {
        if at == 0 {
            page.heading(page.text.vocabulary);
        }
        page.line(&format!("  {}", change.what));
        for (sign, text) in [("−", &change.before), ("+", &change.after)] {
            if let Some(text) = text {
                page.prose(text, &format!("  {sign} "), "    ");
            }
        }
    }
}

fn on_the_wire(compared: &Compared, lang: Lang) -> wire::Difference {
    let [before, after] = compared.names.clone();
    let difference = &compared.difference;
    wire::Difference {
        before,
        after,
        cells: difference.cells.iter().map(|change| wire_cell(change, lang)).collect(),
        rules: difference.rules.iter().map(|change| wire_rules(change, lang)).collect(),
        words: difference.words.iter().map(wire_words).collect(),
    }
}

fn wire_cell(change: &CellChange, lang: Lang) -> wire::CellChange {
    let cell = |cell: &Cell| wire::Cell {
        value: cell.value.clone(),
        until: cell.until.and_then(|end| end.plus_days(-1)).map(|day| day.to_string()),
        citation: wire::cited(&cell.citation, lang),
    };
    wire::CellChange {
        provision: change.provision.clone(),
        table: change.table.clone(),
        keys: change.keys.clone(),
        from: change.from.map(|day| day.to_string()),
        before: change.before.as_ref().map(cell),
        after: change.after.as_ref().map(cell),
    }
}

fn wire_rules(change: &RuleChange, lang: Lang) -> wire::RuleChange {
    let rule = |rule: &Rule| wire::Rule {
        target: change.target.clone(),
        holds: rule.holds.clone(),
        law: rule.law.clone(),
        citation: wire::cited(&rule.citation, lang),
        doubts: rule.doubts.iter().map(|doubt| lang.of(doubt).to_owned()).collect(),
    };
    wire::RuleChange {
        provision: change.provision.clone(),
        target: change.target.clone(),
        before: change.before.iter().map(rule).collect(),
        after: change.after.iter().map(rule).collect(),
    }
}

fn wire_words(change: &WordChange) -> wire::WordChange {
    let WordChange { what, before, after } = change;
    wire::WordChange { what: what.clone(), before: before.clone(), after: after.clone() }
}
