//! Whether the books and what they control agree: chains, balances, sub-ledgers, fingerprints of rows.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::Day;
use ledger::chart;
use ledger::{Account, Balances, Books, Fund};
use scheme::contributions::BillKind;
use scheme::contributions::post::{self, COLLECTION};
use store::queries::{assessments, bills, growth, journals, payers, runs};

use super::settle::Held;
use crate::office::Office;
use crate::runs::month::RowHash;

/// What was looked at, and what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// Entries in order.
    pub(crate) entries: u64,
    /// Bills held against the control accounts.
    pub(crate) bills: u64,
    /// Chunks whose rows were read again.
    pub(crate) chunks: u64,
    /// What is wrong, each in a sentence that names the place.
    pub(crate) faults: Vec<String>,
}

/// Reads everything and compares.
pub(crate) fn verify(office: &mut Office) -> Result<Verdict> {
    let mut verdict = Verdict::default();
    let balances = chains(office, &mut verdict)?;
    let trial = balances.trial();
    if trial.total() != 0 {
        verdict.faults.push(format!("the trial balance is {} and not zero", trial.total()));
    }
    if let Some((fund, left)) = trial.first_unbalanced() {
        verdict.faults.push(format!("the fund {fund} does not balance: {left}"));
    }
    sub_ledgers(office, &balances, &mut verdict)?;
    rows_of_runs(office, &mut verdict)?;
    Ok(verdict)
}

fn chains(office: &mut Office, verdict: &mut Verdict) -> Result<Balances> {
    let mut books = Books::new();
    for head in office.look(|unit, _| journals::heads(unit))? {
        books.expect(head);
    }
    let mut balances = Balances::until(Day::MAX);
    super::each_row(&mut office.store, &mut |place, text, hash| {
        match books.next(place, text, hash) {
            Ok(Some(written)) => {
                balances.add(&written.entry);
                verdict.entries += 1;
            }
            Ok(None) => {}
            Err(fault) => verdict.faults.push(format!("entry {place}: {}", fault.what)),
        }
        Ok(())
    })?;
    verdict
        .faults
        .extend(books.finish().iter().map(|fault| format!("entry {}: {}", fault.place(), fault.what)));
    Ok(balances)
}

/// What bills, credits and accounts come to has to be what the control accounts say.
fn sub_ledgers(office: &mut Office, balances: &Balances, verdict: &mut Verdict) -> Result<()> {
    let mut open: BTreeMap<String, i128> = BTreeMap::new();
    let mut saved = 0_i128;
    let (credit, grown) = office.look(|unit, desk| {
        open.clear();
        saved = 0;
        verdict.bills = 0;
        bills::each(unit, &mut |row| {
            let held = Held::read(row, desk.slots)?;
            let unpaid = if held.bill.owed() <= 0 && held.row.settled.is_some() {
                scheme::lines::Lines::new()
            } else {
                held.bill.unpaid(desk.law)
            };
            for (fund, amount) in unpaid.by_fund(desk.law) {
                *open.entry(fund).or_default() += i128::from(amount);
            }
            if held.row.settled.is_some() && held.bill.kind != BillKind::Penalty {
                saved += i128::from(post::savings(&held.bill.lines));
            }
            verdict.bills += 1;
            Ok(())
        })?;
        Ok((payers::all_credit(unit)?, growth::total(unit)?))
    })?;
    let law = office.law;
    for fund in law.funds() {
        let account = Account::new(Fund::new(fund)?, chart::RECEIVABLE);
        agree(&account, balances, open.get(fund).copied().unwrap_or(0), "open bills", verdict);
    }
    let account = Account::new(Fund::new(COLLECTION)?, chart::CREDIT);
    agree(&account, balances, -i128::from(credit), "payers' credit", verdict);
    let account = Account::new(Fund::new(law.fund_of(scheme::law::SAVINGS))?, chart::MEMBERS);
    agree(&account, balances, -(saved + i128::from(grown)), "settled savings with their growth", verdict);
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

/// The rows of every chunk that is done, against the fingerprint it left.
fn rows_of_runs(office: &mut Office, verdict: &mut Verdict) -> Result<()> {
    let runs_of_months = office.look(|unit, _| runs::all(unit))?;
    for run in runs_of_months.iter().filter(|run| run.kind == "month") {
        let month = run.period.parse().context("a run's month is damaged")?;
        for (chunk, done) in office.look(|unit, _| runs::done(unit, run.id))? {
            let digest = office.look(|unit, _| {
                let mut hash = RowHash::default();
                assessments::each_of_month(unit, month, (chunk.from, chunk.until), &mut |row| {
                    let row = assessments::from_row(row)?;
                    if row.run == run.id {
                        hash.add(row.payer.0, row.membership.0, row.owed, &row.lines);
                    }
                    Ok(())
                })?;
                Ok(hash.finish())
            })?;
            if digest != done.digest {
                verdict.faults.push(format!("chunk {} of {month}: its assessments were changed", chunk.no));
            }
            verdict.chunks += 1;
        }
    }
    Ok(())
}
