//! What a calculator answers: who pays what, or what is paid, why, and what is assumed or not certain.

use std::collections::BTreeSet;

use base::Exact;
use rules::LawPack;
use rules::explain::{self, Benefit, Component, Contribution};
use rules::reason::Reason;
use rules::render;
use rules::tree::Target;
use serde::Serialize;

use super::Wanted;
use super::asked::Sheet;
use crate::answer::{Part, doubts, stops};
use crate::page::Page;
use crate::pages::prose::capital;
use crate::views::payments::{changes, rows};
use crate::views::reasons::{self, Node};

/// The answer as the page shows it.
#[derive(Debug, Default, Serialize)]
pub(super) struct Answer {
    /// Whether nothing is lacking.
    pub(super) whole: bool,
    /// Who pays what: programme, payer, amount, fund.
    pub(super) lines: Vec<[String; 4]>,
    /// What each payer pays, and all of them.
    pub(super) totals: Vec<[String; 2]>,
    /// Money that one fund hands to another.
    moves: Vec<[String; 2]>,
    /// What is paid: name, payments, amount.
    pub(super) paid: Vec<Vec<String>>,
    pub(super) total: String,
    in_kind: Vec<String>,
    /// Conditions that hold, with their article.
    conditions: Vec<[String; 2]>,
    /// Why it is refused.
    pub(super) refused: Option<Refused>,
    assumed: Vec<[String; 2]>,
    doubts: Vec<Doubt>,
    /// Questions that the law here does not answer.
    pub(super) outside: Vec<String>,
    why: Vec<Why>,
}

#[derive(Debug, Serialize)]
pub(super) struct Refused {
    says: String,
    condition: String,
}

#[derive(Debug, Serialize)]
struct Doubt {
    about: String,
    why: String,
}

/// A part of the answer and its reasons.
#[derive(Debug, Serialize)]
struct Why {
    title: String,
    nodes: Vec<Node>,
}

/// Works it out. What it lacks is noted on the sheet.
pub(super) fn of(pack: &LawPack, sheet: &mut Sheet<'_>) -> Answer {
    let page = Page::new(pack, sheet.tree, sheet.lang);
    match sheet.wanted {
        Wanted::Contribution(_) => {
            let owed = explain::contribution(sheet.tree, &sheet.facts, true);
            sheet.lacking(&owed.missing);
            contribution(&page, sheet, &owed)
        }
        Wanted::Benefit(wanted) => {
            let paid = explain::benefit(sheet.tree, &sheet.facts, wanted, true);
            // A refusal is an answer, whatever else is not known.
            let none = BTreeSet::new();
            sheet.lacking(if paid.refusal.is_some() { &none } else { &paid.missing });
            benefit(&page, sheet, &paid)
        }
    }
}

fn contribution(page: &Page<'_>, sheet: &Sheet<'_>, owed: &Contribution) -> Answer {
    let land = &page.tree.jurisdiction;
    let money = |amount: &Exact| render::money(page.tree, amount, page.lang);
    let name = |item: usize| render::name(page.tree, &page.tree.items[item].target, page.lang);
    let parts: Vec<Part<'_>> = owed
        .lines
        .iter()
        .chain(&owed.moves)
        .filter_map(|line| Some((name(line.item), line.reason.as_ref()?)))
        .collect();
    let mut answer = around(page, &parts, &owed.stops);
    answer.whole = owed.missing.is_empty() && owed.stops.is_empty() && sheet.errors.is_empty();
    let mut payers = BTreeSet::new();
    for line in &owed.lines {
        let Target::Line { programme, payer, .. } = page.tree.items[line.item].target else { continue };
        payers.insert(payer);
        let fund = &land.funds[land.programmes[programme].belongs_to];
        let [programme, payer, fund] = [&land.programmes[programme], &land.payers[payer], fund]
            .map(|it| page.lang.of(&it.words).to_owned());
        answer.lines.push([capital(&programme), payer, money(&line.amount), fund]);
    }
    for payer in &payers {
        let who = capital(page.lang.of(&land.payers[*payer].words));
        answer.totals.push([who, money(&owed.total(page.tree, Some(*payer)))]);
    }
    answer.total = money(&owed.total(page.tree, None));
    answer.moves = owed.moves.iter().map(|moved| [name(moved.item), money(&moved.amount)]).collect();
    answer
}

