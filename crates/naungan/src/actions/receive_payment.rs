//! Money comes in: any amount, on any day; it settles the oldest month first, and what is left waits for the
//! next.

use anyhow::{Context, Result};
use base::{Day, Money, Month};
use ledger::{Holder, Kind};
use scheme::contributions::post::Book;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::agent_cash::{self, Handover};
use store::queries::pledges::{self, Pledge};
use store::queries::settlements::{self, Settlement};
use store::queries::{agents, bills, givings, payers, payments, pots};

use super::once::{Answer, once_told};
use super::{credit_riders, take_cash};
use crate::books::commit::{Booking, commit, open_bills};
use crate::books::gift;
use crate::office::{CODES, Desk, Office};
use crate::registry;
use crate::runs::each_payer::{lapse_one, may_have_lapsed};

/// A payment as a bank, an agent or a desk reports it.
#[derive(Clone, Debug)]
pub(crate) struct ReceivePayment {
    /// The payment code of a bill, or the payer herself.
    pub(crate) for_whom: ForWhom,
    pub(crate) amount: i64,
    pub(crate) day: Day,
    pub(crate) channel: String,
    pub(crate) reference: String,
}

/// Whose payment it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ForWhom {
    /// Whoever the code was given to.
    Code(i64),
    /// A payer by number: paid ahead, without a bill.
    Payer(PayerId),
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Received {
    /// Who paid; the agency where an agent brought cash.
    pub(crate) payer: i64,
    /// The payment's number; 0 for a settlement, which is nobody's credit yet, and for cash that was taken.
    pub(crate) payment: i64,
    /// Months that got money: month, amount.
    pub(crate) months: Vec<(String, i64)>,
    /// Months of which nothing is open any more.
    #[serde(skip)]
    pub(crate) settled: Vec<String>,
    /// What remains to the payer's credit.
    pub(crate) credit: i64,
    /// The entry, as `3-17`.
    pub(crate) entry: String,
    /// Grace was over: the membership ended with the last month that was paid.
    #[serde(default)]
    pub(crate) lapsed: bool,
}

/// Takes a payment.
pub(crate) fn run(office: &mut Office, asked: &ReceivePayment, key: Option<&str>) -> Result<Received> {
    Ok(told(office, asked, key)?.answer)
}

/// Takes a payment, and tells whether it was known already.
pub(crate) fn told(
    office: &mut Office,
    asked: &ReceivePayment,
    key: Option<&str>,
) -> Result<Answer<Received>> {
    let input = input(asked);
    office.unit(|unit, desk| once_told(unit, desk, key, &input, |unit| within(unit, desk, asked)))
}

/// What tells one payment from another. Not the day: asked again after midnight it is the same request.
pub(crate) fn input(asked: &ReceivePayment) -> String {
    format!("pay {:?} {} {} {}", asked.for_whom, asked.amount, asked.channel, asked.reference)
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &ReceivePayment) -> Result<Received> {
    through(unit, desk, asked, None)
}

/// The same; with an agent it is cash that she holds until she brings it to the bank.
pub(crate) fn through(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &ReceivePayment,
    agent: Option<i64>,
) -> Result<Received> {
    if asked.amount <= 0 || !Money::new(asked.amount).is_plausible() {
        let id = format!("{} bukan jumlah yang dibayar orang", asked.amount);
        let en = format!("{} is no amount that somebody pays", asked.amount);
        return Err(Refusal::new("no_amount", id, en).into());
    }
    if asked.day > desk.today {
        let (day, today) = (asked.day, desk.today);
        let id = format!("pembayaran tanggal {day} belum dapat dibukukan: hari ini {today}");
        let en = format!("a payment of {day} cannot be booked before that day: today is {today}");
        return Err(Refusal::new("not_yet", id, en).into());
    }
    let whose = whose(unit, asked.for_whom)?;
    within_the_law(desk, asked.day)?;
    match whose {
        Whose::Payer(payer) => {
            let meant = gift::meant(unit, asked.for_whom, asked.amount)?;
            let (mut book, holder) = (Book::new(), Holder::Payer(payer.0));
            match agent {
                Some(agent) => book.taken_in_cash(Holder::Payer(agent), holder, asked.amount)?,
                None => book.received(holder, asked.amount)?,
            }
            let received = booked(unit, desk, payer, asked, book)?;
            if let Some(giving) = meant {
                gift::came(unit, desk, &giving, received.payment)?;
            }
            Ok(received)
        }
        Whose::Settlement(settlement) => {
            let entry = credit_riders::paid(unit, desk, &settlement, (asked.amount, asked.day))?;
            let (payer, months, settled) = (settlement.platform.0, Vec::new(), Vec::new());
            Ok(Received { payer, payment: 0, months, settled, credit: 0, entry, lapsed: false })
        }
        Whose::Handover(handover) => {
            let entry = take_cash::brought(unit, desk, handover.id, (asked.amount, asked.day))?;
            let agency = agents::read(unit, handover.agent)?.context("an agent is gone")?.agency;
            let (payer, months, settled) = (agency, Vec::new(), Vec::new());
            Ok(Received { payer, payment: 0, months, settled, credit: 0, entry, lapsed: false })
        }
    }
}

