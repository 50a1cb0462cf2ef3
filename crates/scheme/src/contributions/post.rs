//! Decisions as entries of the ledger: what is debited and what is credited, in which fund.
//!
//! An amount that is nothing leaves no line, and no lines leave no entry. Slots of one fund and account are
//! one line. On the control accounts a line names the payer or membership, or the rows that stand behind it:
//! see [`Detail`].

use std::collections::BTreeMap;

use base::Day;
use ledger::chart;
use ledger::{Account, Entry, EntryRefusal, Fund, Holder, Kind, Line, NotAFund};
use sha2::{Digest, Sha256};

use crate::law::{Law, SAVINGS};
use crate::lines::{Lines, STATE, Slot, SlotName, sum};

/// The fund in which money stands that is on its way.
pub const COLLECTION: &str = "collection";

/// What every entry says besides its lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Heading<'h> {
    /// The day it is booked on.
    pub day: Day,
    /// The caller's own name for the request.
    pub key: &'h str,
    /// What it is about, in words without personal data.
    pub about: Option<&'h str>,
}

/// Why a decision cannot be booked: a name in the law or in the request that the ledger does not take.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unbooked {
    /// The law calls a fund what the ledger cannot.
    #[error(transparent)]
    Fund(#[from] NotAFund),
    /// The ledger refuses the entry.
    #[error(transparent)]
    Entry(#[from] EntryRefusal),
}

/// An entry, or nothing to book.
pub type Booked = Result<Option<Entry>, Unbooked>;

/// The rows behind one line of a control account: how many, and a fingerprint of all of them in their order.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    rows: u64,
    hash: Sha256,
}

impl Detail {
    /// No rows yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row. Its length is part of the fingerprint, so that no two lists of rows have the same.
    pub fn add(&mut self, row: &[u8]) {
        self.rows += 1;
        self.hash.update((row.len() as u64).to_le_bytes());
        self.hash.update(row);
    }

    /// What stands in the line; nothing without rows.
    pub fn holder(self) -> Option<Holder> {
        (self.rows > 0).then(|| Holder::Rows { count: self.rows, hash: self.hash.finalize().into() })
    }
}

/// Lines on their way to an entry, one for each account and holder. Several things that happen at once, such
/// as money that comes in and settles a month, are one entry.
#[derive(Debug, Default)]
pub struct Book {
    lines: Vec<Line>,
    /// Where the line of an account and holder stands.
    places: BTreeMap<(Account, Option<Holder>), usize>,
}

impl Book {
    /// No lines yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What was found to be owed, by a payer or by the rows of a chunk, or a difference to what was booked: a
    /// claim on the payer or the state, against what the fund earns; savings are owed to members instead.
    /// Moves between funds are booked too.
    pub fn owed(&mut self, law: &Law<'_>, holder: Holder, lines: &Lines) -> Result<(), Unbooked> {
        lines.iter().try_for_each(|(slot, amount)| self.owe(law, holder, slot, amount))
    }

    /// The lines of an entry, once more.
    pub fn like(&mut self, entry: &Entry) {
        for line in entry.lines() {
            self.add(line.account, line.holder, line.amount);
        }
    }

    /// Money that came in, to a payer's credit; below nothing for what is paid back.
    pub fn received(&mut self, payer: Holder, amount: i64) -> Result<(), Unbooked> {
        let collection = Fund::new(COLLECTION)?;
        self.add(Account::new(collection, chart::BANK), None, amount);
        self.add(Account::new(collection, chart::CREDIT), Some(payer), -amount);
        Ok(())
    }

    /// What bills received of their payer's credit, slot by slot, as
    /// [`Bill::receives`](super::Bill::receives) gives it: money that the collection owes each fund. Below
    /// nothing for what bills in the payer's favour give back.
    pub fn paid(&mut self, law: &Law<'_>, payer: Holder, lines: &Lines) -> Result<(), Unbooked> {
        let collection = Fund::new(COLLECTION)?;
        for (slot, amount) in lines.iter().filter(|(slot, _)| slot.is_billed()) {
            let fund = Fund::new(law.fund_of(slot.programme()))?;
            self.add(Account::new(collection, chart::CREDIT), Some(payer), amount);
            self.add(Account::due_to(collection, fund), None, -amount);
            self.add(Account::due_from(fund, collection), None, amount);
            self.add(Account::new(fund, chart::RECEIVABLE), Some(payer), -amount);
        }
        Ok(())
    }

