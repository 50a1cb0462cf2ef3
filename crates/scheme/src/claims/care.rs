//! Care after an injury at work: reports, the guarantee to a hospital, bills item by item, fares, the wage
//! month by month, and the way back to work.

use base::{Citation, Day};
use rules::tree::Words;
use rules::value::Type;

use super::assess::GrantLine;
use super::menders::Mender;
use super::record::Record;
use super::told::{self, Question, Told, put_coins, put_day};
use crate::law::ClaimLaw;
use crate::lines::sum;
use crate::refusal::Refusal;

/// A report that an employer owes after an accident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// The first, of the accident, or the second, of its outcome.
    pub stage: u8,
    /// The last day.
    pub due: Day,
    /// The day it came.
    pub made: Option<Day>,
    /// The provision.
    pub citation: Option<Citation>,
}

impl Report {
    /// Whether it is late on a day, or was when it came.
    pub fn is_late(&self, today: Day) -> bool {
        self.made.unwrap_or(today) > self.due
    }
}

/// The reports of an accident, with the day of each: the first counts from the accident, the second from what
/// the doctor states of its outcome. Days in which the law asks for none have none.
pub fn reports(
    law: &ClaimLaw<'_>,
    (accident, first): (Day, Option<Day>),
    outcome: Option<(Day, Option<Day>)>,
) -> Result<Vec<Report>, Refusal> {
    let mut told = Told::new(law.law().tree());
    told.put("event_date", accident);
    if let Some((stated, _)) = outcome {
        told.put("doctor_statement_date", stated);
    }
    let second = outcome.and_then(|(_, made)| made);
    let stages = [(1, law.rules.first_report_due, first), (2, law.rules.second_report_due, second)];
    let mut reports = Vec::new();
    for (stage, item, made) in stages {
        let due = law.day(item, &told.facts)?;
        reports.extend(due.map(|(due, citation)| Report { stage, due, made, citation }));
    }
    Ok(reports)
}

/// How far a hospital can count on the institution.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guarantee {
    /// The law's name: `full_guarantee`, `provisional_guarantee`, `no_guarantee`.
    pub name: String,
    /// The same in words.
    pub words: Words,
    /// What the law's list covers.
    pub covers: Vec<Words>,
    /// What it does not, where somebody could think so.
    pub leaves_out: Vec<Words>,
    /// The best ward that is paid.
    pub ward: Words,
    /// The provision.
    pub citation: Option<Citation>,
}

impl Guarantee {
    /// Whether care is paid as things stand.
    pub fn secures(&self) -> bool {
        self.name != NO_GUARANTEE
    }
}

/// The law's name of a guarantee that is none.
const NO_GUARANTEE: &str = "no_guarantee";

/// What a hospital is told when it asks: from the register and from whether it is settled that the accident
/// was one of work. An employer's late report or arrears do not concern the hospital.
pub fn guarantee(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    asked: &Question<'_>,
    settled: bool,
) -> Result<Guarantee, Refusal> {
    let mut told = Told::new(law.law().tree());
    told.facts = told::facts(law, record, asked)?;
    told.put("at_work_settled", if settled { "yes" } else { "no" });
    let chosen = law.choice(law.rules.hospital_guarantee, &told.facts)?;
    let ward = law.choice(law.rules.ward_most, &told.facts)?.words;
    let (covers, leaves_out) = bounds(law, &mut told)?;
    Ok(Guarantee {
        name: chosen.name,
        words: chosen.words,
        covers,
        leaves_out,
        ward,
        citation: chosen.citation,
    })
}

