//! A death is reported, or taken back: nobody is billed for months after it.

use anyhow::Result;
use base::Day;
use scheme::facts::Subject;
use scheme::id::PersonId;
use scheme::people::{died, not_dead};
use store::Unit;

use crate::books::correct::Corrected;
use crate::books::pension;
use crate::office::{Desk, Office};
use crate::registry::{self, members, refresh};

/// Notes the day of death, or with `None` that the person lives.
pub(crate) fn run(office: &mut Office, person: PersonId, day: Option<Day>) -> Result<Vec<Corrected>> {
    office.unit(|unit, desk| within(unit, desk, person, day))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    day: Option<Day>,
) -> Result<Vec<Corrected>> {
    registry::people::hold(unit, desk, person)?;
    registry::people::load(unit, desk, person)?;
    let history = registry::history(unit, Subject::Person(person))?;
    // Nobody dies twice, nor is half alive, whatever number a death was reported under.
    let whole = members::whole(unit, person)?;
    let dead: Vec<_> =
        whole.people.iter().filter(|(_, known)| known.last("died", desk.now).is_some()).collect();
    let facts = match day {
        Some(day) => {
            let known = dead.first().map_or(&history, |(_, known)| known);
            vec![died(person, known, day, desk.today, desk.now)?]
        }
        None if dead.is_empty() => vec![not_dead(person, &history, desk.now)?],
        None => {
            let lives = dead.iter().map(|(number, known)| not_dead(*number, known, desk.now));
            lives.collect::<Result<_, _>>()?
        }
    };
    registry::add_facts(unit, &facts)?;
    match day {
        Some(day) => pension::after_death(unit, desk, person, day)?,
        None => pension::back_to_life(unit, desk, person)?,
    }
    registry::note(unit, desk, if day.is_some() { "death reported" } else { "death taken back" }, person.0)?;
    refresh::person(unit, desk, person)
}
