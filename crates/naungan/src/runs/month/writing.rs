//! Writing a chunk: rows in bulk, one entry, and the chunk marked as done, all in one unit.

use anyhow::{Context, Result};
use ledger::{Holder, Kind, Place};
use scheme::contributions::post::{Book, Heading};
use scheme::lines::Lines;
use sha2::{Digest, Sha256};
use store::queries::payments::{self, Allocation};
use store::queries::runs::{Done, FAULT_COLUMNS, Run};
use store::queries::{assessments, bills, institution, payers, runs};
use store::{Unit, Value};

use super::Prepared;
use super::bills::Billed;
use crate::books;
use crate::office::{Desk, code};

/// Writes what was prepared.
pub(crate) fn write(unit: &mut Unit<'_>, desk: &Desk<'_>, run: &Run, mut prepared: Prepared) -> Result<Done> {
    write_assessments(unit, run, &prepared)?;
    write_faults(unit, run, &prepared)?;
    finish_bills(unit, desk, run, &mut prepared)?;
    let mut copy = unit.copy("bill", &bills::COLUMNS)?;
    for held in &prepared.billed.bills {
        copy.row(&bills::values(&held.row))?;
    }
    copy.finish()?;
    book(unit, desk, run, &prepared)?;
    Ok(Done {
        assessed: prepared.rows.len() as i64,
        faults: prepared.faults.len() as i64,
        bills: prepared.billed.bills.len() as i64,
        owed: prepared.billed.owed,
        digest: prepared.digest,
    })
}

fn write_assessments(unit: &mut Unit<'_>, run: &Run, prepared: &Prepared) -> Result<()> {
    // Payers whose bill of this run is not the first of the month.
    let later = prepared.billed.bills.iter().filter(|held| held.row.no > 0);
    let mut later = later.map(|held| (held.row.payer.0, held.row.no)).peekable();
    let mut copy = unit.copy("assessment", &assessments::COLUMNS)?;
    let mut start = 0;
    for row in &prepared.rows {
        while later.next_if(|(payer, _)| *payer < row.payer).is_some() {}
        let no = later.peek().filter(|(payer, _)| *payer == row.payer).map_or(0, |(_, no)| *no);
        copy.row(&[
            Value::Month(prepared.month),
            Value::Int(row.payer),
            Value::Int(row.membership),
            Value::Int(no),
            Value::Int(run.id),
            Value::Int(row.owed),
            Value::Bytes(&prepared.bytes[start..row.end]),
        ])?;
        start = row.end;
    }
    copy.finish()?;
    Ok(())
}

fn write_faults(unit: &mut Unit<'_>, run: &Run, prepared: &Prepared) -> Result<()> {
    if prepared.faults.is_empty() {
        return Ok(());
    }
    let mut copy = unit.copy("run_fault", &FAULT_COLUMNS)?;
    for (membership, payer, why) in &prepared.faults {
        copy.row(&[Value::Int(run.id), Value::Int(membership.0), Value::Int(payer.0), Value::Text(why)])?;
    }
    copy.finish()?;
    Ok(())
}

/// Codes, the run and the moment. The run took its serial numbers when it was opened, so that its workers do
/// not wait for one another here; only people who joined since need more.
fn finish_bills(unit: &mut Unit<'_>, desk: &Desk<'_>, run: &Run, prepared: &mut Prepared) -> Result<()> {
    let billed = &mut prepared.billed;
    let wanted = billed.bills.iter().filter(|held| held.row.code == 0).count() as i64;
    let mut serial = if wanted <= prepared.chunk.people {
        run.first_code + runs::people_before(unit, &prepared.chunk)?
    } else {
        institution::take_codes(unit, wanted)?
    };
    for held in &mut billed.bills {
        if held.row.code == 0 {
            held.row.code = code::code(desk.code_key, serial);
            serial += 1;
        }
        held.row.run = run.id;
        held.row.known = desk.now;
    }
    Ok(())
}

/// One entry for the whole chunk; the sub-ledger is in its rows, of which the lines keep the fingerprint.
fn book(unit: &mut Unit<'_>, desk: &Desk<'_>, run: &Run, prepared: &Prepared) -> Result<()> {
    let (billed, chunk) = (&prepared.billed, &prepared.chunk);
    let mut book = Book::new();
    if !billed.total.is_zero() {
        let holder = Holder::Rows { count: prepared.rows.len() as u64, hash: prepared.digest };
        book.owed(desk.law, holder, &billed.total)?;
    }
    if !billed.paid.is_empty() {
        book_paid(desk, billed, &mut book)?;
    }
    let key = format!("run-{}-{}", run.id, chunk.no);
    let about = format!("month {}, chunk {} of run {}", prepared.month, chunk.no, run.id);
    let heading = Heading { day: run.day, key: &key, about: Some(&about) };
    let entry = book.entry(Kind::Assessed, heading);
    let Some(entry) = entry.with_context(|| format!("could not book chunk {}", chunk.no))? else {
        return Ok(());
    };
    let place = books::post(unit, books::journal_of(chunk.no), entry, desk.now)?.place();
    write_paid(unit, run, billed, place)
}

fn book_paid(desk: &Desk<'_>, billed: &Billed, book: &mut Book) -> Result<()> {
    let mut hash = Sha256::new();
    let mut paid = Lines::new();
    let (mut saved_of, mut months) = (Sha256::new(), 0);
    let (mut saved, mut count) = (0, 0);
    for one in &billed.paid {
        for (month, no, amount) in &one.settled.allocations {
            hash.update(format!("{} {month} {no} {amount}\n", one.payer).as_bytes());
        }
        paid = paid.plus(&one.settled.received).plus(&one.settled.released);
        saved += one.settled.savings;
        for (month, no) in &one.settled.savings_of {
            saved_of.update(format!("{} {month} {no}\n", one.payer).as_bytes());
            months += 1;
        }
        count += one.settled.allocations.len() as u64;
    }
    let holder = Holder::Rows { count: count.max(1), hash: hash.finalize().into() };
    book.paid(desk.law, holder, &paid)?;
    if months > 0 {
        book.saved(desk.law, Holder::Rows { count: months, hash: saved_of.finalize().into() }, saved)?;
    }
    Ok(())
}

fn write_paid(unit: &mut Unit<'_>, run: &Run, billed: &Billed, place: Place) -> Result<()> {
    if billed.paid.is_empty() {
        return Ok(());
    }
    for one in &billed.paid {
        for held in &one.older {
            bills::pay(unit, &held.row)?;
        }
        if one.settled.credit != one.credit_before {
            payers::set_credit(unit, one.payer, one.settled.credit)?;
        }
    }
    let mut copy = unit.copy("allocation", &payments::COLUMNS)?;
    for one in &billed.paid {
        for (month, no, amount) in &one.settled.allocations {
            let Place { journal, seq } = place;
            let (payer, month, no, amount, day) = (one.payer, *month, *no, *amount, run.day);
            copy.row(&payments::values(&Allocation { payer, month, no, journal, seq, amount, day }))?;
        }
    }
    copy.finish()?;
    Ok(())
}
