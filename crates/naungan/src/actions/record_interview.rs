//! A call to a test or an interview: the member says so, an officer or the employer confirms it.

use anyhow::Result;
use base::Day;
use scheme::id::PersonId;
use scheme::jobs::duty::{self, Event, Record};
use store::Unit;
use store::queries::institution;
use store::queries::seekers::{self, Interview};

use super::apply_for_vacancy::named;
use super::pay_benefits::staff;
use crate::office::Desk;
use crate::registry::{self, jobs, not_there, people};

/// Writes a call down; it counts once it is confirmed. The same again is the same call.
pub(crate) fn record(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    (employer, day): (&str, Day),
    account: Option<i64>,
) -> Result<i64> {
    people::hold(unit, desk, person)?;
    people::load(unit, desk, person)?;
    let (person, employer) = (jobs::first(unit, person)?, named(employer)?.to_owned());
    let since = jobs::claim_of(unit, desk, person)?.map_or(desk.today, |(_, lost)| lost);
    let event = Event::Interview { employer: employer.clone() };
    duty::record(&mut Vec::new(), Record { day, event }, since.min(desk.today), desk.today)?;
    let same = |one: &Interview| (one.day, &one.employer) == (day, &employer);
    if let Some(known) = seekers::interviews(unit, person)?.into_iter().find(same) {
        return Ok(known.id);
    }
    let id = institution::take_numbers(unit, 1)?;
    let (application, confirmed, known) = (None, None, desk.now);
    seekers::call(unit, &Interview { id, person, application, employer, day, account, confirmed, known })?;
    registry::note(unit, desk, "interview recorded", person.0)?;
    Ok(id)
}

/// A call by number.
pub(crate) fn read(unit: &mut Unit<'_>, id: i64) -> Result<Interview> {
    let row = seekers::interview(unit, id)?;
    Ok(row.ok_or_else(|| {
        not_there(format!("tidak ada wawancara {id}"), format!("there is no interview {id}"))
    })?)
}

/// An officer has seen the call; the same again changes nothing.
pub(crate) fn confirm(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64, account: i64) -> Result<()> {
    let who = staff(unit, account)?;
    let one = read(unit, id)?;
    who.is_not_of(one.person)?;
    if seekers::confirm(unit, id, account, desk.today)? {
        registry::note(unit, desk, "interview confirmed", one.person.0)?;
    }
    Ok(())
}
