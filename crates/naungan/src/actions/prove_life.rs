//! Somebody who draws a pension was seen alive: what waited for it is paid with the next payroll.

use anyhow::Result;
use base::Day;
use scheme::id::PersonId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::{life_proofs, pensions};

use super::pay_benefits::staff;
use crate::office::{Desk, Office};
use crate::registry::{self, claims};

/// How somebody can have been seen.
pub(crate) const WAYS: [&str; 4] = ["visit", "counter", "video", "letter"];

/// Writes down the day; gives the pensions it is for.
pub(crate) fn run(
    office: &mut Office,
    person: PersonId,
    (day, how): (Day, &str),
    account: i64,
) -> Result<Vec<i64>> {
    office.unit(|unit, desk| within(unit, desk, person, (day, how), account))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    (day, how): (Day, &str),
    account: i64,
) -> Result<Vec<i64>> {
    staff(unit, account)?.is_not_of(person)?;
    registry::people::hold(unit, desk, person)?;
    if day > desk.today {
        let id = format!("{day} belum tiba");
        return Err(Refusal::new("not_yet", id, format!("{day} has not come yet")).into());
    }
    if !WAYS.contains(&how) {
        let ways = WAYS.join(", ");
        let id = format!("`{how}` bukan cara: tulis salah satu dari {ways}");
        return Err(Refusal::new("no_way", id, format!("`{how}` is no way: write one of {ways}")).into());
    }
    if claims::life(unit, desk, person, None)?.is_dead() {
        let id = format!("orang {person} sudah meninggal");
        return Err(Refusal::new("dead", id, format!("person {person} is dead")).into());
    }
    let mut drawn = Vec::new();
    for number in registry::people::numbers(unit, person, desk.now)? {
        drawn.extend(pensions::drawn_by(unit, number)?.into_iter().filter(|one| one.ended.is_none()));
        pensions::prove(unit, number, day)?;
    }
    if drawn.is_empty() {
        let id = format!("orang {person} tidak menerima pensiun");
        return Err(Refusal::new("no_pension", id, format!("person {person} draws no pension")).into());
    }
    life_proofs::add(unit, person, (day, how), Some(account), desk.now)?;
    registry::note(unit, desk, "proof of life", person.0)?;
    Ok(drawn.iter().map(|one| one.id).collect())
}
