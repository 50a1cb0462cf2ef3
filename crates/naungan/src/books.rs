//! The institution's books as the program keeps them: posting, reading, the trial balance as people see it.

pub(crate) mod checks;
pub(crate) mod commit;
pub(crate) mod correct;
pub(crate) mod delay;
pub(crate) mod gift;
pub(crate) mod grant;
pub(crate) mod paid_to;
pub(crate) mod penalise;
pub(crate) mod pension;
mod pot_checks;
pub(crate) mod savings;
pub(crate) mod settle;
pub(crate) mod share;
pub(crate) mod undo;

use std::fmt::Write as _;

use anyhow::{Context, Result};
use base::{Day, Moment};
use ledger::{Balances, Entry, JOURNALS, Place, Posted, Trial, Written};
use rules::render::Lang;
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
pub(crate) fn trial_text(trial: &Trial, lang: Lang) -> String {
    let mut text = String::new();
    let [debit, credit, balance] =
        lang.pick_value(["debit", "kredit", "saldo"], ["debit", "credit", "balance"]);
    let _ = writeln!(text, "{:<12} {:<34} {debit:>21} {credit:>21} {balance:>21}", "", "");
    for row in &trial.rows {
        let name = row.account.row().map_or("", |chart| lang.pick(chart.id, chart.en));
        let account = format!("{} {name}", row.account);
        let _ = writeln!(
            text,
            "{:<12} {account:<34.34} {:>21} {:>21} {:>21}",
            row.account.fund.as_str(),
            grouped(row.debit, lang),
            grouped(row.credit, lang),
            grouped(row.balance, lang)
        );
    }
    let _ = writeln!(text, "{:<47} {:>21} {:>21} {:>21}", "", "", "", grouped(trial.total(), lang));
    text
}

/// A number in groups of three, as accounts are written: `1.234.567` in Indonesian, `1,234,567` in English.
pub(crate) fn grouped(number: impl Into<i128>, lang: Lang) -> String {
    let number = number.into();
    let mark = lang.pick_value('.', ',');
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Lang, grouped};

    #[test]
    fn each_language_has_its_mark() {
        let said = |lang| [0, 999, 1_000, -123_456, 1_234_567].map(|number: i64| grouped(number, lang));
        assert_eq!(said(Lang::Id), ["0", "999", "1.000", "-123.456", "1.234.567"]);
        assert_eq!(said(Lang::En), ["0", "999", "1,000", "-123,456", "1,234,567"]);
    }
}
