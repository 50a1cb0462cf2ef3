//! A payment is taken back, as when a cheque bounces: its entry is reversed, and what it paid is open again.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use base::{Day, Month};
use ledger::{Holder, Kind, Place};
use scheme::contributions::post::Book;
use scheme::id::PayerId;
use scheme::lines::Lines;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::agent_cash::{self, Receipt};
use store::queries::payments::{self, Allocation, Payment};
use store::queries::{bills, journals, payers};

use super::credit_riders;
use crate::books::commit::{Booking, commit, open_bills, savings_holder};
use crate::books::gift;
use crate::books::settle::Held;
use crate::books::undo::{Undone, chosen, live, undo};
use crate::books::{self};
use crate::office::{Desk, Office};
use crate::registry;

/// Takes a payment back on a day; gives what is to the payer's credit afterwards.
pub(crate) fn run(office: &mut Office, payer: PayerId, payment: i64, day: Day) -> Result<i64> {
    office.unit(|unit, desk| within(unit, desk, payer, payment, day))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    payment: i64,
    day: Day,
) -> Result<i64> {
    let credit = payers::hold(unit, payer)?.ok_or_else(|| registry::payers::nobody(payer))?;
    let there = payments::of(unit, payer)?.into_iter().find(|one| one.id == payment);
    let one = there.ok_or_else(|| {
        let en = format!("payer {payer} has no payment {payment}");
        registry::not_there(format!("pembayar {payer} tidak mempunyai pembayaran {payment}"), en)
    })?;
    check(&one, day, desk.today)?;
    let cash = cash_in_hand(unit, &one)?;
    let left = take_back(unit, desk, (&one, cash.as_ref()), credit, day)?;
    payments::reverse(unit, payer, payment, day)?;
    registry::note(unit, desk, "payment taken back", payer.0)?;
    Ok(left)
}

fn check(one: &Payment, day: Day, today: Day) -> Result<(), Refusal> {
    let Payment { payer, id, paid, .. } = one;
    if let Some(on) = one.reversed {
        let words = format!("pembayaran {id} dari pembayar {payer} sudah ditarik kembali pada {on}");
        let en = format!("payment {id} of payer {payer} was taken back on {on} already");
        return Err(Refusal::new("taken_back_already", words, en));
    }
    if one.channel == credit_riders::CHANNEL && one.reference.starts_with(credit_riders::SETTLEMENT) {
        let words = format!("pembayaran {id} adalah sisihan perjalanan yang sudah disetor platform");
        let en = format!("payment {id} was put aside by trips, and the platform has handed it over");
        return Err(Refusal::new("put_aside", words, en));
    }
    if day < *paid || day > today {
        let words =
            format!("pembayaran {id} masuk pada {paid}; tanggal penarikan antara hari itu dan {today}");
        let en = format!("payment {id} came in on {paid}; it is taken back on a day from then to {today}");
        return Err(Refusal::new("not_that_day", words, en));
    }
    Ok(())
}

/// The receipt of cash that an agent still has. What is on its way is counted when it comes.
fn cash_in_hand(unit: &mut Unit<'_>, one: &Payment) -> Result<Option<Receipt>> {
    let Some(receipt) = agent_cash::of_payment(unit, one.payer, one.id)? else { return Ok(None) };
    journals::hold(unit, books::journal_of(receipt.agent))?;
    let now = agent_cash::of_payment(unit, one.payer, one.id)?;
    let Some(number) = now.as_ref().and_then(|receipt| receipt.handover) else { return Ok(now) };
    if agent_cash::handover(unit, number)?.is_some_and(|handover| handover.paid.is_none()) {
        let id = format!("uang ini dibawa ke bank dengan setoran {number}: catat dahulu setorannya");
        let en = format!("this cash is on its way to the bank with handover {number}: book that first");
        return Err(Refusal::new("cash_on_its_way", id, en).into());
    }
    Ok(None)
}

/// Reverses the entry, opens what bills lose, and lets what is left settle what it can.
fn take_back(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (one, cash): (&Payment, Option<&Receipt>),
    credit: i64,
    day: Day,
) -> Result<i64> {
    let Payment { payer, journal, seq, .. } = *one;
    let text = journals::text(unit, journal, seq)?.context("the payment's entry is gone")?;
    let written = ledger::text::read(&text).context("the payment's entry is damaged")?;
    let key = format!("payment-{payer}-{}-taken-back", one.id);
    let reversal = written.entry.reversal(Place { journal, seq }, day, &key, Some("payment taken back"))?;
    let place = books::post(unit, journal, reversal, desk.now)?.place();
    gift::taken_back(unit, one, &written.entry)?;
    let (undone, given) = open_again(unit, desk, one, credit, place)?;

    // The reversal takes back what its entry booked. Money that came before or after it may fill the bills in
    // another order now, and the months that it settled may have been settled with other money.
    let mut book = Book::new();
    book.like(&written.entry);
    let holder = Holder::Payer(payer.0);
    match cash {
        Some(receipt) => {
            book.taken_in_cash(Holder::Payer(receipt.agent), holder, -one.amount)?;
            agent_cash::void(unit, receipt)?;
        }
        None => book.received(holder, -one.amount)?,
    }
    gift::promised_again(&mut book, holder, &written.entry)?;
    book.paid(desk.law, holder, &Lines::new().minus(&undone.given_back))?;
    if undone.savings != 0 {
        book.saved(desk.law, savings_holder(payer, &undone.savings_of), -undone.savings)?;
    }
    let mut open = open_bills(unit, desk, payer)?;
    let booking = Booking {
        payer,
        day,
        kind: Kind::Allocated,
        key: &format!("again-{payer}-{}", one.id),
        about: "after a payment was taken back",
        book,
        credit: credit + given - one.amount,
        credit_before: credit,
    };
    let (settled, _) = commit(unit, desk, booking, &mut open)?;
    ensure!(settled.credit >= 0, "a credit below nothing");
    Ok(settled.credit)
}

/// Takes the money from the bills; gives what that does to the books, and how much it is.
fn open_again(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    one: &Payment,
    credit: i64,
    place: Place,
) -> Result<(Undone, i64)> {
    let payer = one.payer;
    let all = payments::allocations(unit, payer)?;
    let is_paid = |row: &&Allocation| (row.journal, row.seq) == (one.journal, one.seq);
    let paid: Vec<Allocation> = all.iter().filter(is_paid).copied().collect();
    let Some(taken) = chosen(&live(&all), &paid, one.amount - credit) else {
        let id = format!("pembayaran {} sudah dikembalikan kepada pembayar {payer}", one.id);
        let en = format!("payment {} was paid back to payer {payer} already", one.id);
        return Err(Refusal::new("paid_back", id, en).into());
    };
    let months: BTreeSet<Month> = taken.keys().map(|(month, ..)| *month).collect();
    let mut held = Vec::new();
    for month in months {
        for row in bills::of_month(unit, payer, month)? {
            held.push(Held::read(row, desk.slots)?);
        }
    }
    let undone = undo(desk.law, &mut held, &taken);
    for changed in held.iter().filter(|held| held.changed) {
        bills::pay(unit, &changed.row)?;
    }
    let Place { journal, seq } = place;
    for ((month, no, day), amount) in &taken {
        let (month, no, amount, day) = (*month, *no, -amount, *day);
        payments::allocate(unit, &Allocation { payer, month, no, journal, seq, amount, day })?;
    }
    Ok((undone, taken.values().sum()))
}
