//! The components of a benefit in a letter: how much, to whom, why; and what was asked for and is not given.

use std::collections::{BTreeSet, HashSet};

use base::Citation;
use rules::facts::Facts;
use rules::reason::{Reason, ReasonKind};
use rules::tree::{Target, Tree, Words};
use rules::value::{Type, Value};

use super::sentence::{both, capitals, with_money};
use super::why::why;
use super::{Decided, Line, Part, Payments, Share};
use crate::claims::{GrantLine, Record};
use crate::events::Heirs;
use crate::law::{ClaimLaw, facts_behind};
use crate::lines::sum;
use crate::refusal::Refusal;

/// Every component, in the order of the law.
pub(super) fn parts(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    decided: &Decided<'_>,
) -> Result<Vec<Part>, Refusal> {
    let mut seen = HashSet::new();
    decided.found.lines.iter().map(|line| part(law, record, decided, line, &mut seen)).collect()
}

fn part(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    decided: &Decided<'_>,
    line: &GrantLine,
    seen: &mut HashSet<String>,
) -> Result<Part, Refusal> {
    let payments = if line.in_kind.is_some() { Vec::new() } else { runs(&line.payments) };
    let firsts = payments.iter().filter_map(|run| line.reasons.get(run.first - 1));
    let mut why = why(law.law().tree(), firsts, seen);
    if line.component == SCHOLARSHIP {
        why.extend(year_by_year(law, decided));
    }
    let citation = line.reasons.first().and_then(provision).cloned();
    let amount = line.in_kind.is_none().then(|| line.total());
    let said = capitals(line.in_kind.as_ref().unwrap_or(&line.words));
    let to = line.payee.as_deref().and_then(|payee| option(law.law().tree(), PAYEE, payee));
    let shares = match decided.heirs {
        Some(heirs) if is_shared(line) => shares(law, record, decided, heirs, line)?,
        _ => Vec::new(),
    };
    Ok(Part {
        line: Line { number: 0, said, amount, citation },
        component: line.component.clone(),
        payments,
        every: line.unit,
        to,
        shares,
        stays_in_the_fund: line.stays_in_the_fund(),
        why,
    })
}

/// Whether heirs share it. A scholarship is a child's own.
fn is_shared(line: &GrantLine) -> bool {
    let to_heirs = line.payee.as_deref() == Some(HEIRS);
    to_heirs && line.in_kind.is_none() && line.component != SCHOLARSHIP
}

/// The law's names: the kind of those who receive, and the heirs among them.
const PAYEE: &str = "payee";
const HEIRS: &str = "the_heirs";

/// The law's name of the scholarship, which is reckoned whole.
const SCHOLARSHIP: &str = "scholarship";

/// That a scholarship comes year by year, where the law has it so.
fn year_by_year(law: &ClaimLaw<'_>, decided: &Decided<'_>) -> Option<Line> {
    let clauses = &law.law().tree().items[law.rules.scholarship_next].clauses;
    let clause = clauses.iter().find(|clause| clause.is_in_force_on(decided.question.event))?;
    let id = "Beasiswa diajukan dan dibayar tahun demi tahun.";
    let said = both(id, "The scholarship is claimed and paid year by year.");
    Some(Line::says(said, Some(clause.citation.clone())))
}

/// What an option of a kind is called.
fn option(tree: &Tree, kind: &str, name: &str) -> Option<Words> {
    let kind = tree.kinds.iter().find(|known| known.name == kind)?;
    let at = kind.options.iter().position(|option| option == name)?;
    Some(kind.words[at].clone())
}

/// Payments of one amount that follow each other.
fn runs(payments: &[i64]) -> Vec<Payments> {
    let mut runs: Vec<Payments> = Vec::new();
    for (at, amount) in payments.iter().copied().enumerate() {
        match runs.last_mut().filter(|run| run.amount == amount) {
            Some(run) => run.last = at + 1,
            None => runs.push(Payments { first: at + 1, last: at + 1, amount }),
        }
    }
    runs
}

/// The provision of a component.
fn provision(reason: &Reason) -> Option<&Citation> {
    match &reason.kind {
        ReasonKind::Rule(rule) => Some(&rule.citation),
        _ => None,
    }
}

/// What each of the heirs gets of a component, payment by payment.
fn shares(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    decided: &Decided<'_>,
    heirs: &Heirs,
    line: &GrantLine,
) -> Result<Vec<Share>, Refusal> {
    let places = heirs.hands(decided.question.kind, line);
    let mut amounts = vec![0; places.len()];
    for payment in &line.payments {
        let parts = Heirs::parts(law, *payment, places.len(), decided.question.event)?;
        amounts.iter_mut().zip(parts).for_each(|(amount, part)| *amount = sum(*amount, part));
    }
    let share = |(place, amount): (usize, i64)| {
        let guardian = heirs.entitled.iter().find(|heir| heir.place == place);
        let guardian = guardian.and_then(|heir| heir.guardian.clone());
        Some(Share { name: record.family.get(place)?.relative.name.clone(), guardian, amount })
    };
    Ok(places.into_iter().zip(amounts).filter_map(share).collect())
}

