//! What the law is told about a claim: what was reported with it, then the register, which has the last word.

use std::collections::BTreeSet;
use std::fmt::Display;

use base::{Day, Month};
use rules::facts::Facts;
use rules::tree::Tree;
use rules::value::Value;

use super::record::{Contributed, Insured, Record, programme};
use super::{ClaimKind, pension};
use crate::contributions::due_date;
use crate::law::ClaimLaw;
use crate::memberships::Segment;
use crate::refusal::Refusal;

/// A claim as a question: what is claimed, of which day, and the days that choose the law.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What is claimed.
    pub kind: ClaimKind,
    /// The day of the event.
    pub event: Day,
    /// The day it was claimed.
    pub filed: Day,
    /// The day it is decided.
    pub decided: Day,
    /// The day it is to be paid.
    pub pay_day: Day,
    /// What was reported with the event and the claim, by the law's names: receipts, losses, children, why
    /// work ended. The register has the last word on what it knows itself.
    pub facts: &'a [(String, String)],
}

impl Question<'_> {
    /// The value of a fact that was reported.
    pub(crate) fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Facts on their way to a question.
pub(crate) struct Told<'t> {
    tree: &'t Tree,
    pub(crate) facts: Facts,
}

impl<'t> Told<'t> {
    pub(crate) fn new(tree: &'t Tree) -> Self {
        Self { tree, facts: Facts::new(tree) }
    }

    /// Puts a value; a name that this pack of law does not have is left out, as are values out of its limits:
    /// the law then asks for them.
    pub(crate) fn put(&mut self, name: &str, value: impl Display) {
        let _ = self.facts.set(self.tree, name, &value.to_string());
    }

    fn flag(&mut self, name: &str, yes: bool) {
        self.put(name, if yes { "yes" } else { "no" });
    }

    pub(crate) fn all<'f>(&mut self, facts: impl IntoIterator<Item = &'f (String, String)>) {
        for (name, value) in facts {
            self.put(name, value);
        }
    }
}

/// Everything the law is told of a claim.
pub(crate) fn facts(law: &ClaimLaw<'_>, record: &Record<'_>, asked: &Question<'_>) -> Result<Facts, Refusal> {
    let mut told = Told::new(law.law().tree());
    told.all(asked.facts);
    told.all(record.facts);
    let spell = record.insured(law.law(), asked.kind.benefit(), asked.event);
    if let Some(spell) = spell {
        told.all(spell.facts_on(asked.event));
        told.put("segment", spell.segment.name());
    }
    dates(&mut told, asked);
    for (name, value) in asked.kind.given() {
        told.put(name, value);
    }
    law.put_kind(&mut told.facts, asked.kind);
    match asked.kind.benefit() {
        "jht" => savings(law, record, asked, spell, &mut told)?,
        "jp" => pension::tell(law, record, asked, &mut told)?,
        "jkp" => job_loss(law, record, asked, spell, &mut told)?,
        _ => insurance(law, record, asked, spell, &mut told)?,
    }
    Ok(told.facts)
}

fn dates(told: &mut Told<'_>, asked: &Question<'_>) {
    told.put("event_date", asked.event);
    told.put("claim_date", asked.filed);
    told.put("decision_date", asked.decided);
    told.put("payment_date", asked.pay_day);
}

/// Work injury and death: was she insured, and since when.
fn insurance(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    asked: &Question<'_>,
    spell: Option<&Insured<'_>>,
    told: &mut Told<'_>,
) -> Result<(), Refusal> {
    let benefit = asked.kind.benefit();
    let registered = spell.is_some_and(|spell| spell.covers(asked.event));
    let own = |spell: &Insured<'_>| matches!(spell.segment, Segment::SelfEmployed | Segment::Migrant);
    let settled = record.settled(law.law(), benefit, asked.event);
    // Who pays for herself is covered from the first payment on.
    let begun = spell.is_some_and(|spell| !own(spell) || !settled.is_empty());
    told.flag("registered_at_event", registered);
    told.flag("active_at_event", registered && begun);
    // What she pays for herself after the event does not count; an employer's share of the month comes later.
    let by = if spell.is_some_and(own) { asked.event } else { asked.filed };
    let known = record.settled(law.law(), benefit, by);
    let month = asked.event.month();
    let until = known.iter().filter(|known| **known <= month);
    told.put("death_contribution_months", until.count());
    told.put("unbroken_months", run_to(&known, month));
    let employers: BTreeSet<_> = record
        .spells
        .iter()
        .filter(|spell| spell.segment == Segment::WageEarner && spell.covers(asked.event))
        .map(|spell| spell.payer)
        .collect();
    told.put("employers_paying", employers.len().max(1));
    if let Some(spell) = spell {
        told.put("arrears_months", arrears(law, spell, benefit, asked.event)?);
        if let Some(ended) = spell.ended {
            told.put("work_end_date", ended);
        }
    }
    Ok(())
}

