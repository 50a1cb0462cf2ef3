//! Parts of others in months that several pay: they go to the worker's bill once her own rest is there and no
//! older month is open, in the unit that pays it; until then they wait with their pots.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::{Day, Month};
use ledger::{Holder, Kind};
use scheme::contributions::post::{Book, Heading};
use scheme::id::PayerId;
use store::Unit;
use store::queries::worker_months::{self, WorkerMonth};
use store::queries::{institution, payers};

use super::commit::{Booking, commit, open_bills};
use super::settle::Held;
use crate::office::Desk;

/// What of a pot's part goes to a bill; the rest of it is free again.
struct Part {
    row: WorkerMonth,
    used: i64,
}

/// Gives every part that has waited for this credit; how much comes to the worker's credit. The payer is
/// held.
pub(crate) fn part(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (payer, day): (PayerId, Day),
    open: &[Held],
    credit: i64,
) -> Result<i64> {
    if open.is_empty() {
        return Ok(0);
    }
    let waiting = worker_months::waiting_for(unit, payer)?;
    let parts = ripe(open, waiting, credit);
    if parts.is_empty() {
        return Ok(0);
    }
    let key = format!("part-{}", institution::take_numbers(unit, 1)?);
    let mut book = Book::new();
    for Part { row, used } in &parts {
        let pot = Holder::Payer(row.pot.0);
        book.parted(pot, Holder::Payer(payer.0), *used)?;
        book.reserved(pot, used - row.reserved)?;
    }
    let heading = Heading { day, key: &key, about: Some("parts of a shared month") };
    let entry = book.entry(Kind::Parted, heading)?.context("parts of nothing")?;
    let place = super::post(unit, super::journal_of(payer.0), entry, desk.now)?.place();
    for Part { row, used } in &parts {
        give_to_pot(unit, row.pot, row.reserved - used)?;
        let (state, used, known) = ("parted".to_owned(), *used, desk.now);
        let (journal, seq) = (place.journal, place.seq);
        worker_months::change(unit, &WorkerMonth { state, used, journal, seq, known, ..row.clone() })?;
    }
    Ok(parts.iter().map(|part| part.used).sum())
}

/// Which parts fill their months, the oldest first. Nothing goes beyond a month that stays open, and nothing
/// to a month that would.
fn ripe(open: &[Held], waiting: Vec<WorkerMonth>, credit: i64) -> Vec<Part> {
    let mut needs: BTreeMap<Month, i64> = BTreeMap::new();
    for held in open.iter().filter(|held| held.row.settled.is_none()) {
        *needs.entry(held.row.month).or_default() += held.bill.owed() - held.bill.paid;
    }
    let mut of_months: BTreeMap<Month, Vec<WorkerMonth>> = BTreeMap::new();
    for row in waiting {
        of_months.entry(row.month).or_default().push(row);
    }
    let (mut parts, mut credit) = (Vec::new(), credit);
    for (month, need) in needs {
        let rows = of_months.remove(&month).unwrap_or_default();
        let all: i64 = rows.iter().map(|row| row.reserved).sum();
        if credit + all < need {
            break;
        }
        let mut left = need;
        for row in rows.into_iter().filter(|_| need > 0) {
            let used = row.reserved.min(left);
            left -= used;
            parts.push(Part { row, used });
        }
        credit -= left;
    }
    parts
}

fn give_to_pot(unit: &mut Unit<'_>, pot: PayerId, amount: i64) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }
    let credit = payers::hold(unit, pot)?.context("a pot without a payer")?;
    payers::set_credit(unit, pot, credit + amount)
}

/// Looks whether a worker's credit, or nothing at all, is enough for a month that others share.
pub(crate) fn settle(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId) -> Result<()> {
    let credit = payers::hold(unit, payer)?.context("a worker without a payer")?;
    let mut open = open_bills(unit, desk, payer)?;
    let key = format!("share-{}", institution::take_numbers(unit, 1)?);
    let booking = Booking {
        payer,
        day: desk.today,
        kind: Kind::Allocated,
        key: &key,
        about: "a shared month",
        book: Book::new(),
        credit,
        credit_before: credit,
    };
    commit(unit, desk, booking, &mut open).map(drop)
}

/// A month that was paid by several is not covered any more: what the worker's payer has of it to its credit
/// goes back to the pots.
pub(crate) fn back(unit: &mut Unit<'_>, desk: &Desk<'_>, own: PayerId, rows: Vec<WorkerMonth>) -> Result<()> {
    for mut row in rows {
        let credit = payers::hold(unit, own)?.context("a worker without a payer")?;
        let amount = row.used.min(credit);
        if amount <= 0 {
            continue;
        }
        let key = format!("part-back-{}", institution::take_numbers(unit, 1)?);
        let (pot, worker) = (Holder::Payer(row.pot.0), Holder::Payer(own.0));
        let mut book = Book::new();
        book.parted(pot, worker, -amount)?;
        book.reserved(pot, -amount)?;
        let heading = Heading { day: desk.today, key: &key, about: Some("a shared month fell away") };
        let entry = book.entry(Kind::Parted, heading)?.context("nothing comes back")?;
        let place = super::post(unit, super::journal_of(own.0), entry, desk.now)?.place();
        payers::set_credit(unit, own, credit - amount)?;
        give_to_pot(unit, row.pot, amount)?;
        row.used -= amount;
        (row.journal, row.seq, row.known) = (place.journal, place.seq, desk.now);
        if row.used == 0 {
            (row.state, row.why) = ("freed".to_owned(), Some("left".to_owned()));
        }
        worker_months::change(unit, &row)?;
    }
    Ok(())
}
