//! Statements of one account between two days, and the sub-ledger of a control account.

use std::collections::BTreeMap;

use base::Day;

use crate::account::Account;
use crate::entry::{Entry, Place};
use crate::kind::Kind;
use crate::line::Holder;

/// What happened on an account, or on the part of it that is one holder's.
#[derive(Clone, Debug)]
pub struct Statement {
    account: Account,
    holder: Option<Holder>,
    from: Day,
    until: Day,
    opening: i128,
    movements: Vec<Movement>,
}

/// One line of a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Movement {
    /// The day it is booked on.
    pub day: Day,
    /// The entry it comes from.
    pub place: Place,
    /// What was done.
    pub kind: Kind,
    /// What it is about, in words.
    pub about: Option<String>,
    /// Whose line it is, on a control account.
    pub holder: Option<Holder>,
    /// A debit is positive.
    pub amount: i64,
    /// What the account has come to with it.
    pub balance: i128,
}

impl Statement {
    /// A statement from one day to another, both included.
    pub const fn new(account: Account, from: Day, until: Day) -> Statement {
        Statement { account, holder: None, from, until, opening: 0, movements: Vec::new() }
    }

    /// Only what is this holder's.
    #[must_use]
    pub fn of(self, holder: Holder) -> Statement {
        Statement { holder: Some(holder), ..self }
    }

    /// Adds an entry; those of other accounts and of later days change nothing.
    pub fn add(&mut self, place: Place, entry: &Entry) {
        let day = entry.day();
        if day > self.until {
            return;
        }
        let whose = self.holder;
        let ours = entry.lines().iter().filter(|line| line.account == self.account);
        for line in ours.filter(|line| whose.is_none() || line.holder == whose) {
            if day < self.from {
                self.opening += i128::from(line.amount);
                continue;
            }
            let about = entry.about().map(str::to_owned);
            let (holder, amount) = (line.holder, line.amount);
            let kind = entry.kind();
            self.movements.push(Movement { day, place, kind, about, holder, amount, balance: 0 });
        }
    }

    /// Opening balance, movements by day with what each comes to, closing balance.
    pub fn finish(mut self) -> (i128, Vec<Movement>, i128) {
        self.movements.sort_by_key(|movement| (movement.day, movement.place));
        let mut balance = self.opening;
        for movement in &mut self.movements {
            balance += i128::from(movement.amount);
            movement.balance = balance;
        }
        (self.opening, self.movements, balance)
    }
}

/// What each holder of a control account has come to by the end of a day.
#[derive(Clone, Debug)]
pub struct Holders {
    account: Account,
    until: Day,
    balances: BTreeMap<i64, i128>,
    rows: u64,
    in_rows: i128,
}

impl Holders {
    /// The sub-ledger of an account at the end of a day.
    pub const fn until(account: Account, day: Day) -> Holders {
        Holders { account, until: day, balances: BTreeMap::new(), rows: 0, in_rows: 0 }
    }

    /// Adds an entry, unless it is of a later day.
    pub fn add(&mut self, entry: &Entry) {
        if entry.day() > self.until {
            return;
        }
        for line in entry.lines().iter().filter(|line| line.account == self.account) {
            let amount = i128::from(line.amount);
            match line.holder {
                Some(Holder::Payer(number) | Holder::Membership(number)) => {
                    *self.balances.entry(number).or_default() += amount;
                }
                Some(Holder::Rows { count, .. }) => {
                    self.rows += count;
                    self.in_rows += amount;
                }
                None => {}
            }
        }
    }

    /// The balance of each holder that was named in a line, by number.
    pub fn named(&self) -> impl Iterator<Item = (i64, i128)> {
        self.balances.iter().map(|(number, balance)| (*number, *balance))
    }

    /// How many rows are kept elsewhere, and what they come to.
    pub const fn in_rows(&self) -> (u64, i128) {
        (self.rows, self.in_rows)
    }

    /// What the control account has come to: what is named and what is in rows.
    pub fn control(&self) -> i128 {
        self.balances.values().sum::<i128>() + self.in_rows
    }
}
