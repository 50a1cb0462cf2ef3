//! Trips of a platform, many at once: each is taken once, or waits with its reason.
//!
//! All of a batch is one unit: trips, what they put aside, what waits, and one entry with the fingerprint of
//! its rows. Killed anywhere it is whole or not there, and whoever asks again under its key is told what
//! came of it.

use std::collections::{BTreeSet, HashMap, HashSet};

use anyhow::{Context, Result};
use base::Moment;
use ledger::{Holder, Kind, Place};
use scheme::contributions::post::{Book, Detail, Heading};
use scheme::id::{MembershipId, PayerId};
use scheme::refusal::Refusal;
use scheme::solidarity::accrue::{self, Event, Rider, Why};
use scheme::solidarity::consent::{Consent, Purpose};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::Unit;
use store::queries::accruals::{self, Accrual};
use store::queries::riders;
use store::queries::trips::{self, Batch, EventHash, Parked, Trip};

use super::take_consent::must_be_platform;
use super::tell_partner::{self, Happened};
use crate::books;
use crate::jobs;
use crate::office::Desk;
use crate::office::clock::day_of;

/// So many events are taken at once.
pub(crate) const EVENTS_MAX: usize = 10_000;

/// A trip as a platform tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// The platform's own number.
    pub(crate) event: String,
    /// What it calls the rider.
    pub(crate) rider: String,
    /// Microseconds since 1970.
    pub(crate) began: i64,
    pub(crate) ended: i64,
    pub(crate) amount: i64,
}

/// Trips that are handed in.
#[derive(Clone, Debug)]
pub(crate) struct TakeTrips {
    pub(crate) platform: PayerId,
    pub(crate) events: Vec<Told>,
    pub(crate) account: Option<i64>,
}

/// What came of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counted {
    pub(crate) batch: i64,
    pub(crate) taken: i64,
    /// How many were known before.
    pub(crate) same: i64,
    /// What those taken put aside.
    pub(crate) amount: i64,
    /// Events that wait, each with why.
    pub(crate) parked: Vec<(String, String)>,
    /// The entry, as `3-17`.
    pub(crate) entry: Option<String>,
}

/// Takes them.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &TakeTrips) -> Result<Counted> {
    must_be_platform(unit, desk, asked.platform)?;
    if asked.events.is_empty() || asked.events.len() > EVENTS_MAX {
        let id = format!("kirim 1 sampai {EVENTS_MAX} perjalanan sekaligus");
        return Err(Refusal::new("batch_size", id, format!("send 1 to {EVENTS_MAX} trips at once")).into());
    }
    let sorted = sort(unit, desk, asked)?;
    let hashes: Vec<EventHash> = asked.events.iter().map(|told| hash(asked.platform, &told.event)).collect();
    let mut waiting = trips::waiting_among(unit, asked.platform, &hashes)?;
    // What was sent again and can be taken by now waits no more.
    for at in &sorted.taken {
        if waiting.remove(&hashes[*at]) {
            trips::released(unit, asked.platform, &hashes[*at], "taken")?;
        }
    }
    park(unit, desk, asked, (&sorted, waiting))?;
    sorted.told(asked)
}

/// What became of each event, by its place among those handed in.
pub(super) struct Sorted {
    batch: i64,
    /// Events that are taken now.
    pub(super) taken: Vec<usize>,
    /// Events that were there before.
    pub(super) same: Vec<usize>,
    /// Events that wait.
    pub(super) parked: Vec<(usize, Why)>,
    amount: i64,
    entry: Option<Place>,
}

impl Sorted {
    pub(super) fn told(&self, asked: &TakeTrips) -> Result<Counted> {
        let parked = self.parked.iter();
        let waits = |(at, why): &(usize, Why)| (asked.events[*at].event.clone(), why.name().to_owned());
        Ok(Counted {
            batch: self.batch,
            taken: i64::try_from(self.taken.len())?,
            same: i64::try_from(self.same.len())?,
            amount: self.amount,
            parked: parked.map(waits).collect(),
            entry: self.entry.map(|place| place.to_string()),
        })
    }
}

