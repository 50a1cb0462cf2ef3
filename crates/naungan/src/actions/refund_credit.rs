//! Credit that nobody will need is paid back.

use anyhow::Result;
use base::Day;
use ledger::{Holder, Kind};
use scheme::contributions::post::{Book, Heading};
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::{institution, payers, pots};

use super::once::once;
use crate::books;
use crate::office::{Desk, Office};
use crate::registry;

/// Pays back an amount of a payer's credit, or all of it.
pub(crate) fn run(
    office: &mut Office,
    payer: PayerId,
    amount: Option<i64>,
    day: Day,
    key: Option<&str>,
) -> Result<i64> {
    office.unit(|unit, desk| {
        let asked = format!("refund {payer} {amount:?}");
        once(unit, desk, key, &asked, |unit| within(unit, desk, payer, amount, day))
    })
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    amount: Option<i64>,
    day: Day,
) -> Result<i64> {
    let credit = payers::hold(unit, payer)?.ok_or_else(|| registry::payers::nobody(payer))?;
    if pots::read(unit, payer)?.is_some() {
        let id = format!("{payer} adalah kantong dana: kembalikan donasinya, bukan titipannya");
        let en = format!("{payer} is a pot: return the gift, not the credit");
        return Err(Refusal::new("pot_returns", id, en).into());
    }
    if credit <= 0 {
        let id = format!("pembayar {payer} tidak mempunyai titipan");
        return Err(Refusal::new("no_credit", id, format!("payer {payer} has nothing to its credit")).into());
    }
    let amount = amount.unwrap_or(credit);
    if amount <= 0 || amount > credit {
        let id = format!("titipan pembayar {payer} {credit}: {amount} tidak dapat dikembalikan");
        let en = format!("payer {payer} has {credit} to its credit: {amount} cannot be paid back");
        return Err(Refusal::new("no_credit", id, en).into());
    }
    let number = institution::take_numbers(unit, 1)?;
    let mut book = Book::new();
    book.received(Holder::Payer(payer.0), -amount)?;
    let key = format!("refund-{number}");
    if let Some(entry) = book.entry(Kind::Refunded, Heading { day, key: &key, about: Some("refund") })? {
        books::post(unit, books::journal_of(payer.0), entry, desk.now)?;
    }
    payers::set_credit(unit, payer, credit - amount)?;
    crate::registry::note(unit, desk, "credit refunded", payer.0)?;
    Ok(amount)
}
