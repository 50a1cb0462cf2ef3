//! A chunk of pensions worked out before anything of it is written: by the law compiled for each month and
//! shape, what it cannot answer left for another time.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use anyhow::Result;
use base::{Day, Month};
use scheme::claims::payroll::{Payroll, Shape};
use scheme::claims::proof_of_life;
use scheme::law::ClaimLaw;
use store::Unit;
use store::queries::pensions::{self as rows, Pension};

use crate::books::pension::{as_granted, part_of};

/// Answers that many share: asked once.
#[derive(Debug)]
pub(crate) struct Known<K, V>(HashMap<K, V>);

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Known(HashMap::new())
    }
}

impl<K: Eq + Hash, V: Copy> Known<K, V> {
    /// The answer for a key, asked where it is not known.
    pub(crate) fn of(&mut self, key: K, ask: impl FnOnce() -> Result<V>) -> Result<V> {
        if let Some(known) = self.0.get(&key) {
            return Ok(*known);
        }
        let answer = ask()?;
        self.0.insert(key, answer);
        Ok(answer)
    }
}

/// Plans and answers of one worker, kept from chunk to chunk.
pub(crate) struct Reckoner<'l> {
    law: &'l ClaimLaw<'l>,
    month: Month,
    payrolls: HashMap<Month, Payroll<'l>>,
    suspended: Known<Day, bool>,
    amounts: Vec<i64>,
}

/// What goes to one hand.
pub(crate) struct Payment {
    pub(crate) pension: Pension,
    pub(crate) amount: i64,
}

/// What a chunk comes to.
#[derive(Default)]
pub(crate) struct Prepared {
    /// Pension, month, amount, in order.
    pub(crate) months: Vec<(i64, Month, i64)>,
    /// All months of a pension together, in order.
    pub(crate) payments: Vec<Payment>,
    pub(crate) amount: i64,
    /// Who waits for proof of life: pension, claim, the last day of proof.
    pub(crate) suspended: Vec<(i64, i64, Day)>,
    /// Pensions without an answer.
    pub(crate) faults: Vec<(i64, String)>,
}

/// Rows of one month and shape: places among the pensions, and what the formula gave.
#[derive(Default)]
struct Group {
    places: Vec<usize>,
    formulas: Vec<i64>,
}

impl<'l> Reckoner<'l> {
    /// A worker's rooms for a month.
    pub(crate) fn new(law: &'l ClaimLaw<'l>, month: Month) -> Reckoner<'l> {
        Reckoner { law, month, payrolls: HashMap::new(), suspended: Known::default(), amounts: Vec::new() }
    }

    /// Reads a range of pensions and works them out.
    pub(crate) fn prepare(&mut self, unit: &mut Unit<'_>, range: (i64, i64)) -> Result<Prepared> {
        let mut prepared = Prepared::default();
        let mut pensions = Vec::new();
        let mut groups: HashMap<(Month, Shape), Group> = HashMap::new();
        rows::each_due(unit, self.month, range, &mut |row| {
            let pension = rows::from_row(row)?;
            if self.waits(pension.proven)? {
                prepared.suspended.push((pension.id, pension.claim, pension.proven));
                return Ok(());
            }
            let granted = as_granted(&pension)?;
            let last = pension.until.map_or(self.month, |until| until.min(self.month));
            let mut month = Some(pension.next);
            while let Some(now) = month.filter(|now| *now <= last) {
                let shape = self.payroll(now)?.like(granted.shape);
                let group = groups.entry((now, shape)).or_default();
                group.places.push(pensions.len());
                group.formulas.push(granted.formula);
                month = now.next();
            }
            pensions.push(pension);
            Ok(())
        })?;
        let months = self.reckon(&groups, &pensions, &mut prepared)?;
        gather(pensions, months, &mut prepared);
        Ok(prepared)
    }

    fn payroll(&mut self, month: Month) -> Result<&mut Payroll<'l>> {
        Ok(match self.payrolls.entry(month) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(Payroll::new(self.law, month.first_day())?),
        })
    }

    fn waits(&mut self, proven: Day) -> Result<bool> {
        let (law, day) = (self.law, self.month.first_day());
        self.suspended
            .of(proven, || Ok(proof_of_life(law, proven, day)?.is_some_and(|proof| proof.suspended)))
    }

    /// Place, month and amount of everything that is owed, in order. A pension of which one month has no
    /// answer waits with all of them.
    fn reckon(
        &mut self,
        groups: &HashMap<(Month, Shape), Group>,
        pensions: &[Pension],
        prepared: &mut Prepared,
    ) -> Result<Vec<(usize, Month, i64)>> {
        let mut months = Vec::with_capacity(pensions.len());
        let mut unanswered = Vec::new();
        for ((month, shape), group) in groups {
            let mut amounts = std::mem::take(&mut self.amounts);
            let faults = self.payroll(*month)?.pay(*shape, &group.formulas, &mut amounts);
            self.amounts = amounts;
            unanswered.extend(faults.iter().map(|row| group.places[*row]));
            for (place, amount) in group.places.iter().zip(&self.amounts) {
                let part = pensions[*place].part;
                months.push((*place, *month, part_of(self.law, *amount, part, *month)?));
            }
        }
        unanswered.sort_unstable();
        unanswered.dedup();
        for place in &unanswered {
            let asked = as_granted(&pensions[*place])?.on(self.law, self.month.first_day());
            let why = asked.err().map(|refusal| refusal.en).unwrap_or_default();
            prepared.faults.push((pensions[*place].id, why));
        }
        months.retain(|(place, ..)| unanswered.binary_search(place).is_err());
        months.sort_unstable();
        Ok(months)
    }
}

fn gather(pensions: Vec<Pension>, months: Vec<(usize, Month, i64)>, prepared: &mut Prepared) {
    let mut months = months.into_iter().peekable();
    for (at, pension) in pensions.into_iter().enumerate() {
        let mut all = 0;
        while let Some((_, month, amount)) = months.next_if(|(place, ..)| *place == at) {
            prepared.months.push((pension.id, month, amount));
            all += amount;
        }
        if all != 0 {
            prepared.amount += all;
            prepared.payments.push(Payment { pension, amount: all });
        }
    }
}
