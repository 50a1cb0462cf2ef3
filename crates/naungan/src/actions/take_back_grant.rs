//! A grant turns out not to be owed: what is not paid is stopped, what is paid has to come back.

use anyhow::Result;
use ledger::{Holder, Kind};
use scheme::claims::{Grant, difference};
use scheme::contributions::post::Book;
use scheme::law::SAVINGS;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::grants::{self, Recovery, Withdrawal};
use store::queries::orders::{self, Order};

use super::approve_claim::as_grant;
use super::decide_care_bill::is_hospital;
use super::decide_month;
use crate::books::{grant, pension};
use crate::office::Desk;
use crate::registry::claims::Held;

/// Stops the last grant of a claim that is sent back: its orders go nowhere, and the books are as before it.
/// What a bank has, or what was kept back of it, is no longer stopped.
pub(super) fn stop(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, account: i64) -> Result<()> {
    let claim = held.row.id;
    let all = grants::of(unit, claim)?;
    let no = all.len() as i64 + 1;
    let Some(last) = all.into_iter().rfind(|grant| !as_grant(grant).is_nothing()) else { return Ok(()) };
    pension::withdrawn(unit, desk, claim)?;
    let mut mine = orders::of_claim(unit, claim)?;
    mine.retain(|order| order.no == last.no);
    let is_kept = grants::kept_of(unit, claim)?.iter().any(|(no, _)| *no == last.no);
    let has_gone =
        |order: &Order| order.run.is_some() && matches!(&*order.state, "waiting" | "sent" | "paid");
    if is_kept || mine.iter().any(has_gone) {
        return Err(on_its_way(claim).into());
    }
    for order in mine.iter().filter(|order| order.state == "waiting") {
        orders::set_state(unit, order.id, "stopped")?;
    }
    let less = Grant::from_rows(last.lines.iter().map(|(name, amount)| (name.as_str(), -amount)), -last.tax);
    let mut book = Book::new();
    for taken in grants::withdrawals_for(unit, claim, last.no)? {
        let back = Withdrawal { no, day: desk.today, amount: -taken.amount, ..taken };
        grants::withdraw(unit, &Withdrawal { growth: 0, whole: false, ..back })?;
        if taken.membership != held.row.membership {
            book.grown(desk.law, Holder::Membership(taken.membership.0), taken.amount)?;
            book.grown(desk.law, Holder::Membership(held.row.membership.0), -taken.amount)?;
        }
    }
    let member = Holder::Membership(held.row.membership.0);
    match last.employer {
        Some(payer) => book.advanced(desk.law, &last.programme, (member, Holder::Payer(payer.0)), &less)?,
        None => book.granted(desk.law, &last.programme, member, &less)?,
    }
    let stopped = last.no;
    write(unit, desk, held, (no, &last, &less), account, book)?;
    decide_month::taken_back(unit, desk, claim, stopped, account)
}

/// What was granted and paid for a claim that is rejected has to come back, all of it.
pub(super) fn recover(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, account: i64) -> Result<()> {
    let claim = held.row.id;
    let before = grants::of(unit, claim)?;
    let rows: Vec<Grant> = before.iter().map(as_grant).collect();
    let own = before.iter().rfind(|grant| !as_grant(grant).is_nothing());
    let (Some(last), Some(less)) = (own, difference(&rows, &Grant::default())) else {
        return Ok(());
    };
    pension::withdrawn(unit, desk, claim)?;
    let waits = |order: &Order| matches!(&*order.state, "waiting" | "sent") && !is_hospital(&order.hand);
    if orders::of_claim(unit, claim)?.iter().any(waits) {
        return Err(on_its_way(claim).into());
    }
    let (no, membership) = (before.len() as i64 + 1, held.row.membership);
    if last.programme == SAVINGS {
        let (day, amount) = (desk.today, less.gross());
        let back = Withdrawal { membership, claim, no, day, amount, growth: 0, whole: false };
        grants::withdraw(unit, &back)?;
    }
    let mut book = Book::new();
    let employer = last.employer;
    grant::granted(desk, &mut book, &last.programme, (membership, employer), &less)?;
    let (person, programme) = (held.row.person, last.programme.clone());
    let amount = -less.net();
    grants::recover(unit, &Recovery { claim, no, person, membership, programme, amount })?;
    write(unit, desk, held, (no, last, &less), account, book)
}

/// The row that takes back, with its entry.
fn write(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    (no, last, less): (i64, &grants::Grant, &Grant),
    account: i64,
    book: Book,
) -> Result<()> {
    let key = format!("claim-{}-{no}", held.row.id);
    let place = grant::post(unit, desk, held.row.membership, (Kind::Granted, &key, held.kind.name()), book)?;
    let row = grants::Grant {
        no,
        day: desk.today,
        gross: less.gross(),
        tax: less.tax(),
        more: false,
        law: desk.fingerprint.to_owned(),
        account: Some(account),
        place: place.map(|place| (place.journal, place.seq)),
        known: desk.now,
        lines: less.components().map(|(name, amount)| (name.to_owned(), amount)).collect(),
        ..last.clone()
    };
    grants::add(unit, &row)
}

fn on_its_way(claim: i64) -> Refusal {
    let id = format!("uang klaim {claim} sedang dibayar: tunggu jawaban bank");
    Refusal::new("on_its_way", id, format!("the money of claim {claim} is on its way: wait for the bank"))
}
