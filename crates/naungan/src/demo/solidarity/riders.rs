//! Riders of several platforms: what they allow, the trips of the last weeks, what platforms hand over, and
//! one that is late with it.

use anyhow::{Context, Result};
use base::Day;
use scheme::id::{MembershipId, PayerId};
use scheme::solidarity::consent::Purpose;
use store::queries::settlements;

use super::crowd::Crowd;
use super::{EARNED, Frame};
use crate::actions::ask_settlement::{self, AskSettlement};
use crate::actions::credit_riders;
use crate::actions::enrol_rider::{self, Allows, EnrolRider};
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::actions::take_trips::{self, EVENTS_MAX, TakeTrips, Told};
use crate::actions::withdraw_consent::{self, WithdrawConsent};
use crate::demo::margins::Margins;
use crate::demo::random::{Purpose as Drawn, Stream};
use crate::jobs;
use crate::office::Office;
use crate::office::clock::minute_of;

/// So many of the last months have riders.
const MONTHS: u32 = 4;
/// The platform that hands over once, two months late, and the one that never does.
const LATE: usize = 1;
const NEVER: usize = 2;
/// Days before a batch that its trips were ridden on.
const DAYS: i32 = 3;
/// The hour of a day's first trip, and the one before which the last begins.
const HOURS: (u64, u64) = (6, 21);

/// Somebody who rides, and for which platforms, by their places.
struct Rider {
    membership: MembershipId,
    name: String,
    rides_for: Vec<usize>,
}

/// Everybody who rides.
#[derive(Default)]
pub(super) struct Riders {
    platforms: Vec<PayerId>,
    all: Vec<Rider>,
    begun: u32,
}

/// One rides for one, the next for two, and so on.
fn rides_for(no: usize) -> Vec<usize> {
    match no % 4 {
        0 => vec![0, 1],
        1 => vec![0],
        2 => vec![0, 1, NEVER],
        _ => vec![LATE],
    }
}

impl Riders {
    /// Whether they begin in a month.
    pub(super) fn begin_in(frame: &Frame, k: u32) -> bool {
        k == frame.months.saturating_sub(MONTHS)
    }

    /// Each is enrolled by every platform that she rides for; the second finds her membership.
    pub(super) fn begin(
        &mut self,
        office: &mut Office,
        crowd: &mut Crowd,
        frame: &Frame,
        platforms: &[PayerId],
    ) -> Result<()> {
        self.begun = frame.months.saturating_sub(MONTHS);
        platforms.clone_into(&mut self.platforms);
        for no in 0..frame.sizes.riders {
            let (who, name) = (crowd.one(), format!("R-{:05}", no + 1));
            let mut rider = None;
            for at in rides_for(no).into_iter().filter(|at| *at < platforms.len()) {
                let asked = EnrolRider {
                    platform: platforms[at],
                    name: name.clone(),
                    person: who.registers(),
                    started: office.today(),
                    facts: vec![fact("income", "1000000"), fact("sector", "transport")],
                    consents: allowed(),
                    how: "aplikasi".to_owned(),
                    account: None,
                };
                let enrolled = office.unit(|unit, desk| enrol_rider::within(unit, desk, &asked))?;
                let enrolled =
                    enrolled.map_err(|why| anyhow::anyhow!("rider {name} is not enrolled: {why}"))?;
                let of =
                    || Rider { membership: enrolled.membership, name: name.clone(), rides_for: Vec::new() };
                rider.get_or_insert_with(of).rides_for.push(at);
            }
            self.all.extend(rider);
        }
        Ok(())
    }

    /// Trips of some days, platform by platform, in batches. The last batch has what cannot be taken too.
    pub(super) fn ride(&mut self, office: &mut Office, frame: &Frame, (k, day): (u32, Day)) -> Result<()> {
        if self.all.is_empty() {
            return Ok(());
        }
        let is_end = frame.is_last(k) && day.day_of_month() == EARNED;
        for at in 0..self.platforms.len() {
            let mut events = Vec::new();
            for rider in self.all.iter().filter(|rider| rider.rides_for.contains(&at)) {
                events.extend(trips(frame, rider, at, day)?);
            }
            if is_end && at == 0 {
                events.extend(unfit(&events));
            }
            for some in events.chunks(EVENTS_MAX) {
                let (platform, events) = (self.platforms[at], some.to_vec());
                let asked = TakeTrips { platform, events, account: None };
                office.unit(|unit, desk| take_trips::within(unit, desk, &asked).map(drop))?;
            }
        }
        if is_end { self.withdraw(office) } else { Ok(()) }
    }

