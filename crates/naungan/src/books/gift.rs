//! What a payment to a pot means beside its credit: a gift on the pot's line, and a promise that is kept.

use anyhow::{Context, Result};
use ledger::{Entry, Holder, chart};
use scheme::contributions::post::Book;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::gifts::{self, Gift};
use store::queries::givings::{self, Giving};
use store::queries::intents;
use store::queries::payments::Payment;
use store::queries::pledges::{self, Pledge};

use crate::actions::receive_payment::ForWhom;
use crate::actions::take_notice::AMOUNT_DIFFERS;
use crate::office::{Desk, code};

/// Books that a promise is kept by so much of it; nothing for money without a promise.
pub(crate) fn kept(book: &mut Book, pledge: Option<&Pledge>, amount: i64) -> Result<()> {
    let Some(pledge) = pledge else { return Ok(()) };
    may_come(pledge, amount)?;
    book.kept(Holder::Payer(pledge.pot.0), amount)?;
    Ok(())
}

/// Money under the code of a promise is that promise's: no more than is open of it, and none when it is kept.
fn may_come(pledge: &Pledge, amount: i64) -> Result<(), Refusal> {
    let open = pledge.open();
    if open == 0 {
        let (id, en) = match pledge.state.as_str() {
            "kept" => {
                ("janji donasi dengan kode ini sudah dipenuhi", "the pledge of this code has been kept")
            }
            _ => ("janji donasi dengan kode ini sudah ditarik", "the pledge of this code was withdrawn"),
        };
        return Err(Refusal::new("pledge_closed", id, en));
    }
    if amount > open {
        let id = format!("janji donasi ini tinggal {open}, sedangkan yang masuk {amount}");
        let en = format!("of this pledge {open} is still to come, and {amount} came");
        return Err(Refusal::new("more_than_pledged", id, en));
    }
    Ok(())
}

/// Writes the gift down, and what has come of the promise.
pub(crate) fn take(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payment: &Payment,
    pledge: Option<Pledge>,
) -> Result<()> {
    let pot = payment.payer;
    let gift = Gift {
        pot,
        no: gifts::next_number(unit, pot)?,
        payment: payment.id,
        amount: payment.amount,
        returned: 0,
        day: payment.paid,
        shown: false,
        account: None,
        sealed: None,
        journal: payment.journal,
        seq: payment.seq,
        known: desk.now,
        pledge: pledge.as_ref().map(|pledge| pledge.id),
    };
    gifts::add(unit, &gift)?;
    if let Some(mut pledge) = pledge {
        pledge.received += payment.amount;
        if pledge.received == pledge.amount {
            "kept".clone_into(&mut pledge.state);
        }
        pledges::change(unit, &pledge)?;
    }
    Ok(())
}

/// What somebody meant to give under a code: no other amount, and once. A promise is kept in parts as they
/// come.
pub(crate) fn meant(unit: &mut Unit<'_>, for_whom: ForWhom, amount: i64) -> Result<Option<Giving>> {
    let ForWhom::Code(code) = for_whom else { return Ok(None) };
    let all = givings::by_code(unit, code)?;
    let Some(first) = all.first() else { return Ok(None) };
    let is_promise = pledges::by_code(unit, code)?.is_some();
    for one in all.iter().rev().filter(|one| one.gift.is_none()) {
        let wanted = intents::read(unit, one.id)?.context("a giving without an amount")?.amount;
        if wanted == amount {
            return Ok(Some(one.clone()));
        }
        if !is_promise {
            let id = format!("donasi ini sebesar {wanted}, bukan {amount}");
            let en = format!("the gift is one of {wanted} and not of {amount}");
            return Err(Refusal::new(AMOUNT_DIFFERS, id, en).into());
        }
    }
    if is_promise { Ok(None) } else { Err(taken(first).into()) }
}

/// A gift comes once.
pub(crate) fn taken(giving: &Giving) -> Refusal {
    let code = code::shown(giving.code);
    let id = format!("donasi dengan kode {code} sudah masuk");
    Refusal::new("gift_taken", id, format!("the gift of the code {code} has come already"))
}

/// The money came that somebody meant to give: her name goes with the gift. The pot is held.
pub(crate) fn came(unit: &mut Unit<'_>, desk: &Desk<'_>, giving: &Giving, payment: i64) -> Result<()> {
    let gift = gifts::of_payment(unit, giving.pot, payment)?.context("a gift was not written")?;
    // Somebody else may have told of the same gift while the pot was waited for.
    if !givings::came(unit, giving.id, gift.no)? {
        return Err(taken(giving).into());
    }
    intents::paid(unit, giving.id, desk.now)?;
    if let Some(sealed) = &giving.sealed {
        let name = desk.keys.open(&giver(giving.id), sealed)?;
        let sealed = desk.keys.seal(&context(giving.pot, gift.no), &name);
        gifts::name(unit, (giving.pot, gift.no), &sealed, giving.shown)?;
    }
    Ok(())
}

/// Where the name of somebody stands who means to give.
pub(crate) fn giver(giving: i64) -> String {
    store::seal::context("giving", "sealed", giving)
}

/// What an entry booked as a promise that was kept.
fn kept_by(entry: &Entry) -> i64 {
    let is_kept = |line: &&ledger::Line| line.account.number == chart::PLEDGES;
    entry.lines().iter().filter(is_kept).map(|line| -line.amount).sum()
}

/// Books that what an entry kept is promised again.
pub(crate) fn promised_again(book: &mut Book, pot: Holder, entry: &Entry) -> Result<()> {
    Ok(book.kept(pot, -kept_by(entry))?)
}

/// After a payment was taken back: the gift is none any more, and what it kept is promised again. Of a gift
/// that went back to its donor in part nothing bounces: that part would be missing.
pub(crate) fn taken_back(unit: &mut Unit<'_>, payment: &Payment, entry: &Entry) -> Result<()> {
    let pot = payment.payer;
    let all = gifts::of_pot(unit, pot)?;
    let Some(gift) = all.iter().find(|gift| gift.payment == payment.id) else { return Ok(()) };
    if gift.returned > 0 {
        let (no, returned) = (gift.no, gift.returned);
        let id =
            format!("{returned} dari donasi {no} sudah dikembalikan kepada donatur: tagih kembali dahulu");
        let en = format!("{returned} of gift {no} went back to its donor: have that paid in again first");
        return Err(Refusal::new("gift_returned", id, en).into());
    }
    gifts::give_back(unit, (pot, gift.no), gift.amount)?;
    promise_again(unit, pot, gift.pledge, kept_by(entry))
}

/// The promise that a gift kept is open again. Of gifts that came before it was written down which, the
/// latest promises that have received something are.
fn promise_again(unit: &mut Unit<'_>, pot: PayerId, kept: Option<i64>, amount: i64) -> Result<()> {
    let mut open = amount;
    for mut pledge in pledges::of_pot(unit, pot)?.into_iter().rev() {
        let is_it = kept.is_none_or(|kept| kept == pledge.id);
        let part = open.min(pledge.received);
        if is_it && part > 0 {
            (pledge.received, open) = (pledge.received - part, open - part);
            "open".clone_into(&mut pledge.state);
            pledges::change(unit, &pledge)?;
        }
    }
    Ok(())
}

/// Where somebody's name stands that gave something.
pub(crate) fn context(pot: PayerId, no: i64) -> String {
    store::seal::context_within("gift", "sealed", pot.0, no)
}
