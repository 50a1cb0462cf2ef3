//! Growth of savings for a year: every account replayed from its first contribution, and the year's part
//! booked.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::{Day, Month};
use ledger::{Holder, Kind};
use scheme::accounts::{Account, Method};
use scheme::contributions::post::{self, Book, Heading};
use scheme::id::MembershipId;
use scheme::lines::Lines;
use sha2::{Digest, Sha256};
use store::queries::grants::{self, Withdrawal};
use store::queries::growth;
use store::queries::runs::{self, Chunk, Done, Run};
use store::{Unit, Value};

use crate::books;
use crate::books::savings::left;
use crate::office::Desk;

/// Credits a chunk of memberships with the growth of a year.
pub(super) fn chunk(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    run: &Run,
    chunk: &Chunk,
    year: i32,
) -> Result<Done> {
    let end = Month::new(year, 12)?;
    let range = (chunk.from, chunk.until);
    let accounts = contributions(unit, desk, range, end)?;
    let method = Method::named(desk.law, &desk.institution.crediting)?;
    let mut grown: Vec<(MembershipId, i64)> = Vec::new();
    let before = growth::of_range(unit, range)?;
    let mut taken: BTreeMap<MembershipId, Vec<Withdrawal>> = BTreeMap::new();
    for one in grants::withdrawals(unit, range)? {
        taken.entry(one.membership).or_default().push(one);
    }
    for (membership, saved) in accounts {
        let taken = taken.get(&membership).map_or(&[][..], Vec::as_slice);
        let left = left(&saved, taken);
        if left.emptied.is_some_and(|emptied| emptied > end) {
            // All of it was paid since, with the growth of this year.
            continue;
        }
        let booked = before.get(&membership).copied().unwrap_or(0) + left.beside;
        let account = left.account(method);
        let amount = account
            .growth_of_year(desk.law, year, booked)
            .with_context(|| format!("could not credit membership {membership} for {year}"))?;
        if amount != 0 {
            grown.push((membership, amount));
        }
    }
    let (total, digest) = write(unit, run, year, &grown)?;
    if total != 0 {
        let holder = Holder::Rows { count: grown.len() as u64, hash: digest };
        let key = format!("run-{}-{}", run.id, chunk.no);
        let about = format!("growth of {year}, chunk {} of run {}", chunk.no, run.id);
        let mut book = Book::new();
        book.grown(desk.law, holder, total)?;
        if let Some(entry) =
            book.entry(Kind::Grown, Heading { day: run.day, key: &key, about: Some(&about) })?
        {
            books::post(unit, books::journal_of(chunk.no), entry, desk.now)?;
        }
    }
    let assessed = grown.len() as i64;
    Ok(Done { assessed, owed: total, digest, ..Done::default() })
}

/// Contributions by the month they count from, with the day they were settled.
type Accounts = BTreeMap<MembershipId, Vec<(Month, Day, i64)>>;

/// Contributions that reached each account.
fn contributions(unit: &mut Unit<'_>, desk: &Desk<'_>, range: (i64, i64), end: Month) -> Result<Accounts> {
    let mut accounts = Accounts::new();
    let Some(first) = runs::first_assessed_month(unit)? else { return Ok(accounts) };
    let mut month = first;
    while month <= end {
        growth::each_settled(unit, range, month, &mut |membership, settled: Day, lines| {
            let lines = Lines::unpack(lines, desk.slots).context("an assessment is damaged")?;
            let saved = post::savings(&lines);
            if saved != 0 {
                let credited = Account::credited_in(month, settled);
                accounts.entry(membership).or_default().push((credited, settled, saved));
            }
            Ok(())
        })?;
        let Some(next) = month.next() else { break };
        month = next;
    }
    Ok(accounts)
}

fn write(
    unit: &mut Unit<'_>,
    run: &Run,
    year: i32,
    grown: &[(MembershipId, i64)],
) -> Result<(i64, [u8; 32])> {
    let mut hash = Sha256::new();
    let mut total = 0;
    let mut copy = unit.copy("growth", &growth::COLUMNS)?;
    for (membership, amount) in grown {
        hash.update(format!("{membership} {year} {amount}\n").as_bytes());
        total += amount;
        copy.row(&[
            Value::Int(membership.0),
            Value::Int(year.into()),
            Value::Int(run.id),
            Value::Int(*amount),
        ])?;
    }
    copy.finish()?;
    Ok((total, hash.finalize().into()))
}
