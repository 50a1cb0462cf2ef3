//! An account as its owner reads it: a line a year, then the part of the last.

use base::Month;

use super::Account;
use crate::law::Law;
use crate::refusal::Refusal;

/// A year of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatementLine {
    /// The last month of the line: December, or the month asked for.
    pub until: Month,
    /// What was paid in.
    pub paid_in: i64,
    /// What it grew by.
    pub growth: i64,
    /// The balance at the end.
    pub balance: i64,
}

impl Account {
    /// The account until the end of a month, a line a year from the first contribution on.
    pub fn statement(&self, law: &Law<'_>, until: Month) -> Result<Vec<StatementLine>, Refusal> {
        let Some(first) = self.contributions.iter().map(|(month, _)| *month).min() else {
            return Ok(Vec::new());
        };
        let mut lines: Vec<StatementLine> = Vec::new();
        for year in first.year()..=until.year() {
            let end = Month::new(year, 12).map_or(until, |december| december.min(until));
            let balance = self.balance_at(law, end)?;
            let (before, paid_before) =
                lines.last().map_or((0, 0), |line| (line.balance, self.paid_in(line.until)));
            let paid_in = self.paid_in(end) - paid_before;
            lines.push(StatementLine { until: end, paid_in, growth: balance - before - paid_in, balance });
        }
        Ok(lines)
    }
}
