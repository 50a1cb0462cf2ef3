//! What is late is made good by the institution's own money: booked when the late order is paid.

use anyhow::{Context, Result};
use base::Day;
use ledger::{Holder, Kind};
use scheme::claims::moves::Move;
use scheme::claims::post::INSTITUTION;
use scheme::contributions::post::Book;
use scheme::law::ClaimLaw;
use store::Unit;
use store::queries::delays::{self, Delay};
use store::queries::orders::{self, Order};
use store::queries::{benefit_runs, claims as claim_rows, grants, instalments, institution};

use super::{grant, pension};
use crate::actions::approve_claim::as_grant;
use crate::office::Desk;
use crate::registry::claims;

/// Whether an order pays compensation for delay, which is no part of the claim's own money.
pub(crate) fn is_compensation(order: &Order) -> bool {
    order.fund == INSTITUTION
}

/// Books what is owed for an order that was paid after the last day; nothing where the law owes nothing.
pub(crate) fn made_good(unit: &mut Unit<'_>, desk: &Desk<'_>, order: &Order) -> Result<()> {
    if is_compensation(order) || pension::is_payroll(order) {
        return Ok(());
    }
    let Some((due, paid, amount)) = owed(unit, desk, order)? else { return Ok(()) };
    let amount = amount - before(unit, order)?;
    if amount <= 0 {
        return Ok(());
    }
    let id = institution::take_numbers(unit, 1)?;
    let (of, whose) = ((order.claim, order.no), (INSTITUTION, order.hand.as_str()));
    orders::add(unit, &Order::waiting(id, of, whose, amount, desk.now))?;
    delays::add(unit, &Delay { order: order.id, claim: order.claim, due, paid, amount, paid_with: id })?;
    let row = claim_rows::read(unit, order.claim)?.context("a claim is lost")?;
    let mut book = Book::new();
    book.delayed(Holder::Membership(row.membership.0), amount)?;
    let key = format!("delay-{}", order.id);
    grant::post(unit, desk, row.membership, (Kind::Granted, &key, "delay"), book)?;
    Ok(())
}

/// The last day, the day it was paid, and what the law owes for what lies between.
fn owed(unit: &mut Unit<'_>, desk: &Desk<'_>, order: &Order) -> Result<Option<(Day, Day, i64)>> {
    let run = order.run.map(|run| benefit_runs::read(unit, run)).transpose()?.flatten();
    let Some(paid) = run.map(|run| run.day) else { return Ok(None) };
    let held = claims::play(unit, order.claim)?;
    let law = ClaimLaw::new(desk.law)?;
    let of = (held.kind, held.row.segment.parse()?);
    let clock = &held.claim.clock;
    let Some(due) = clock.due(&law, of, paid)?.filter(|due| due.day < paid) else { return Ok(None) };
    let rows = grants::of(unit, order.claim)?;
    let later = instalments::of_claim(unit, order.claim)?;
    if later.iter().any(|one| one.grant_no == Some(order.no)) {
        // A later payment has a day of its own, and no law says what its delay costs.
        return Ok(None);
    }
    let granted: i64 = rows.iter().filter(|row| row.no < order.no).map(|row| row.gross).sum();
    let owed = if granted == 0 {
        clock.compensation(&law, of, order.amount, paid)?
    } else {
        let steps = claim_rows::steps(unit, order.claim)?;
        let opened =
            |step: &&claim_rows::Step| [Move::Reopen, Move::Grant].iter().any(|m| m.name() == step.act);
        let known = steps.iter().rfind(opened).map(|step| step.day);
        let row = rows.iter().find(|row| row.no == order.no).context("an order pays no grant")?;
        clock.compensation_of_difference(&law, of, &as_grant(row), (known, paid))?
    };
    Ok(owed.map(|owed| (due.day, paid, owed.amount)))
}

/// What was made good already, where the same money was sent before and came back.
fn before(unit: &mut Unit<'_>, order: &Order) -> Result<i64> {
    let known = delays::of_claim(unit, order.claim)?;
    let (mut amount, mut again_of) = (0, order.again_of);
    while let Some(number) = again_of {
        amount += known.iter().filter(|one| one.order == number).map(|one| one.amount).sum::<i64>();
        again_of = orders::read(unit, number)?.and_then(|order| order.again_of);
    }
    Ok(amount)
}