/// The items of the law's list that are covered, and those that are not.
fn bounds(law: &ClaimLaw<'_>, told: &mut Told<'_>) -> Result<(Vec<Words>, Vec<Words>), Refusal> {
    let tree = law.law().tree();
    let fact = tree.names.facts.get("care_item").map(|at| tree.facts[*at].ty);
    let Some(Type::Kind(kind)) = fact else { return Ok((Vec::new(), Vec::new())) };
    let (mut covers, mut leaves_out) = (Vec::new(), Vec::new());
    for (name, words) in tree.kinds[kind].options.iter().zip(&tree.kinds[kind].words) {
        told.put("care_item", name);
        let (covered, _) = law.yes(law.rules.care_covered, &told.facts)?;
        if covered { covers.push(words.clone()) } else { leaves_out.push(words.clone()) }
    }
    Ok((covers, leaves_out))
}

/// An item of a hospital's bill.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CareItem {
    /// The law's name for what it is: `surgery`, `ward` …
    pub item: String,
    /// The day of the care.
    pub day: Day,
    /// What is billed.
    pub cost: i64,
    /// For a ward better than the law pays: what class I costs for the same days.
    pub class_one: Option<i64>,
}

/// An item that was looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// What was billed.
    pub billed: i64,
    /// What is paid of it.
    pub paid: i64,
    /// The law's name of the verdict, or of the way of travelling.
    pub verdict: String,
    /// The same in words.
    pub why: Words,
    /// The provision.
    pub citation: Option<Citation>,
}

impl Judged {
    /// What is not paid.
    pub fn unpaid(&self) -> i64 {
        self.billed - self.paid
    }
}

/// A bill for care, item by item, in its order: what is paid of each, and why the rest is not.
pub fn bill(
    law: &ClaimLaw<'_>,
    accident: Day,
    recovered: Option<Day>,
    items: &[CareItem],
) -> Result<Vec<Judged>, Refusal> {
    items.iter().map(|item| judged(law, accident, recovered, item)).collect()
}

fn judged(
    law: &ClaimLaw<'_>,
    accident: Day,
    recovered: Option<Day>,
    item: &CareItem,
) -> Result<Judged, Refusal> {
    let tree = law.law().tree();
    if item.cost < 0 || item.class_one.is_some_and(|cost| cost < 0) {
        let en = "an item of a bill is not below nothing";
        return Err(Refusal::new("cost_below_nothing", "biaya tidak boleh kurang dari nol", en));
    }
    let mut told = Told::new(tree);
    let known = told.facts.set(tree, "care_item", &item.item);
    known.map_err(|fault| Refusal::new("fact_refused", fault.words.id, fault.words.en))?;
    put_day(law, &mut told.facts, "event_date", accident);
    put_day(law, &mut told.facts, "care_date", item.day);
    if let Some(day) = recovered {
        put_day(law, &mut told.facts, "recovered_date", day);
    }
    put_coins(law, &mut told.facts, "care_cost", item.cost);
    if let Some(cost) = item.class_one {
        told.put("ward_class", "above_class_one");
        put_coins(law, &mut told.facts, "class_one_cost", cost);
    }
    let verdict = law.choice(law.rules.care_verdict, &told.facts)?;
    let paid = law.law().ask_coins(law.rules.care_paid, &told.facts)?;
    let (verdict, why, citation) = (verdict.name, verdict.words, verdict.citation);
    Ok(Judged { billed: item.cost, paid, verdict, why, citation })
}

/// A receipt for a trip.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fare {
    /// The law's name of the way of travelling: `land`, `sea`, `air`.
    pub mode: String,
    /// What it cost.
    pub cost: i64,
}

/// Fares in their order: each is paid as far as its way of travelling has something left of what the law pays
/// for all trips of one event.
pub fn fares(law: &ClaimLaw<'_>, accident: Day, fares: &[Fare]) -> Result<Vec<Judged>, Refusal> {
    let mut sums: Vec<(&str, i64, i64)> = Vec::new();
    let mut judged = Vec::new();
    for fare in fares {
        let at = match sums.iter().position(|(mode, ..)| *mode == fare.mode) {
            Some(at) => at,
            None => {
                sums.push((&fare.mode, 0, 0));
                sums.len() - 1
            }
        };
        let (_, shown, paid) = &mut sums[at];
        *shown = sum(*shown, fare.cost.max(0));
        let (together, why, citation) = by_mode(law, accident, &fare.mode, *shown)?;
        let part = together - *paid;
        *paid = together;
        judged.push(Judged { billed: fare.cost, paid: part, verdict: fare.mode.clone(), why, citation });
    }
    Ok(judged)
}

