//! Whether the books and what they control agree: chains, balances, sub-ledgers, members' months,
//! fingerprints.
//!
//! All of it is read as it stood at one moment, so that work that goes on meanwhile is no fault.

mod platforms;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use base::{Day, Month};
use ledger::chart;
use ledger::{Account, Balances, Books, Fund};
use scheme::claims::post::INSTITUTION;
use scheme::contributions::BillKind;
use scheme::contributions::post::{self, COLLECTION};
use scheme::id::PayerId;
use scheme::lines::Lines;
use store::Unit;
use store::queries::runs::{Chunk, Run};
use store::queries::{
    advances, agent_cash, assessments, bills, commissions, grants, growth, journals, orders, payers, runs,
};

use super::pot_checks::OfPots;
use super::settle::Held;
use crate::office::{Desk, Office};
use crate::runs::month::RowHash;

/// What was looked at, and what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// Entries in order.
    pub(crate) entries: u64,
    /// Bills held against the control accounts, and against their members' months.
    pub(crate) bills: u64,
    /// Chunks whose rows were read again.
    pub(crate) chunks: u64,
    /// What is wrong, each in a sentence that names the place.
    pub(crate) faults: Vec<String>,
}

/// Reads everything and compares.
pub(crate) fn verify(office: &mut Office) -> Result<Verdict> {
    office.look(|unit, desk| {
        let mut verdict = Verdict::default();
        let mut of_pots = OfPots::default();
        let balances = chains(unit, &mut of_pots, &mut verdict)?;
        let trial = balances.trial();
        if trial.total() != 0 {
            verdict.faults.push(format!("the trial balance is {} and not zero", trial.total()));
        }
        if let Some((fund, left)) = trial.first_unbalanced() {
            verdict.faults.push(format!("the fund {fund} does not balance: {left}"));
        }
        sub_ledgers(unit, desk, &balances, &mut verdict)?;
        verdict.faults.extend(of_pots.faults(unit)?);
        agents(unit, &balances, &mut verdict)?;
        months(unit, desk, &mut verdict)?;
        for run in store::queries::pensions::runs(unit)? {
            verdict.faults.extend(crate::runs::pensions::faults(unit, &run)?);
        }
        Ok(verdict)
    })
}

fn chains(unit: &mut Unit<'_>, of_pots: &mut OfPots, verdict: &mut Verdict) -> Result<Balances> {
    let mut books = Books::new();
    for head in journals::heads(unit)? {
        books.expect(head);
    }
    let mut balances = Balances::until(Day::MAX);
    super::each_row_in(unit, &mut |place, text, hash| {
        match books.next(place, text, hash) {
            Ok(Some(written)) => {
                balances.add(&written.entry);
                of_pots.add(&written.entry);
                verdict.entries += 1;
            }
            Ok(None) => {}
            Err(fault) => verdict.faults.push(format!("entry {place}: {}", fault.what)),
        }
        Ok(())
    })?;
    let late = books.finish();
    verdict.faults.extend(late.iter().map(|fault| format!("entry {}: {}", fault.place(), fault.what)));
    Ok(balances)
}

/// What bills, credits and accounts come to has to be what the control accounts say.
fn sub_ledgers(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    balances: &Balances,
    verdict: &mut Verdict,
) -> Result<()> {
    let mut open: BTreeMap<String, i128> = BTreeMap::new();
    let mut saved = 0_i128;
    bills::each(unit, &mut |row| {
        let held = Held::read(row, desk.slots)?;
        let given_back = held.bill.owed() <= 0 && held.row.settled.is_some();
        let unpaid = if given_back { Lines::new() } else { held.bill.unpaid(desk.law) };
        for (fund, amount) in unpaid.by_fund(desk.law) {
            *open.entry(fund).or_default() += i128::from(amount);
        }
        if held.row.settled.is_some() && held.bill.kind != BillKind::Penalty {
            saved += i128::from(post::savings(&held.bill.lines));
        }
        verdict.bills += 1;
        Ok(())
    })?;
    let credit = i128::from(payers::all_credit(unit)?);
    let grown = i128::from(growth::total(unit)?);
    for fund in desk.law.funds() {
        let account = Account::new(Fund::new(fund)?, chart::RECEIVABLE);
        agree(&account, balances, open.get(fund).copied().unwrap_or(0), "open bills", verdict);
    }
    let account = Account::new(Fund::new(COLLECTION)?, chart::CREDIT);
    agree(&account, balances, -credit, "payers' credit", verdict);
    let (taken, grown_before) = grants::withdrawn(unit)?;
    let saved = saved + grown + i128::from(grown_before) - i128::from(taken);
    let account = Account::new(Fund::new(desk.law.fund_of(scheme::law::SAVINGS))?, chart::MEMBERS);
    agree(&account, balances, -saved, "settled savings with their growth", verdict);
    platforms::platforms(unit, balances, verdict)?;
    benefits(unit, desk, balances, verdict)
}

