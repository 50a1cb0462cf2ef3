//! No right is paid twice: of claims of one person that ask for the same money, one goes on. Two numbers of
//! one person may each have had a claim before they were found to be hers, and a claim that was withdrawn may
//! have been made anew.

use anyhow::{Context, Result};
use base::Day;
use scheme::claims::ClaimKind;
use scheme::claims::moves::State;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::claims::{self as rows, Claim};
use store::queries::{cases, grants};

use super::approve_claim::as_grant;
use crate::office::Desk;
use crate::registry::claims::Held;
use crate::registry::people;

/// Refuses a claim for what another one was granted. Nobody else decides about her meanwhile.
pub(super) fn is_not_granted(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<()> {
    people::hold(unit, desk, held.row.person)?;
    for other in others(unit, desk, held)? {
        let granted = grants::of(unit, other.id)?;
        if granted.iter().map(|grant| as_grant(grant).net()).sum::<i64>() > 0 {
            return Err(claimed(held, &other).into());
        }
    }
    Ok(())
}

/// Refuses to take up again what is claimed anew by now.
pub(super) fn is_not_claimed(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<()> {
    let others = others(unit, desk, held)?;
    let other = others.iter().find(|other| other.state != State::Withdrawn.name());
    other.map_or(Ok(()), |other| Err(claimed(held, other).into()))
}

/// Claims for the same money, under whichever of her numbers.
fn others(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<Vec<Claim>> {
    let day = day_of(unit, &held.row)?;
    let mut all = Vec::new();
    for number in people::numbers(unit, held.row.person, desk.now)? {
        for other in rows::of_person(unit, number)?.into_iter().filter(|other| other.id != held.row.id) {
            let kind: ClaimKind = other.kind.parse()?;
            if held.kind.is_same_right(day, (kind, day_of(unit, &other)?)) {
                all.push(other);
            }
        }
    }
    Ok(all)
}

fn day_of(unit: &mut Unit<'_>, claim: &Claim) -> Result<Day> {
    let case = cases::read(unit, claim.of_case)?;
    Ok(case.with_context(|| format!("case {} is lost", claim.of_case))?.day)
}

fn claimed(held: &Held, other: &Claim) -> Refusal {
    let (kind, number) = (held.kind, other.id);
    let id = format!("{kind}: hak yang sama diajukan dalam klaim {number}");
    Refusal::new("claimed_already", id, format!("{kind}: the same right is claimed in claim {number}"))
}