/// What one way of travelling comes to for all its receipts.
fn by_mode(
    law: &ClaimLaw<'_>,
    accident: Day,
    mode: &str,
    cost: i64,
) -> Result<(i64, Words, Option<Citation>), Refusal> {
    let tree = law.law().tree();
    let mut told = Told::new(tree);
    let known = told.facts.set(tree, "travel_mode", mode);
    known.map_err(|fault| Refusal::new("fact_refused", fault.words.id, fault.words.en))?;
    put_day(law, &mut told.facts, "event_date", accident);
    put_coins(law, &mut told.facts, "travel_cost", cost);
    let item = law.rules.travel_paid;
    let paid = law.law().ask_coins(item, &told.facts)?;
    Ok((paid, tree.items[item].words.clone(), law.law().ask(item, &told.facts)?.citation))
}

/// A month in which somebody could not work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WageMonth {
    /// Its number, from one.
    pub number: usize,
    /// Its first day.
    pub from: Day,
    /// The first day of the next.
    pub until: Day,
    /// What replaces the wage.
    pub amount: i64,
}

/// The months of the wage that is replaced, from the first day without work on.
pub fn wage_months(line: &GrantLine, unable_from: Day) -> Vec<WageMonth> {
    let month = |(at, amount): (usize, i64)| {
        let number = i32::try_from(at).ok()?;
        let (from, until) = (unable_from.plus_months(number)?, unable_from.plus_months(number + 1)?);
        Some(WageMonth { number: at + 1, from, until, amount })
    };
    line.payments.iter().copied().enumerate().map_while(month).collect()
}

/// Whether somebody can be helped back to work, and what that still takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Return {
    /// Whether it can begin.
    pub open: bool,
    /// What is missing, and who can give it.
    pub missing: Vec<(Words, Mender)>,
    /// The provision.
    pub citation: Option<Citation>,
}

/// Whether the way back to work is open. What is told are the law's facts on it: what the doctors say, and
/// who has signed.
pub fn back_to_work(law: &ClaimLaw<'_>, asked: &Question<'_>, segment: &str) -> Result<Return, Refusal> {
    let tree = law.law().tree();
    let mut told = Told::new(tree);
    told.all(asked.facts);
    told.put("segment", segment);
    told.put("event_date", asked.event);
    let (open, citation) = law.yes(law.rules.return_open, &told.facts)?;
    let mut missing = Vec::new();
    for (name, mender) in CONSENTS {
        let fact = tree.names.facts.get(name).copied();
        let Some(fact) =
            fact.filter(|fact| told.facts.get(*fact).and_then(rules::value::Value::yes) != Some(true))
        else {
            continue;
        };
        // Only what opens the way once it is there is missing: nobody is asked for more than the law asks.
        let mut with = told.facts.clone();
        for (other, _) in CONSENTS {
            let _ = with.set(tree, other, "yes");
        }
        let _ = with.set(tree, name, "no");
        if !law.yes(law.rules.return_open, &with)?.0 {
            missing.push((tree.facts[fact].words.clone(), mender));
        }
    }
    Ok(Return { open, missing, citation })
}

/// The law's facts that open the way back to work, and who gives each.
const CONSENTS: [(&str, Mender); 4] = [
    ("likely_disabled", Mender::Doctor),
    ("doctor_advises_return", Mender::Doctor),
    ("worker_agrees", Mender::Claimant),
    ("employer_agrees", Mender::Employer),
];