/// Money that becomes a payer's credit, wherever it comes from: `book` has its first lines.
pub(super) fn booked(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    asked: &ReceivePayment,
    mut book: Book,
) -> Result<Received> {
    let credit = payers::hold(unit, payer)?.ok_or_else(|| registry::payers::nobody(payer))?;
    let mut open = open_bills(unit, desk, payer)?;
    // Arrears can be paid until grace ends; what comes later waits as credit for a new beginning.
    let lapsed = may_have_lapsed(desk, &open, asked.day)? && lapse_one(unit, desk, payer, asked.day)?;
    let credit = if lapsed { payers::hold(unit, payer)?.unwrap_or(credit) } else { credit };
    if lapsed {
        open = open_bills(unit, desk, payer)?;
    }
    not_twice(unit, payer, asked)?;
    let payment = payments::next_number(unit, payer)?;
    let pot = pots::read(unit, payer)?;
    let pledge = if pot.is_some() { promise(unit, payer, asked)? } else { None };
    gift::kept(&mut book, pledge.as_ref(), asked.amount)?;
    let booking = Booking {
        payer,
        day: asked.day,
        kind: Kind::Received,
        key: &format!("payment-{payer}-{payment}"),
        about: "payment",
        book,
        credit: credit + asked.amount,
        credit_before: credit,
    };
    let (settled, place) = commit(unit, desk, booking, &mut open)?;
    let place = place.context("a payment without an entry")?;
    let row = payments::Payment {
        payer,
        id: payment,
        amount: asked.amount,
        paid: asked.day,
        known: desk.now,
        channel: asked.channel.clone(),
        reference: asked.reference.clone(),
        journal: place.journal,
        seq: place.seq,
        reversed: None,
    };
    payments::add(unit, &row)?;
    if pot.is_some() {
        gift::take(unit, desk, &row, pledge)?;
    }
    Ok(Received {
        payer: payer.0,
        payment,
        months: by_month(&settled.allocations),
        settled: paid_up(&settled.closed),
        credit: settled.credit,
        entry: place.to_string(),
        lapsed,
    })
}

/// The promise that a payment to a pot keeps.
fn promise(unit: &mut Unit<'_>, pot: PayerId, asked: &ReceivePayment) -> Result<Option<Pledge>> {
    match asked.for_whom {
        ForWhom::Code(code) => pledges::by_code(unit, code),
        // Who left out the code of a promise gives what she promised.
        ForWhom::Payer(_) => pledges::fitting(unit, pot, asked.amount),
    }
}

/// One payment may be told of by a provider's notice, by a bank's statement and by hand: under whatever key
/// and by whatever way it comes, the same reference and amount are the same money.
fn not_twice(unit: &mut Unit<'_>, payer: PayerId, asked: &ReceivePayment) -> Result<()> {
    let Some(reference) = first_word(&asked.reference) else { return Ok(()) };
    let same = |one: &payments::Payment| {
        one.reversed.is_none() && one.amount == asked.amount && first_word(&one.reference) == Some(reference)
    };
    let Some(one) = payments::of(unit, payer)?.into_iter().find(same) else { return Ok(()) };
    let (no, channel) = (one.id, one.channel);
    let id = format!(
        "referensi {reference} dengan jumlah yang sama sudah dibukukan sebagai pembayaran {no} ({channel}): \
         bila ini uang lain, beri referensi lain"
    );
    let en = format!(
        "the reference {reference} with the same amount was booked as payment {no} ({channel}): if this is \
         other money, give it another reference"
    );
    Err(Refusal::new("booked_already", id, en).into())
}

/// What a provider calls a payment; what follows it is ours.
fn first_word(reference: &str) -> Option<&str> {
    reference.split_whitespace().next()
}

