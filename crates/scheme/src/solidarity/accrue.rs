//! Trips of platforms, until they are money put aside: which can be taken, what they come to by rider and
//! month, and how the platforms of a month share its price.

use std::collections::BTreeMap;

use base::{Day, Moment, Month};
use rules::facts::Facts;

use super::consent::{Consent, Purpose, allowed};
use crate::contributions::{State, standing};
use crate::id::{MembershipId, PayerId};
use crate::law::{Law, Question, SolidarityLaw};
use crate::memberships::Segment;
use crate::refusal::Refusal;

/// What takes longer is no trip: a day in microseconds.
const LONGEST_MICROS: i64 = 24 * 3600 * 1_000_000;

/// A trip as a platform tells of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Event {
    /// When it began.
    pub began: Moment,
    /// When it ended.
    pub ended: Moment,
    /// The day it began, where it did.
    pub day: Day,
    /// What was put aside.
    pub amount: i64,
}

/// Why an event waits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// The platform has named no rider so.
    UnknownRider,
    /// She has not allowed it on that day.
    NoConsent,
    /// More than she allowed for a trip.
    BeyondConsent,
    /// It ends later than now.
    Ahead,
    /// It ends before it begins, or a day later.
    OutOfOrder,
    /// Its month can no longer be paid.
    PastGrace,
    /// The platform gave this number to another trip.
    AnotherEvent,
}

impl Why {
    /// All of them.
    pub const ALL: [Why; 7] = [
        Why::UnknownRider,
        Why::NoConsent,
        Why::BeyondConsent,
        Why::Ahead,
        Why::OutOfOrder,
        Why::PastGrace,
        Why::AnotherEvent,
    ];

    /// The word the store keeps, and the key of its text.
    pub const fn name(self) -> &'static str {
        match self {
            Why::UnknownRider => "unknown_rider",
            Why::NoConsent => "no_consent",
            Why::BeyondConsent => "beyond_consent",
            Why::Ahead => "ahead",
            Why::OutOfOrder => "out_of_order",
            Why::PastGrace => "past_grace",
            Why::AnotherEvent => "another_event",
        }
    }
}

/// Somebody whom a platform names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rider {
    /// Her membership.
    pub membership: MembershipId,
    /// What she allowed the platform.
    pub consents: Vec<Consent>,
}

/// The earliest month that who pays for herself can still pay on a day.
pub fn open_from(law: &Law<'_>, day: Day) -> Result<Month, Refusal> {
    let known = law.tree().jurisdiction.known.0.month();
    let mut open = day.month();
    let Some(segment) = law.segment(Segment::SelfEmployed.name()) else { return Ok(open) };
    while let Some(before) = open.plus_months(-1).filter(|before| known < *before) {
        let Some(last_paid) = before.plus_months(-1) else { break };
        let standing = standing(law, segment, last_paid, false, day)?;
        if standing.is_some_and(|known| matches!(known.state, State::Ended | State::Inactive)) {
            break;
        }
        open = before;
    }
    Ok(open)
}

/// Whose trip it is, and what she put aside by it; or why it waits. Months before `open_from` can no longer
/// be paid.
pub fn judge(
    event: &Event,
    rider: Option<&Rider>,
    now: Moment,
    open_from: Month,
) -> Result<MembershipId, Why> {
    let Event { began, ended, day, amount } = *event;
    if ended < began || ended.micros() - began.micros() > LONGEST_MICROS {
        return Err(Why::OutOfOrder);
    }
    if ended > now {
        return Err(Why::Ahead);
    }
    let rider = rider.ok_or(Why::UnknownRider)?;
    let consent = allowed(&rider.consents, Purpose::PutAside, day).ok_or(Why::NoConsent)?;
    if !(1..=consent.amount.unwrap_or(0)).contains(&amount) {
        return Err(Why::BeyondConsent);
    }
    if open_from <= day.month() { Ok(rider.membership) } else { Err(Why::PastGrace) }
}

/// What some trips come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sum {
    /// How many.
    pub trips: i64,
    /// What was put aside.
    pub amount: i64,
    /// When the first began.
    pub first: Moment,
}

/// What trips come to by rider and month.
pub fn sums<'e>(
    trips: impl Iterator<Item = (MembershipId, &'e Event)>,
) -> BTreeMap<(MembershipId, Month), Sum> {
    let mut sums: BTreeMap<(MembershipId, Month), Sum> = BTreeMap::new();
    for (membership, event) in trips {
        let new = Sum { trips: 0, amount: 0, first: event.began };
        let sum = sums.entry((membership, event.day.month())).or_insert(new);
        sum.trips += 1;
        sum.amount += event.amount;
        sum.first = sum.first.min(event.began);
    }
    sums
}

/// What was put aside for a month through one platform.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Through {
    /// Which.
    pub platform: PayerId,
    /// What of the rider's money.
    pub amount: i64,
    /// When the first trip of the month began.
    pub first: Moment,
}

/// What becomes of a rider's month.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bought {
    /// What it costs after what earlier months left.
    pub price: i64,
    /// Whether what was put aside pays for it.
    pub is_bought: bool,
    /// What is lacking.
    pub lacks: i64,
    /// What is left for the next month.
    pub left: i64,
    /// What of the price comes through each platform, in the order in which they began.
    pub parts: Vec<(PayerId, i64)>,
}

/// Asks the law what becomes of a month: facts are the rider's by the law's names, `carried` is what earlier
/// months left.
pub fn month(
    law: &SolidarityLaw<'_>,
    facts: &[(String, String)],
    month: Month,
    carried: i64,
    through: &[Through],
) -> Result<Bought, Refusal> {
    let mut ordered = through.to_vec();
    ordered.sort_by_key(|one| (one.first, one.platform));
    let mut known = law.facts();
    let own =
        [("segment", Segment::SelfEmployed.name().to_owned()), ("contribution_month", month.to_string())];
    for (name, value) in &own {
        law.put(&mut known, name, value)?;
    }
    for (name, value) in facts.iter().filter(|(name, _)| own.iter().all(|(mine, _)| mine != name)) {
        law.put(&mut known, name, value)?;
    }
    law.put_coins(&mut known, "carried_credit", carried);
    law.put_coins(&mut known, "accrued_all", ordered.iter().map(|one| one.amount).sum());
    let mut parts = Vec::with_capacity(ordered.len());
    let mut before = 0;
    for one in &ordered {
        parts.push((one.platform, part(law, &mut known, before, one.amount)?));
        before += one.amount;
    }
    Ok(Bought {
        price: law.coins(Question::MonthPrice, &known)?.value,
        is_bought: law.yes(Question::MonthIsBought, &known)?.value,
        lacks: law.coins(Question::MonthLacks, &known)?.value,
        left: law.coins(Question::CreditLeft, &known)?.value,
        parts,
    })
}

/// What of the month's price comes through one platform.
fn part(law: &SolidarityLaw<'_>, known: &mut Facts, before: i64, here: i64) -> Result<i64, Refusal> {
    law.put_coins(known, "accrued_before", before);
    law.put_coins(known, "accrued_here", here);
    Ok(law.coins(Question::PartThroughPlatform, known)?.value)
}
