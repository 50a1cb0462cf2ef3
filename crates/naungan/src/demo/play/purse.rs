//! Money that is going to be paid: each bill is asked about once, and its payments wait for their days.

use std::collections::BTreeMap;

use anyhow::Result;
use base::{Day, Moment, Money, Month};
use scheme::id::PayerId;
use store::Unit;
use store::queries::bills;

use super::ids::Ids;
use crate::demo::Plan;

/// A new bill that credit has not paid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Billed {
    pub(super) payer: PayerId,
    pub(super) month: Month,
    pub(super) issued: Day,
    pub(super) open: i64,
}

/// Payments by their days.
#[derive(Default)]
pub(super) struct Purse {
    due: BTreeMap<Day, Vec<(PayerId, i64)>>,
}

impl Purse {
    /// What will be paid on new bills.
    pub(super) fn expect(&mut self, plan: &Plan, ids: &Ids, new: &[Billed]) {
        for bill in new {
            let Some(who) = ids.who(bill.payer) else { continue };
            for payment in plan.pays(who, bill.month, bill.issued, Money::new(bill.open)) {
                let day = payment.day.max(bill.issued);
                self.due.entry(day).or_default().push((bill.payer, payment.amount.minor()));
            }
        }
    }

    /// What is paid on a day, payer by payer.
    pub(super) fn take(&mut self, day: Day) -> Vec<(PayerId, i64)> {
        let mut due = Vec::new();
        while let Some(entry) = self.due.first_entry().filter(|entry| *entry.key() <= day) {
            due.extend(entry.remove());
        }
        due.sort_by_key(|(payer, _)| *payer);
        due
    }
}

/// A payer's open bills that became known at a moment or since.
pub(super) fn new_bills(
    unit: &mut Unit<'_>,
    payer: PayerId,
    since: Moment,
    issued: Day,
) -> Result<Vec<Billed>> {
    let open = bills::open_of(unit, payer)?.into_iter();
    let new = open.filter(|bill| bill.known >= since && bill.owed > bill.paid);
    Ok(new.map(|bill| Billed { payer, month: bill.month, issued, open: bill.owed - bill.paid }).collect())
}

/// Everybody's open bills that became known since a moment: what a run has made.
pub(super) fn bills_since(unit: &mut Unit<'_>, since: Moment, issued: Day) -> Result<Vec<Billed>> {
    let mut new = Vec::new();
    bills::each_open_since(unit, since, &mut |(payer, month, _, open)| {
        new.push(Billed { payer, month, issued, open });
        Ok(())
    })?;
    Ok(new)
}
