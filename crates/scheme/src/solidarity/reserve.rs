//! Worker-months for money: what each month costs by the law of that month, and how many workers that is.

use base::Month;

use crate::contributions::assess;
use crate::law::Law;
use crate::memberships::Segment;
use crate::refusal::Refusal;

/// What a self-employed worker with these facts owes for a month, as the pot's source counts.
pub fn price(
    law: &Law<'_>,
    facts: &[(String, String)],
    funded_by: &str,
    month: Month,
) -> Result<i64, Refusal> {
    let name = Segment::SelfEmployed.name();
    let Some(segment) = law.segment(name) else {
        let id = format!("hukum ini tidak mengenal segmen {name}");
        return Err(Refusal::new("outside_the_law", id, format!("this law has no segment {name}")));
    };
    let mut known: Vec<(String, String)> =
        facts.iter().filter(|(name, _)| name != "funded_by").cloned().collect();
    known.push(("funded_by".to_owned(), funded_by.to_owned()));
    let assessed = assess(law, &known, segment, month);
    match assessed.faults.into_iter().next() {
        Some(fault) => Err(fault.refusal),
        None => Ok(assessed.lines.billed()),
    }
}

/// What an amount buys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bought {
    /// Workers for all the months.
    pub workers: i64,
    /// Months of workers.
    pub worker_months: i64,
    /// What they cost.
    pub cost: i64,
    /// What is left.
    pub left: i64,
}

/// How many workers an amount pays for through all these months; each month has its own price, since a relief
/// may end among them.
pub fn bought(amount: i64, prices: &[i64]) -> Bought {
    let each: i64 = prices.iter().sum();
    let workers = if each > 0 { amount.max(0) / each } else { 0 };
    let cost = workers * each;
    Bought { workers, worker_months: workers * prices.len() as i64, cost, left: amount.max(0) - cost }
}

/// How many months of workers an amount pays for: whole rounds of these months, then the first of one more
/// worker's.
pub fn worker_months(amount: i64, prices: &[i64]) -> i64 {
    let Bought { worker_months, mut left, .. } = bought(amount, prices);
    let more = prices.iter().take_while(|price| {
        left -= **price;
        left >= 0
    });
    // Months that cost nothing are bought by nothing.
    if prices.iter().sum::<i64>() == 0 { 0 } else { worker_months + more.count() as i64 }
}

/// What so many months of workers cost, in the same order; nothing where it is more than there is money.
pub fn cost(worker_months: i64, prices: &[i64]) -> Option<i64> {
    let months = i64::try_from(prices.len()).ok().filter(|months| *months > 0 && worker_months >= 0)?;
    let rest = usize::try_from(worker_months % months).ok()?;
    let rest: i64 = prices.iter().take(rest).sum();
    (worker_months / months).checked_mul(prices.iter().sum())?.checked_add(rest)
}
