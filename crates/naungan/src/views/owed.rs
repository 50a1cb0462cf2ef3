//! What somebody owes by month, and what the months ahead will come to: told to whoever has the payment code,
//! and without a name, since codes are passed on.

use std::collections::BTreeMap;

use anyhow::Result;
use base::{Day, Month};
use scheme::employers::PayerKind;
use scheme::id::PayerId;
use store::Unit;
use store::queries::{bills, payers, rolls};

use crate::books::correct::lines_of;
use crate::office::Desk;
use crate::registry::shares;

/// Contributions are paid for at most so many months ahead.
pub(crate) const AHEAD_MAX: usize = 12;

/// An open month.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Open {
    pub(crate) month: Month,
    pub(crate) owed: i64,
    pub(crate) paid: i64,
    /// What others pay of it as soon as the rest is there.
    pub(crate) others: i64,
    pub(crate) due: Option<Day>,
}

impl Open {
    /// What is left to whoever pays.
    pub(crate) fn rest(&self) -> i64 {
        self.owed - self.paid - self.others
    }
}

/// What there is to pay.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Owed {
    pub(crate) payer: PayerId,
    pub(crate) open: Vec<Open>,
    /// Money that waits for a bill.
    pub(crate) credit: i64,
    /// The next months of who pays for herself, each with its contribution, as far as the law has an answer.
    pub(crate) ahead: Vec<(Month, i64)>,
}

impl Owed {
    /// What is open now.
    pub(crate) fn total(&self) -> i64 {
        self.open.iter().map(Open::rest).sum()
    }

    /// What is open, and so many months ahead, without what was paid already.
    pub(crate) fn with_ahead(&self, months: usize) -> Option<i64> {
        if months > self.ahead.len() {
            return None;
        }
        let ahead: i64 = self.ahead.iter().take(months).map(|(_, amount)| amount).sum();
        Some((self.total() + ahead - self.credit).max(0))
    }
}

/// What the payer of a code owes; nothing where no bill has the code.
pub(crate) fn by_code(unit: &mut Unit<'_>, desk: &Desk<'_>, code: i64) -> Result<Option<Owed>> {
    let Some((payer, _)) = bills::by_code(unit, code)? else { return Ok(None) };
    let Some(row) = payers::read(unit, payer)? else { return Ok(None) };
    let mut open: Vec<Open> = Vec::new();
    for bill in bills::open_of(unit, payer)? {
        match open.last_mut() {
            Some(last) if last.month == bill.month => {
                last.owed += bill.owed;
                last.paid += bill.paid;
                last.due = last.due.or(bill.due);
            }
            _ => {
                let bills::Bill { month, owed, paid, due, .. } = bill;
                open.push(Open { month, owed, paid, others: 0, due });
            }
        }
    }
    let mut others = shares::waiting(unit, payer)?;
    for one in &mut open {
        one.others = one.rest() - shares::own_rest(&mut others, one.month, one.rest());
    }
    let is_own = row.kind == PayerKind::Own.name();
    let ahead = if is_own { ahead(unit, desk, payer, &mut others)? } else { Vec::new() };
    Ok(Some(Owed { payer, open, credit: row.credit, ahead }))
}

/// The months that come after the last bill, as the law and the roll stand now.
fn ahead(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    others: &mut BTreeMap<Month, i64>,
) -> Result<Vec<(Month, i64)>> {
    let mut month = desk.today.month();
    // A month or two are billed before they begin; more would be a fault of the books, not of this page.
    for _ in 0..AHEAD_MAX {
        if bills::of_month(unit, payer, month)?.is_empty() {
            break;
        }
        let Some(next) = month.next() else { return Ok(Vec::new()) };
        month = next;
    }
    let mut months = Vec::new();
    while months.len() < AHEAD_MAX {
        let own = rolls::payers_in(unit, month, (payer.0, payer.0 + 1))?;
        let own = own.first().map_or("", |(_, facts)| facts.as_str());
        let mut sum = 0;
        for roll in rolls::of_payer_in(unit, payer, month)? {
            // Where the law has no answer for a month yet, it cannot be paid yet.
            let Ok(lines) = lines_of(desk, &roll.segment, &roll.facts, own, month) else { return Ok(months) };
            sum += lines.billed();
        }
        if sum <= 0 {
            break;
        }
        months.push((month, shares::own_rest(others, month, sum)));
        let Some(next) = month.next() else { break };
        month = next;
    }
    Ok(months)
}