/// Old-age savings: the account, and what was drawn of it before.
fn savings(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    asked: &Question<'_>,
    spell: Option<&Insured<'_>>,
    told: &mut Told<'_>,
) -> Result<(), Refusal> {
    told.put("jht_cause_date", asked.event);
    if asked.kind == ClaimKind::JhtLeftWork {
        told.put("jht_cause", cause_of_leaving(spell, asked.fact("termination")));
    }
    told.put("jht_membership_months", record.owed(law.law(), "jht").len());
    let working = |spell: &Insured<'_>| spell.segment == Segment::WageEarner && spell.covers(asked.filed);
    told.flag("still_employed", record.spells.iter().any(working));
    if let Some(account) = record.savings {
        account.tell(law.law(), asked.pay_day.month(), &mut told.facts)?;
    }
    let mut drawn: Vec<_> = record.earlier.iter().filter(|claim| claim.kind.benefit() == "jht").collect();
    drawn.sort_by_key(|claim| claim.paid);
    for claim in &drawn {
        match claim.part.as_deref() {
            Some("housing_part") => told.put("jht_partial_taken", "housing_taken"),
            Some(_) => told.put("jht_partial_taken", "preparation_taken"),
            None => {}
        }
    }
    if let Some(first) = drawn.first() {
        told.put("jht_first_payment_date", first.paid);
        // What counts together: all within the time of the final tax, later only the year's own.
        let (together, _) = law.yes(law.rules.jht_taxed_final, &told.facts)?;
        let counts = drawn.iter().filter(|claim| together || claim.paid.year() == asked.pay_day.year());
        told.put("jht_paid_before", counts.map(|claim| claim.gross).sum::<i64>());
    }
    Ok(())
}

/// Why work ended, as the law of savings calls it.
fn cause_of_leaving(spell: Option<&Insured<'_>>, termination: Option<&str>) -> &'static str {
    match termination {
        _ if spell.is_some_and(|spell| spell.segment == Segment::SelfEmployed) => "stopped_work",
        Some("dismissal" | "contract_cut_short") => "dismissed",
        Some("contract_ran_out") => "contract_ended",
        Some("retirement") => "agreed_age",
        _ => "resigned",
    }
}

/// Job loss: the months that were paid, and what was had before.
fn job_loss(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    asked: &Question<'_>,
    spell: Option<&Insured<'_>>,
    told: &mut Told<'_>,
) -> Result<(), Refusal> {
    told.put("dismissal_date", asked.event);
    let last = asked.event.month();
    let months = record.settled(law.law(), "jkp", asked.filed);
    let from = law.month(law.rules.jkp_window_from, &told.facts)?;
    told.put("jkp_paid_months", months.iter().filter(|month| (from..=last).contains(month)).count());
    told.put("jkp_longest_run", run_to(&months, last));
    let earlier = record.earlier.iter().filter(|claim| claim.kind == ClaimKind::JkpCash);
    told.put("jkp_earlier_claims", earlier.clone().count());
    if let Some(before) = earlier.map(|claim| claim.paid.month()).max() {
        told.put("jkp_months_since_claim", months.iter().filter(|month| **month > before).count());
    }
    let works = |other: &Insured<'_>| {
        other.segment == Segment::WageEarner && other.started > asked.event && other.covers(asked.filed)
    };
    told.flag("new_job", record.spells.iter().any(works));
    if let Some(spell) = spell {
        let closed = spell.payer_closed.is_some_and(|closed| closed <= asked.filed);
        told.put("employer_state", if closed { "closed" } else { "operating" });
        told.put("arrears_months", arrears(law, spell, "jkp", asked.event)?);
    }
    Ok(())
}

/// How many months in a row end with one, or with the month before it: the last may not be paid yet.
pub(crate) fn run_to(months: &[Month], last: Month) -> usize {
    let at = months.partition_point(|month| *month <= last);
    let mut run = 0;
    let mut expected = None;
    for month in months[..at].iter().rev() {
        let fits = expected.map_or(month.months_until(last) <= 1, |expected| *month == expected);
        if !fits {
            break;
        }
        run += 1;
        expected = month.plus_months(-1);
    }
    run
}

/// Months of a membership that were due before a day and not paid by it.
fn arrears(law: &ClaimLaw<'_>, spell: &Insured<'_>, benefit: &str, day: Day) -> Result<usize, Refusal> {
    let law = law.law();
    let (Some(segment), Some(programme)) =
        (law.segment(spell.segment.name()), programme(law, spell.segment, benefit))
    else {
        return Ok(0);
    };
    let open = |month: &&Contributed| {
        month.is_of(programme)
            && month.lines.billed() > 0
            && month.settled.is_none_or(|settled| settled > day)
    };
    let mut behind = 0;
    for month in spell.months.iter().filter(open) {
        behind += usize::from(due_date(law, segment, month.month)?.is_some_and(|due| due < day));
    }
    Ok(behind)
}

/// Puts records of a list by the law's names.
pub(crate) fn put_list(
    law: &ClaimLaw<'_>,
    facts: &mut Facts,
    name: &str,
    records: &[Vec<(String, String)>],
) -> Result<(), Refusal> {
    let taken = facts.set_list(law.law().tree(), name, records);
    taken.map_err(|fault| Refusal::new("fact_refused", fault.words.id, fault.words.en))
}

/// The coins as the law writes money.
pub(crate) fn put_coins(law: &ClaimLaw<'_>, facts: &mut Facts, name: &str, coins: i64) {
    if let Some(at) = law.law().tree().names.facts.get(name) {
        facts.put(*at, law.law().money(coins));
    }
}

/// A day, by the law's name.
pub(crate) fn put_day(law: &ClaimLaw<'_>, facts: &mut Facts, name: &str, day: Day) {
    if let Some(at) = law.law().tree().names.facts.get(name) {
        facts.put(*at, Some(Value::Day(day)));
    }
}
