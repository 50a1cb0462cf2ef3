//! A gift comes to a pot: the money as any payment, and the name of who gave it where she wants to be named.

use anyhow::{Context, Result};
use base::Day;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::gifts;

use super::once::once;
use super::receive_payment::{self, ForWhom, ReceivePayment};
use crate::books::gift::context;
use crate::office::{Desk, Office};
use crate::registry::{self, pots};

/// A gift as a bank or a desk reports it.
#[derive(Clone, Debug)]
pub(crate) struct TakeGift {
    pub(crate) pot: PayerId,
    /// The code of the promise that it keeps, if any.
    pub(crate) code: Option<i64>,
    pub(crate) amount: i64,
    pub(crate) day: Day,
    pub(crate) channel: String,
    /// What the channel calls it: the same reference and amount are the same money.
    pub(crate) reference: String,
    /// Who gave it, where somebody is named.
    pub(crate) name: Option<String>,
    pub(crate) shown: bool,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Given {
    pub(crate) pot: i64,
    /// Which of the pot's gifts.
    pub(crate) gift: i64,
    /// The pot's payment.
    pub(crate) payment: i64,
    /// What the pot has free now, and months that were open have not taken.
    pub(crate) free: i64,
    /// The entry, as `3-17`.
    pub(crate) entry: String,
}

/// Takes a gift.
pub(crate) fn run(office: &mut Office, asked: &TakeGift, key: Option<&str>) -> Result<Given> {
    office.unit(|unit, desk| {
        // Not the day: asked again after midnight it is the same request.
        let TakeGift { pot, code, amount, channel, reference, name, shown, .. } = asked;
        let input = format!("gift {pot} {code:?} {amount} {channel} {reference} {name:?} {shown}");
        once(unit, desk, key, &input, |unit| within(unit, desk, asked))
    })
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &TakeGift) -> Result<Given> {
    pots::load(unit, asked.pot)?;
    if asked.reference.trim().is_empty() {
        let id = "tulis referensi donasi ini, agar tidak dibukukan dua kali";
        let en = "write the reference of this gift, so that it is not booked twice";
        return Err(Refusal::new("reference_missing", id, en).into());
    }
    let payment = ReceivePayment {
        for_whom: asked.code.map_or(ForWhom::Payer(asked.pot), ForWhom::Code),
        amount: asked.amount,
        day: asked.day,
        channel: asked.channel.clone(),
        reference: asked.reference.clone(),
    };
    let received = receive_payment::within(unit, desk, &payment)?;
    if received.payer != asked.pot.0 {
        let id = "kode ini milik kantong dana lain";
        return Err(registry::not_there(id, "the code is that of another pot").into());
    }
    let gift = gifts::of_pot(unit, asked.pot)?.pop().context("a gift was not written")?;
    if let Some(name) = asked.name.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        let sealed = desk.keys.seal(&context(asked.pot, gift.no), name.as_bytes());
        gifts::name(unit, (asked.pot, gift.no), &sealed, asked.shown)?;
    }
    registry::note(unit, desk, "gift taken", asked.pot.0)?;
    let free = pots::free(unit, asked.pot, received.credit)?;
    let (payment, entry) = (received.payment, received.entry);
    Ok(Given { pot: asked.pot.0, gift: gift.no, payment, free, entry })
}
