//! What a claim comes to: the benefit's components with their reasons, the tax, and who bears it.

use base::Exact;
use rules::explain::{self, Component, Defined};
use rules::facts::Facts;
use rules::formula::Unit;
use rules::reason::{Reason, ReasonKind, Stop};
use rules::tree::{KeyKind, Target, Tree, Words};
use rules::value::{Type, Value};

use super::record::{Record, paying_programme};
use super::told::{self, Question};
use crate::events::Heirs;
use crate::law::{ClaimLaw, missing_facts, unless_silent};
use crate::lines::sum;
use crate::memberships::Segment;
use crate::refusal::Refusal;

/// What the law answers to a claim.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The programme whose fund pays.
    pub programme: String,
    /// Components that are owed.
    pub lines: Vec<GrantLine>,
    /// Tax that is kept from it.
    pub tax: i64,
    /// Why.
    pub tax_reason: Option<Reason>,
    /// Who bears it.
    pub bearer: Bearer,
    /// The first condition that fails, where the fund does not pay.
    pub refusal: Option<Refusal>,
}

/// One component of a benefit.
#[derive(Clone, Debug)]
pub struct GrantLine {
    /// The law's name: `grant`, `funeral`, `cash` …
    pub component: String,
    /// What people call it.
    pub words: Words,
    /// The payments in whole coins, one for what is paid once.
    pub payments: Vec<i64>,
    /// Months or years between payments, if there are several.
    pub unit: Option<Unit>,
    /// What is given in kind.
    pub in_kind: Option<Words>,
    /// The law's name of whoever gets it: `the_heirs` …; the member herself where none is named.
    pub payee: Option<String>,
    /// Why, one a payment.
    pub reasons: Vec<Reason>,
}

/// Who bears a benefit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bearer {
    /// The programme's fund.
    Fund,
    /// The employer: not registered, too late, or too far behind.
    Employer,
}

/// A condition of a benefit and how it stands.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The law's name.
    pub name: String,
    /// Whether it holds; nothing where a fact is missing or the law has no answer.
    pub holds: Option<bool>,
    /// Why it does not, with the provision.
    pub refusal: Option<Refusal>,
    /// Facts that have to be known first, by index.
    pub missing: Vec<usize>,
}

impl GrantLine {
    /// Whether it goes to nobody, because nobody inherits.
    pub fn stays_in_the_fund(&self) -> bool {
        self.payee.as_deref() == Some("social_security_fund")
    }

    /// All payments together.
    pub fn total(&self) -> i64 {
        self.payments.iter().copied().fold(0, sum)
    }
}

impl Assessment {
    /// All payments of all components, before tax.
    pub fn gross(&self) -> i64 {
        self.lines.iter().map(GrantLine::total).fold(0, sum)
    }

    /// What goes out.
    pub fn net(&self) -> i64 {
        self.gross() - self.tax
    }

    /// Whether the fund pays it.
    pub fn is_granted(&self) -> bool {
        self.refusal.is_none() && self.bearer == Bearer::Fund
    }

    /// Whether anybody pays it.
    pub fn is_payable(&self) -> bool {
        self.refusal.is_none() || self.bearer == Bearer::Employer
    }
}

/// Asks the law what a claim comes to. A refusal of the whole is one where facts are missing or the law has
/// no answer; a benefit that the law refuses is an assessment with its refusal. What an employer has to bear
/// instead of the fund is worked out as if she had done her duty: the law gives the worker the same.
pub fn assess(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    asked: &Question<'_>,
    heirs: Option<&Heirs>,
) -> Result<Assessment, Refusal> {
    let mut facts = told::facts(law, record, asked)?;
    let spell = record.insured(law.law(), asked.kind.benefit(), asked.event);
    let segment = spell.map_or(Segment::WageEarner, |spell| spell.segment);
    let bearer = bearer(law, &facts)?;
    let refusal = conditions(law, &facts, asked).into_iter().find_map(|condition| condition.refusal);
    let mut found = Assessment {
        programme: paying_programme(law.law(), segment, asked.kind).to_owned(),
        lines: Vec::new(),
        tax: 0,
        tax_reason: None,
        bearer,
        refusal,
    };
    if bearer == Bearer::Employer {
        duty_done(law, record, &mut facts, asked)?;
    } else if found.refusal.is_some() {
        return Ok(found);
    }
    let tree = law.law().tree();
    let answer = explain::benefit(tree, &facts, law.benefit(asked.kind), true);
    if let Some((item, words, reason)) = answer.refusal {
        found.bearer = Bearer::Fund;
        found.refusal = Some(refused(tree, item, words, reason.as_ref()));
        return Ok(found);
    }
    if !answer.missing.is_empty() {
        return Err(missing_facts(tree, &answer.missing.into_iter().collect::<Vec<_>>()));
    }
    if let Some((item, Stop::Outside { words, cell, .. })) = answer.stops.into_iter().next() {
        let undeclared = cell.and_then(|cell| undeclared(tree, item, &cell));
        return Err(undeclared.unwrap_or_else(|| outside(tree, item, &words)));
    }
    for component in answer.components {
        found.lines.extend(line(tree, asked, heirs, component)?);
    }
    for line in found.lines.iter_mut().filter(|line| line.component == INCAPACITY) {
        line.payee = Some(law.choice(law.rules.incapacity_goes_to, &facts)?.name);
    }
    tax(law, asked, &facts, &mut found)?;
    Ok(found)
}

