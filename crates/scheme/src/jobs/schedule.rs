//! When the months of cash come: each a month after the one before, looking back at the time between.

use base::{Day, Span};
use rules::tree::Tree;

use crate::claims::told::{self, Told};
use crate::claims::{ClaimKind, Due, Question, Record};
use crate::law::ClaimLaw;
use crate::refusal::Refusal;

/// A month of cash and its days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Month {
    /// Which, from 1.
    pub number: u8,
    /// The day from which it can be paid.
    pub due: Day,
    /// The days in which its duty is done; the first month has none before it.
    pub days: Option<Span>,
}

/// The months of cash of whoever was paid first on a day, as many as the law of that day gives; none where it
/// gives none.
pub fn months(tree: &Tree, first: Day) -> Vec<Month> {
    let most = number_of(tree, "jkp_cash_months", first).and_then(|most| u8::try_from(most).ok());
    let month = |number: u8| {
        let due = first.plus_months(i32::from(number) - 1)?;
        let before = first.plus_months(i32::from(number) - 2)?;
        let days = if number > 1 { Span::new(before, Some(due)) } else { None };
        Some(Month { number, due, days })
    };
    (1..=most.unwrap_or(0)).filter_map(month).collect()
}

/// The day on which the law has to be asked for the first payment, so that its payment of this number falls
/// on a day: whoever is paid late is paid by the law of that day.
pub fn first_for(pay_day: Day, number: u8) -> Option<Day> {
    pay_day.plus_months(1 - i32::from(number))
}

/// The last day to pay a month without delay, where the law sets one.
pub fn pay_by(law: &ClaimLaw<'_>, due: Day) -> Result<Option<Due>, Refusal> {
    let mut told = Told::new(law.law().tree());
    told.put("claim_kind", ClaimKind::JkpCash.name());
    told.put("claim_complete_date", due);
    told.put("clock_stopped_days", 0);
    let found = law.day(law.rules.claim_due, &told.facts)?;
    Ok(found.map(|(day, citation)| Due { day, stopped: 0, citation }))
}

/// A number of the law's, as a table without columns has it on a day.
pub fn number_of(tree: &Tree, table: &str, day: Day) -> Option<i64> {
    let table = &tree.tables[*tree.names.tables.get(table)?];
    table.on(Some(day))?.row(&table.keys, &[])?.value.number()?.to_i64()
}

/// The months of contributions that count for somebody who would lose her job on a day, and what it takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MonthsPaid {
    /// Those that are paid, of the ones that are looked at.
    pub paid: i64,
    /// How many it takes.
    pub needed: i64,
    /// Of how many at the end.
    pub window: i64,
    /// How many in a row there are up to that day.
    pub run: i64,
    /// How many in a row it takes, where the law of that day asks for a run.
    pub run_needed: Option<i64>,
}

/// Counts them as the law is told of them; nothing where it says nothing of that day.
pub fn months_paid(law: &ClaimLaw<'_>, record: &Record<'_>, day: Day) -> Result<Option<MonthsPaid>, Refusal> {
    let kind = ClaimKind::JkpCash;
    let asked = Question { kind, event: day, filed: day, decided: day, pay_day: day, facts: &[] };
    let facts = told::facts(law, record, &asked)?;
    let tree = law.law().tree();
    let known = |name: &str| {
        let at = *tree.names.facts.get(name)?;
        facts.get(at)?.number()?.to_i64()
    };
    let table = |name: &str| number_of(tree, name, day);
    let counted = (known("jkp_paid_months"), known("jkp_longest_run"));
    let (Some(needed), Some(window), (Some(paid), Some(run))) =
        (table("jkp_months_needed"), table("jkp_window"), counted)
    else {
        return Ok(None);
    };
    Ok(Some(MonthsPaid { paid, needed, window, run, run_needed: table("jkp_run_needed") }))
}
