//! Events that wait are looked at once more: the rider is known by now, the hour has come, or it is as
//! before.

use anyhow::Result;
use scheme::id::PayerId;
use store::Unit;
use store::queries::trips::{self, Parked};

use super::take_trips::{self, Counted, EVENTS_MAX, TakeTrips, Told};
use crate::office::Desk;

/// Takes what can be taken of what waits, of one rider or of all; nothing where nothing waits.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    platform: PayerId,
    rider: Option<&str>,
    account: Option<i64>,
) -> Result<Option<Counted>> {
    let waiting = trips::releasable(unit, platform, rider, i64::try_from(EVENTS_MAX)?)?;
    let mut events: Vec<Told> = Vec::with_capacity(waiting.len());
    for one in &waiting {
        events.push(told(desk, one)?);
    }
    if events.is_empty() {
        return Ok(None);
    }
    let asked = TakeTrips { platform, events, account };
    let sorted = take_trips::sort(unit, desk, &asked)?;
    for at in sorted.taken.iter().chain(&sorted.same) {
        trips::released(unit, platform, &waiting[*at].event, "taken")?;
    }
    sorted.told(&asked).map(Some)
}

/// An event that waits, as it came.
pub(crate) fn told(desk: &Desk<'_>, one: &Parked) -> Result<Told> {
    let told = desk.keys.open(&trips::context(one.batch, one.no), &one.sealed)?;
    Ok(serde_json::from_slice(&told)?)
}

/// Nobody wants an event any more that waits; whether it still did.
pub(crate) fn let_go(unit: &mut Unit<'_>, platform: PayerId, event: &str) -> Result<bool> {
    Ok(trips::released(unit, platform, &take_trips::hash(platform, event), "dropped")? > 0)
}