/// What was granted and not paid has to be what the orders are, and what was paid too much what is recovered.
fn benefits(unit: &mut Unit<'_>, desk: &Desk<'_>, balances: &Balances, verdict: &mut Verdict) -> Result<()> {
    let unpaid: BTreeMap<String, i64> = orders::unpaid(unit)?.into_iter().collect();
    let mut overpaid: BTreeMap<String, i128> = BTreeMap::new();
    for (programme, amount) in grants::all_to_recover(unit)? {
        *overpaid.entry(desk.law.fund_of(&programme).to_owned()).or_default() += i128::from(amount);
    }
    let mut advanced: BTreeMap<String, i128> = BTreeMap::new();
    for one in advances::all(unit, None)? {
        *advanced.entry(desk.law.fund_of(&one.programme).to_owned()).or_default() += i128::from(one.amount);
    }
    for (_, programme, amount) in advances::repaid(unit)? {
        *advanced.entry(desk.law.fund_of(&programme).to_owned()).or_default() -= i128::from(amount);
    }
    for name in desk.law.funds() {
        let fund = Fund::new(name)?;
        let owed = advanced.get(name).copied().unwrap_or(0);
        agree(&Account::new(fund, chart::ADVANCED), balances, owed, "what employers have to bear", verdict);
        let payable = i128::from(unpaid.get(name).copied().unwrap_or(0));
        agree(&Account::new(fund, chart::PAYABLE), balances, -payable, "unpaid orders", verdict);
        let open = overpaid.get(name).copied().unwrap_or(0);
        agree(&Account::new(fund, chart::OVERPAID), balances, open, "what is to be recovered", verdict);
    }
    // Compensation for delay is the institution's own.
    let account = Account::new(Fund::new(INSTITUTION)?, chart::PAYABLE);
    let late = i128::from(unpaid.get(INSTITUTION).copied().unwrap_or(0));
    agree(&account, balances, -late, "unpaid compensation", verdict);
    Ok(())
}

/// Cash that agents hold has to be what their receipts are, and what is due to them what they have earned.
fn agents(unit: &mut Unit<'_>, balances: &Balances, verdict: &mut Verdict) -> Result<()> {
    let held: i64 = agent_cash::held(unit)?.iter().map(|(_, amount)| amount).sum();
    let account = Account::new(Fund::new(COLLECTION)?, chart::CASH);
    agree(&account, balances, held.into(), "receipts of agents", verdict);
    let due: i64 = commissions::due(unit)?.iter().map(|(_, amount)| amount).sum();
    let account = Account::new(Fund::new(INSTITUTION)?, chart::COMMISSION_DUE);
    agree(&account, balances, -i128::from(due), "commission of agents", verdict);
    Ok(())
}

fn agree(account: &Account, balances: &Balances, rows: i128, what: &str, verdict: &mut Verdict) {
    let control = balances.of(account);
    if control != rows {
        verdict.faults.push(format!(
            "account {account} of {} stands at {control}, and {what} come to {rows}",
            account.fund.as_str()
        ));
    }
}

/// Month by month: the rows of each chunk against the fingerprint it left, and each bill against its members.
fn months(unit: &mut Unit<'_>, desk: &Desk<'_>, verdict: &mut Verdict) -> Result<()> {
    let mut left: BTreeSet<Month> = bills::months(unit)?.into_iter().collect();
    for run in runs::all(unit)?.into_iter().filter(|run| run.kind == "month") {
        let month: Month = run.period.parse().context("a run's month is damaged")?;
        left.remove(&month);
        let done = runs::done(unit, run.id)?;
        for (chunk, of_chunk) in &done {
            if rows_of(unit, &run, month, chunk)? != of_chunk.digest {
                verdict.faults.push(format!("chunk {} of {month}: its assessments were changed", chunk.no));
            }
            verdict.chunks += 1;
        }
        for chunk in runs::ranges(unit, run.id)? {
            bills_of(unit, desk, month, (chunk.from, chunk.until), verdict)?;
        }
    }
    // Months that were billed ahead of their run.
    left.into_iter().try_for_each(|month| bills_of(unit, desk, month, (0, i64::MAX), verdict))
}

fn rows_of(unit: &mut Unit<'_>, run: &Run, month: Month, chunk: &Chunk) -> Result<[u8; 32]> {
    let mut hash = RowHash::default();
    assessments::each_of_month(unit, month, (chunk.from, chunk.until), &mut |row| {
        let row = assessments::from_row(row)?;
        if row.run == run.id {
            hash.add(row.payer.0, row.membership.0, row.owed, &row.lines);
        }
        Ok(())
    })?;
    Ok(hash.finish())
}

/// A bill is the sum of its members' rows, line by line: what is in a member's account is what was billed for
/// her.
fn bills_of(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    month: Month,
    range: (i64, i64),
    verdict: &mut Verdict,
) -> Result<()> {
    let mut sums: BTreeMap<(PayerId, i64), Lines> = BTreeMap::new();
    assessments::each_of_month(unit, month, range, &mut |row| {
        let row = assessments::from_row(row)?;
        let damaged = || format!("the assessment of membership {} for {month} is damaged", row.membership);
        let lines = Lines::unpack(&row.lines, desk.slots).with_context(damaged)?;
        let sum = sums.entry((row.payer, row.no)).or_default();
        *sum = sum.plus(&lines);
        Ok(())
    })?;
    bills::each_of_month(unit, month, range, &mut |row| {
        let (payer, no) = (row.payer, row.no);
        let held = Held::read(row, desk.slots)?;
        let members = sums.remove(&(payer, no)).unwrap_or_default();
        if held.bill.kind != BillKind::Penalty && members != held.bill.lines {
            verdict.faults.push(format!(
                "bill {no} of payer {payer} for {month} says {}, and its members come to {members}",
                held.bill.lines
            ));
        }
        Ok(())
    })?;
    for (payer, no) in sums.keys() {
        verdict
            .faults
            .push(format!("members of payer {payer} stand in bill {no} for {month}, which is not there"));
    }
    Ok(())
}
