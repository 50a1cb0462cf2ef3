//! The bills of a chunk: summed payer by payer, and paid at once where there is credit.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Context, Result};
use base::{Day, Moment, Month};
use scheme::contributions::{BillKind, Worked, due_date};
use scheme::id::PayerId;
use scheme::law::Law;
use scheme::lines::{Lines, SlotName, Slots};
use store::Unit;
use store::queries::bills::{self, Bill};
use store::queries::payers;
use store::queries::runs::Chunk;
use store::queries::worker_months;

use crate::books::settle::{Held, Settled, settle};

/// What a chunk's payers owe, and what is paid of it at once.
#[derive(Default)]
pub(crate) struct Billed {
    /// New bills, in the order of payers, without codes.
    pub(crate) bills: Vec<Held>,
    /// What all of them come to.
    pub(crate) total: Lines,
    /// What is billed.
    pub(crate) owed: i64,
    /// Payers whose credit went to bills.
    pub(crate) paid: Vec<Paid>,
}

/// A payer whose credit went to bills.
pub(crate) struct Paid {
    pub(crate) payer: PayerId,
    pub(crate) credit_before: i64,
    pub(crate) settled: Settled,
    /// Older bills that got money.
    pub(crate) older: Vec<Held>,
}

/// Sums up the payer at hand.
pub(super) struct Billing {
    law: &'static Law<'static>,
    slots: Slots,
    month: Month,
    /// Which slots are billed, by number.
    billed: Vec<bool>,
    /// The last day to pay, by segment.
    due: HashMap<String, Option<Day>>,
    /// The payer at hand, with its segment.
    payer: Option<(i64, String)>,
    sums: Vec<i64>,
    all: Vec<i64>,
    made: Vec<Held>,
    owed: i64,
}

impl Billing {
    pub(super) fn new(law: &'static Law<'static>, slots: &Slots, month: Month) -> Billing {
        let billed: Vec<bool> = slots.names().iter().map(SlotName::is_billed).collect();
        let (sums, all) = (vec![0; billed.len()], vec![0; billed.len()]);
        let (due, made) = (HashMap::new(), Vec::new());
        Billing { law, slots: slots.clone(), month, billed, due, payer: None, sums, all, made, owed: 0 }
    }

    /// Adds a row; gives what of it is billed.
    pub(super) fn add(
        &mut self,
        (payer, segment): (i64, &str),
        worked: &Worked,
        numbers: &[u32],
        row: usize,
    ) -> Result<i64> {
        if self.payer.as_ref().is_none_or(|(now, _)| *now != payer) {
            self.flush()?;
            self.payer = Some((payer, segment.to_owned()));
        }
        let mut owed = 0;
        for (at, number) in numbers.iter().enumerate() {
            let amount = worked.amounts(at)[row];
            let number = *number as usize;
            self.sums[number] += amount;
            if self.billed[number] {
                owed += amount;
            }
        }
        Ok(owed)
    }

    /// Makes the bill of the payer at hand.
    fn flush(&mut self) -> Result<()> {
        let Some((payer, segment)) = self.payer.take() else { return Ok(()) };
        let names = self.slots.names().iter().zip(&self.sums).filter(|(_, amount)| **amount != 0);
        let lines: Lines = names.map(|(name, amount)| (name, *amount)).collect();
        for (all, sum) in self.all.iter_mut().zip(&mut self.sums) {
            *all += *sum;
            *sum = 0;
        }
        let due = self.due_date(segment)?;
        let owed = lines.billed();
        self.owed += owed;
        let row = Bill {
            month: self.month,
            payer: PayerId(payer),
            no: 0,
            kind: BillKind::Contribution.name().to_owned(),
            code: 0,
            due,
            run: 0,
            owed,
            paid: 0,
            settled: None,
            known: Moment::new(0),
            lines: lines.pack(&mut self.slots),
        };
        let (month, kind) = (self.month, BillKind::Contribution);
        let bill = scheme::contributions::Bill { month, no: 0, kind, due, lines, paid: 0 };
        self.made.push(Held { row, bill, changed: false, fresh: true });
        Ok(())
    }

    fn due_date(&mut self, segment: String) -> Result<Option<Day>> {
        if let Some(due) = self.due.get(&segment) {
            return Ok(*due);
        }
        let known = self.law.segment(&segment).context("a segment went missing")?;
        let due = due_date(self.law, known, self.month)?;
        self.due.insert(segment, due);
        Ok(due)
    }

    /// Numbers bills that come on top of earlier ones of the month, and lets credit pay what it can.
    pub(super) fn finish(mut self, unit: &mut Unit<'_>, chunk: &Chunk, today: Day) -> Result<Billed> {
        self.flush()?;
        let all = self.slots.names().iter().zip(&self.all).filter(|(_, amount)| **amount != 0);
        let total: Lines = all.map(|(name, amount)| (name, *amount)).collect();
        let mut billed = Billed { bills: self.made, total, owed: self.owed, paid: Vec::new() };
        number(unit, chunk, self.month, &mut billed.bills)?;
        let sharing = sharing(unit, chunk, self.month)?;
        for (payer, credit) in payers::credits(unit, chunk.from, chunk.until)? {
            if sharing.contains(&payer) {
                continue;
            }
            if let Ok(at) = billed.bills.binary_search_by_key(&payer, |held| held.row.payer) {
                let paid = pay(unit, self.law, &self.slots, &mut billed.bills[at], credit, today)?;
                billed.paid.push(paid);
            }
        }
        for held in billed.bills.iter_mut().filter(|held| held.row.settled.is_none() && held.row.owed == 0) {
            // Nothing is owed, so nothing has to be waited for.
            held.row.settled = Some(today);
        }
        Ok(billed)
    }
}

/// Whose month others share: their parts come first, when the run is over and hers can be seen.
fn sharing(unit: &mut Unit<'_>, chunk: &Chunk, month: Month) -> Result<BTreeSet<PayerId>> {
    if !worker_months::any_waits(unit, month)? {
        return Ok(BTreeSet::new());
    }
    let range = (chunk.from - 1, chunk.until);
    Ok(worker_months::sharers(unit, month, range, i64::MAX)?.into_iter().collect())
}

/// A payer may have a bill of the month before the run comes to it; then the run's is a further one.
fn number(unit: &mut Unit<'_>, chunk: &Chunk, month: Month, made: &mut [Held]) -> Result<()> {
    bills::each_of_month(unit, month, (chunk.from, chunk.until), &mut |there| {
        if let Ok(at) = made.binary_search_by_key(&there.payer, |held| held.row.payer) {
            let held = &mut made[at];
            held.row.no = held.row.no.max(there.no + 1);
            held.row.code = there.code;
            held.bill.no = u32::try_from(held.row.no)?;
        }
        Ok(())
    })
}

fn pay(
    unit: &mut Unit<'_>,
    law: &Law<'_>,
    slots: &Slots,
    new: &mut Held,
    credit: i64,
    today: Day,
) -> Result<Paid> {
    let payer = new.row.payer;
    let mut open: Vec<Held> =
        bills::open_of(unit, payer)?.into_iter().map(|row| Held::read(row, slots)).collect::<Result<_>>()?;
    open.push(new.clone());
    let settled = settle(law, &mut open, credit, today);
    if let Some(last) = open.pop() {
        *new = last;
    }
    open.retain(|held| held.changed);
    Ok(Paid { payer, credit_before: credit, settled, older: open })
}
