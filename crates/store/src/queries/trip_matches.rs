//! Trips that were under way when something happened, and what the platform said of them.

use anyhow::Result;
use base::Moment;
use scheme::id::PayerId;

use super::trips::EventHash;
use crate::{Row, Unit, Value};

/// A trip that carried what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TripMatch {
    /// The case.
    pub of_case: i64,
    /// Whose trip.
    pub platform: PayerId,
    /// Which.
    pub event: EventHash,
    /// `during` or `after`.
    pub how: String,
    /// What the platform said; nothing until it has.
    pub confirmed: Option<bool>,
    /// Who wrote that down.
    pub account: Option<i64>,
    /// Since when it is known.
    pub known: Moment,
}

/// Adds a match.
pub fn add(unit: &mut Unit<'_>, one: &TripMatch) -> Result<()> {
    unit.execute(
        "insert into trip_match (of_case, platform, event, how, confirmed, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (of_case, platform, event) do nothing",
        &[
            Value::Int(one.of_case),
            Value::Int(one.platform.0),
            Value::Bytes(&one.event),
            Value::Text(&one.how),
            one.confirmed.into(),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

/// The platform has said whether it was so; whether anybody had asked it.
pub fn confirm(
    unit: &mut Unit<'_>,
    (of_case, platform, event): (i64, PayerId, &EventHash),
    confirmed: bool,
    account: Option<i64>,
) -> Result<bool> {
    let changed = unit.execute(
        "update trip_match set confirmed = $4, account = $5
         where of_case = $1 and platform = $2 and event = $3",
        &[
            Value::Int(of_case),
            Value::Int(platform.0),
            Value::Bytes(event),
            Value::Bool(confirmed),
            account.into(),
        ],
    )?;
    Ok(changed == 1)
}

/// The matches of a case, those under way first.
pub fn of_case(unit: &mut Unit<'_>, of_case: i64) -> Result<Vec<TripMatch>> {
    let rows = unit.rows(
        "select of_case, platform, event, how, confirmed, account, known_at from trip_match
         where of_case = $1 order by how desc, platform, event",
        &[Value::Int(of_case)],
    )?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<TripMatch> {
    Ok(TripMatch {
        of_case: row.int(0)?,
        platform: PayerId(row.int(1)?),
        event: row.bytes(2)?.try_into()?,
        how: row.text(3)?.to_owned(),
        confirmed: row.opt_bool(4)?,
        account: row.opt_int(5)?,
        known: row.moment(6)?,
    })
}
