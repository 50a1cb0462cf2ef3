//! What a gift is worth: months of workers for money, by the law's price of each month of a campaign.

use anyhow::{Error, Result};
use base::Month;
use scheme::refusal::Refusal;
use scheme::solidarity::reserve;
use store::Unit;

use crate::actions::choose_people::first_facts;
use crate::actions::reserve_months;
use crate::office::Desk;
use crate::registry::pots;

/// What the months of one worker cost, one after another from the next month on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Worth {
    pub(crate) from: Month,
    pub(crate) prices: Vec<i64>,
}

impl Worth {
    /// What the first month costs; nothing where the law has no answer for it.
    pub(crate) fn price(&self) -> Option<i64> {
        self.prices.first().copied()
    }

    /// How many months of workers an amount pays for.
    pub(crate) fn worker_months(&self, amount: i64) -> i64 {
        reserve::worker_months(amount, &self.prices)
    }

    /// What so many months of workers cost.
    pub(crate) fn cost(&self, worker_months: i64) -> Option<i64> {
        reserve::cost(worker_months, &self.prices)
    }
}

/// Asks the law for the months of a campaign, for a worker whose income nobody has said, as far as it has
/// answers.
pub(crate) fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, campaign: i64, source: &str) -> Result<Worth> {
    let rule = pots::rule(unit, campaign, desk.now)?;
    let from = desk.today.month().next().unwrap_or(desk.today.month());
    let mut worth = Worth { from, prices: Vec::new() };
    for after in 0..i32::try_from(rule.months)? {
        let Some(month) = from.plus_months(after) else { break };
        match reserve_months::prices(desk, source, &first_facts(), &[month]) {
            Ok(price) => worth.prices.extend(price),
            Err(error) if is_refused(&error) => break,
            Err(error) => return Err(error),
        }
    }
    Ok(worth)
}

fn is_refused(error: &Error) -> bool {
    error.chain().any(<dyn std::error::Error + 'static>::is::<Refusal>)
}
