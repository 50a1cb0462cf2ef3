//! A pension begins with the approval of its claim, or turns out to be another than it was.

use anyhow::Result;
use scheme::claims::{ClaimKind, payroll};
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::institution;
use store::queries::pensions::{self as rows, Pension};

use super::assess_claim::Found;
use crate::books::pension;
use crate::office::Desk;
use crate::registry::claims::{self, Held};

/// Writes a pension down, or what it is by now; whether one goes on.
pub(super) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, found: &Found) -> Result<bool> {
    if held.kind.benefit() != "jp" {
        return Ok(false);
    }
    let known = rows::of_claim(unit, held.row.id)?;
    let open: Vec<&Pension> = known.iter().filter(|one| one.ended.is_none()).collect();
    if found.assessment.lines.iter().all(|line| line.unit.is_none()) {
        if !open.is_empty() {
            pension::withdrawn(unit, desk, held.row.id)?;
        }
        return Ok(false);
    }
    follows_nobody(unit, held)?;
    let law = ClaimLaw::new(desk.law)?;
    let (case, facts) = claims::reported(unit, desk, held.row.of_case)?;
    let asked = held.asked_today(desk, case.day, &facts);
    let granted = found.life.ask(|record| payroll::granted(&law, record, &asked))?;
    if known.iter().any(|one| one.ended.as_ref().is_none_or(|(_, why)| why != "withdrawn")) {
        for one in known.into_iter().filter(|one| one.kind == held.row.kind) {
            let now = Pension { formula: granted.formula, ..one };
            rows::change(unit, &now)?;
            let until = now.until;
            pension::settle(unit, desk, &now, &mut |month| match until {
                Some(until) if month > until => Ok(0),
                _ => pension::of_month(&law, &now, month),
            })?;
        }
        return Ok(true);
    }
    begin(unit, desk, held, found, &granted)?;
    Ok(true)
}

fn begin(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    found: &Found,
    granted: &payroll::Granted,
) -> Result<()> {
    let mut hands = vec![("member".to_owned(), Some(held.row.person), None)];
    let line = found.assessment.lines.iter().find(|line| line.unit.is_some());
    if let (ClaimKind::JpDeath, Some(heirs), Some(line)) = (held.kind, &found.heirs, line) {
        let places = heirs.hands(held.kind, line).into_iter();
        let drawers = places.filter_map(|place| found.life.drawer(place));
        hands = drawers.map(|(no, person, born)| (format!("relative {no}"), person, born)).collect();
    }
    let parts = i64::try_from(hands.len())?;
    for (part, (hand, drawer, born)) in (1..).zip(hands) {
        let id = institution::take_numbers(unit, 1)?;
        let payroll::Granted { shape, formula } = *granted;
        rows::add(
            unit,
            &Pension {
                id,
                claim: held.row.id,
                person: held.row.person,
                membership: held.row.membership,
                kind: shape.kind.name().to_owned(),
                start: shape.start,
                drawn_by: shape.drawn_by.map(str::to_owned),
                formula,
                hand,
                part: (part, parts),
                drawer,
                born: born.filter(|_| shape.drawn_by == Some("orphaned")),
                // Whoever claims is there.
                proven: held.row.notified,
                // The first month is granted with the claim.
                next: shape.start.next().unwrap_or(shape.start),
                until: None,
                ended: None,
                look_on: None,
                known: desk.now,
            },
        )?;
    }
    Ok(())
}

/// The survivors of a pensioner draw her pension, and no other beside it.
fn follows_nobody(unit: &mut Unit<'_>, held: &Held) -> Result<()> {
    let other =
        |one: &&Pension| one.claim != held.row.id && one.ended.as_ref().is_none_or(|e| e.1 != "withdrawn");
    let known = rows::of_person(unit, held.row.person)?;
    match known.iter().find(other) {
        Some(one) => {
            let claim = one.claim;
            let id = format!("pensiun klaim {claim} sudah berjalan dan beralih kepada ahli warisnya sendiri");
            let en = format!("the pension of claim {claim} runs already, and goes on to survivors by itself");
            Err(Refusal::new("pension_goes_on", id, en).into())
        }
        None => Ok(()),
    }
}
