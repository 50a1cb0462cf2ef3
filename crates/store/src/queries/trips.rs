//! Trips that were taken, and those that wait; a trip is kept once.

use std::collections::{HashMap, HashSet};

use anyhow::Result;
use base::{Moment, Month};
use scheme::id::{MembershipId, PayerId};

use super::many;
use crate::{Kind, Row, Unit, Value, seal};

/// What tells a platform's event from every other.
pub type EventHash = [u8; 16];

/// A trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trip {
    /// Of which platform.
    pub platform: PayerId,
    /// By a hash of the platform's own number.
    pub event: EventHash,
    /// Whose.
    pub membership: MembershipId,
    /// When it began.
    pub began: Moment,
    /// When it ended.
    pub ended: Moment,
    /// The month it counts in.
    pub month: Month,
    /// What was put aside.
    pub amount: i64,
    /// The batch it came in.
    pub batch: i64,
}

const COLUMNS: [(&str, Kind); 8] = [
    ("platform", Kind::Int),
    ("event", Kind::Bytes),
    ("membership", Kind::Int),
    ("began_at", Kind::Moment),
    ("ended_at", Kind::Moment),
    ("month", Kind::Month),
    ("amount", Kind::Int),
    ("batch", Kind::Int),
];

const NAMES: &str = "platform, event, membership, began_at, ended_at, month, amount, batch";

/// Adds the trips of a batch that are not there yet, in the order of their hashes, so that two batches never
/// wait for each other; gives what is there of the others. No event may stand twice among them.
pub fn add_new(unit: &mut Unit<'_>, trips: &[Trip]) -> Result<HashMap<EventHash, Trip>> {
    let scratch = unit.engine().scratch("trip_new", "trip");
    unit.script(&scratch)?;
    let mut copy = unit.copy("trip_new", &COLUMNS)?;
    for trip in trips {
        copy.row(&[
            Value::Int(trip.platform.0),
            Value::Bytes(&trip.event),
            Value::Int(trip.membership.0),
            Value::Moment(trip.began),
            Value::Moment(trip.ended),
            Value::Month(trip.month),
            Value::Int(trip.amount),
            Value::Int(trip.batch),
        ])?;
    }
    copy.finish()?;
    let added = unit.execute(
        &format!(
            "insert into trip ({NAMES}) select {NAMES} from trip_new where true order by event
             on conflict (platform, event) do nothing"
        ),
        &[],
    )?;
    if usize::try_from(added)? == trips.len() {
        return Ok(HashMap::new());
    }
    let mut known = HashMap::new();
    unit.each(
        "select t.platform, t.event, t.membership, t.began_at, t.ended_at, t.month, t.amount, t.batch
         from trip_new n join trip t on t.platform = n.platform and t.event = n.event
         where t.batch <> n.batch",
        &[],
        &mut |row| {
            let trip = from_row(row)?;
            known.insert(trip.event, trip);
            Ok(())
        },
    )?;
    Ok(known)
}

/// One trip.
pub fn find(unit: &mut Unit<'_>, platform: PayerId, event: &EventHash) -> Result<Option<Trip>> {
    let sql = format!("select {NAMES} from trip where platform = $1 and event = $2");
    let row = unit.row(&sql, &[Value::Int(platform.0), Value::Bytes(event)])?;
    row.as_ref().map(from_row).transpose()
}

