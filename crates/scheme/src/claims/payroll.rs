//! Pensions month by month: for one, with the reason, and for many, by the law compiled once.

use std::collections::HashMap;

use base::{Day, Month};
use rules::columns::{Column, Output, Plan, Scratch};
use rules::facts::Facts;
use rules::reason::Reason;

use super::ClaimKind;
use super::record::Record;
use super::told::{self, Question, Told, put_coins};
use crate::law::{ClaimLaw, LawLacks, Reach};
use crate::refusal::Refusal;

/// What pensions have in common that are worked out together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Shape {
    /// Old age, disability, or survivors.
    pub kind: ClaimKind,
    /// The month it began.
    pub start: Month,
    /// Who of the survivors draws it, by the law's name.
    pub drawn_by: Option<&'static str>,
}

/// A pension as it was granted: what it takes to pay it, month after month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Granted {
    /// What it has in common with others.
    pub shape: Shape,
    /// What the formula gave, in coins.
    pub formula: i64,
}

/// What is kept of a pension when it is granted; refused where the law pays no monthly pension.
pub fn granted(law: &ClaimLaw<'_>, record: &Record<'_>, asked: &Question<'_>) -> Result<Granted, Refusal> {
    let facts = told::facts(law, record, asked)?;
    let start = law.month(law.rules.pension_begins, &facts)?;
    let formula = law.law().ask_coins(law.rules.pension_formula, &facts)?;
    let tree = law.law().tree();
    let has = |name: &str| {
        let fact = tree.names.facts.get(name).and_then(|at| facts.get(*at));
        fact.and_then(rules::value::Value::yes).unwrap_or(false)
    };
    let drawn_by = match asked.kind {
        ClaimKind::JpDeath if has("surviving_spouse") => Some("widowed"),
        ClaimKind::JpDeath if has("surviving_child") => Some("orphaned"),
        ClaimKind::JpDeath => Some("bereaved_parent"),
        _ => None,
    };
    Ok(Granted { shape: Shape { kind: asked.kind, start, drawn_by }, formula })
}

impl Granted {
    /// What is paid in the month of a day, and why.
    pub fn on(&self, law: &ClaimLaw<'_>, pay_day: Day) -> Result<(i64, Option<Reason>), Refusal> {
        let mut facts = self.shape.facts(law, pay_day);
        put_coins(law, &mut facts, GRANTED, self.formula);
        let item = law.rules.pension_of_month;
        let amount = law.law().ask_coins(item, &facts)?;
        Ok((amount, rules::explain::definition(law.law().tree(), &facts, item, true).reason))
    }
}

/// A pension that goes on to survivors.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Succession {
    /// What it takes to pay it.
    pub pension: Granted,
    /// The places in the member's family of those who draw it.
    pub hands: Vec<usize>,
}

/// Who draws a pension after the right of whoever drew it has ended: the member's own, or a survivor's, by
/// death, a new marriage, age or work. The family is as it is on that day: who has no right any more has an
/// end there. None where nobody is left.
pub fn succession(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    pension: &Granted,
    ended: Day,
) -> Result<Option<Succession>, Refusal> {
    let hands = super::pension::drawing(law, record, ended)?;
    let Some(first) = hands.first() else { return Ok(None) };
    let drawn_by = match record.family[*first].relative.relation.as_str() {
        "spouse" => "widowed",
        "parent" => "bereaved_parent",
        _ => "orphaned",
    };
    let kind = ClaimKind::JpDeath;
    if pension.shape.kind == kind {
        // A parent follows a member who left nobody else, and never a spouse or a child.
        if drawn_by == "bereaved_parent" {
            return Ok(None);
        }
        // The same pension: only the share is another's.
        let shape = Shape { drawn_by: Some(drawn_by), ..pension.shape };
        return Ok(Some(Succession { pension: Granted { shape, ..*pension }, hands }));
    }
    let mut told = Told::new(law.law().tree());
    told.put("jp_cause", "death");
    told.put("event_date", ended);
    let start = law.month(law.rules.pension_begins, &told.facts)?;
    let (paid, _) = pension.on(law, start.first_day())?;
    put_coins(law, &mut told.facts, "pension_last_paid", paid);
    let formula = law.law().ask_coins(law.rules.survivor_base, &told.facts)?;
    let shape = Shape { kind, start, drawn_by: Some(drawn_by) };
    Ok(Some(Succession { pension: Granted { shape, formula }, hands }))
}

