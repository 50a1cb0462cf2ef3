//! A partner is told that something happened to its riders or its money: written down in the unit that
//! caused it, and sent later.

use anyhow::Result;
use scheme::id::{MembershipId, PayerId};
use serde_json::Value;
use store::Unit;
use store::queries::hooks::{self, Event};
use store::queries::riders;

use crate::jobs::{self, deliver_hooks};
use crate::office::Desk;

/// What can have happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Happened {
    RiderEnrolled,
    ConsentWithdrawn,
    MonthBought,
    EventsParked,
    SettlementCredited,
    TripAsked,
}

impl Happened {
    /// The last part of the event's type.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Happened::RiderEnrolled => "rider.enrolled",
            Happened::ConsentWithdrawn => "consent.withdrawn",
            Happened::MonthBought => "month.bought",
            Happened::EventsParked => "event.parked",
            Happened::SettlementCredited => "settlement.credited",
            Happened::TripAsked => "trip.asked",
        }
    }
}

/// Tells it; `subject` is what the partner itself calls whom or what it is about.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    what: Happened,
    (subject, said): (&str, &Value),
) -> Result<()> {
    let no = hooks::next_number(unit, payer)?;
    let (kind, subject) = (what.kind().to_owned(), subject.to_owned());
    hooks::tell(unit, &Event { payer, no, kind, subject, said: said.to_string(), made: desk.now })?;
    for hook in hooks::of_payer(unit, payer)? {
        send(unit, desk, (hook.id, payer), no)?;
    }
    Ok(())
}

/// An event is sent to an address, or once more.
pub(crate) fn send(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (hook, payer): (i64, PayerId),
    no: i64,
) -> Result<()> {
    hooks::send(unit, hook, no, desk.now)?;
    jobs::later(unit, desk, deliver_hooks::KIND, &format!("{hook} {no}"), (None, Some(payer)))?;
    Ok(())
}

/// The same of a rider, by whatever the platform calls her.
pub(crate) fn of_rider(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (platform, membership): (PayerId, MembershipId),
    what: Happened,
    said: &Value,
) -> Result<()> {
    let names = riders::of_membership(unit, membership)?;
    for rider in names.into_iter().filter(|rider| rider.platform == platform) {
        within(unit, desk, platform, what, (&rider.name, said))?;
    }
    Ok(())
}
