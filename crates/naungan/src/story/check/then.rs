//! A decision of long ago, made again with what was known then.

use anyhow::{Context, Result, ensure};
use base::{Moment, Month};
use scheme::contributions::{BillKind, assess};
use scheme::facts::{Months, Subject};
use scheme::id::{MembershipId, PayerId};
use scheme::lines::Lines;
use scheme::memberships::payer_timeline;
use scheme::people::merge::overlaps;
use store::Unit;
use store::queries::assessments;
use store::queries::bills::{self, Bill};
use testing::Random;

use crate::office::Desk;
use crate::registry;
use crate::registry::members;
use crate::registry::refresh::without;
use crate::story::play::Teller;

/// A few bills by chance: what their rows came to by then is what the facts known then come to.
pub(super) fn replay(teller: &mut Teller) -> Result<()> {
    let mut random = Random::new(teller.told);
    teller.office.look(|unit, desk| {
        let mut all: Vec<Bill> = Vec::new();
        bills::each(unit, &mut |bill| {
            if bill.kind == BillKind::Contribution.name() {
                all.push(bill);
            }
            Ok(())
        })?;
        for _ in 0..all.len().min(3) {
            let bill = random.pick(&all).clone();
            for row in assessments::of_month(unit, bill.month, bill.payer, None)? {
                if row.no == bill.no {
                    again(unit, desk, &bill, row.membership, &all)?;
                }
            }
        }
        Ok(())
    })
}

fn again(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    bill: &Bill,
    membership: MembershipId,
    all: &[Bill],
) -> Result<()> {
    let known = moment(unit, bill)?;
    let mut booked = Lines::new();
    for row in assessments::of_month(unit, bill.month, bill.payer, Some(membership))? {
        let of = all.iter().find(|one| (one.month, one.payer, one.no) == (bill.month, bill.payer, row.no));
        if of.is_some_and(|of| of.known <= bill.known) {
            booked = booked.plus(&Lines::unpack(&row.lines, desk.slots).context("an assessment is damaged")?);
        }
    }
    let then = as_known(unit, desk, (bill.payer, bill.month), membership, known)?;
    ensure!(
        booked == then,
        "membership {membership} was booked with {booked} for {} at {}, and what was known then gives {then}",
        bill.month,
        bill.known
    );
    Ok(())
}

/// A run goes by what was known when it was opened.
fn moment(unit: &mut Unit<'_>, bill: &Bill) -> Result<Moment> {
    if bill.run == 0 {
        return Ok(bill.known);
    }
    Ok(store::queries::runs::read(unit, bill.run)?.context("a run is gone")?.known)
}

fn as_known(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (payer, month): (PayerId, Month),
    membership: MembershipId,
    known: Moment,
) -> Result<Lines> {
    let person = members::row(unit, membership)?.person;
    let whole = members::whole_as_known(unit, person, known)?;
    let taken = overlaps(&whole.covered_but(None));
    let mine = taken.iter().filter(|(other, _)| *other == membership).map(|(_, months)| *months);
    let of = whole.membership(membership)?;
    let stretches = without(&of.timeline, &mine.collect::<Vec<_>>());
    let on = stretches.iter().find(|one| one.payer == payer && one.months().contains(month));
    let Some(on) = on else { return Ok(Lines::new()) };
    let mut facts = on.facts.clone();
    let history = registry::history(unit, Subject::Payer(payer))?;
    let own = payer_timeline(&history, known);
    let own = own.iter().find(|one| Months { from: one.from, until: one.until }.contains(month));
    facts.extend(own.into_iter().flat_map(|one| one.facts.clone()));
    let segment = desk.law.segment(of.segment.name()).context("a segment is gone")?;
    Ok(assess(desk.law, &facts, segment, month).lines)
}
