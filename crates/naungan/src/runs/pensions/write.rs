//! Writing a chunk of pensions: months and orders in bulk, one entry, all in one unit.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use ledger::{Holder, Kind};
use scheme::claims::{Grant, Later, recovery};
use scheme::contributions::post::{Book, Heading};
use scheme::id::PersonId;
use scheme::law::ClaimLaw;
use store::queries::orders::{self, Order};
use store::queries::pensions::{self as rows, Run};
use store::queries::runs::{self, Chunk, Done};
use store::queries::{grants, institution};
use store::{Unit, Value};

use super::prepare::{Payment, Prepared};
use crate::actions::approve_claim::kept_in_books;
use crate::books;
use crate::books::pension::{PENSION, order_no};
use crate::office::Desk;
use crate::registry::people;

/// Writes what was prepared.
pub(super) fn write(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    law: &ClaimLaw<'_>,
    (run, chunk): (&Run, &Chunk),
    prepared: &Prepared,
) -> Result<Done> {
    let months = prepared.rows(run);
    let digest = super::digest(&months);
    let mut copy = unit.copy("pension_month", &rows::MONTH_COLUMNS)?;
    for one in &months {
        copy.row(&rows::month_values(one))?;
    }
    copy.finish()?;
    let range = (chunk.from, chunk.until);
    rows::go_on(unit, run, range)?;
    let mut booking = Booking { books: BTreeMap::new(), kept: BTreeMap::new() };
    let debtors = debtors(unit, desk, range)?;
    for payment in &prepared.payments {
        *booking.books.entry(programme(payment)?).or_default() += payment.amount;
        if let Some(numbers) = debtors.get(&payment.pension.person) {
            booking.keep_back(unit, desk, law, (run, payment), numbers)?;
        }
    }
    write_orders(unit, desk, (run, chunk), prepared, &booking)?;
    booking.post(unit, desk, (run, chunk), (months.len() as u64, digest))?;
    Ok(Done {
        assessed: months.len() as i64,
        faults: prepared.suspended.len() as i64,
        bills: prepared.payments.len() as i64,
        owed: prepared.amount,
        digest,
    })
}

/// Whoever of a chunk was paid too much at some time, under any of her numbers: each with all of them.
fn debtors(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    range: (i64, i64),
) -> Result<BTreeMap<PersonId, Vec<PersonId>>> {
    let mut all = BTreeMap::new();
    for debtor in rows::debtors(unit, range)? {
        if all.contains_key(&debtor) {
            continue;
        }
        let numbers = people::numbers(unit, debtor, desk.now)?;
        all.extend(numbers.iter().map(|number| (*number, numbers.clone())));
    }
    Ok(all)
}

fn programme(payment: &Payment) -> Result<&'static str> {
    let kind: scheme::claims::ClaimKind = payment.pension.kind.parse()?;
    Ok(kind.benefit())
}

/// One order for each hand. The run took its numbers when it was opened, so that its workers do not wait for
/// one another here.
fn write_orders(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (run, chunk): (&Run, &Chunk),
    prepared: &Prepared,
    booking: &Booking,
) -> Result<()> {
    let mut id = if prepared.payments.len() as i64 <= chunk.people {
        run.first_order + runs::people_before(unit, chunk)?
    } else {
        institution::take_numbers(unit, prepared.payments.len() as i64)?
    };
    // What each has of its own is put in below.
    let order = Order::waiting(id, (0, order_no(run.month)), ("", ""), 0, run.known);
    let mut copy = unit.copy("payment_order", &orders::COLUMNS)?;
    for payment in &prepared.payments {
        let kept = booking.kept.get(&payment.pension.id).map_or(0, |kept| kept.iter().map(|one| one.1).sum());
        if payment.amount > kept {
            let programme = programme(payment)?;
            let mut values: [Value<'_>; 11] = orders::values(&order);
            values[0] = Value::Int(id);
            values[1] = Value::Int(payment.pension.claim);
            values[3] = Value::Text(desk.law.fund_of(programme));
            values[4] = Value::Text(&payment.pension.hand);
            values[5] = Value::Int(payment.amount - kept);
            copy.row(&values)?;
            id += 1;
        }
    }
    copy.finish()?;
    Ok(())
}

/// What a chunk means in the books.
struct Booking {
    /// By programme.
    books: BTreeMap<&'static str, i64>,
    /// What of a pension is kept back, for which overpayments.
    kept: BTreeMap<i64, Vec<(grants::Recovery, i64)>>,
}

impl Booking {
    /// Keeps back what the law lets of what was paid too much before.
    fn keep_back(
        &mut self,
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        law: &ClaimLaw<'_>,
        (run, payment): (&Run, &Payment),
        numbers: &[PersonId],
    ) -> Result<()> {
        let (pension, programme) = (&payment.pension, programme(payment)?);
        grants::hold_recoveries(unit, numbers)?;
        let open = grants::due_back(unit, numbers, programme)?;
        let owed: i64 = open.iter().map(|one| one.amount).sum();
        if owed == 0 {
            return Ok(());
        }
        let (kind, day, amount) = (pension.kind.parse()?, desk.today, payment.amount);
        let plan = recovery(law, programme, owed, &[Later { kind, programme, day, amount }])?;
        let mut left: i64 = plan.kept.iter().map(|kept| kept.amount).sum::<i64>().min(amount);
        for one in open {
            let amount = one.amount.min(left);
            left -= amount;
            if amount > 0 {
                grants::keep_back(unit, &one, (pension.claim, order_no(run.month)), amount)?;
                self.kept.entry(pension.id).or_default().push((one, amount));
            }
        }
        Ok(())
    }

    /// One entry for the whole chunk; the sub-ledger is in its rows, of which the lines keep the fingerprint.
    fn post(
        self,
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        (run, chunk): (&Run, &Chunk),
        (count, hash): (u64, [u8; 32]),
    ) -> Result<()> {
        let mut book = Book::new();
        let holder = Holder::Rows { count: count.max(1), hash };
        for (programme, amount) in &self.books {
            book.granted(desk.law, programme, holder, &Grant::from_rows([(PENSION, *amount)], 0))?;
        }
        for (one, amount) in self.kept.values().flatten() {
            let mine = Holder::Membership(one.membership.0);
            kept_in_books(desk, &mut book, &one.programme, (mine, one), *amount)?;
        }
        let key = format!("pensions-{}-{}", run.id, chunk.no);
        let about = format!("pensions of {}, chunk {} of run {}", run.month, chunk.no, run.id);
        let heading = Heading { day: run.day, key: &key, about: Some(&about) };
        let entry = book.entry(Kind::Granted, heading);
        if let Some(entry) = entry.with_context(|| format!("could not book chunk {}", chunk.no))? {
            books::post(unit, books::journal_of(chunk.no), entry, desk.now)?;
        }
        Ok(())
    }
}
