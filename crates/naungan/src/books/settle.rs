//! What becomes of a payer's credit: bills that are paid, months that are settled, savings that are credited.

use anyhow::{Context, Result};
use base::{Day, Month};
use scheme::contributions::{self, BillKind, Open, post};
use scheme::law::Law;
use scheme::lines::{Lines, Slots};
use store::queries::bills::Bill as Row;

#[cfg(test)]
use crate::story::fault::{Fault, is_made};

/// A bill as it is kept, with its lines read.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// The row.
    pub(crate) row: Row,
    /// What it says.
    pub(crate) bill: contributions::Bill,
    /// Whether it is other than the row that was read.
    pub(crate) changed: bool,
    /// Whether it is new in this unit and not yet among the rows.
    pub(crate) fresh: bool,
}

impl Held {
    /// Reads a row's lines.
    pub(crate) fn read(row: Row, slots: &Slots) -> Result<Held> {
        let damaged = || format!("bill {} of payer {} for {} is damaged", row.no, row.payer, row.month);
        let lines = Lines::unpack(&row.lines, slots).with_context(damaged)?;
        let kind = BillKind::parse(&row.kind).with_context(damaged)?;
        let no = u32::try_from(row.no).with_context(damaged)?;
        let bill = contributions::Bill { month: row.month, no, kind, due: row.due, lines, paid: row.paid };
        Ok(Held { row, bill, changed: false, fresh: false })
    }

    /// Gets money, or gives it back.
    pub(crate) fn pay(&mut self, amount: i64) {
        self.bill.paid += amount;
        self.row.paid += amount;
        self.changed = true;
    }
}

/// What became of the credit.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// Bills that got money: month, number, amount; below nothing for what was released.
    pub(crate) allocations: Vec<(Month, i64, i64)>,
    /// What was released from bills in the payer's favour.
    pub(crate) released: Lines,
    /// What bills got of the credit.
    pub(crate) received: Lines,
    /// What goes to members' savings, since the months are settled.
    pub(crate) savings: i64,
    /// The bills whose savings these are, for the fingerprint of the line.
    pub(crate) savings_of: Vec<(Month, i64)>,
    /// Every bill that is settled now.
    pub(crate) closed: Vec<(Month, i64)>,
    /// What remains to the payer's credit.
    pub(crate) credit: i64,
}

/// Releases what is in the payer's favour, gives the credit to open bills, and settles the months that are
/// paid in full: a month counts as settled on the day of its last part.
pub(crate) fn settle(law: &Law<'_>, bills: &mut [Held], credit: i64, day: Day) -> Settled {
    let mut settled = Settled { credit, ..Settled::default() };
    for held in bills.iter_mut().filter(|held| held.row.settled.is_none()) {
        release(held, &mut settled);
    }
    let open: Vec<Open> = bills.iter().map(|held| Open::from(&held.bill)).collect();
    #[cfg(test)]
    let open = if is_made(Fault::PaysTheNewestFirst) { newest(open) } else { open };
    let allocated = contributions::allocate(law, &open, settled.credit);
    settled.credit = allocated.remaining;
    #[cfg(test)]
    if is_made(Fault::DropsACoin) && settled.credit > 0 {
        settled.credit -= 1;
    }
    for one in &allocated.allocations {
        let same = |held: &&mut Held| held.bill.month == one.month && held.bill.no == one.no;
        let Some(held) = bills.iter_mut().find(same) else { continue };
        settled.received = settled.received.plus(&held.bill.receives(law, one.amount));
        held.pay(one.amount);
        settled.allocations.push((one.month, one.no.into(), one.amount));
    }
    close_months(bills, day, &mut settled);
    settled
}

/// What was released is marked by what is paid of it; what comes to nothing is released when it is new.
fn release(held: &mut Held, settled: &mut Settled) {
    let Some(release) = contributions::release(&held.bill) else { return };
    #[cfg(test)]
    if is_made(Fault::ForgetsToRelease) {
        return;
    }
    if release.credit == 0 && !held.fresh {
        return;
    }
    settled.credit += release.credit;
    #[cfg(test)]
    if is_made(Fault::KeepsWhatIsReleased) {
        settled.credit -= release.credit;
    }
    settled.released = settled.released.plus(&release.lines);
    let owed = held.bill.owed();
    if owed != 0 {
        settled.allocations.push((held.bill.month, held.row.no, owed));
    }
    held.pay(owed);
}

/// Months of which nothing is open any more are settled; penalties one by one.
fn close_months(bills: &mut [Held], day: Day, settled: &mut Settled) {
    let open_months: Vec<Month> = bills
        .iter()
        .filter(|held| held.bill.kind != BillKind::Penalty && !held.bill.is_settled())
        .map(|held| held.bill.month)
        .collect();
    for held in bills.iter_mut().filter(|held| held.row.settled.is_none()) {
        let penalty = held.bill.kind == BillKind::Penalty;
        let waits = !penalty && open_months.contains(&held.bill.month);
        #[cfg(test)]
        let waits = waits && !is_made(Fault::SettlesTooSoon);
        if !held.bill.is_settled() || waits {
            continue;
        }
        held.row.settled = Some(day);
        held.changed = true;
        settled.closed.push((held.bill.month, held.row.no));
        if !penalty {
            let savings = post::savings(&held.bill.lines);
            if savings != 0 {
                settled.savings += savings;
                settled.savings_of.push((held.bill.month, held.row.no));
            }
        }
    }
}

/// For a fault that is made on purpose: only what is newest is open.
#[cfg(test)]
fn newest(open: Vec<Open>) -> Vec<Open> {
    let last = open.iter().filter(|bill| bill.outstanding > 0).max_by_key(|bill| bill.month).copied();
    last.map_or(open, |last| vec![last])
}
