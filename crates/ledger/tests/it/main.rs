//! Tests of `ledger`: bookkeeping as text, and years by chance.

#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::needless_raw_string_hashes,
    reason = "a test that cannot go on has failed, is not in a hurry, and has snapshots as they are written"
)]

mod accounts;
mod balances;
mod chains;
mod chance;
mod damage;
mod entries;
mod hledger;
mod python;
mod texts;

use base::{Day, Moment};
use ledger::{Entry, Posted, TextFault};

/// An entry from rows such as `jkk 1200 payer 17 | 100`, perhaps after `about …` or `reverses …`.
fn booked(rows: &str) -> Result<Entry, TextFault> {
    booked_as("2026-05-03", "assessed", rows)
}

/// The same on a day and of a kind.
fn booked_as(day: &str, kind: &str, rows: &str) -> Result<Entry, TextFault> {
    let mut text = format!("entry 0 1 {day} 2026-05-03T10:00:00.000000Z {kind} key\n");
    for row in rows.lines().map(str::trim).filter(|row| !row.is_empty()) {
        match row.split_once('|') {
            Some((account, amount)) => {
                let words: Vec<_> = account.split_whitespace().collect();
                text.push_str(&format!("line {} {}\n", words.join(" "), amount.trim()));
            }
            None => text.push_str(&format!("{row}\n")),
        }
    }
    text.push_str("end\n");
    ledger::text::read(&text).map(|written| written.entry)
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

fn export(posted: &[Posted]) -> String {
    let mut text = String::new();
    for posted in posted {
        ledger::export::write_into(&mut text, &posted.text, &posted.hash);
    }
    text
}