    /// What was put aside until the end of the month before is handed over, or not.
    pub(super) fn settle(&mut self, office: &mut Office, frame: &Frame, (k, day): (u32, Day)) -> Result<()> {
        if self.all.is_empty() {
            return Ok(());
        }
        for at in 0..self.platforms.len() {
            let months = match at {
                NEVER => continue,
                LATE if k == self.begun + 2 || frame.is_last(k) && k > self.begun + 2 => 2,
                LATE => continue,
                _ => 1,
            };
            let until = day.month().plus_months(-months).context("months before the calendar")?.last_day();
            let asked = AskSettlement { platform: self.platforms[at], until, account: None };
            let asked = office.unit(|unit, desk| ask_settlement::within(unit, desk, &asked));
            // A platform whose riders have not ridden by then has nothing to hand over.
            let Ok(id) = super::unless_refused(asked)? else { continue };
            let row = office.look(|unit, _| settlements::read(unit, id))?.context("a settlement is lost")?;
            let paid = ReceivePayment {
                for_whom: ForWhom::Code(row.code),
                amount: row.amount,
                day,
                channel: "bank".to_owned(),
                reference: String::new(),
            };
            receive_payment::run(office, &paid, None)?;
            jobs::all_of(office, &[credit_riders::KIND])?;
        }
        Ok(())
    }

    /// One of those who ride for several takes back what she allowed the second.
    fn withdraw(&self, office: &mut Office) -> Result<()> {
        let Some(rider) = self.all.iter().rev().find(|rider| rider.rides_for.len() == 2) else {
            return Ok(());
        };
        let asked = WithdrawConsent {
            membership: rider.membership,
            platform: self.platforms[rider.rides_for[1]],
            purpose: Purpose::PutAside,
            how: "aplikasi".to_owned(),
            account: None,
        };
        office.unit(|unit, desk| withdraw_consent::within(unit, desk, &asked))
    }
}

fn fact(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn allowed() -> Vec<Allows> {
    let amount = Some(Margins::get().parameters.trip_put_aside);
    let allows =
        |purpose| Allows { purpose, amount: amount.filter(|_| purpose == Purpose::PutAside), from: None };
    Purpose::ALL.map(allows).to_vec()
}

/// What a rider rode for a platform in the days before a day.
fn trips(frame: &Frame, rider: &Rider, at: usize, day: Day) -> Result<Vec<Told>> {
    let own = &Margins::get().parameters;
    let (number, date) = (rider.membership.0.unsigned_abs(), u64::from(day.epoch_days().unsigned_abs()));
    let mut stream = Stream::of(frame.seed, Drawn::Trip, number, date << 2 | at as u64);
    // Who rides for several rides less for each.
    let most = own.trips_a_week.unsigned_abs() * 2 / (1 + rider.rides_for.len() as u64);
    let count = most / 2 + stream.below(most / 2 + 1);
    (0..count)
        .map(|no| {
            let on = day.plus_days(-1 - (no as i32) % DAYS).context("a day before the calendar")?;
            let hour = HOURS.0 + stream.below(HOURS.1 - HOURS.0);
            let began = minute_of(on, &format!("{hour:02}:{:02}", stream.below(60))).context("no minute")?;
            let minutes = 8 + stream.below(40);
            Ok(Told {
                event: format!("{}-{day}-{no}", rider.name),
                rider: rider.name.clone(),
                began: began.micros(),
                ended: began.micros() + i64::try_from(minutes)? * MINUTE,
                amount: own.trip_put_aside,
            })
        })
        .collect()
}

const MINUTE: i64 = 60_000_000;

/// What waits with its reason: a rider whom nobody has named, more than was allowed, an end before the
/// beginning.
fn unfit(some: &[Told]) -> Vec<Told> {
    let Some(one) = some.first() else { return Vec::new() };
    let change = |event: &str, change: &dyn Fn(&mut Told)| {
        let mut told = Told { event: event.to_owned(), ..one.clone() };
        change(&mut told);
        told
    };
    vec![
        change("X-1", &|told| "R-99999".clone_into(&mut told.rider)),
        change("X-2", &|told| told.amount *= 10),
        change("X-3", &|told| told.ended = told.began - MINUTE),
    ]
}
