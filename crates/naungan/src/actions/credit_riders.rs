//! The money of a settlement: it comes from the platform in one sum, and reaches each rider as credit of
//! her own payer, rider by rider.

use anyhow::{Context, Result};
use base::Day;
use ledger::{Holder, Kind};
use scheme::contributions::post::{Book, Heading};
use scheme::id::MembershipId;
use scheme::refusal::Refusal;
use scheme::solidarity::consent::{Purpose, allowed};
use serde_json::json;
use store::Unit;
use store::queries::accruals;
use store::queries::jobs::Job;
use store::queries::settlements::{self, Settlement};

use super::receive_payment::{self, ForWhom, ReceivePayment};
use super::take_consent::given;
use super::tell_partner::{self, Happened};
use crate::books;
use crate::jobs::{self, Progress};
use crate::office::{Desk, Office};
use crate::registry::{self, members};

/// The kind of the work.
pub(crate) const KIND: &str = "credit_riders";

/// By which way a rider's credit came.
pub(crate) const CHANNEL: &str = "platform";

/// Riders between two words on how far it is.
const AT_ONCE: i64 = 100;

/// What its payment is called, before the number of the settlement.
pub(crate) const SETTLEMENT: &str = "settlement-";

fn reference(settlement: i64) -> String {
    format!("{SETTLEMENT}{settlement}")
}

/// The platform has paid: exactly what was asked for, once. Gives the entry.
pub(crate) fn paid(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    one: &Settlement,
    (amount, day): (i64, Day),
) -> Result<String> {
    let Settlement { id, platform, .. } = *one;
    if one.state != "asked" {
        let words = format!("setoran {id} sudah {}: uang ini bukan untuknya", one.state);
        let en = format!("settlement {id} is {} already: this money is not for it", one.state);
        return Err(Refusal::new("settlement_closed", words, en).into());
    }
    if amount != one.amount {
        let words = format!("setoran {id} berjumlah {}, bukan {amount}", one.amount);
        let en = format!("settlement {id} comes to {}, not to {amount}", one.amount);
        return Err(Refusal::new("settlement_amount", words, en).into());
    }
    let mut book = Book::new();
    book.settled(Holder::Payer(platform.0), amount)?;
    let key = reference(id);
    let heading = Heading { day, key: &key, about: Some("put aside by trips") };
    let entry = book.entry(Kind::Received, heading)?.context("a settlement of nothing")?;
    let place = books::post(unit, books::journal_of(platform.0), entry, desk.now)?.place();
    settlements::pay(unit, id, day, (place.journal, place.seq))?;
    registry::note(unit, desk, "settlement paid", platform.0)?;
    jobs::later(unit, desk, KIND, &id.to_string(), (one.account, Some(platform)))?;
    Ok(place.to_string())
}

/// Credits every rider; begun again, it goes on with whoever is left.
pub(crate) fn run(office: &mut Office, job: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    let id: i64 = job.asked.parse()?;
    let settlement = office.look(|unit, _| settlements::read(unit, id))?.context("no such settlement")?;
    loop {
        let is_last = some(office, id, AT_ONCE)? == 0;
        let done = office.unit(|unit, desk| {
            if settlements::count(unit, id)? {
                let said =
                    json!({ "settlement": id, "lines": settlement.lines, "amount": settlement.amount });
                let (number, platform) = (id.to_string(), settlement.platform);
                tell_partner::within(unit, desk, platform, Happened::SettlementCredited, (&number, &said))?;
            }
            Ok(settlements::read(unit, id)?.map_or(0, |row| row.credited))
        })?;
        progress(office, done, settlement.lines)?;
        if is_last {
            return Ok(Some(format!("lines={done};amount={}", settlement.amount)));
        }
    }
}

/// Credits so many riders at most of those who are left; how many.
pub(crate) fn some(office: &mut Office, id: i64, most: i64) -> Result<usize> {
    let settlement = office.look(|unit, _| settlements::read(unit, id))?.context("no such settlement")?;
    let some = office.look(|unit, _| settlements::waiting(unit, id, most))?;
    for membership in &some {
        office.unit(|unit, desk| one(unit, desk, &settlement, *membership))?;
    }
    Ok(some.len())
}

/// One rider's months become credit of her own payer, which pays her oldest open month first.
fn one(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    settlement: &Settlement,
    membership: MembershipId,
) -> Result<()> {
    let Settlement { id, platform, .. } = *settlement;
    let day = settlement.paid.context("a settlement that nobody has paid")?;
    let lines = settlements::hold_lines(unit, id, membership)?;
    let amount: i64 = lines.iter().map(|line| line.amount).sum();
    if amount == 0 {
        return Ok(());
    }
    let payer = members::row(unit, membership)?.payer;
    let mut book = Book::new();
    book.credited(Holder::Membership(membership.0), Holder::Payer(payer.0), amount)?;
    let (channel, reference) = (CHANNEL.to_owned(), reference(id));
    let payment = ReceivePayment { for_whom: ForWhom::Payer(payer), amount, day, channel, reference };
    let received = receive_payment::booked(unit, desk, payer, &payment, book)?;
    for line in &lines {
        accruals::settle(unit, (membership, line.month, platform), line.amount)?;
    }
    settlements::credit(unit, id, membership, desk.now)?;
    let may_see = allowed(&given(unit, (membership, platform))?, Purpose::ShowCover, desk.today).is_some();
    for month in received.settled.iter().filter(|_| may_see) {
        let said = json!({ "month": month });
        tell_partner::of_rider(unit, desk, (platform, membership), Happened::MonthBought, &said)?;
    }
    Ok(())
}
