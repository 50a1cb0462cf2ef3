//! `naungan explain contribution`: what is owed for one person and month, by whom, to which fund, and why.

use anyhow::Result;
use rules::explain::{self, Contribution, Line};
use rules::render::{self, Lang};
use rules::tree::{Target, Tree};
use rules::{LawPack, reason::Reason};
use serde_json::Map;

use super::{Cli, Outcome};
use crate::answer::{self, Part, doubts, missing, stops};
use crate::page::Page;
use crate::question::{Asked, Question};
use crate::text::fill;
use crate::{law, wire};

pub(crate) fn run(cli: &Cli, question: &Question) -> Result<Outcome> {
    let lang = Lang::from(cli.lang);
    let pack = law::pack(cli.law.as_deref())?;
    let asked = question.read(&pack, &owed_by_anybody(pack.tree()), lang)?;
    let owed = explain::contribution(&asked.tree, &asked.facts, true);
    let page = Page::new(&pack, &asked.tree, lang);
    let whole = answer::is_whole(&owed.missing, &owed.stops);
    if question.json {
        wire::print(&on_the_wire(&page, &pack, &asked, &owed, !question.brief))?;
    } else {
        written(page, &pack, &asked, &owed, !question.brief).print()?;
    }
    Ok(if whole { Outcome::Fine } else { Outcome::Faults })
}

/// The contributions and moves of every segment.
pub(crate) fn owed_by_anybody(tree: &Tree) -> Vec<usize> {
    (0..tree.jurisdiction.segments.len()).flat_map(|segment| explain::owed(tree, segment)).collect()
}

fn parts<'a>(page: &Page<'_>, owed: &'a Contribution) -> Vec<Part<'a>> {
    let name = |line: &Line| render::name(page.tree, &page.tree.items[line.item].target, page.lang);
    let lines = owed.lines.iter().chain(&owed.moves);
    lines.filter_map(|line| Some((name(line), line.reason.as_ref()?))).collect()
}

fn written<'a>(
    mut page: Page<'a>,
    pack: &'a LawPack,
    asked: &Asked<'_>,
    owed: &Contribution,
    with_reasons: bool,
) -> Page<'a> {
    let parts = parts(&page, owed);
    title(&mut page, asked);
    answer::premises(&mut page, asked);
    let doubts = doubts::gather(page.tree, &parts, page.lang);
    doubts::write(&mut page, &doubts, parts.len());
    let whole = answer::is_whole(&owed.missing, &owed.stops);
    lines(&mut page, owed, whole);
    if whole {
        funds(&mut page, owed);
    }
    let obstacles = stops::gather(&page, &owed.stops);
    stops::write(&mut page, &obstacles, !owed.lines.is_empty());
    missing::write(&mut page, &owed.missing);
    if with_reasons {
        answer::reasons(&mut page, parts.iter().map(|(_, reason)| *reason));
    }
    answer::law(&mut page, pack);
    page
}

fn title(page: &mut Page<'_>, asked: &Asked<'_>) {
    let month = answer::given(page, asked, "contribution_month").unwrap_or_default();
    let segment = answer::given(page, asked, "segment");
    let mut title = fill(page.text.contribution_of, &[("month", &month)]).trim_end().to_owned();
    if let Some(segment) = segment {
        title = format!("{title} · {segment}");
    }
    page.heading(&title);
}