/// Takes what can be taken, and books it; what waits is left to the caller.
pub(super) fn sort(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &TakeTrips) -> Result<Sorted> {
    let batch = jobs::number(desk);
    let mut sorted =
        Sorted { batch, taken: Vec::new(), same: Vec::new(), parked: Vec::new(), amount: 0, entry: None };
    let judged = judged(unit, desk, asked, &mut sorted)?;
    let rows: Vec<Trip> = judged.iter().map(|(_, trip)| trip.clone()).collect();
    let known = trips::add_new(unit, &rows)?;
    let mut new = Vec::with_capacity(judged.len());
    for (at, trip) in judged {
        match known.get(&trip.event) {
            None => {
                sorted.taken.push(at);
                new.push(trip);
            }
            Some(there) if is_same(there, &trip) => sorted.same.push(at),
            Some(_) => sorted.parked.push((at, Why::AnotherEvent)),
        }
    }
    sorted.parked.sort_unstable();
    accruals::add_all(unit, &accrued(asked.platform, &new))?;
    sorted.amount = new.iter().map(|trip| trip.amount).sum();
    let (digest, entry) = book(unit, desk, asked.platform, (batch, sorted.amount), &mut new)?;
    sorted.entry = entry;
    let count = |all: usize| i64::try_from(all);
    let row = Batch {
        id: batch,
        platform: asked.platform,
        events: count(asked.events.len())?,
        taken: count(sorted.taken.len())?,
        same: count(sorted.same.len())?,
        parked: count(sorted.parked.len())?,
        amount: sorted.amount,
        digest,
        entry: entry.map(|place| (place.journal, place.seq)),
        account: asked.account,
        known: desk.now,
    };
    trips::add_batch(unit, &row)?;
    Ok(sorted)
}

/// The events that can be trips, each number once; the others are sorted already.
fn judged(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &TakeTrips,
    sorted: &mut Sorted,
) -> Result<Vec<(usize, Trip)>> {
    let riders = known_riders(unit, asked)?;
    let open_from = accrue::open_from(desk.law, desk.today)?;
    let mut first: HashMap<EventHash, usize> = HashMap::new();
    let mut judged = Vec::with_capacity(asked.events.len());
    for (at, told) in asked.events.iter().enumerate() {
        let hash = hash(asked.platform, &told.event);
        if let Some(before) = first.get(&hash) {
            if asked.events[*before] == *told {
                sorted.same.push(at);
            } else {
                sorted.parked.push((at, Why::AnotherEvent));
            }
            continue;
        }
        first.insert(hash, at);
        let (began, ended) = (Moment::new(told.began), Moment::new(told.ended));
        let event = Event { began, ended, day: day_of(began), amount: told.amount };
        match accrue::judge(&event, riders.get(told.rider.as_str()), desk.now, open_from) {
            Err(why) => sorted.parked.push((at, why)),
            Ok(membership) => {
                let (month, amount) = (event.day.month(), told.amount);
                let (platform, batch) = (asked.platform, sorted.batch);
                judged.push((
                    at,
                    Trip { platform, event: hash, membership, began, ended, month, amount, batch },
                ));
            }
        }
    }
    Ok(judged)
}