    /// Savings contributions of months that are settled, to the members' accounts.
    pub fn saved(&mut self, law: &Law<'_>, members: Holder, amount: i64) -> Result<(), Unbooked> {
        self.credit_members(law, chart::NOT_YET_RECEIVED, members, amount)
    }

    /// Growth of savings, to the members' accounts.
    pub fn grown(&mut self, law: &Law<'_>, members: Holder, amount: i64) -> Result<(), Unbooked> {
        self.credit_members(law, chart::GROWTH, members, amount)
    }

    /// Money that goes from the bank of one fund to that of another, which it owes: mostly from
    /// [`COLLECTION`].
    pub fn swept(&mut self, from: &str, to: &str, amount: i64) -> Result<(), Unbooked> {
        let (from, to) = (Fund::new(from)?, Fund::new(to)?);
        self.add(Account::due_to(from, to), None, amount);
        self.add(Account::new(from, chart::BANK), None, -amount);
        self.add(Account::new(to, chart::BANK), None, amount);
        self.add(Account::due_from(to, from), None, -amount);
        Ok(())
    }

    /// The entry; nothing where nothing is left to book.
    pub fn entry(mut self, kind: Kind, heading: Heading<'_>) -> Booked {
        self.lines.retain(|line| line.amount != 0);
        if self.lines.is_empty() {
            return Ok(None);
        }
        let Heading { day, key, about } = heading;
        Ok(Some(Entry::balanced(day, kind, key, about, None, self.lines)?))
    }

    fn credit_members(
        &mut self,
        law: &Law<'_>,
        from: u16,
        members: Holder,
        amount: i64,
    ) -> Result<(), Unbooked> {
        let fund = Fund::new(law.fund_of(SAVINGS))?;
        self.add(Account::new(fund, from), None, amount);
        self.add(Account::new(fund, chart::MEMBERS), Some(members), -amount);
        Ok(())
    }

    pub(crate) fn add(&mut self, account: Account, holder: Option<Holder>, amount: i64) {
        let next = self.lines.len();
        let at = *self.places.entry((account, holder)).or_insert(next);
        match self.lines.get_mut(at) {
            Some(line) => line.amount = sum(line.amount, amount),
            None => self.lines.push(Line { account, holder, amount }),
        }
    }

    fn owe(&mut self, law: &Law<'_>, holder: Holder, slot: &SlotName, amount: i64) -> Result<(), Unbooked> {
        let fund = Fund::new(law.fund_of(slot.programme()))?;
        match slot.read() {
            Slot::Move { from, .. } => {
                let from = Fund::new(from)?;
                self.add(Account::new(from, chart::MOVED_OUT), None, amount);
                self.add(Account::due_to(from, fund), None, -amount);
                self.add(Account::due_from(fund, from), None, amount);
                self.add(Account::new(fund, chart::MOVED_IN), None, -amount);
            }
            Slot::Penalty { .. } => {
                self.add(Account::new(fund, chart::RECEIVABLE), Some(holder), amount);
                self.add(Account::new(fund, chart::PENALTIES), None, -amount);
            }
            Slot::Part { programme, payer } => {
                let earned =
                    if programme == SAVINGS { chart::NOT_YET_RECEIVED } else { chart::CONTRIBUTIONS };
                if payer == STATE {
                    self.add(Account::new(fund, chart::FROM_STATE), None, amount);
                } else {
                    self.add(Account::new(fund, chart::RECEIVABLE), Some(holder), amount);
                }
                self.add(Account::new(fund, earned), None, -amount);
            }
        }
        Ok(())
    }
}

/// What of some lines goes to the members' savings once it is paid.
pub fn savings(lines: &Lines) -> i64 {
    let mine = lines.iter().filter(|(slot, _)| slot.is_billed() && slot.programme() == SAVINGS);
    mine.map(|(_, amount)| amount).fold(0, sum)
}
