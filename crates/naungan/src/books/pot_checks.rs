//! Whether each pot's promises, gifts, reservations and uses are what the books say of it, to the rupiah.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use ledger::{Entry, Holder, Kind, chart};
use scheme::id::PayerId;
use store::Unit;
use store::queries::{gifts, payers, pledges, pots, worker_months};

/// What the books say of each pot: by account and payer.
#[derive(Debug, Default)]
pub(super) struct OfPots {
    sums: BTreeMap<(u16, i64), i128>,
    /// What parts of shared months took of whoever has a share in them.
    parted: BTreeMap<i64, i128>,
}

impl OfPots {
    /// Adds an entry's lines on accounts that only pots have.
    pub(super) fn add(&mut self, entry: &Entry) {
        for line in entry.lines() {
            let number = line.account.number;
            if let Some(Holder::Payer(payer)) = line.holder
                && [chart::PLEDGES, chart::PLEDGED, chart::RESERVED].contains(&number)
            {
                *self.sums.entry((number, payer)).or_default() += i128::from(line.amount);
            }
            if let Some(Holder::Payer(payer)) = line.holder
                && entry.kind() == Kind::Parted
            {
                *self.parted.entry(payer).or_default() += i128::from(line.amount);
            }
        }
    }

    /// What rows and books do not agree about, each in a sentence.
    pub(super) fn faults(&self, unit: &mut Unit<'_>) -> Result<Vec<String>> {
        let rows = Rows::read(unit)?;
        let mut concerned: BTreeSet<i64> = self.sums.keys().map(|(_, pot)| *pot).collect();
        concerned.extend(rows.received.keys().chain(rows.pledged.keys()).chain(rows.reserved.keys()));
        let mut faults = Vec::new();
        for pot in concerned {
            let mut agree = |what: &str, booked: i128, rows: i128| {
                if booked != rows {
                    faults
                        .push(format!("{what} of pot {pot} stands at {booked}, and its rows come to {rows}"));
                }
            };
            let pledged = of(&rows.pledged, pot);
            agree("account 1210 collection", self.of(chart::PLEDGES, pot), pledged);
            agree("account 2210 collection", self.of(chart::PLEDGED, pot), -pledged);
            let reserved = self.of(chart::RESERVED, pot);
            agree("account 2220 collection", reserved, -of(&rows.reserved, pot));
            let parted = of(&rows.parted, pot);
            agree("its parts of shared months", self.parted.get(&pot).copied().unwrap_or(0), parted);
            let credit = payers::read(unit, PayerId(pot))?.map_or(0, |payer| i128::from(payer.credit));
            let used = i128::from(pots::allocated(unit, PayerId(pot))?) + of(&rows.parted, pot);
            agree("what came and did not go back", credit - reserved + used, of(&rows.received, pot));
        }
        Ok(faults)
    }

    fn of(&self, account: u16, pot: i64) -> i128 {
        self.sums.get(&(account, pot)).copied().unwrap_or(0)
    }
}

/// What the rows of each pot come to.
#[derive(Default)]
struct Rows {
    pledged: BTreeMap<i64, i128>,
    received: BTreeMap<i64, i128>,
    reserved: BTreeMap<i64, i128>,
    parted: BTreeMap<i64, i128>,
}

impl Rows {
    fn read(unit: &mut Unit<'_>) -> Result<Rows> {
        let mut rows = Rows::default();
        for (pot, amount) in pledges::open(unit)? {
            rows.pledged.insert(pot.0, amount.into());
        }
        for (pot, amount, returned) in gifts::sums(unit)? {
            rows.received.insert(pot.0, i128::from(amount) - i128::from(returned));
        }
        for sum in worker_months::sums(unit)? {
            match sum.state.as_str() {
                "reserved" => *rows.reserved.entry(sum.pot.0).or_default() += i128::from(sum.reserved),
                "parted" => *rows.parted.entry(sum.pot.0).or_default() += i128::from(sum.used),
                _ => {}
            }
        }
        Ok(rows)
    }
}

fn of(sums: &BTreeMap<i64, i128>, pot: i64) -> i128 {
    sums.get(&pot).copied().unwrap_or(0)
}
