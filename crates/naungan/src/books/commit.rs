//! Writing down what happened to a payer's bills and credit: one entry, and the rows it stands for.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use base::{Day, Month};
use ledger::{Holder, Kind, Place};
use scheme::contributions::BillKind;
use scheme::contributions::post::{Book, Heading};
use scheme::id::PayerId;
use sha2::{Digest, Sha256};
use store::Unit;
use store::queries::{bills, payers, payments};

use super::settle::{Held, Settled, settle};
use super::{penalise, share};
use crate::office::Desk;

/// What is booked, before what becomes of the credit is added.
pub(crate) struct Booking<'a> {
    /// Whose books.
    pub(crate) payer: PayerId,
    /// The day.
    pub(crate) day: Day,
    /// What is done.
    pub(crate) kind: Kind,
    /// A name of the request.
    pub(crate) key: &'a str,
    /// In a few words, without a name.
    pub(crate) about: &'a str,
    /// First lines: what is owed, or money that came in.
    pub(crate) book: Book,
    /// Money to the payer's credit: what there was and what comes in.
    pub(crate) credit: i64,
    /// What the payer had to its credit before.
    pub(crate) credit_before: i64,
}

/// Gives the credit to the open bills, posts one entry of all of it, and writes bills, allocations and
/// credit. Nothing is posted where nothing has an amount.
pub(crate) fn commit(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    booking: Booking<'_>,
    open: &mut [Held],
) -> Result<(Settled, Option<Place>)> {
    let Booking { payer, day, kind, key, about, mut book, credit, credit_before } = booking;
    let credit = credit + share::part(unit, desk, (payer, day), open, credit)?;
    let mut settled = settle(desk.law, open, credit, day);
    let holder = Holder::Payer(payer.0);
    book.paid(desk.law, holder, &settled.received.plus(&settled.released))?;
    if !settled.savings_of.is_empty() {
        book.saved(desk.law, savings_holder(payer, &settled.savings_of), settled.savings)?;
    }
    let entry = book.entry(kind, Heading { day, key, about: Some(about) });
    let entry = entry.with_context(|| format!("could not book payer {payer}"))?;
    let place = match entry {
        Some(entry) => Some(super::post(unit, super::journal_of(payer.0), entry, desk.now)?.place()),
        None => None,
    };
    write(unit, payer, day, open, &settled, place)?;
    if settled.credit != credit_before {
        payers::set_credit(unit, payer, settled.credit)?;
    }
    penalise_late(unit, desk, (payer, open), day, &mut settled)?;
    Ok((settled, place))
}

/// Months that are settled now, and were not in time or have borne a penalty before: what being late comes
/// to.
fn penalise_late(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (payer, bills_now): (PayerId, &[Held]),
    day: Day,
    settled: &mut Settled,
) -> Result<()> {
    // Before the last day to pay is past nothing is late, and nobody has been charged for it.
    let is_past = |held: &&Held| held.row.due.is_some_and(|due| due < day.max(desk.today));
    let months: BTreeSet<Month> = bills_now
        .iter()
        .filter(is_past)
        .filter(|held| settled.closed.contains(&(held.row.month, held.row.no)))
        .map(|held| held.row.month)
        .collect();
    for month in months {
        let there = bills::of_month(unit, payer, month)?;
        let is_penalty = |bill: &bills::Bill| bill.kind == BillKind::Penalty.name();
        let is_late = |bill: &bills::Bill| {
            settled.closed.contains(&(month, bill.no)) && bill.due.is_some_and(|due| due < day)
        };
        let only_penalties =
            !there.iter().any(|bill| !is_penalty(bill) && settled.closed.contains(&(month, bill.no)));
        if only_penalties || !there.iter().any(|bill| is_penalty(bill) || is_late(bill)) {
            continue;
        }
        if penalise::month(unit, desk, payer, month, day)?.is_some() {
            settled.credit = payers::hold(unit, payer)?.unwrap_or(settled.credit);
        }
    }
    Ok(())
}

fn write(
    unit: &mut Unit<'_>,
    payer: PayerId,
    day: Day,
    open: &[Held],
    settled: &Settled,
    place: Option<Place>,
) -> Result<()> {
    for held in open {
        if held.fresh {
            bills::add(unit, &held.row)?;
        } else if held.changed {
            bills::pay(unit, &held.row)?;
        }
    }
    for (month, no, amount) in &settled.allocations {
        let place = place.context("money was given to a bill without an entry")?;
        let Place { journal, seq } = place;
        let allocation =
            payments::Allocation { payer, month: *month, no: *no, journal, seq, amount: *amount, day };
        payments::allocate(unit, &allocation)?;
    }
    Ok(())
}

/// The bills whose savings are credited, as a fingerprint: the members are in the assessments of these bills.
pub(crate) fn savings_holder(payer: PayerId, savings_of: &[(Month, i64)]) -> Holder {
    let mut hash = Sha256::new();
    for (month, no) in savings_of {
        hash.update(format!("{payer} {month} {no}\n").as_bytes());
    }
    Holder::Rows { count: savings_of.len() as u64, hash: hash.finalize().into() }
}

/// The open bills of a payer, which is held.
pub(crate) fn open_bills(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId) -> Result<Vec<Held>> {
    bills::open_of(unit, payer)?.into_iter().map(|row| Held::read(row, desk.slots)).collect()
}
