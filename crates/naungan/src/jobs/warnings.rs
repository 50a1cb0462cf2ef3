//! Tells people before they lose a right: everybody is looked at once in thirty days, and each warning is
//! told once.

use anyhow::Result;
use base::Day;
use scheme::claims::Warning;
use scheme::id::PersonId;
use store::Unit;
use store::queries::jobs::Job;
use store::queries::{marks, memberships, warnings_told as rows};

use super::Progress;
use crate::auth::claims::telephone;
use crate::messages::{self, Said};
use crate::office::{Desk, Office};
use crate::registry::people;
use crate::views::warnings;

/// The word of this kind of work.
pub(crate) const KIND: &str = "warnings";

/// Everybody is looked at once in so many days: half of what is looked ahead.
const ROUND_DAYS: i64 = 30;
/// People that are looked at in one unit.
const BATCH: i64 = 50;
/// Who works for less long cannot have the months yet, and is not told so by message.
const NEWCOMER_DAYS: i32 = 365;

/// Looks at today's part of everybody.
pub(super) fn job(office: &mut Office, _: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    let today = office.today();
    let share = i64::from(today.epoch_days()).rem_euclid(ROUND_DAYS);
    let (mut after, mut told, mut seen) = (0, 0_u64, 0);
    loop {
        let some = office.look(|unit, _| rows::people(unit, (share, ROUND_DAYS), after, BATCH))?;
        let Some(last) = some.last() else { break };
        after = last.0;
        told += office.unit(|unit, desk| {
            let mut told = 0;
            for person in &some {
                told += of_person(unit, desk, *person)?;
            }
            Ok(told)
        })?;
        seen += some.len() as i64;
        progress(office, seen, seen)?;
    }
    Ok(Some(format!("warned={told}")))
}

/// Tells one person, or her family; gives how many warnings were new.
pub(crate) fn of_person(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<u64> {
    // Who has several numbers is looked at under the one that stays.
    if people::numbers(unit, person, desk.now)?.first() != Some(&person) {
        return Ok(0);
    }
    // What the law cannot be asked about her is no reason to leave the others untold.
    let found = match warnings::of_person(unit, desk, person) {
        Err(error) if error.downcast_ref::<scheme::refusal::Refusal>().is_some() => return Ok(0),
        found => found?,
    };
    let mut told = 0;
    for warning in found {
        if warning.day.is_none() && is_newcomer(unit, desk, person)? {
            continue;
        }
        let about = about(&warning);
        if rows::add(unit, person, (warning.code, &about, warning.day), desk.now)? {
            tell(unit, desk, person, &warning, &about)?;
            told += 1;
        }
    }
    Ok(told)
}

/// What makes a warning another one.
fn about(warning: &Warning) -> String {
    let kind = warning.kind.map_or("", scheme::claims::ClaimKind::name);
    format!("{kind} {}", warning.day.map(|day| day.to_string()).unwrap_or_default())
}

fn is_newcomer(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<bool> {
    let since: Option<Day> = desk.today.plus_days(-NEWCOMER_DAYS);
    let all = memberships::of_person(unit, person)?;
    Ok(all.iter().all(|row| since.is_none_or(|since| row.started > since)))
}

/// By message to the member; of somebody who has died to those of the family who have a number of their own.
fn tell(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    warning: &Warning,
    about: &str,
) -> Result<()> {
    let mut to = vec![person];
    if warning.kind.is_some_and(scheme::claims::ClaimKind::is_of_heirs) {
        to = marks::of(unit, person)?.into_values().filter_map(|mark| mark.relative).collect();
    }
    let name = &desk.institution.name;
    let text = format!("{name}: {}.\n{name}: {}.", warning.id, warning.en);
    for reader in to {
        // It may tell of what somebody else reported; what she pays herself she always hears of.
        let address = match warning.kind {
            Some(_) => telephone(unit, desk, reader)?,
            None => people::load(unit, desk, reader)?.identity().phone.clone(),
        };
        let Some(address) = address else { continue };
        let said = Said { person: Some(reader), account: None, address, text: text.clone() };
        let message = messages::say(unit, desk, &said)?;
        rows::with_message(unit, person, (warning.code, about), message)?;
    }
    Ok(())
}
