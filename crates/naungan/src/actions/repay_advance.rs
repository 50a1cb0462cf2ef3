//! An employer pays back a benefit that the fund advanced for her.

use anyhow::Result;
use ledger::{Holder, Kind};
use scheme::contributions::post::{Book, Heading};
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::advances::{self, Repaid};
use store::queries::institution;

use super::pay_benefits::staff;
use crate::books;
use crate::office::{Desk, Office};
use crate::registry::{self, payers};

/// What an employer still owes in a programme.
pub(crate) fn open(unit: &mut Unit<'_>, payer: PayerId, programme: &str) -> Result<i64> {
    let advanced = advances::all(unit, Some(payer))?;
    let advanced = advanced.iter().filter(|one| one.programme == programme);
    let repaid = advances::repaid(unit)?;
    let repaid = repaid.iter().filter(|(of, name, _)| *of == payer && name == programme);
    Ok(advanced.map(|one| one.amount).sum::<i64>() - repaid.map(|(_, _, amount)| amount).sum::<i64>())
}

/// Books money that came back; what is left is given. More than is owed is refused.
pub(crate) fn run(
    office: &mut Office,
    (payer, programme): (PayerId, &str),
    amount: i64,
    account: i64,
) -> Result<i64> {
    office.unit(|unit, desk| within(unit, desk, (payer, programme), amount, account))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (payer, programme): (PayerId, &str),
    amount: i64,
    account: i64,
) -> Result<i64> {
    staff(unit, account)?;
    store::queries::payers::hold(unit, payer)?;
    payers::load(unit, desk, payer)?;
    let open = open(unit, payer, programme)?;
    if amount <= 0 || amount > open {
        let id = format!("yang masih harus dikembalikan {open}, bukan {amount}");
        return Err(Refusal::new("repaid_too_much", id, format!("{open} is owed, not {amount}")).into());
    }
    let id = institution::take_numbers(unit, 1)?;
    let mut book = Book::new();
    book.refunded(desk.law, programme, Holder::Payer(payer.0), amount)?;
    let key = format!("advance-{id}");
    let heading = Heading { day: desk.today, key: &key, about: Some("advance repaid") };
    if let Some(entry) = book.entry(Kind::Recovered, heading)? {
        books::post(unit, books::journal_of(payer.0), entry, desk.now)?;
    }
    let row = Repaid {
        id,
        payer,
        programme: programme.to_owned(),
        day: desk.today,
        amount,
        account: Some(account),
        known: desk.now,
    };
    advances::repay(unit, &row)?;
    registry::note(unit, desk, "advance repaid", payer.0)?;
    Ok(open - amount)
}