/// Who the riders are, and what they let the platform put aside.
fn known_riders<'t>(unit: &mut Unit<'_>, asked: &'t TakeTrips) -> Result<HashMap<&'t str, Rider>> {
    let names: BTreeSet<&str> = asked.events.iter().map(|told| told.rider.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let mut found = riders::allowing(unit, asked.platform, &names)?;
    let mut riders = HashMap::with_capacity(found.len());
    for name in names {
        let Some((membership, rows)) = found.remove(name) else { continue };
        let consent = |row: riders::Allowed| Consent {
            purpose: Purpose::PutAside,
            from: row.from,
            until: row.until,
            amount: row.amount,
            known: row.known,
        };
        riders.insert(name, Rider { membership, consents: rows.into_iter().map(consent).collect() });
    }
    Ok(riders)
}

/// What tells a platform's event from every other.
pub(crate) fn hash(platform: PayerId, event: &str) -> EventHash {
    let hash = Sha256::new().chain_update(platform.0.to_be_bytes()).chain_update(event).finalize();
    std::array::from_fn(|at| hash[at])
}

fn is_same(one: &Trip, other: &Trip) -> bool {
    (one.membership, one.began, one.ended, one.amount)
        == (other.membership, other.began, other.ended, other.amount)
}

/// What trips put aside, by rider and month.
fn accrued(platform: PayerId, trips: &[Trip]) -> Vec<Accrual> {
    let events: Vec<(MembershipId, Event)> = trips
        .iter()
        .map(|trip| {
            let Trip { began, ended, amount, .. } = *trip;
            (trip.membership, Event { began, ended, day: day_of(began), amount })
        })
        .collect();
    let sums = accrue::sums(events.iter().map(|(membership, event)| (*membership, event)));
    let row = |((membership, month), sum): ((MembershipId, base::Month), accrue::Sum)| Accrual {
        membership,
        month,
        platform,
        trips: sum.trips,
        amount: sum.amount,
        settled: 0,
        first: sum.first,
    };
    sums.into_iter().map(row).collect()
}

/// Books what is put aside; gives the fingerprint of the trips, in the order of their hashes.
fn book(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    platform: PayerId,
    (batch, amount): (i64, i64),
    trips: &mut [Trip],
) -> Result<(Vec<u8>, Option<Place>)> {
    trips.sort_unstable_by_key(|trip| trip.event);
    let Some(members) = fingerprint(trips) else { return Ok((Vec::new(), None)) };
    let Holder::Rows { hash, .. } = members else { return Ok((Vec::new(), None)) };
    let mut book = Book::new();
    book.accrued(Holder::Payer(platform.0), members, amount)?;
    let key = format!("trips-{batch}");
    let heading = Heading { day: desk.today, key: &key, about: Some("put aside by trips") };
    let entry = book.entry(Kind::Accrued, heading)?.context("trips without an amount")?;
    let place = books::post(unit, books::journal_of(platform.0), entry, desk.now)?.place();
    Ok((hash.to_vec(), Some(place)))
}

/// The trips of a batch as a line of a control account names them.
pub(crate) fn fingerprint(trips: &[Trip]) -> Option<Holder> {
    let mut detail = Detail::new();
    for trip in trips {
        let Trip { membership, month, amount, .. } = trip;
        let event = crate::hex::of(&trip.event);
        detail.add(format!("{event} {membership} {month} {amount}").as_bytes());
    }
    detail.holder()
}

/// Writes down what waits, unless it waits already.
fn park(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &TakeTrips,
    (sorted, mut seen): (&Sorted, HashSet<EventHash>),
) -> Result<()> {
    let mut rows = Vec::with_capacity(sorted.parked.len());
    for (at, why) in &sorted.parked {
        let told = &asked.events[*at];
        let event = hash(asked.platform, &told.event);
        // Of several under one number the first waits; the others are told of in the answer.
        if !seen.insert(event) {
            continue;
        }
        let (batch, no) = (sorted.batch, i64::try_from(*at)?);
        rows.push(Parked {
            batch,
            no,
            platform: asked.platform,
            event,
            why: why.name().to_owned(),
            rider: told.rider.clone(),
            sealed: desk.keys.seal(&trips::context(batch, no), &serde_json::to_vec(told)?),
            state: "waiting".to_owned(),
            known: desk.now,
        });
    }
    trips::park(unit, &rows)?;
    if rows.is_empty() {
        return Ok(());
    }
    let batch = sorted.batch.to_string();
    let said = json!({ "batch": sorted.batch, "events": rows.len() });
    tell_partner::within(unit, desk, asked.platform, Happened::EventsParked, (&batch, &said))
}