/// The law's name of the wage that is replaced, which mostly goes to whoever went on paying it.
const INCAPACITY: &str = "incapacity";

/// Every condition of the claim's benefit that the law speaks of for these facts, whether it holds or not.
pub(crate) fn conditions(law: &ClaimLaw<'_>, facts: &Facts, asked: &Question<'_>) -> Vec<Condition> {
    let tree = law.law().tree();
    let mut conditions = Vec::new();
    for item in rules::columns::requirements(tree, law.benefit(asked.kind)) {
        let Target::Requirement { name, .. } = &tree.items[item].target else { continue };
        let Defined { value, reason, missing } = explain::definition(tree, facts, item, true);
        let (holds, refusal) = match value {
            Ok(Value::YesNo(true)) => (Some(true), None),
            Ok(_) => {
                let words = otherwise(tree, item, reason.as_ref());
                (Some(false), Some(refused(tree, item, words, reason.as_ref())))
            }
            Err(Stop::Missing) => (None, None),
            // No clause in force speaks of this case: it is no condition here.
            Err(Stop::Outside { .. }) => continue,
        };
        let missing = missing.into_iter().collect();
        conditions.push(Condition { name: name.clone(), holds, refusal, missing });
    }
    conditions
}

/// The words in which a rule refuses, found by where the clause in force stands.
fn otherwise(tree: &Tree, item: usize, reason: Option<&Reason>) -> Words {
    let span = reason.and_then(|reason| match &reason.kind {
        ReasonKind::Rule(rule) => Some(rule.span),
        _ => None,
    });
    let clause = tree.items[item].every_clause().find(|clause| Some(clause.span) == span);
    clause.and_then(|clause| clause.text.clone()).unwrap_or_else(|| tree.items[item].words.clone())
}

fn refused(tree: &Tree, item: usize, words: Words, reason: Option<&Reason>) -> Refusal {
    let citation = reason.and_then(|reason| match &reason.kind {
        ReasonKind::Rule(rule) => Some(&rule.citation),
        _ => None,
    });
    let first = tree.items[item].clauses.first().map(|clause| &clause.citation);
    Refusal::new("not_entitled", words.id, words.en).under(citation.or(first))
}

fn outside(tree: &Tree, item: usize, words: &Words) -> Refusal {
    let name = &tree.items[item].words;
    let (id, en) = (format!("{}: {}", name.id, words.id), format!("{}: {}", name.en, words.en));
    Refusal::new("outside_the_law", id, en)
        .under(tree.items[item].clauses.first().map(|clause| &clause.citation))
}

/// What the institution declares year by year, and has not for this one: a table by the year alone.
fn undeclared(tree: &Tree, item: usize, cell: &str) -> Option<Refusal> {
    let (name, year) = cell.trim_end_matches(']').split_once('[')?;
    let table = tree.tables.iter().find(|table| table.name == name)?;
    let [(KeyKind::Number, key)] = table.keys.as_slice() else { return None };
    if key != "year" {
        return None;
    }
    let Words { id, en } = &table.words;
    let id = format!("{id}: lembaga belum menetapkan {year}, dengan `naungan declare '{cell}' …`");
    let en = format!("{en}: the institution has not declared {year}, by `naungan declare '{cell}' …`");
    let cited = tree.items[item].clauses.first().map(|clause| &clause.citation);
    Some(Refusal::new("not_declared", id, en).under(cited))
}

