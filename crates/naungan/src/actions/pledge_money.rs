//! Money is promised to a pot: a code to pay it under, and a claim in the books until it comes or falls away.

use anyhow::{Context, Result};
use base::{Day, Money};
use ledger::{Holder, Kind};
use scheme::contributions::post::{Book, Heading};
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::pledges::{self, Pledge};
use store::queries::{institution, payers};

use super::once::once;
use super::open_campaign::must_be_open;
use crate::books;
use crate::office::{Desk, Office, code};
use crate::registry::{self, pots};

/// A promise.
#[derive(Clone, Debug)]
pub(crate) struct PledgeMoney {
    pub(crate) pot: PayerId,
    pub(crate) amount: i64,
    /// Until when the donor means to pay.
    pub(crate) due: Option<Day>,
    pub(crate) account: Option<i64>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pledged {
    pub(crate) pledge: i64,
    pub(crate) pot: i64,
    pub(crate) amount: i64,
    /// The payment code, eleven digits.
    pub(crate) code: String,
}

/// Takes a promise.
pub(crate) fn run(office: &mut Office, asked: &PledgeMoney, key: Option<&str>) -> Result<Pledged> {
    office.unit(|unit, desk| {
        once(unit, desk, key, &format!("pledge {asked:?}"), |unit| within(unit, desk, asked))
    })
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &PledgeMoney) -> Result<Pledged> {
    let PledgeMoney { pot, amount, due, account } = *asked;
    if amount <= 0 || !Money::new(amount).is_plausible() {
        let id = format!("{amount} bukan jumlah yang didonasikan orang");
        return Err(
            Refusal::new("no_amount", id, format!("{amount} is no amount that somebody gives")).into()
        );
    }
    if due.is_some_and(|due| due < desk.today) {
        let id = "hari janji donasi sudah lewat";
        return Err(Refusal::new("day_past", id, "the day of the pledge is past").into());
    }
    let row = pots::load(unit, pot)?;
    must_be_open(&pots::campaign(unit, row.campaign)?)?;
    payers::hold(unit, pot)?.ok_or_else(|| registry::payers::nobody(pot))?;
    let id = institution::take_numbers(unit, 1)?;
    let code = code::code(desk.code_key, institution::take_codes(unit, 1)?);
    let state = "open".to_owned();
    let pledge = Pledge { id, pot, amount, received: 0, code, due, state, account, known: desk.now };
    pledges::add(unit, &pledge)?;
    post(unit, desk, &pledge, amount, &format!("pledge-{id}"))?;
    registry::note(unit, desk, "money pledged", pot.0)?;
    Ok(Pledged { pledge: id, pot: pot.0, amount, code: code::shown(code) })
}

/// What has not come of a promise falls away; gives how much that is.
pub(crate) fn withdraw(office: &mut Office, pledge: i64) -> Result<i64> {
    office.unit(|unit, desk| withdraw_within(unit, desk, pledge))
}

/// The same within a unit that does more.
pub(crate) fn withdraw_within(unit: &mut Unit<'_>, desk: &Desk<'_>, pledge: i64) -> Result<i64> {
    let none = || {
        let id = format!("tidak ada janji donasi {pledge}");
        registry::not_there(id, format!("there is no pledge {pledge}"))
    };
    let pot = pledges::read(unit, pledge)?.ok_or_else(none)?.pot;
    payers::hold(unit, pot)?.ok_or_else(|| registry::payers::nobody(pot))?;
    let mut one = pledges::read(unit, pledge)?.context("a pledge is gone")?;
    let open = one.open();
    if open == 0 {
        let id = format!("janji donasi {pledge} sudah tidak terbuka");
        return Err(Refusal::new("pledge_closed", id, format!("pledge {pledge} is not open any more")).into());
    }
    // What came of it stays a promise that was kept.
    if one.received > 0 {
        one.amount = one.received;
    }
    if one.received > 0 { "kept" } else { "withdrawn" }.clone_into(&mut one.state);
    pledges::change(unit, &one)?;
    post(unit, desk, &one, -open, &format!("pledge-{pledge}-withdrawn"))?;
    registry::note(unit, desk, "pledge withdrawn", pot.0)?;
    Ok(open)
}

fn post(unit: &mut Unit<'_>, desk: &Desk<'_>, of: &Pledge, amount: i64, key: &str) -> Result<()> {
    let mut book = Book::new();
    book.pledged(Holder::Payer(of.pot.0), amount)?;
    let heading = Heading { day: desk.today, key, about: Some("pledge") };
    if let Some(entry) = book.entry(Kind::Pledged, heading)? {
        books::post(unit, books::journal_of(of.pot.0), entry, desk.now)?;
    }
    Ok(())
}
