//! A payment is taken back, as when a cheque bounces: its entry is reversed, what it paid is open again.

use anyhow::{Context, Result, bail, ensure};
use base::Day;
use ledger::{Kind, Place};
use scheme::contributions::post::Book;
use scheme::id::PayerId;
use store::Unit;
use store::queries::payments::{self, Allocation, Payment};
use store::queries::{bills, journals, payers};

use crate::books::commit::{Booking, commit, open_bills};
use crate::books::settle::Held;
use crate::books::{self};
use crate::office::{Desk, Office};
use crate::registry;

/// Takes a payment back on a day; gives what is to the payer's credit afterwards.
pub(crate) fn run(office: &mut Office, payer: PayerId, payment: i64, day: Day) -> Result<i64> {
    office.unit(|unit, desk| {
        let credit = payers::hold(unit, payer)?.with_context(|| format!("there is no payer {payer}"))?;
        let there = payments::of(unit, payer)?.into_iter().find(|one| one.id == payment);
        let one = there.with_context(|| format!("payer {payer} has no payment {payment}"))?;
        if let Some(on) = one.reversed {
            bail!("payment {payment} of payer {payer} was taken back on {on} already");
        }
        let allocations: Vec<Allocation> = payments::allocations(unit, payer)?
            .into_iter()
            .filter(|allocation| (allocation.journal, allocation.seq) == (one.journal, one.seq))
            .collect();
        let used: i64 = allocations.iter().map(|allocation| allocation.amount).sum();
        let left = credit - (one.amount - used);
        if left < 0 {
            bail!(
                "{} of payment {payment} went to later bills by way of the payer's credit: take back what \
                 was paid after it first, or let the payer pay {} more",
                -left,
                -left
            );
        }
        take_back(unit, desk, &one, &allocations, day)?;
        payers::set_credit(unit, payer, left)?;
        payments::reverse(unit, payer, payment, day)?;
        registry::note(unit, desk, "payment taken back", payer.0)?;
        give_again(unit, desk, payer, left, day)
    })
}

fn take_back(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    one: &Payment,
    paid: &[Allocation],
    day: Day,
) -> Result<()> {
    let Payment { payer, journal, seq, .. } = *one;
    let text = journals::text(unit, journal, seq)?.context("the payment's entry is gone")?;
    let written = ledger::text::read(&text).context("the payment's entry is damaged")?;
    let key = format!("payment-{payer}-{}-taken-back", one.id);
    let reversal = written.entry.reversal(Place { journal, seq }, day, &key, Some("payment taken back"))?;
    let place = books::post(unit, journal, reversal, desk.now)?.place();
    for allocation in paid {
        let rows = bills::of_month(unit, payer, allocation.month)?;
        let row = rows.into_iter().find(|row| row.no == allocation.no).context("a bill is gone")?;
        let mut held = Held::read(row, desk.slots)?;
        held.reopen(allocation.amount);
        bills::pay(unit, &held.row)?;
        let Place { journal, seq } = place;
        let amount = -allocation.amount;
        payments::allocate(unit, &Allocation { journal, seq, amount, day, ..*allocation })?;
    }
    Ok(())
}

/// What is left of the payer's credit settles what it can, oldest first.
fn give_again(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId, credit: i64, day: Day) -> Result<i64> {
    let mut open = open_bills(unit, desk, payer)?;
    let booking = Booking {
        payer,
        day,
        kind: Kind::Allocated,
        key: &format!("again-{payer}-{day}"),
        about: "credit after a payment was taken back",
        book: Book::new(),
        credit,
        credit_before: credit,
    };
    let (settled, _) = commit(unit, desk, booking, &mut open)?;
    ensure!(settled.credit >= 0, "a credit below nothing");
    Ok(settled.credit)
}