/// Who bears it; the fund, where the law does not speak of an employer.
pub(crate) fn bearer(law: &ClaimLaw<'_>, facts: &Facts) -> Result<Bearer, Refusal> {
    let chosen = unless_silent(law.choice(law.rules.claim_borne_by, facts))?;
    let employer = chosen.is_some_and(|chosen| chosen.name == "the_employer");
    Ok(if employer { Bearer::Employer } else { Bearer::Fund })
}

/// Why nobody pays a claim as things stand: not the fund, and not an employer in its place.
pub(crate) fn refusal(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    mut facts: Facts,
    asked: &Question<'_>,
) -> Result<Option<Refusal>, Refusal> {
    if bearer(law, &facts)? == Bearer::Employer {
        duty_done(law, record, &mut facts, asked)?;
    }
    Ok(conditions(law, &facts, asked).into_iter().find_map(|condition| condition.refusal))
}

/// The facts as they would be if the employer had registered, reported and paid.
fn duty_done(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    facts: &mut Facts,
    asked: &Question<'_>,
) -> Result<(), Refusal> {
    let tree = law.law().tree();
    let mut put = |name: &str, value: &str| {
        let _ = facts.set(tree, name, value);
    };
    put("registered_at_event", "yes");
    put("active_at_event", "yes");
    put("arrears_months", "0");
    put("reported_date", &asked.event.to_string());
    if asked.kind == super::ClaimKind::JkpCash {
        let from = law.month(law.rules.jkp_window_from, facts)?;
        let months = record.owed(law.law(), "jkp");
        let within = months.iter().filter(|month| (from..=asked.event.month()).contains(month)).count();
        let _ = facts.set(tree, "jkp_paid_months", &within.to_string());
        let run = told::run_to(&months, asked.event.month());
        let _ = facts.set(tree, "jkp_longest_run", &run.to_string());
    }
    Ok(())
}

fn line(
    tree: &Tree,
    asked: &Question<'_>,
    heirs: Option<&Heirs>,
    component: Component,
) -> Result<Option<GrantLine>, Refusal> {
    let Target::Component { name, .. } = &tree.items[component.item].target else { return Ok(None) };
    let coins = |amount: Exact| rules::columns::whole(tree, &Value::Number(amount), Type::Money);
    let payments: Option<Vec<i64>> = component.payments.into_iter().map(coins).collect();
    let words = tree.items[component.item].words.clone();
    let Some(payments) = payments else { return Err(outside(tree, component.item, &words)) };
    let payee = heirs.map(|heirs| heirs.payee_of(asked.kind, name).name.clone());
    Ok(Some(GrantLine {
        component: name.clone(),
        words,
        payments,
        unit: component.unit,
        in_kind: component.in_kind,
        payee,
        reasons: component.reasons,
    }))
}

/// The tax on savings; no other benefit bears any.
fn tax(
    law: &ClaimLaw<'_>,
    asked: &Question<'_>,
    facts: &Facts,
    found: &mut Assessment,
) -> Result<(), Refusal> {
    if asked.kind.benefit() != crate::law::SAVINGS {
        return Ok(());
    }
    found.tax = law.law().ask_coins(law.rules.jht_tax, facts)?;
    found.tax_reason = explain::definition(law.law().tree(), facts, law.rules.jht_tax, true).reason;
    Ok(())
}

/// The membership a claim rests on; refused where she was never in the programme.
pub(crate) fn in_programme<'a>(
    law: &ClaimLaw<'_>,
    record: &Record<'a>,
    asked: &Question<'_>,
) -> Result<&'a super::Insured<'a>, Refusal> {
    let benefit = asked.kind.benefit();
    let paid_in = || match benefit {
        "jht" => record.savings.is_some_and(|account| !account.contributions.is_empty()),
        "jp" | "jkp" => !record.owed(law.law(), benefit).is_empty(),
        _ => true,
    };
    record.insured(law.law(), benefit, asked.event).filter(|_| paid_in()).ok_or_else(|| {
        let words = law.kind_words(asked.kind);
        let id = format!("{}: tidak menjadi peserta program ini", words.id);
        Refusal::new("not_in_programme", id, format!("{}: not a member of this programme", words.en))
    })
}
