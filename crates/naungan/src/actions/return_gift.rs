//! What a pot has free goes back to who gave it: the latest gifts become shorter, which no month has reached.

use anyhow::{Context, Result};
use base::Day;
use ledger::{Holder, Kind};
use scheme::contributions::post::{Book, Heading};
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use scheme::solidarity::pot::shorten;
use store::Unit;
use store::queries::{gifts, institution, payers};

use super::approval_limit;
use super::once::once;
use crate::books;
use crate::office::{Desk, Office};
use crate::registry::{self, pots};

/// Pays back an amount of a pot, or all that is free; gives how much that was. What is above the limit of
/// approval wants two people: one asks on the page of the pot, another decides.
pub(crate) fn run(
    office: &mut Office,
    pot: PayerId,
    amount: Option<i64>,
    day: Day,
    key: Option<&str>,
) -> Result<i64> {
    office.unit(|unit, desk| {
        let asked = format!("return {pot} {amount:?}");
        once(unit, desk, key, &asked, |unit| {
            let returned = within(unit, desk, pot, amount, day)?;
            within_the_limit(unit, pot, returned)?;
            Ok(returned)
        })
    })
}

fn within_the_limit(unit: &mut Unit<'_>, pot: PayerId, amount: i64) -> Result<()> {
    let Some(limit) = approval_limit::set_once(unit)?.filter(|limit| amount > *limit) else { return Ok(()) };
    let id = format!(
        "{amount} di atas batas persetujuan {limit}: ajukan pengembaliannya pada halaman dana {pot}, orang \
         kedua memutuskannya"
    );
    let en = format!(
        "{amount} is above the limit of approval of {limit}: ask for it on the page of pot {pot}, and a \
         second person decides"
    );
    Err(Refusal::new("return_needs_two", id, en).into())
}

/// The same within a unit that does more, as two people want it.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    pot: PayerId,
    amount: Option<i64>,
    day: Day,
) -> Result<i64> {
    pots::load(unit, pot)?;
    let credit = payers::hold(unit, pot)?.ok_or_else(|| registry::payers::nobody(pot))?;
    let free = pots::free(unit, pot, credit)?;
    let amount = amount.unwrap_or(free);
    if amount <= 0 || amount > free {
        let id = format!("kantong dana {pot}: {free} belum terpakai, {amount} tidak dapat dikembalikan");
        let en = format!("pot {pot} has {free} free: {amount} cannot go back");
        return Err(Refusal::new("pot_short", id, en).into());
    }
    let shorter = shorten(&pots::given(unit, pot)?, amount).context("a pot has more free than came")?;
    for (no, part) in shorter {
        gifts::give_back(unit, (pot, no), part)?;
    }
    let key = format!("return-{}", institution::take_numbers(unit, 1)?);
    let mut book = Book::new();
    book.received(Holder::Payer(pot.0), -amount)?;
    let heading = Heading { day, key: &key, about: Some("gift returned") };
    let entry = book.entry(Kind::Refunded, heading)?.context("a return of nothing")?;
    books::post(unit, books::journal_of(pot.0), entry, desk.now)?;
    payers::set_credit(unit, pot, credit - amount)?;
    registry::note(unit, desk, "gift returned", pot.0)?;
    Ok(amount)
}
