//! An accident on the way: a rider reports it with its minute, and the trip that carried her is found.

use anyhow::Result;
use base::Moment;
use scheme::employers::PayerKind;
use scheme::events::EventKind;
use scheme::id::{PayerId, PersonId};
use store::Unit;
use store::queries::{memberships, payers, riders, trips};

use super::unless_refused;
use crate::actions::match_trip;
use crate::actions::report_event::{self, ReportEvent};
use crate::office::Office;
use crate::office::clock::day_of;

/// Riders who are asked in vain before it is given up: not everybody has paid by then.
const TRIED_MAX: i64 = 30;
/// From the beginning of the trip to the accident.
const AFTER_MICROS: i64 = 3 * 60 * 1_000_000;
/// A day more than a month of trips.
const LOOKED_AT_DAYS: i64 = 32;
const DAY_MICROS: i64 = 24 * 3_600_000_000;

/// Reports an accident of the first rider who is insured and has ridden; gives how many claims it opened.
pub(crate) fn report(office: &mut Office) -> Result<usize> {
    let (all, now) = office.look(|unit, desk| {
        let mut all = Vec::new();
        for platform in platforms(unit)? {
            for rider in riders::of_platform(unit, platform, "", TRIED_MAX)? {
                if let Some(row) = memberships::read(unit, rider.membership)? {
                    all.push((row.person, row.id));
                }
            }
        }
        Ok((all, desk.now))
    })?;
    for (person, membership) in all {
        let since = (Moment::new(now.micros() - LOOKED_AT_DAYS * DAY_MICROS), now);
        let trip = office.look(|unit, _| trips::around(unit, membership, since))?.pop();
        let Some(trip) = trip else { continue };
        let at = Moment::new(trip.began.micros() + AFTER_MICROS);
        let done = office.unit(|unit, desk| {
            let asked = asked(person, at);
            let reported = report_event::within(unit, desk, &asked)?;
            if let Some(case) = reported.case {
                match_trip::within(unit, desk, (person, case), at)?;
            }
            Ok(reported.claims.len())
        });
        if let Ok(claims) = unless_refused(done)?
            && claims > 0
        {
            return Ok(claims);
        }
    }
    Ok(0)
}

fn platforms(unit: &mut Unit<'_>) -> Result<Vec<PayerId>> {
    let mut found = Vec::new();
    payers::each(unit, &mut |id, kind, _| {
        found.extend((kind == PayerKind::Platform.name()).then_some(id));
        Ok(())
    })?;
    Ok(found)
}

fn asked(person: PersonId, at: Moment) -> ReportEvent {
    ReportEvent {
        person,
        kind: EventKind::WorkAccident,
        day: day_of(at),
        by_employer: false,
        account: None,
        facts: vec![("land_fare".to_owned(), "75000".to_owned())],
    }
}
