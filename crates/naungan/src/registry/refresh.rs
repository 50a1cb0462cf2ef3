//! After a fact has changed: the roll is made anew, and months that were assessed before are assessed again.

use std::collections::BTreeMap;

use anyhow::Result;
use base::Month;
use scheme::employers::PayerKind;
use scheme::facts::{Months, Subject};
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::{Segment, Stretch, pack, touched, unpack};
use scheme::people::merge::overlaps;
use store::Unit;
use store::queries::{assessments, bills, payers, rolls, runs};

use super::members::{self, Whole};
use crate::actions::free_months;
use crate::books::correct::{self, Corrected, Unassessed};
use crate::office::Desk;
#[cfg(test)]
use crate::story::fault::{Fault, is_made};

/// A membership's stretches before and after.
pub(crate) struct Changed {
    pub(crate) membership: MembershipId,
    segment: Segment,
    /// Who pays where nobody else does.
    pub(crate) payer: PayerId,
    before: Vec<Stretch>,
    after: Vec<Stretch>,
}

impl Changed {
    /// Who pays in a month now; nobody where it is not covered any more.
    pub(crate) fn payer_then(&self, month: Month) -> Option<PayerId> {
        payer_in(&self.after, month)
    }
}

/// Makes the roll of a person anew and books what changes in months that were assessed before.
pub(crate) fn person(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Vec<Corrected>> {
    let whole = members::whole(unit, person)?;
    of_whole(unit, desk, &whole)
}

/// Makes the roll of a person anew, and leaves it to the caller to have the months assessed again: many
/// people of one payer are then one bill.
pub(crate) fn roll_of(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Changed>> {
    let whole = members::whole(unit, person)?;
    roll(unit, &whole)
}

/// The same for everybody of several numbers, which may or may not be one person now.
pub(crate) fn people(unit: &mut Unit<'_>, desk: &Desk<'_>, numbers: &[PersonId]) -> Result<Vec<Corrected>> {
    let mut corrected = Vec::new();
    for number in numbers {
        corrected.extend(person(unit, desk, *number)?);
    }
    Ok(corrected)
}

/// After a payer's own facts have changed: everybody of the payer is assessed again in the months they touch.
pub(crate) fn payer(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId) -> Result<Vec<Corrected>> {
    payers::hold(unit, payer)?;
    let before = rolls::of_payer_itself(unit, payer)?;
    let history = super::history(unit, Subject::Payer(payer))?;
    super::payers::refresh_roll(unit, payer, &history)?;
    let after = rolls::of_payer_itself(unit, payer)?;
    let mut corrected = Vec::new();
    if before != after {
        corrected.extend(contract(unit, desk, payer)?);
    }
    let Some(last) = runs::last_begun_month(unit)? else { return Ok(corrected) };
    let says = |stretches: &[rolls::Own], month: Month| {
        let found = stretches.iter().find(|own| Months { from: own.from, until: own.until }.contains(month));
        found.map(|own| own.facts.clone())
    };
    let first = before.iter().chain(&after).map(|own| own.from).min();
    let begun = runs::first_assessed_month(unit)?;
    let mut month = first.max(begun);
    while let Some(now) = month.filter(|now| *now <= last) {
        if says(&before, now) != says(&after, now) {
            let mut members = Vec::new();
            for roll in rolls::of_payer_in(unit, payer, now)? {
                members.push((roll.membership, roll.segment.parse::<Segment>()?));
            }
            corrected.extend(correct::month_of_all(unit, desk, payer, now, &members)?);
        }
        month = now.next();
    }
    Ok(corrected)
}

/// A project that was billed on its contract is reckoned again in the month of that bill.
fn contract(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId) -> Result<Option<Corrected>> {
    let row = payers::read(unit, payer)?;
    if row.is_none_or(|row| row.kind != PayerKind::Project.name()) {
        return Ok(None);
    }
    for month in bills::months(unit)? {
        if !assessments::of_month(unit, month, payer, Some(MembershipId(payer.0)))?.is_empty() {
            return correct::project(unit, desk, payer, month);
        }
    }
    Ok(None)
}

fn of_whole(unit: &mut Unit<'_>, desk: &Desk<'_>, whole: &Whole) -> Result<Vec<Corrected>> {
    let changes = roll(unit, whole)?;
    assess_again(unit, desk, &changes)
}

fn roll(unit: &mut Unit<'_>, whole: &Whole) -> Result<Vec<Changed>> {
    let mut changes = Vec::new();
    let covered = whole.covered_but(None);
    let taken = overlaps(&covered);
    for known in &whole.memberships {
        let id = known.row.id;
        let mine = taken.iter().filter(|(membership, _)| *membership == id).map(|(_, months)| *months);
        let after = without(&known.timeline, &mine.collect::<Vec<_>>());
        let before = stretches(&rolls::of_membership(unit, id)?);
        #[cfg(test)]
        if is_made(Fault::BillsTheDead)
            && whole.histories().iter().any(|one| one.last("died", base::Moment::EVER).is_some())
        {
            continue;
        }
        if before != after {
            let (segment, payer) = (known.segment, known.row.payer);
            changes.push(Changed { membership: id, segment, payer, before, after });
        }
    }
    hold(unit, &changes)?;
    for change in &changes {
        rolls::remove(unit, change.membership)?;
        for stretch in &change.after {
            let facts = pack(&stretch.facts);
            let segment = change.segment.name().to_owned();
            let roll = rolls::Roll {
                payer: stretch.payer,
                membership: change.membership,
                from: stretch.from,
                until: stretch.until,
                segment,
                facts,
            };
            rolls::add(unit, &roll)?;
        }
    }
    Ok(changes)
}

/// The payers concerned, in the order of their numbers, so that two such units never wait for each other.
fn hold(unit: &mut Unit<'_>, changes: &[Changed]) -> Result<()> {
    let stretches = changes.iter().flat_map(|change| change.before.iter().chain(&change.after));
    let mut concerned: Vec<PayerId> = stretches.map(|stretch| stretch.payer).collect();
    concerned.sort_unstable();
    concerned.dedup();
    for payer in concerned {
        payers::hold(unit, payer)?;
    }
    Ok(())
}

/// Months in which somebody's months changed, by payer: each is assessed again if it was assessed before.
pub(crate) fn assess_again(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    changes: &[Changed],
) -> Result<Vec<Corrected>> {
    let begun = runs::last_begun_month(unit)?;
    let mut concerned: BTreeMap<(PayerId, Month), Vec<(MembershipId, Segment)>> = BTreeMap::new();
    for change in changes {
        let Some(last) = last_assessed(desk, change, begun) else { continue };
        for months in touched(&change.before, &change.after) {
            let mut month = months.from;
            while months.contains(month) && month <= last {
                for payer in [payer_in(&change.before, month), payer_in(&change.after, month)] {
                    let Some(payer) = payer else { continue };
                    let members = concerned.entry((payer, month)).or_default();
                    if !members.contains(&(change.membership, change.segment)) {
                        members.push((change.membership, change.segment));
                    }
                }
                let Some(next) = month.next() else { break };
                month = next;
            }
        }
    }
    let mut corrected = Vec::new();
    let mut unassessed: Option<Unassessed> = None;
    for ((payer, month), members) in concerned {
        match correct::month(unit, desk, payer, month, &members) {
            Ok(one) => corrected.extend(one),
            Err(error) => {
                let more = error.downcast::<Unassessed>()?;
                unassessed = Some(match unassessed {
                    Some(before) => before.and(more),
                    None => more,
                });
            }
        }
    }
    if let Some(unassessed) = unassessed {
        return Err(unassessed.into_error());
    }
    corrected.extend(first_months(unit, desk, changes)?);
    free_months::follow(unit, desk, changes)?;
    Ok(corrected)
}

/// The last month that may have been assessed: that of the last run, or today's for who was billed ahead.
fn last_assessed(desk: &Desk<'_>, change: &Changed, begun: Option<Month>) -> Option<Month> {
    let ahead = change.segment.is_billed_at_once() && !change.before.is_empty();
    begun.max(ahead.then(|| desk.today.month()))
}

/// A membership that pays for itself gets the bill of its first month at once, so that cover can begin; a
/// placement abroad is billed whole when it begins. Who is sponsored waits for the sponsor's bill.
fn first_months(unit: &mut Unit<'_>, desk: &Desk<'_>, changes: &[Changed]) -> Result<Vec<Corrected>> {
    let mut corrected = Vec::new();
    for change in changes {
        let new = change.segment.is_billed_at_once() && change.before.is_empty();
        let Some(first) = change.after.first().filter(|_| new) else { continue };
        if first.payer == change.payer && first.from <= desk.today.month() {
            let members = [(change.membership, change.segment)];
            corrected.extend(correct::first(unit, desk, first.payer, first.from, &members)?);
        }
    }
    Ok(corrected)
}

fn payer_in(stretches: &[Stretch], month: Month) -> Option<PayerId> {
    stretches.iter().find(|stretch| stretch.months().contains(month)).map(|stretch| stretch.payer)
}

/// The rows of a roll as stretches.
fn stretches(rows: &[rolls::Roll]) -> Vec<Stretch> {
    rows.iter()
        .map(|row| Stretch {
            from: row.from,
            until: row.until,
            payer: row.payer,
            facts: unpack(&row.facts).map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        })
        .collect()
}

/// A timeline without months that another membership of the person takes.
pub(crate) fn without(timeline: &[Stretch], taken: &[Months]) -> Vec<Stretch> {
    let mut left = timeline.to_vec();
    for months in taken {
        left = left.into_iter().flat_map(|stretch| cut(&stretch, *months)).collect();
    }
    left
}

fn cut(stretch: &Stretch, months: Months) -> Vec<Stretch> {
    let Some(common) = stretch.months().common(&months) else { return vec![stretch.clone()] };
    let mut parts = Vec::new();
    if stretch.from < common.from {
        parts.push(Stretch { until: Some(common.from), ..stretch.clone() });
    }
    if let Some(until) = common.until.filter(|until| stretch.until.is_none_or(|end| *until < end)) {
        parts.push(Stretch { from: until, ..stretch.clone() });
    }
    parts
}