/// Components that rest on something which was handed in, and are not paid, or not all of it.
pub(super) fn left_out(law: &ClaimLaw<'_>, facts: &Facts, decided: &Decided<'_>) -> Vec<Line> {
    let tree = law.law().tree();
    let benefit = law.benefit(decided.question.kind);
    let handed: BTreeSet<usize> =
        decided.question.facts.iter().filter_map(|(name, _)| on_paper(tree, name)).collect();
    let mut lines = Vec::new();
    for (at, item) in tree.items.iter().enumerate() {
        let Target::Component { benefit: of, name } = &item.target else { continue };
        let behind = facts_behind(tree, None, &[at]);
        let asked: Vec<usize> = behind.intersection(&handed).copied().collect();
        if *of != benefit || asked.is_empty() {
            continue;
        }
        match decided.found.lines.iter().find(|line| line.component == *name) {
            Some(line) => lines.extend(above_the_most(law, facts, &asked, line)),
            None => lines.extend(unmet(tree, decided, at)),
        }
    }
    lines
}

/// A fact that a paper shows which was handed in to be paid for.
fn on_paper(tree: &Tree, name: &str) -> Option<usize> {
    let at = *tree.names.facts.get(name)?;
    PAPERS.contains(&tree.facts[at].source.as_str()).then_some(at)
}

/// Where the law's facts say that a value comes from such a paper.
const PAPERS: [&str; 3] = ["receipts", "price list", "family card"];

/// What receipts show above what the law pays.
fn above_the_most(law: &ClaimLaw<'_>, facts: &Facts, asked: &[usize], line: &GrantLine) -> Option<Line> {
    let shown = asked.iter().filter_map(|fact| coins(law, facts, *fact)).fold(0, sum);
    let rest = shown - line.total();
    if rest <= 0 {
        return None;
    }
    let id = format!("Dari {}, {{}} tidak dibayar karena di atas batas.", line.words.id);
    let en = format!("Of {}, {{}} is not paid: it is above the limit.", line.words.en);
    let citation = line.reasons.first().and_then(limit).cloned();
    let said = with_money(law, &id, &en, rest);
    Some(Line { number: 0, said, amount: Some(rest), citation })
}

/// All the money that a fact is about.
fn coins(law: &ClaimLaw<'_>, facts: &Facts, fact: usize) -> Option<i64> {
    let tree = law.law().tree();
    let whole = |value: &Value| rules::columns::whole(tree, value, Type::Money);
    match (facts.get(fact)?, tree.facts[fact].ty) {
        (value, Type::Money) => whole(value),
        (Value::List(list), Type::List(record)) => {
            let money = |field: &usize| tree.records[record].fields[*field].ty == Type::Money;
            let fields: Vec<usize> = (0..tree.records[record].fields.len()).filter(money).collect();
            let of_entry = |entry: &rules::value::Entry| {
                let amounts = fields.iter().filter_map(|field| whole(entry.get(*field)?.as_ref()?));
                amounts.fold(0, sum)
            };
            Some(list.iter().map(of_entry).fold(0, sum))
        }
        _ => None,
    }
}

/// The provision of the first limit in money that a reason names.
fn limit(reason: &Reason) -> Option<&Citation> {
    let mut found = None;
    reason.visit(&mut |reason| {
        if let (None, ReasonKind::Cell { citation, .. }, Type::Money) = (found, &reason.kind, reason.ty) {
            found = Some(citation);
        }
    });
    found
}

/// A component that the law has and that is not paid here.
fn unmet(tree: &Tree, decided: &Decided<'_>, item: usize) -> Option<Line> {
    let words = &tree.items[item].words;
    let clauses = &tree.items[item].clauses;
    let clause = clauses.iter().find(|clause| clause.is_in_force_on(decided.question.event));
    let said = match clause {
        Some(_) => both(
            format!("Tidak dibayar: {}. Syaratnya tidak terpenuhi.", words.id),
            format!("Not paid: {}. Its conditions are not met.", words.en),
        ),
        None => both(
            format!("Tidak dibayar: {}. Manfaat ini tidak berlaku pada tanggal peristiwa.", words.id),
            format!("Not paid: {}. There was no such benefit on the day of the event.", words.en),
        ),
    };
    let citation = clause.or(clauses.first())?.citation.clone();
    Some(Line::says(said, Some(citation)))
}
