//! Pensions in the books: what turns out different of months that were granted, and what ends them.

use anyhow::{Context, Result};
use base::{Day, Month};
use ledger::{Holder, Kind};
use scheme::claims::payroll::{Granted, Shape, survivor_named};
use scheme::claims::{ClaimKind, Grant};
use scheme::contributions::post::Book;
use scheme::events::Heirs;
use scheme::id::PersonId;
use scheme::law::ClaimLaw;
use store::Unit;
use store::queries::grants::{self, Recovery};
use store::queries::orders::{self, Order};
use store::queries::pensions::{self as rows, OfMonth, Pension};
use store::queries::{claims, institution};

use super::grant;
use crate::actions::relate_person;
use crate::office::Desk;
use crate::registry;

/// The component of a month of pension.
pub(crate) const PENSION: &str = "pension";

/// Under which number orders of a payroll stand: the month, which is far beyond what grants are counted by.
pub(crate) fn order_no(month: Month) -> i64 {
    month.index().into()
}

/// Whether an order pays a pension's months, and not a grant of its claim.
pub(crate) fn is_payroll(order: &Order) -> bool {
    order.no >= order_no(Month::MIN)
}

/// What a pension is to the law.
pub(crate) fn as_granted(pension: &Pension) -> Result<Granted> {
    let kind: ClaimKind = pension.kind.parse()?;
    let drawn_by = match &pension.drawn_by {
        Some(name) => Some(survivor_named(name).with_context(|| format!("{name} draws no pension"))?),
        None => None,
    };
    Ok(Granted { shape: Shape { kind, start: pension.start, drawn_by }, formula: pension.formula })
}

/// The part of a month's pension that is one hand's.
pub(crate) fn part_of(
    law: &ClaimLaw<'_>,
    amount: i64,
    (part, parts): (i64, i64),
    month: Month,
) -> Result<i64> {
    if parts == 1 {
        return Ok(amount);
    }
    let all = Heirs::parts(law, amount, usize::try_from(parts)?, month.first_day())?;
    all.get(usize::try_from(part)? - 1).copied().context("a pension has fewer parts than hands")
}

/// What one pension pays in a month, asked one by one.
pub(crate) fn of_month(law: &ClaimLaw<'_>, pension: &Pension, month: Month) -> Result<i64> {
    let (amount, _) = as_granted(pension)?.on(law, month.first_day())?;
    part_of(law, amount, pension.part, month)
}

/// Makes what was granted of a pension's months come to what it should be: more is granted and paid; less is
/// stopped where no bank has it, and has to come back where one has.
pub(crate) fn settle(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    pension: &Pension,
    should: &mut dyn FnMut(Month) -> Result<i64>,
) -> Result<i64> {
    let known = rows::months(unit, pension.id)?;
    let mut total = 0;
    for of_month in known.chunk_by(|one, next| one.month == next.month) {
        let month = of_month[0].month;
        let amount = should(month)? - of_month.iter().map(|one| one.amount).sum::<i64>();
        if amount != 0 {
            let no = of_month.last().map_or(0, |one| one.no) + 1;
            let row = OfMonth { pension: pension.id, month, no, run: None, amount, known: desk.now };
            rows::grant(unit, &row)?;
            total += amount;
        }
    }
    if total != 0 {
        booked(unit, desk, pension, total)?;
    }
    Ok(total)
}

fn booked(unit: &mut Unit<'_>, desk: &Desk<'_>, pension: &Pension, total: i64) -> Result<()> {
    let kind: ClaimKind = pension.kind.parse()?;
    let member = Holder::Membership(pension.membership.0);
    let of = |amount: i64| Grant::from_rows([(PENSION, amount)], 0);
    let mut book = Book::new();
    if total > 0 {
        book.granted(desk.law, kind.benefit(), member, &of(total))?;
        order(unit, desk, pension, total)?;
    } else {
        let stopped = stop(unit, desk, pension, -total)?;
        if stopped > 0 {
            book.granted(desk.law, kind.benefit(), member, &of(-stopped))?;
        }
        let amount = -total - stopped;
        if amount > 0 {
            book.overpaid(desk.law, kind.benefit(), member, &of(-amount))?;
            let (claim, no, person, membership) =
                (pension.claim, order_no(desk.today.month()), pension.person, pension.membership);
            let programme = kind.benefit().to_owned();
            grants::recover_more(unit, &Recovery { claim, no, person, membership, programme, amount })?;
        }
    }
    let key = format!("pension-{}-{}", pension.id, desk.now);
    grant::post(unit, desk, pension.membership, (Kind::Granted, &key, PENSION), book)?;
    Ok(())
}