/// Trips of a member that had begun by a moment and ended no earlier than another, in order.
pub fn around(
    unit: &mut Unit<'_>,
    membership: MembershipId,
    (ended_from, began_until): (Moment, Moment),
) -> Result<Vec<Trip>> {
    let sql = format!(
        "select {NAMES} from trip where membership = $1 and began_at <= $2 and ended_at >= $3
         order by began_at, platform, event"
    );
    let values = [Value::Int(membership.0), Value::Moment(began_until), Value::Moment(ended_from)];
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

/// How many trips were taken, of all platforms.
pub fn count(unit: &mut Unit<'_>) -> Result<i64> {
    let row = unit.row("select cast(count(*) as bigint) from trip", &[])?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Every trip, batch by batch in the order of hashes: for comparing with what the batches left.
pub fn each_by_batch(unit: &mut Unit<'_>, take: &mut dyn FnMut(&Trip) -> Result<()>) -> Result<()> {
    let sql = format!("select {NAMES} from trip order by batch, event");
    unit.each(&sql, &[], &mut |row| take(&from_row(row)?))
}

fn from_row(row: &Row) -> Result<Trip> {
    Ok(Trip {
        platform: PayerId(row.int(0)?),
        event: row.bytes(1)?.try_into()?,
        membership: MembershipId(row.int(2)?),
        began: row.moment(3)?,
        ended: row.moment(4)?,
        month: row.month(5)?,
        amount: row.int(6)?,
        batch: row.int(7)?,
    })
}

/// Trips that were handed in together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Number.
    pub id: i64,
    /// By whom.
    pub platform: PayerId,
    /// How many.
    pub events: i64,
    /// How many of them are new.
    pub taken: i64,
    /// How many were there before.
    pub same: i64,
    /// How many wait.
    pub parked: i64,
    /// What those taken come to.
    pub amount: i64,
    /// The fingerprint of those taken.
    pub digest: Vec<u8>,
    /// The entry that books them, where any was taken.
    pub entry: Option<(u16, u64)>,
    /// Who handed them in.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// Adds a batch.
pub fn add_batch(unit: &mut Unit<'_>, batch: &Batch) -> Result<()> {
    unit.execute(
        "insert into trip_batch (id, platform, events, taken, same, parked, amount, digest, journal, seq,
             account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            Value::Int(batch.id),
            Value::Int(batch.platform.0),
            Value::Int(batch.events),
            Value::Int(batch.taken),
            Value::Int(batch.same),
            Value::Int(batch.parked),
            Value::Int(batch.amount),
            Value::Bytes(&batch.digest),
            batch.entry.map(|(journal, _)| journal).into(),
            batch.entry.map(|(_, seq)| seq.cast_signed()).into(),
            batch.account.into(),
            Value::Moment(batch.known),
        ],
    )?;
    Ok(())
}

/// The fingerprint of every batch that has trips, by number.
pub fn digests(unit: &mut Unit<'_>) -> Result<HashMap<i64, Vec<u8>>> {
    let rows = unit.rows("select id, digest from trip_batch where taken > 0", &[])?;
    rows.iter().map(|row| Ok((row.int(0)?, row.bytes(1)?.to_vec()))).collect()
}

/// An event that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// The batch it came in.
    pub batch: i64,
    /// Its place in the batch.
    pub no: i64,
    /// Of which platform.
    pub platform: PayerId,
    /// By a hash of its number.
    pub event: EventHash,
    /// Why it waits.
    pub why: String,
    /// What the platform calls the rider.
    pub rider: String,
    /// The event as it came.
    pub sealed: Vec<u8>,
    /// `waiting`, `taken` or `dropped`.
    pub state: String,
    /// Since when.
    pub known: Moment,
}

const PARKED: [(&str, Kind); 9] = [
    ("batch", Kind::Int),
    ("no", Kind::Int),
    ("platform", Kind::Int),
    ("event", Kind::Bytes),
    ("why", Kind::Text),
    ("rider", Kind::Text),
    ("sealed", Kind::Bytes),
    ("state", Kind::Text),
    ("known_at", Kind::Moment),
];

/// Adds events that wait.
pub fn park(unit: &mut Unit<'_>, all: &[Parked]) -> Result<()> {
    let mut copy = unit.copy("trip_parked", &PARKED)?;
    for one in all {
        copy.row(&[
            Value::Int(one.batch),
            Value::Int(one.no),
            Value::Int(one.platform.0),
            Value::Bytes(&one.event),
            Value::Text(&one.why),
            Value::Text(&one.rider),
            Value::Bytes(&one.sealed),
            Value::Text(&one.state),
            Value::Moment(one.known),
        ])?;
    }
    copy.finish()?;
    Ok(())
}