/// Months before the law's time cannot have been paid for.
fn within_the_law(desk: &Desk<'_>, day: Day) -> Result<(), Refusal> {
    let (first, _) = desk.tree().jurisdiction.known;
    if day >= first {
        return Ok(());
    }
    let id =
        format!("pembayaran tanggal {day} mendahului hukum yang dimodelkan, mulai {first}: periksa tahunnya");
    let en = format!("a payment of {day} lies before the law that is modelled, from {first}: check the year");
    Err(Refusal::new("before_the_law", id, en))
}

/// What a code stands for.
enum Whose {
    /// Credit of a payer.
    Payer(PayerId),
    /// What a platform hands over.
    Settlement(Settlement),
    /// Cash that an agent brings.
    Handover(Handover),
}

fn whose(unit: &mut Unit<'_>, for_whom: ForWhom) -> Result<Whose> {
    let code = match for_whom {
        ForWhom::Payer(payer) => return Ok(Whose::Payer(payer)),
        ForWhom::Code(code) if !(0..CODES).contains(&code) => {
            let (id, en) = ("kode iuran terdiri dari sebelas angka", "a payment code has eleven digits");
            return Err(Refusal::new("no_code", id, en).into());
        }
        ForWhom::Code(code) => code,
    };
    if let Some((payer, _)) = bills::by_code(unit, code)? {
        return Ok(Whose::Payer(payer));
    }
    if let Some(pledge) = pledges::by_code(unit, code)? {
        return Ok(Whose::Payer(pledge.pot));
    }
    if let Some(giving) = givings::by_code(unit, code)?.first() {
        return Ok(Whose::Payer(giving.pot));
    }
    if let Some(settlement) = settlements::hold_by_code(unit, code)? {
        return Ok(Whose::Settlement(settlement));
    }
    agent_cash::by_code(unit, code)?.map(Whose::Handover).ok_or_else(|| {
        let id = format!("tidak ada tagihan dengan kode iuran {code:011}");
        registry::not_there(id, format!("no bill has the payment code {code:011}")).into()
    })
}

fn paid_up(closed: &[(Month, i64)]) -> Vec<String> {
    let mut months: Vec<String> = closed.iter().map(|(month, _)| month.to_string()).collect();
    months.dedup();
    months
}

fn by_month(allocations: &[(Month, i64, i64)]) -> Vec<(String, i64)> {
    let mut months: Vec<(String, i64)> = Vec::new();
    for (month, _, amount) in allocations.iter().filter(|(_, _, amount)| *amount > 0) {
        let month = month.to_string();
        match months.last_mut() {
            Some((last, sum)) if *last == month => *sum += amount,
            _ => months.push((month, *amount)),
        }
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::reverse_payment;
    use crate::trial::{Trial, day};

    #[test]
    fn the_same_reference_and_amount_is_one_payment_by_whatever_way() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-03-03");
            let (payer, other) = (trial.employer("large"), trial.employer("large"));
            let mut keys = 0;
            let mut pays = |trial: &mut Trial, payer: PayerId, amount: i64, reference: &str| {
                keys += 1;
                let (channel, reference) = (format!("channel {keys}"), reference.to_owned());
                let for_whom = ForWhom::Payer(payer);
                let asked = ReceivePayment { for_whom, amount, day: day("2025-03-03"), channel, reference };
                let done = run(&mut trial.office, &asked, Some(&format!("key {keys}")));
                done.map(|received| received.payment).map_err(|error| {
                    let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>());
                    refusal.unwrap_or_else(|| panic!("{error:?}")).code
                })
            };
            let first = pays(&mut trial, payer, 50_000, "QR-7781").expect("the first");
            for reference in ["QR-7781", "QR-7781 told by the bank", "  QR-7781"] {
                let again = pays(&mut trial, payer, 50_000, reference);
                assert_eq!(again, Err("booked_already"), "{reference}");
            }
            assert!(pays(&mut trial, payer, 50_001, "QR-7781").is_ok(), "another amount");
            assert!(pays(&mut trial, payer, 50_000, "QR-7782").is_ok(), "another reference");
            assert!(pays(&mut trial, other, 50_000, "QR-7781").is_ok(), "another payer");
            assert!(
                pays(&mut trial, payer, 50_000, "").is_ok() && pays(&mut trial, payer, 50_000, "").is_ok()
            );
            // What was taken back may come again.
            reverse_payment::run(&mut trial.office, payer, first, day("2025-03-03")).expect("it bounces");
            assert!(pays(&mut trial, payer, 50_000, "QR-7781").is_ok(), "it comes again");
        });
    }
}