fn order(unit: &mut Unit<'_>, desk: &Desk<'_>, pension: &Pension, amount: i64) -> Result<()> {
    let kind: ClaimKind = pension.kind.parse()?;
    let id = institution::take_numbers(unit, 1)?;
    let of = (pension.claim, order_no(desk.today.month()));
    let whose = (desk.law.fund_of(kind.benefit()), pension.hand.as_str());
    orders::add(unit, &Order::waiting(id, of, whose, amount, desk.now))
}

/// Stops orders that wait, the latest first, up to an amount; another takes the place of one that was larger.
fn stop(unit: &mut Unit<'_>, desk: &Desk<'_>, pension: &Pension, most: i64) -> Result<i64> {
    let mut left = most;
    let mut waiting = orders::of_claim(unit, pension.claim)?;
    waiting.retain(|one| one.state == "waiting" && one.run.is_none() && one.hand == pension.hand);
    for one in waiting.iter().rev().filter(|one| is_payroll(one)) {
        if left == 0 {
            break;
        }
        orders::set_state(unit, one.id, "stopped")?;
        if one.amount > left {
            order(unit, desk, pension, one.amount - left)?;
        }
        left -= one.amount.min(left);
    }
    Ok(most - left)
}

/// Ends a pension on a day: its month is the last that is owed. Whoever follows is looked for by the payroll.
pub(crate) fn end(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    pension: &Pension,
    (day, why): (Day, &str),
) -> Result<()> {
    let until = day.month();
    let ended = Pension { until: Some(until), ended: Some((day, why.to_owned())), ..pension.clone() };
    rows::change(unit, &ended)?;
    let law = ClaimLaw::new(desk.law)?;
    settle(unit, desk, &ended, &mut |month| {
        if month > until { Ok(0) } else { of_month(&law, pension, month) }
    })?;
    Ok(())
}

/// Somebody who draws pensions has died.
pub(crate) fn after_death(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, day: Day) -> Result<()> {
    for number in registry::people::numbers(unit, person, desk.now)? {
        // Whoever died on a day lived until then.
        rows::prove(unit, number, day)?;
        for pension in rows::drawn_by(unit, number)?.into_iter().filter(|one| one.ended.is_none()) {
            if let Some(no) = relative_in(&pension.hand) {
                relate_person::end_by_death(unit, desk, (pension.person, no), day)?;
            }
            end(unit, desk, &Pension { look_on: Some(day), ..pension }, (day, DIED))?;
        }
    }
    Ok(())
}

/// Why a pension ended that ended by death.
const DIED: &str = "died";

/// The number in the family of whose hand it is.
pub(crate) fn relative_in(hand: &str) -> Option<i64> {
    hand.strip_prefix("relative ")?.parse().ok()
}

