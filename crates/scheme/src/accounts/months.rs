//! An account month by month: what came in, what it grew by, the balance.
//!
//! A year is reckoned from what the one before has grown to, unrounded, so that forty years cost forty times
//! a year and not forty times forty.

use base::{Exact, Month};
use rules::facts::Facts;
use rules::value::Value;

use super::Account;
use crate::law::Law;
use crate::refusal::Refusal;

/// A month of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MonthLine {
    /// The month.
    pub month: Month,
    /// What was paid in.
    pub paid_in: i64,
    /// What the account grew by in it, and the balance at its end; nothing where the law has no rate yet.
    pub grown: Option<(i64, i64)>,
}

impl Account {
    /// Every month from the first contribution to this one.
    pub fn by_month(&self, law: &Law<'_>, until: Month) -> Vec<MonthLine> {
        let paid = self.months(until);
        let Some(&(first, _)) = paid.first() else { return Vec::new() };
        let mut lines = Vec::new();
        // What the years before have become, as long as the law knows.
        let mut opening = Some(Exact::zero());
        let mut before = Some(0);
        for year in first.year()..=until.year() {
            let of_year: Vec<(Month, i64)> =
                paid.iter().copied().filter(|(month, _)| month.year() == year).collect();
            let months = (1..=12).filter_map(|number| Month::new(year, number).ok());
            for month in months.filter(|month| (first..=until).contains(month)) {
                let paid_in = of_year.iter().filter(|(of, _)| *of == month).map(|(_, amount)| amount).sum();
                let facts = opening.as_ref().and_then(|opening| self.facts_of(law, opening, &of_year, month));
                let balance = facts.and_then(|facts| law.ask_coins(law.rules.jht_balance, &facts).ok());
                let grown =
                    balance.zip(before).map(|(balance, before)| (balance - before - paid_in, balance));
                lines.push(MonthLine { month, paid_in, grown });
                before = balance;
            }
            let end = Month::new(year, 12).ok();
            opening = opening.zip(end).and_then(|(opening, end)| {
                let facts = self.facts_of(law, &opening, &of_year, end)?;
                grown(law, &facts).ok()
            });
        }
        lines
    }

    /// What the law is asked with: what was there when the year began, and what came in since.
    fn facts_of(&self, law: &Law<'_>, opening: &Exact, paid: &[(Month, i64)], until: Month) -> Option<Facts> {
        let january = Month::new(until.year(), 1).ok()?;
        let so_far = paid.iter().filter(|(month, _)| *month <= until);
        let records = so_far.filter_map(|(month, amount)| Some((*month, law.money(*amount)?)));
        let records = super::records(law, records).ok()?;
        let mut facts = super::facts(law, self.method, until, records);
        facts.put(law.facts.opening_balance, Some(Value::Number(opening.clone())));
        facts.put(law.facts.opening_month, Some(Value::Month(january)));
        Some(facts)
    }
}

/// What was there and what came in, with their growth and without a rounding.
fn grown(law: &Law<'_>, facts: &Facts) -> Result<Exact, Refusal> {
    let mut sum = Exact::zero();
    for item in [law.rules.jht_grown_contributions, law.rules.jht_grown_opening] {
        let answer = law.ask(item, facts)?;
        sum = &sum + answer.value.number().ok_or_else(super::no_list)?;
    }
    Ok(sum)
}