/// Whether a child of that age still draws a pension on a day; marriage and work are looked at when they are
/// noted.
pub fn child_draws(law: &ClaimLaw<'_>, born: Day, on: Day) -> Result<bool, Refusal> {
    let mut told = Told::new(law.law().tree());
    told.put("event_date", on);
    told.put("heir_birth_date", born);
    told.put("heir_married", "no");
    told.put("heir_works", "no");
    law.yes(law.rules.jp_child_counts, &told.facts).map(|(draws, _)| draws)
}

/// The law's own word for who of the survivors draws a pension.
pub fn survivor_named(name: &str) -> Option<&'static str> {
    ["widowed", "orphaned", "bereaved_parent"].into_iter().find(|known| *known == name)
}

impl Shape {
    fn facts(self, law: &ClaimLaw<'_>, pay_day: Day) -> Facts {
        let mut told = Told::new(law.law().tree());
        for (name, value) in self.kind.given() {
            told.put(name, value);
        }
        told.put("pension_start", self.start);
        told.put("payment_date", pay_day);
        if let Some(survivor) = self.drawn_by {
            told.put("drawn_by", survivor);
        }
        told.facts
    }
}

/// The law's name of what the formula gave.
const GRANTED: &str = "pension_granted";

/// The first months of the rows of every table that a month of pension rests on, in order.
fn steps(law: &ClaimLaw<'_>) -> Vec<Month> {
    let tree = law.law().tree();
    let reach = Reach::of(tree, None, &[law.rules.pension_of_month]);
    let versions = reach.tables.iter().flat_map(|table| &tree.tables[*table].versions);
    let mut steps: Vec<Month> = versions.filter_map(|version| version.from.map(Day::month)).collect();
    steps.sort_unstable();
    steps.dedup();
    steps
}

/// Pensions of one day of payment, a plan for each shape.
#[derive(Debug)]
pub struct Payroll<'l> {
    law: &'l ClaimLaw<'l>,
    pay_day: Day,
    granted: usize,
    /// The months from which on a pension that begins may be another than one that began before.
    steps: Vec<Month>,
    made: HashMap<Shape, (Plan, Scratch)>,
}

impl<'l> Payroll<'l> {
    /// The pensions of a day.
    pub fn new(law: &'l ClaimLaw<'l>, pay_day: Day) -> Result<Self, LawLacks> {
        let granted = law.law().tree().names.facts.get(GRANTED).copied();
        let granted = granted.ok_or_else(|| LawLacks { what: "fact", name: GRANTED.to_owned() })?;
        let steps = steps(law);
        Ok(Self { law, pay_day, granted, steps, made: HashMap::new() })
    }

    /// Pensions that are as this one in everything but what the formula gave: those that began in the same
    /// year under the same rows of every table.
    pub fn like(&self, shape: Shape) -> Shape {
        let at = self.steps.partition_point(|step| *step <= shape.start);
        let january = Month::new(shape.start.year(), 1).unwrap_or(shape.start);
        let step = at.checked_sub(1).map_or(january, |at| self.steps[at]);
        Shape { start: step.max(january), ..shape }
    }

    /// What each of many pensions of one shape pays, the same as [`Granted::on`] gives, to the coin. Rows
    /// without an answer have nothing and are listed. The index of a pension that is several years old is a
    /// fraction too long for a program of whole numbers; the plan reads those rows one by one.
    pub fn pay(&mut self, shape: Shape, formulas: &[i64], amounts: &mut Vec<i64>) -> Vec<usize> {
        let shape = self.like(shape);
        amounts.clear();
        amounts.resize(formulas.len(), 0);
        let (law, pay_day, granted) = (self.law, self.pay_day, self.granted);
        let (plan, scratch) = self.made.entry(shape).or_insert_with(|| {
            let output = Output::Defined(law.rules.pension_of_month);
            let facts = shape.facts(law, pay_day);
            (Plan::new(law.law().tree(), &facts, &[granted], &[output]), Scratch::default())
        });
        let faults = plan.run(&[Column::Known(formulas)], &mut [amounts.as_mut_slice()], scratch);
        faults.into_iter().map(|fault| fault.row).collect()
    }
}
