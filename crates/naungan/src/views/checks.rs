//! What each programme would pay for an event, line by line, and what stands in the way, with who can mend
//! it.

use anyhow::Result;
use base::{Citation, Day};
use rules::formula::Unit;
use rules::render::{self, Lang};
use scheme::claims::{Bearer, Block, Check, GrantLine, Question, assess, pre_check};
use scheme::events::{Event, EventKind, heirs};
use scheme::law::ClaimLaw;
use serde::Serialize;

use super::reasons::{self, Node};
use crate::office::Desk;
use crate::registry::claims::{KnownCase, Life};

/// What might happen, or has.
pub(crate) struct Wondered<'a> {
    pub(crate) kind: EventKind,
    pub(crate) day: Day,
    pub(crate) by_employer: bool,
    /// Cases of hers that are open or decided.
    pub(crate) known: &'a [KnownCase],
    /// What is known of it, by the law's names.
    pub(crate) facts: &'a [(String, String)],
}

/// A programme that could pay.
#[derive(Debug, Serialize)]
pub(crate) struct Checked {
    /// The law's name of the claim.
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    /// Before tax; nothing where it cannot be said yet.
    pub(crate) gross: Option<i64>,
    pub(crate) tax: i64,
    /// The employer has to bear it.
    pub(crate) by_employer: bool,
    /// The last day to claim, where the right ends.
    pub(crate) ends: Option<String>,
    pub(crate) ends_cite: String,
    pub(crate) lines: Vec<Paid>,
    pub(crate) blocks: Vec<Stands>,
    /// Papers it takes.
    pub(crate) papers: Vec<Stands>,
}

/// A component of a benefit.
#[derive(Debug, Serialize)]
pub(crate) struct Paid {
    pub(crate) component: String,
    pub(crate) text: String,
    /// All payments together; nothing for what is given in kind.
    pub(crate) amount: Option<i64>,
    pub(crate) payments: usize,
    /// `once`, `month` or `year`.
    pub(crate) every: &'static str,
    pub(crate) cite: String,
    pub(crate) why: Option<Node>,
}

/// Something that stands in the way.
#[derive(Debug, Serialize)]
pub(crate) struct Stands {
    pub(crate) code: &'static str,
    pub(crate) text: String,
    pub(crate) cite: String,
    /// Who can mend it, by the scheme's word.
    pub(crate) mender: &'static str,
    /// The key of a place of the counter.
    pub(crate) link: &'static str,
}

/// The code of a paper that is not there yet.
const PAPER: &str = "paper_missing";

/// Looks at an event before anybody claims.
pub(crate) fn of(desk: &Desk<'_>, life: &Life, asked: &Wondered<'_>, lang: Lang) -> Result<Vec<Checked>> {
    let law = ClaimLaw::new(desk.law)?;
    let (kind, day, today) = (asked.kind, asked.day, desk.today);
    let event = Event { kind, day, reported: today, by_employer: asked.by_employer, facts: asked.facts };
    let known: Vec<_> = asked.known.iter().map(KnownCase::told).collect();
    let mut all = Vec::new();
    for check in life.ask(|record| pre_check(&law, record, &event, &known, &[]))? {
        let facts = asked.facts;
        let question =
            Question { kind: check.kind, event: day, filed: today, decided: today, pay_day: today, facts };
        let found = life.ask(|record| {
            let heirs = if kind.is_death() { heirs(&law, record, day, today).ok() } else { None };
            assess(&law, record, &question, heirs.as_ref()).ok()
        });
        let found = found.filter(|found| check.gross == Some(found.gross()));
        let tax = found.as_ref().map_or(0, |found| found.tax);
        let lines = found.into_iter().flat_map(|found| found.lines);
        let lines = lines.map(|line| paid(desk, &line, lang)).collect();
        all.push(Checked { tax, lines, ..said(&law, &check, lang) });
    }
    Ok(all)
}

fn said(law: &ClaimLaw<'_>, check: &Check, lang: Lang) -> Checked {
    let ends = check.right_ends.as_ref();
    let (papers, blocks) = check.blocks.iter().partition::<Vec<_>, _>(|block| block.cause.code == PAPER);
    let stands = |blocks: Vec<&Block>| blocks.into_iter().map(|block| stands(block, lang)).collect();
    Checked {
        kind: check.kind.name(),
        name: lang.of(law.kind_words(check.kind)).to_owned(),
        gross: check.gross,
        tax: 0,
        by_employer: check.bearer == Bearer::Employer,
        ends: ends.map(|(day, _)| day.to_string()),
        ends_cite: cite(ends.and_then(|(_, citation)| citation.as_ref()), lang),
        lines: Vec::new(),
        blocks: stands(blocks),
        papers: stands(papers),
    }
}

fn stands(block: &Block, lang: Lang) -> Stands {
    let cause = &block.cause;
    Stands {
        code: cause.code,
        text: lang.pick(&cause.id, &cause.en).to_owned(),
        cite: cite(cause.citation.as_ref(), lang),
        mender: block.mender.name(),
        link: block.link,
    }
}

/// A provision, in the reader's language; empty where there is none.
pub(crate) fn cite(citation: Option<&Citation>, lang: Lang) -> String {
    citation.map(|citation| render::citation(citation, lang)).unwrap_or_default()
}

/// A component with its reasons.
pub(crate) fn paid(desk: &Desk<'_>, line: &GrantLine, lang: Lang) -> Paid {
    let why = line.reasons.first().map(|reason| reasons::node(desk.tree(), reason, lang));
    let words = line.in_kind.as_ref().unwrap_or(&line.words);
    Paid {
        component: line.component.clone(),
        text: lang.of(words).to_owned(),
        amount: line.in_kind.is_none().then(|| line.total()),
        payments: line.payments.len(),
        every: match line.unit {
            Some(Unit::Months) => "month",
            Some(Unit::Years) => "year",
            _ => "once",
        },
        cite: why.as_ref().map(|why| why.cite.clone()).unwrap_or_default(),
        why,
    }
}
