//! An accident and the trips around its minute: kept with the case, shown to whoever decides, and asked of
//! the platform. Nothing is decided by a match.

use anyhow::Result;
use base::Moment;
use scheme::id::{PayerId, PersonId};
use scheme::solidarity::evidence::{around, matches};
use serde_json::json;
use store::Unit;
use store::queries::trip_matches::{self, TripMatch};
use store::queries::trips::{self, Trip};

use super::take_trips;
use super::tell_partner::{self, Happened};
use crate::office::Desk;
use crate::registry::{self, members};

/// Keeps the trips of a person around a moment with a case; how many there are.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (person, of_case): (PersonId, i64),
    at: Moment,
) -> Result<usize> {
    let mut near: Vec<Trip> = Vec::new();
    for known in members::whole(unit, person)?.memberships {
        near.extend(trips::around(unit, known.row.id, around(at))?);
    }
    let times: Vec<(Moment, Moment)> = near.iter().map(|trip| (trip.began, trip.ended)).collect();
    let found = matches(&times, at);
    for (no, how) in &found {
        let Trip { platform, event, membership, began, ended, .. } = near[*no];
        let (how, known) = (how.name().to_owned(), desk.now);
        let row = TripMatch { of_case, platform, event, how, confirmed: None, account: None, known };
        trip_matches::add(unit, &row)?;
        let said = json!({ "case": of_case, "began": began.to_string(), "ended": ended.to_string() });
        tell_partner::of_rider(unit, desk, (platform, membership), Happened::TripAsked, &said)?;
    }
    if !found.is_empty() {
        registry::note(unit, desk, "trips were found", of_case)?;
    }
    Ok(found.len())
}

/// What a platform says of a trip it was asked about; whether it was asked.
pub(crate) fn confirm(
    unit: &mut Unit<'_>,
    (of_case, platform, event): (i64, PayerId, &str),
    was_so: bool,
    account: Option<i64>,
) -> Result<bool> {
    let event = take_trips::hash(platform, event);
    trip_matches::confirm(unit, (of_case, platform, &event), was_so, account)
}