fn benefit(page: &Page<'_>, sheet: &Sheet<'_>, paid: &Benefit) -> Answer {
    let name = |item: usize| render::name(page.tree, &page.tree.items[item].target, page.lang);
    if let Some((item, words, reason)) = &paid.refusal {
        let parts: Vec<Part<'_>> = reason.iter().map(|reason| (name(*item), reason)).collect();
        let mut answer = around(page, &parts, &paid.stops);
        answer.refused = Some(Refused { says: page.lang.of(words).to_owned(), condition: name(*item) });
        answer.whole = sheet.errors.is_empty();
        return answer;
    }
    let held = paid.conditions.iter().filter_map(|(item, reason)| Some((name(*item), reason.as_ref()?)));
    let amounts = paid.components.iter().filter(|component| !component.total().is_zero());
    let amounts = amounts.flat_map(|it| changes(it).map(move |reason| (it.item, reason)));
    let parts: Vec<Part<'_>> = held.chain(amounts.map(|(item, reason)| (name(item), reason))).collect();
    let mut answer = around(page, &parts, &paid.stops);
    answer.whole = paid.missing.is_empty() && paid.stops.is_empty() && sheet.errors.is_empty();
    answer.paid = paid.components.iter().flat_map(|component| rows(page, component)).collect();
    let total: Exact = paid.components.iter().map(Component::total).sum();
    answer.total = render::money(page.tree, &total, page.lang);
    answer.in_kind = paid
        .components
        .iter()
        .filter_map(|component| {
            let given = component.in_kind.as_ref()?;
            Some(format!("{}: {}", name(component.item), page.lang.of(given)))
        })
        .collect();
    let cited = |reason: &Reason| reasons::node(page.tree, reason, page.lang).cite;
    answer.conditions = paid
        .conditions
        .iter()
        .map(|(item, reason)| [name(*item), reason.as_ref().map(cited).unwrap_or_default()])
        .collect();
    answer
}

/// The title of the provision at a place of the law, which a program would find by its line.
fn title_of(page: &Page<'_>, place: &str) -> String {
    let path = place.rsplit_once(':').map_or(place, |(path, _)| path);
    let found = page.tree.provisions.iter().find(|it| page.files[it.file].path == path);
    found.map_or_else(|| path.to_owned(), |it| page.lang.of(&it.title).to_owned())
}

/// What every answer has: reasons, assumptions, doubts, and what is outside the law here.
fn around(page: &Page<'_>, parts: &[Part<'_>], stopped: &[(usize, rules::reason::Stop)]) -> Answer {
    let facts = reasons::assumed(parts.iter().map(|(_, reason)| *reason));
    let assumed = facts.into_iter().filter_map(|at| {
        let fact = &page.tree.facts[at];
        let value = render::value(page.tree, fact.default.as_ref()?, fact.ty, page.lang);
        Some([capital(page.lang.of(&fact.words)), value])
    });
    let doubt = |it: doubts::Doubt| Doubt { about: it.about, why: it.why.join("; ") };
    let outside = |it: stops::Obstacle| match it.place {
        Some(place) => format!("{} ({})", it.says, title_of(page, &place)),
        None => it.says,
    };
    let why = |(title, reason): &Part<'_>| Why {
        title: format!(
            "{}: {}",
            capital(title),
            render::value(page.tree, &reason.value, reason.ty, page.lang)
        ),
        nodes: vec![reasons::node(page.tree, reason, page.lang)],
    };
    Answer {
        assumed: assumed.collect(),
        doubts: doubts::gather(page.tree, parts, page.lang).into_iter().map(doubt).collect(),
        outside: stops::gather(page, stopped).into_iter().map(outside).collect(),
        why: parts.iter().map(why).collect(),
        ..Answer::default()
    }
}