/// A death was reported wrongly: the pension goes on where it was, and whoever followed draws nothing.
pub(crate) fn back_to_life(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<()> {
    for number in registry::people::numbers(unit, person, desk.now)? {
        let mine = rows::drawn_by(unit, number)?;
        for pension in mine.into_iter().filter(|one| one.ended.as_ref().is_some_and(|(_, why)| why == DIED)) {
            for follower in rows::of_claim(unit, pension.claim)?.into_iter().filter(|one| one.id > pension.id)
            {
                none(unit, desk, &follower)?;
            }
            rows::change(unit, &Pension { until: None, ended: None, look_on: None, ..pension })?;
        }
    }
    Ok(())
}

/// A pension that should not have been: nothing of it is owed.
fn none(unit: &mut Unit<'_>, desk: &Desk<'_>, pension: &Pension) -> Result<()> {
    let before = pension.start.plus_months(-1).unwrap_or(pension.start);
    let ended = pension.ended.clone().unwrap_or((desk.today, "withdrawn".to_owned()));
    rows::change(
        unit,
        &Pension { until: Some(before), ended: Some(ended), look_on: None, ..pension.clone() },
    )?;
    settle(unit, desk, pension, &mut |_| Ok(0)).map(drop)
}

/// The grant that a pension came of is taken back.
pub(crate) fn withdrawn(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64) -> Result<()> {
    for pension in rows::of_claim(unit, claim)? {
        none(unit, desk, &pension)?;
    }
    Ok(())
}

/// Something is known of a member's family since a day that may change who draws her pension.
pub(crate) fn look_again(unit: &mut Unit<'_>, person: PersonId, day: Day) -> Result<()> {
    for pension in rows::of_person(unit, person)? {
        if pension.ended.is_none() && pension.drawn_by.is_some() {
            let look_on = Some(pension.look_on.map_or(day, |before| before.min(day)));
            rows::change(unit, &Pension { look_on, ..pension })?;
        }
    }
    Ok(())
}

/// Looks who draws a claim's pension after a day; whether anything changed. A refusal is the law's, that
/// cannot say it yet.
pub(crate) fn pass_on(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64, day: Day) -> Result<bool> {
    let law = ClaimLaw::new(desk.law)?;
    let all = rows::of_claim(unit, claim)?;
    let Some(last) = all.iter().rfind(|one| one.look_on.is_some() || one.ended.is_none()) else {
        return Ok(false);
    };
    let life = registry::claims::life(unit, desk, last.person, None)?;
    let granted = as_granted(last)?;
    let next = life.ask(|record| scheme::claims::payroll::succession(&law, record, &granted, day))?;
    let open: Vec<&Pension> = all.iter().filter(|one| one.ended.is_none()).collect();
    let places = next.as_ref().map_or(&[][..], |next| next.hands.as_slice());
    let hands: Vec<_> = places.iter().filter_map(|place| life.drawer(*place)).collect();
    let draws = |one: &&Pension| hands.iter().any(|(no, ..)| relative_in(&one.hand) == Some(*no));
    if open.len() == hands.len() && open.iter().all(draws) && !open.is_empty() {
        for one in all.iter().filter(|one| one.look_on.is_some()) {
            let drawer = hands.iter().find(|(no, ..)| relative_in(&one.hand) == Some(*no));
            let drawer = drawer.and_then(|(_, person, _)| *person).or(one.drawer);
            rows::change(unit, &Pension { look_on: None, drawer, ..one.clone() })?;
        }
        return Ok(false);
    }
    for one in &open {
        end(unit, desk, &Pension { look_on: None, ..(*one).clone() }, (day, "family"))?;
    }
    for one in all.iter().filter(|one| one.look_on.is_some() && one.ended.is_some()) {
        rows::change(unit, &Pension { look_on: None, ..one.clone() })?;
    }
    let Some(next) = next else { return Ok(true) };
    let from = day.month().next().context("a pension after the calendar's end")?;
    let parts = i64::try_from(hands.len())?;
    for (part, (no, drawer, born)) in (1..).zip(hands) {
        let id = institution::take_numbers(unit, 1)?;
        let shape = next.pension.shape;
        rows::add(
            unit,
            &Pension {
                id,
                claim,
                person: last.person,
                membership: last.membership,
                kind: shape.kind.name().to_owned(),
                start: shape.start,
                drawn_by: shape.drawn_by.map(str::to_owned),
                formula: next.pension.formula,
                hand: format!("relative {no}"),
                part: (part, parts),
                drawer,
                born: born.filter(|_| shape.drawn_by == Some("orphaned")),
                proven: desk.today,
                next: from,
                until: None,
                ended: None,
                look_on: None,
                known: desk.now,
            },
        )?;
    }
    Ok(true)
}

/// The programme of a claim's orders that are no grant's.
pub(crate) fn programme_of(unit: &mut Unit<'_>, claim: i64) -> Result<(scheme::id::MembershipId, String)> {
    let row = claims::read(unit, claim)?.with_context(|| format!("claim {claim} is lost"))?;
    let kind: ClaimKind = row.kind.parse()?;
    Ok((row.membership, kind.benefit().to_owned()))
}