/// Events of a platform that wait, of one rider or of all, in the order they came, at most so many.
pub fn waiting(
    unit: &mut Unit<'_>,
    platform: PayerId,
    rider: Option<&str>,
    limit: i64,
) -> Result<Vec<Parked>> {
    waiting_but(unit, platform, rider, limit, "")
}

/// The same of those that may be taken by now: what was past grace, out of order or another event stays so.
pub fn releasable(
    unit: &mut Unit<'_>,
    platform: PayerId,
    rider: Option<&str>,
    limit: i64,
) -> Result<Vec<Parked>> {
    let but = "and why not in ('past_grace', 'out_of_order', 'another_event')";
    waiting_but(unit, platform, rider, limit, but)
}

fn waiting_but(
    unit: &mut Unit<'_>,
    platform: PayerId,
    rider: Option<&str>,
    limit: i64,
    but: &str,
) -> Result<Vec<Parked>> {
    let of = rider.map_or("", |_| "and rider = $3");
    let sql = format!(
        "select batch, no, platform, event, why, rider, sealed, state, known_at from trip_parked
         where platform = $1 and state = 'waiting' {of} {but} order by batch, no limit $2"
    );
    let mut values = vec![Value::Int(platform.0), Value::Int(limit)];
    values.extend(rider.map(Value::Text));
    unit.rows(&sql, &values)?.iter().map(parked).collect()
}

/// Of many events those that wait, by the hashes of their numbers.
pub fn waiting_among(
    unit: &mut Unit<'_>,
    platform: PayerId,
    events: &[EventHash],
) -> Result<HashSet<EventHash>> {
    let first = [Value::Int(platform.0)];
    let any = "select 1 from trip_parked where platform = $1 and state = 'waiting' limit 1";
    if unit.row(any, &first)?.is_none() {
        return Ok(HashSet::new());
    }
    let values: Vec<Value<'_>> = events.iter().map(|event| Value::Bytes(event)).collect();
    let rows = many::rows(unit, &first, &values, |list| {
        format!(
            "select event from trip_parked where platform = $1 and state = 'waiting' and event in ({list})"
        )
    })?;
    rows.iter().map(|row| Ok(row.bytes(0)?.try_into()?)).collect()
}

/// How many events of a platform wait, by reason.
pub fn waiting_by_why(unit: &mut Unit<'_>, platform: PayerId) -> Result<Vec<(String, i64)>> {
    let rows = unit.rows(
        "select why, count(*) from trip_parked where platform = $1 and state = 'waiting'
         group by why order by why",
        &[Value::Int(platform.0)],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

/// An event no longer waits, in whatever batch it came.
pub fn released(unit: &mut Unit<'_>, platform: PayerId, event: &EventHash, state: &str) -> Result<u64> {
    unit.execute(
        "update trip_parked set state = $3 where platform = $1 and event = $2 and state = 'waiting'",
        &[Value::Int(platform.0), Value::Bytes(event), Value::Text(state)],
    )
}

fn parked(row: &Row) -> Result<Parked> {
    Ok(Parked {
        batch: row.int(0)?,
        no: row.int(1)?,
        platform: PayerId(row.int(2)?),
        event: row.bytes(3)?.try_into()?,
        why: row.text(4)?.to_owned(),
        rider: row.text(5)?.to_owned(),
        sealed: row.bytes(6)?.to_vec(),
        state: row.text(7)?.to_owned(),
        known: row.moment(8)?,
    })
}

/// What an event that waits is sealed under.
pub fn context(batch: i64, no: i64) -> String {
    seal::context_within("trip_parked", "sealed", batch, no)
}