fn lines(page: &mut Page<'_>, owed: &Contribution, whole: bool) {
    page.gap();
    if !whole {
        let partly = if owed.lines.is_empty() { page.text.nothing_yet } else { page.text.not_all };
        page.warning(partly, "! ", "  ");
        page.gap();
    } else if owed.lines.is_empty() {
        page.line(&format!("  {}", page.text.nothing_owed));
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut before = None;
    for line in &owed.lines {
        let Target::Line { programme, payer, .. } = page.tree.items[line.item].target else { continue };
        rows.push(row(page, line, programme, payer, before == Some(programme)));
        before = Some(programme);
    }
    if whole && !owed.lines.is_empty() {
        rows.extend(totals(page, owed));
    }
    page.rows(&rows, &[2]);
}

/// Programme, payer, amount and fund; the programme is not said twice.
fn row(page: &Page<'_>, line: &Line, programme: usize, payer: usize, again: bool) -> Vec<String> {
    let land = &page.tree.jurisdiction;
    let named = &land.programmes[programme];
    let programme = if again { "" } else { page.lang.of(&named.words) };
    vec![
        programme.to_owned(),
        page.lang.of(&land.payers[payer].words).to_owned(),
        render::money(page.tree, &line.amount, page.lang),
        page.lang.of(&land.funds[named.belongs_to].words).to_owned(),
    ]
}

/// What each payer owes, and all of them.
fn totals(page: &Page<'_>, owed: &Contribution) -> Vec<Vec<String>> {
    let row = |who: &str, payer: Option<usize>| {
        let amount = render::money(page.tree, &owed.total(page.tree, payer), page.lang);
        vec![page.text.total.to_owned(), who.to_owned(), amount]
    };
    let payers = payers(page.tree, owed);
    let mut rows = vec![Vec::new()];
    for payer in &payers {
        rows.push(row(page.lang.of(&page.tree.jurisdiction.payers[*payer].words), Some(*payer)));
    }
    if payers.len() > 1 {
        rows.push(row(page.text.everybody, None));
    }
    rows
}

/// Who owes anything, in the order of the jurisdiction.
fn payers(tree: &Tree, owed: &Contribution) -> Vec<usize> {
    let is_payer = |wanted: &usize| {
        let mut targets = owed.lines.iter().map(|line| &tree.items[line.item].target);
        targets.any(|target| matches!(target, Target::Line { payer, .. } if payer == wanted))
    };
    (0..tree.jurisdiction.payers.len()).filter(is_payer).collect()
}

fn funds(page: &mut Page<'_>, owed: &Contribution) {
    let funds = owed.funds(page.tree);
    let received: Vec<Vec<String>> = page
        .tree
        .jurisdiction
        .funds
        .iter()
        .zip(&funds)
        .filter(|(_, amount)| !amount.is_zero())
        .map(|(fund, amount)| {
            vec![page.lang.of(&fund.words).to_owned(), render::money(page.tree, amount, page.lang)]
        })
        .collect();
    if received.is_empty() {
        return;
    }
    page.heading(if owed.moves.is_empty() { page.text.funds } else { page.text.funds_after_moves });
    page.rows(&received, &[1]);
    for moved in &owed.moves {
        let name = render::name(page.tree, &page.tree.items[moved.item].target, page.lang);
        page.line(&format!("  ({name}: {})", render::money(page.tree, &moved.amount, page.lang)));
    }
}

fn on_the_wire(
    page: &Page<'_>,
    pack: &LawPack,
    asked: &Asked<'_>,
    owed: &Contribution,
    with_reasons: bool,
) -> wire::Contribution {
    let whole = answer::is_whole(&owed.missing, &owed.stops);
    let why = |reason: Option<&Reason>| reason.filter(|_| with_reasons).map(|reason| wire::why(page, reason));
    wire::Contribution {
        asked: wire::asked("contribution", pack, asked),
        standing: wire::standing(page, &parts(page, owed), &owed.missing, &owed.stops),
        lines: owed
            .lines
            .iter()
            .filter_map(|line| wire_line(page, line, why(line.reason.as_ref())))
            .collect(),
        moves: owed
            .moves
            .iter()
            .filter_map(|line| wire_move(page, line, why(line.reason.as_ref())))
            .collect(),
        totals: whole.then(|| wire_totals(page, owed)),
        funds: whole.then(|| wire_funds(page, owed)),
    }
}

fn wire_line(page: &Page<'_>, line: &Line, why: Option<wire::Why>) -> Option<wire::Line> {
    let land = &page.tree.jurisdiction;
    let target = &page.tree.items[line.item].target;
    let Target::Line { programme, payer, .. } = target else { return None };
    Some(wire::Line {
        programme: land.programmes[*programme].name.clone(),
        payer: land.payers[*payer].name.clone(),
        fund: land.funds[land.programmes[*programme].belongs_to].name.clone(),
        means: render::name(page.tree, target, page.lang),
        amount: wire::amount(&line.amount),
        why,
    })
}

fn wire_move(page: &Page<'_>, line: &Line, why: Option<wire::Why>) -> Option<wire::Move> {
    let land = &page.tree.jurisdiction;
    let Target::Move { programme, fund, .. } = page.tree.items[line.item].target else { return None };
    let to = land.funds[land.programmes[programme].belongs_to].name.clone();
    Some(wire::Move { from: land.funds[fund].name.clone(), to, amount: wire::amount(&line.amount), why })
}

fn wire_totals(page: &Page<'_>, owed: &Contribution) -> Map<String, serde_json::Value> {
    let payers = payers(page.tree, owed).into_iter().map(|payer| {
        let name = page.tree.jurisdiction.payers[payer].name.clone();
        (name, wire::amount(&owed.total(page.tree, Some(payer))))
    });
    payers.chain([("all".to_owned(), wire::amount(&owed.total(page.tree, None)))]).collect()
}

fn wire_funds(page: &Page<'_>, owed: &Contribution) -> Map<String, serde_json::Value> {
    let amounts = owed.funds(page.tree);
    let funds = page.tree.jurisdiction.funds.iter().zip(&amounts).filter(|(_, amount)| !amount.is_zero());
    funds.map(|(fund, amount)| (fund.name.clone(), wire::amount(amount))).collect()
}

/// What is owed, for a program, with every reason.
pub(crate) fn answered(pack: &LawPack, asked: &Asked<'_>, lang: Lang) -> wire::Contribution {
    let owed = explain::contribution(&asked.tree, &asked.facts, true);
    on_the_wire(&Page::new(pack, &asked.tree, lang), pack, asked, &owed, true)
}
