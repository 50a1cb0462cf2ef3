//! The institution's books as the program keeps them: posting, reading, the trial balance as people see it.

pub(crate) mod checks;
pub(crate) mod commit;
pub(crate) mod correct;
pub(crate) mod penalise;
pub(crate) mod settle;

use std::fmt::Write as _;

use anyhow::{Context, Result};
use base::{Day, Moment};
use ledger::{Balances, Entry, JOURNALS, Place, Posted, Trial, Written};
use store::queries::journals;
use store::{Store, Unit};

/// Which journal keeps the entries of a payer: writers of different payers seldom wait for each other.
pub(crate) fn journal_of(number: i64) -> u16 {
    (number.unsigned_abs() % u64::from(JOURNALS)) as u16
}

/// Posts an entry at the end of a journal.
pub(crate) fn post(unit: &mut Unit<'_>, journal: u16, entry: Entry, now: Moment) -> Result<Posted> {
    let mut head = journals::hold(unit, journal)?;
    let day = entry.day();
    let posted = head.append(entry, now);
    journals::append(unit, day, &posted)?;
    Ok(posted)
}

/// Every entry as it is kept: place, text, hash.
pub(crate) fn each_row(store: &mut Store, take: TakeRow<'_>) -> Result<()> {
    store.look(|unit| each_row_in(unit, take))
}

/// What takes an entry as it is kept.
pub(crate) type TakeRow<'t> = &'t mut dyn FnMut(Place, &str, &[u8; 32]) -> Result<()>;

/// The same within a look at more.
pub(crate) fn each_row_in(unit: &mut Unit<'_>, take: TakeRow<'_>) -> Result<()> {
    for journal in 0..JOURNALS {
        journals::each(unit, journal, &mut |seq, text, hash| {
            let place = Place { journal, seq };
            let hash = hash.try_into().with_context(|| format!("the hash of entry {place} is damaged"))?;
            take(place, text, hash)
        })?;
    }
    Ok(())
}

/// Every entry, read; a text that is none is an error that names it.
pub(crate) fn each_entry_checked(
    store: &mut Store,
    take: &mut dyn FnMut(&Written) -> Result<()>,
) -> Result<()> {
    each_row(store, &mut |place, text, _| {
        let written = ledger::text::read(text)
            .with_context(|| format!("entry {place} is damaged: `naungan verify` says more"))?;
        take(&written)
    })
}

/// Every entry, read.
pub(crate) fn each_entry(store: &mut Store, take: &mut dyn FnMut(&Written)) -> Result<()> {
    each_entry_checked(store, &mut |written| {
        take(written);
        Ok(())
    })
}

/// What every account has come to at the end of a day.
pub(crate) fn trial_on(store: &mut Store, day: Day) -> Result<Trial> {
    let mut balances = Balances::until(day);
    each_entry(store, &mut |written| balances.add(&written.entry))?;
    Ok(balances.trial())
}

/// A trial balance for people: one fund after another, and what all comes to.
pub(crate) fn trial_text(trial: &Trial) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{:<12} {:<34} {:>21} {:>21} {:>21}", "", "", "debit", "credit", "balance");
    for row in &trial.rows {
        let name = row.account.row().map_or("", |chart| chart.en);
        let account = format!("{} {name}", row.account);
        let _ = writeln!(
            text,
            "{:<12} {account:<34.34} {:>21} {:>21} {:>21}",
            row.account.fund.as_str(),
            grouped(row.debit),
            grouped(row.credit),
            grouped(row.balance)
        );
    }
    let _ = writeln!(text, "{:<47} {:>21} {:>21} {:>21}", "", "", "", grouped(trial.total()));
    text
}

/// A number with `.` between groups of three, as Indonesian accounts are written.
pub(crate) fn grouped(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}
