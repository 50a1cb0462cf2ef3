//! A provider tells that money has come: it is booked once, and what somebody wanted to pay is paid.

use anyhow::Result;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::{givings, intents};

use super::once::{Answer, once, once_told};
use super::receive_payment::{self, ForWhom, ReceivePayment, Received};
use crate::office::{Desk, Office};
use crate::registry;

/// The code of the refusal of an amount that is not the one of the QR.
pub(crate) const AMOUNT_DIFFERS: &str = "amount_differs";

/// What a provider tells.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    /// What was wanted, by the QR's number; or the payment code.
    pub(crate) of: NoticeOf,
    pub(crate) amount: i64,
    /// What the provider calls the payment.
    pub(crate) reference: String,
}

/// Whose payment it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NoticeOf {
    Intent(i64),
    Code(i64),
}

/// Books it, unless a notice of this key was booked before; then gives that answer. A provider that tells of
/// a payment once more under another key still calls the payment the same: by that it is booked once.
pub(crate) fn run(
    office: &mut Office,
    notice: &Notice,
    provider: &str,
    key: &str,
) -> Result<Answer<Received>> {
    let input = format!("notice {notice:?}");
    let payment = format!("payment {provider} {}", notice.reference);
    office.unit(|unit, desk| {
        once_told(unit, desk, Some(key), &input, |unit| {
            once(unit, desk, Some(&payment), &input, |unit| within(unit, desk, notice))
        })
    })
}

fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, notice: &Notice) -> Result<Received> {
    let (for_whom, reference) = match notice.of {
        NoticeOf::Code(code) => (ForWhom::Code(code), notice.reference.clone()),
        NoticeOf::Intent(id) => {
            let Some(intent) = intents::read(unit, id)? else {
                let en = format!("no QR has the number {id}");
                return Err(registry::not_there(format!("tidak ada QR bernomor {id}"), en).into());
            };
            if intent.amount != notice.amount {
                let (wanted, told) = (intent.amount, notice.amount);
                let id = format!("QR ini untuk {wanted}, bukan {told}");
                let en = format!("the QR is for {wanted} and not for {told}");
                return Err(Refusal::new(AMOUNT_DIFFERS, id, en).into());
            }
            intents::paid(unit, id, desk.now)?;
            // A gift is known by its code: it is taken once, and under the giver's name.
            let giving = givings::read(unit, id)?;
            let whose = giving.map_or(ForWhom::Payer(intent.payer), |one| ForWhom::Code(one.code));
            (whose, reference_of(&notice.reference, id))
        }
    };
    let payment = ReceivePayment {
        for_whom,
        amount: notice.amount,
        day: desk.today,
        channel: "qris".to_owned(),
        reference,
    };
    receive_payment::within(unit, desk, &payment)
}

/// What a payment is called that came by a QR of ours: by it the receipt is found.
fn reference_of(reference: &str, intent: i64) -> String {
    format!("{reference} {intent}")
}

/// Whether a payment came by this QR.
pub(crate) fn is_of(reference: &str, intent: i64) -> bool {
    reference.rsplit_once(' ').is_some_and(|(_, last)| last.parse() == Ok(intent))
}
