//! Runs that go from payer to payer: the self-employed whose grace is over, employers that are late.

use anyhow::Result;
use base::{Day, Month};
use scheme::contributions::{self, BillKind, State};
use scheme::employers::PayerKind;
use scheme::facts::{Fact, Subject};
use scheme::id::PayerId;
use scheme::memberships::{End, Segment, Spell, end};
use store::Unit;
use store::queries::runs::{Chunk, Done};
use store::queries::{bills, payers, rolls};

use crate::books::paid_to::paid_to;
use crate::books::penalise;
use crate::books::settle::Held;
use crate::office::Desk;
use crate::registry::{self, members, people, refresh};

/// Self-employed members whose arrears can no longer be paid: their membership ends with the last month that
/// is paid, and what was billed since is taken back.
pub(super) fn lapse(unit: &mut Unit<'_>, desk: &Desk<'_>, chunk: &Chunk, day: Day) -> Result<Done> {
    let mut done = Done::default();
    for payer in in_debt(unit, chunk)? {
        payers::hold(unit, payer)?;
        if lapse_one(unit, desk, payer, day)? {
            done.assessed += 1;
        }
    }
    Ok(done)
}

fn in_debt(unit: &mut Unit<'_>, chunk: &Chunk) -> Result<Vec<PayerId>> {
    let mut found = Vec::new();
    bills::each_debtor_in(unit, (chunk.from, chunk.until), &mut |payer| {
        found.push(PayerId(payer));
        Ok(())
    })?;
    Ok(found)
}

/// Whether grace can be over at all: no later than if nothing had been paid since the oldest open bill.
pub(crate) fn may_have_lapsed(desk: &Desk<'_>, open: &[Held], day: Day) -> Result<bool> {
    let first =
        open.iter().filter(|held| held.bill.kind == BillKind::Contribution).map(|held| held.row.month);
    let Some(before) = first.min().and_then(|first| first.plus_months(-1)) else { return Ok(false) };
    let Some(segment) = desk.law.segment(Segment::SelfEmployed.name()) else { return Ok(false) };
    let standing = contributions::standing(desk.law, segment, before, false, day)?;
    Ok(standing.is_some_and(|standing| matches!(standing.state, State::Ended | State::Inactive)))
}

/// The same for one, who is held.
pub(crate) fn lapse_one(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId, day: Day) -> Result<bool> {
    // The arrears of a sponsor are not those of the people it pays for.
    if payers::read(unit, payer)?.is_none_or(|row| row.kind != PayerKind::Own.name()) {
        return Ok(false);
    }
    let on_roll = rolls::of_payer(unit, payer)?;
    let Some(roll) = on_roll.iter().find(|roll| roll.segment == Segment::SelfEmployed.name()) else {
        return Ok(false);
    };
    let Some(paid) = paid_to(unit, roll.membership)?.filter(|paid| paid.owing) else { return Ok(false) };
    let Some(segment) = desk.law.segment(&roll.segment) else { return Ok(false) };
    let standing = contributions::standing(desk.law, segment, paid.month, false, day)?;
    if !standing.is_some_and(|standing| matches!(standing.state, State::Ended | State::Inactive)) {
        return Ok(false);
    }
    end_membership(unit, desk, roll.membership, paid.month)?;
    Ok(true)
}

/// What lies after the last paid month never was, whatever was reported of it; somebody who has never paid
/// was never covered.
fn end_membership(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: scheme::id::MembershipId,
    last_paid: Month,
) -> Result<()> {
    let row = members::row(unit, membership)?;
    people::hold(unit, desk, row.person)?;
    let subject = Subject::Membership(membership);
    let history = registry::history(unit, subject)?;
    let mut withdrawn = Vec::new();
    for name in ["started", "ended", "end_reason"] {
        let later = history.pieces(name, desk.now).into_iter().map(|piece| piece.months.from);
        let later = later.filter(|from| *from > last_paid);
        withdrawn.extend(later.map(|from| Fact::withdrawn(subject, name, from, desk.now)));
    }
    registry::add_facts(unit, &withdrawn)?;
    let history = registry::history(unit, subject)?;
    if Spell::last(&history, desk.now).is_some_and(|spell| spell.ended.is_none()) {
        let asked = End { membership, day: last_paid.last_day(), reason: "lapsed", known: desk.now };
        registry::add_facts(unit, &end(desk.tree(), &history, &asked)?)?;
    }
    refresh::person(unit, desk, row.person)?;
    registry::note(unit, desk, "membership lapsed", membership.0)
}

/// What employers owe for being late with what is still open.
pub(super) fn penalties(unit: &mut Unit<'_>, desk: &Desk<'_>, chunk: &Chunk, day: Day) -> Result<Done> {
    let mut overdue: Vec<(PayerId, Month)> = Vec::new();
    bills::each_overdue(unit, day, (chunk.from, chunk.until), &mut |bill| {
        if bill.kind == BillKind::Contribution.name() && bill.owed > bill.paid {
            overdue.push((bill.payer, bill.month));
        }
        Ok(())
    })?;
    overdue.dedup();
    let mut done = Done::default();
    for (payer, month) in overdue {
        payers::hold(unit, payer)?;
        if let Some(owed) = penalise::month(unit, desk, payer, month, day)? {
            done.bills += 1;
            done.owed += owed;
        }
    }
    Ok(done)
}
