//! Somebody wants to pay an amount: it is written down, so that a QR can name it until the money comes.

use anyhow::Result;
use base::{Moment, Money};
use scheme::refusal::Refusal;
use store::queries::intents::{self, Intent};

use crate::jobs;
use crate::office::Office;
use crate::registry;
use crate::views::owed;

/// A QR is good for a day.
pub(super) const GOOD_MICROS: i64 = 24 * 3600 * 1_000_000;

/// What somebody wants to pay.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WantPayment {
    pub(crate) code: i64,
    /// Any amount; or what is owed with so many months ahead.
    pub(crate) what: What,
}

/// How much.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum What {
    Amount(i64),
    Months(usize),
}

/// Writes it down; gives its number.
pub(crate) fn run(office: &mut Office, asked: &WantPayment) -> Result<i64> {
    office.unit(|unit, desk| {
        let Some(owed) = owed::by_code(unit, desk, asked.code)? else {
            let code = asked.code;
            let id = format!("tidak ada tagihan dengan kode iuran {code:011}");
            return Err(registry::not_there(id, format!("no bill has the payment code {code:011}")).into());
        };
        let (amount, months) = match asked.what {
            What::Amount(amount) => (amount, 0),
            What::Months(months) => (owed.with_ahead(months).unwrap_or(0), months),
        };
        if amount <= 0 || !Money::new(amount).is_plausible() {
            let id = "tidak ada yang perlu dibayar: tulis jumlah di atas nol";
            let en = "there is nothing to pay: write an amount above nothing";
            return Err(Refusal::new("no_amount", id, en).into());
        }
        let id = jobs::number(desk);
        let until = Moment::new(desk.now.micros() + GOOD_MICROS);
        let months = i64::try_from(months)?;
        let payer = owed.payer;
        intents::add(unit, &Intent { id, payer, amount, months, made: desk.now, until, paid: None })?;
        Ok(id)
    })
}
