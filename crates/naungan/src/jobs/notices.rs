//! Each day, members whose part of a month is missing, or who will pay more, are told; as early as the law
//! says.

use std::collections::BTreeSet;

use anyhow::Result;
use base::Month;
use scheme::id::MembershipId;
use scheme::law::SolidarityLaw;
use scheme::solidarity::forecast::told_by;
use store::Unit;
use store::queries::jobs::Job;
use store::queries::{cover_notices, rolls};

use super::Progress;
use crate::actions::tell_of_cover::{self, Prices, RELIEF};
use crate::office::{Desk, Office};

/// The word of this kind of work.
pub(crate) const KIND: &str = "notices";

/// Members looked at in one unit.
const TOGETHER: i64 = 200;

/// No law tells people more months ahead.
const MONTHS: usize = 12;

/// Under nobody's number: that everybody was looked at for a month.
const EVERYBODY: MembershipId = MembershipId(0);

/// Tells whoever has to be told today.
pub(super) fn job(office: &mut Office, _: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    Ok(Some(format!("told={}", all(office, progress)?)))
}

/// The same for whoever waits for it; how many were told.
pub(crate) fn all(office: &mut Office, progress: Progress<'_>) -> Result<i64> {
    let mut told = 0;
    for month in office.look(|unit, _| cover_notices::months_waiting(unit))? {
        told += each(office, month, |unit, desk, one| tell_of_cover::lacking(unit, desk, (one, month)))?;
    }
    for month in office.look(|_, desk| ahead(desk))? {
        let Some(last) = month.plus_months(-1) else { continue };
        told += each(office, last, |unit, desk, one| tell_of_cover::ending(unit, desk, (one, month)))?;
        told += no_longer_paid(office, (last, month))?;
        told += relief(office, month, progress)?;
    }
    Ok(told)
}

/// Months of which is told today, if anything of them changes.
fn ahead(desk: &Desk<'_>) -> Result<Vec<Month>> {
    let law = SolidarityLaw::new(desk.law)?;
    let (mut months, mut next) = (Vec::new(), desk.today.month().next());
    while let Some(month) = next.filter(|_| months.len() < MONTHS) {
        if told_by(&law, month)?.is_none_or(|day| day > desk.today) {
            break;
        }
        months.push(month);
        next = month.next();
    }
    Ok(months)
}

/// Everybody of whose month others bear a part.
fn each(
    office: &mut Office,
    month: Month,
    mut does: impl FnMut(&mut Unit<'_>, &Desk<'_>, MembershipId) -> Result<bool>,
) -> Result<i64> {
    let (mut after, mut told) = (EVERYBODY, 0);
    loop {
        let some = office.look(|unit, _| cover_notices::sharing(unit, month, after, TOGETHER))?;
        let Some(last) = some.last() else { return Ok(told) };
        after = *last;
        told += together(office, &some, &mut does)?;
    }
}

fn together(
    office: &mut Office,
    some: &[MembershipId],
    does: &mut impl FnMut(&mut Unit<'_>, &Desk<'_>, MembershipId) -> Result<bool>,
) -> Result<i64> {
    office.unit(|unit, desk| {
        let mut told = 0;
        for one in some {
            told += i64::from(does(unit, desk, *one)?);
        }
        Ok(told)
    })
}

/// Everybody whom somebody else pays for as a whole until a month.
fn no_longer_paid(office: &mut Office, (last, month): (Month, Month)) -> Result<i64> {
    let funded = office.look(|unit, _| rolls::funded_in(unit, last))?;
    let until = |(_, membership, until)| (until == Some(month)).then_some(membership);
    let some: BTreeSet<MembershipId> = funded.into_iter().filter_map(until).collect();
    let some: Vec<MembershipId> = some.into_iter().collect();
    let mut told = 0;
    for few in some.chunks(TOGETHER.unsigned_abs() as usize) {
        told +=
            together(office, few, &mut |unit, desk, one| tell_of_cover::ending(unit, desk, (one, month)))?;
    }
    Ok(told)
}

/// Everybody who pays for herself, once for a month: on the first day on which it is told.
fn relief(office: &mut Office, month: Month, progress: Progress<'_>) -> Result<i64> {
    if office.look(|unit, _| cover_notices::has(unit, EVERYBODY, (RELIEF, month)))? {
        return Ok(0);
    }
    let (mut after, mut told, mut seen) = (EVERYBODY, 0, 0);
    let mut prices = Prices::new();
    loop {
        let some = office.look(|unit, _| cover_notices::on_their_own(unit, month, after, TOGETHER))?;
        let Some((last, _)) = some.last() else { break };
        after = *last;
        told += office.unit(|unit, desk| {
            let mut told = 0;
            for (one, facts) in &some {
                let one = (*one, month);
                told += i64::from(tell_of_cover::relief_ending(unit, desk, one, facts, &mut prices)?);
            }
            Ok(told)
        })?;
        seen += some.len() as i64;
        progress(office, seen, seen)?;
    }
    office.unit(|unit, desk| cover_notices::add(unit, EVERYBODY, (RELIEF, month), desk.now))?;
    Ok(told)
}
