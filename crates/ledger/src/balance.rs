//! Trial balances: what each account has come to by the end of a day.

use std::collections::HashMap;
use std::fmt::Write as _;

use base::Day;

use crate::account::{Account, Fund};
use crate::entry::Entry;

/// Sums of all entries up to a day, by account.
#[derive(Clone, Debug)]
pub struct Balances {
    until: Day,
    places: HashMap<Account, u32>,
    sums: Vec<Sums>,
    // Lines of an entry come in pairs on few accounts: the one before is often the one again.
    latest: Option<(Account, u32)>,
}

#[derive(Clone, Copy, Default, Debug)]
struct Sums {
    debit: i128,
    credit: i128,
}

impl Balances {
    /// Balances at the end of a day.
    pub fn until(day: Day) -> Balances {
        Balances { until: day, places: HashMap::new(), sums: Vec::new(), latest: None }
    }

    /// Adds an entry, unless it is of a later day.
    pub fn add(&mut self, entry: &Entry) {
        if entry.day() > self.until {
            return;
        }
        for line in entry.lines() {
            let sums = self.sums_of(line.account);
            let amount = i128::from(line.amount);
            if amount > 0 {
                sums.debit += amount;
            } else {
                sums.credit -= amount;
            }
        }
    }

    /// The balance of one account: debits less credits.
    pub fn of(&self, account: &Account) -> i128 {
        self.places.get(account).map_or(0, |at| self.sums[*at as usize].balance())
    }

    /// The balance of each account that was ever used, by fund and number.
    pub fn trial(&self) -> Trial {
        let mut rows: Vec<_> = self.places.iter().map(|(account, at)| (*account, *at)).collect();
        rows.sort_unstable();
        let row = |(account, at): (Account, u32)| {
            let sums = self.sums[at as usize];
            TrialRow { account, debit: sums.debit, credit: sums.credit, balance: sums.balance() }
        };
        Trial { rows: rows.into_iter().map(row).collect() }
    }

    fn sums_of(&mut self, account: Account) -> &mut Sums {
        let at = match self.latest {
            Some((latest, at)) if latest == account => at,
            _ => *self.places.entry(account).or_insert_with(|| {
                self.sums.push(Sums::default());
                self.sums.len() as u32 - 1
            }),
        };
        self.latest = Some((account, at));
        &mut self.sums[at as usize]
    }
}

impl Sums {
    const fn balance(self) -> i128 {
        self.debit - self.credit
    }
}

/// A trial balance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trial {
    /// An account each, by fund and number.
    pub rows: Vec<TrialRow>,
}

/// What one account has come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TrialRow {
    /// The account of a fund.
    pub account: Account,
    /// The sum of its debits.
    pub debit: i128,
    /// The sum of its credits, as a positive number.
    pub credit: i128,
    /// Debits less credits.
    pub balance: i128,
}

impl Trial {
    /// All balances together: zero, or the books are wrong.
    pub fn total(&self) -> i128 {
        self.rows.iter().map(|row| row.balance).sum()
    }

    /// The first fund by name whose accounts do not sum to zero, and what is left.
    pub fn first_unbalanced(&self) -> Option<(Fund, i128)> {
        let funds = self.rows.chunk_by(|a, b| a.account.fund == b.account.fund);
        let sums = funds.map(|rows| (rows[0].account.fund, rows.iter().map(|row| row.balance).sum()));
        sums.into_iter().find(|(_, sum)| *sum != 0)
    }

    /// The trial balance as lines of CSV: `fund,account,balance`.
    pub fn to_csv(&self) -> String {
        let mut text = "fund,account,balance\n".to_owned();
        for TrialRow { account, balance, .. } in &self.rows {
            // Writing into a `String` cannot fail.
            let _ = writeln!(text, "{},{account},{balance}", account.fund);
        }
        text
    }
}
