//! What many people owe for a month: the law compiled once for each shape and month.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base::Month;
use rules::columns::{Output, Plan, RowFault, Scratch};
use rules::explain;
use rules::reason::Stop;

use super::assess::{Assessed, Fault, constants, gather};
use super::roll::{Roll, Shape};
use crate::law::{Law, SegmentLaw};
use crate::lines::{Lines, SlotName, Slots, pack_line};

/// The law compiled, a plan for each shape and month that was asked for.
#[derive(Debug)]
pub struct Plans<'l> {
    law: &'l Law<'l>,
    made: HashMap<(Shape, Month), Made>,
}

#[derive(Debug)]
struct Made {
    plan: Plan,
    scratch: Scratch,
    items: Vec<usize>,
    slots: Vec<SlotName>,
}

/// What the rows of a roll owe: a column of amounts for each slot. Kept and used again for the next roll.
#[derive(Debug, Default)]
pub struct Worked {
    slots: Vec<SlotName>,
    amounts: Vec<Vec<i64>>,
    /// The places of the slots in the order of names.
    order: Vec<usize>,
    rows: usize,
    faults: Vec<(usize, Fault)>,
}

/// What stands in the way of one row.
#[derive(Default)]
struct RowFaults {
    unread: Vec<Fault>,
    missing: BTreeSet<usize>,
    stops: Vec<(usize, Stop)>,
}

impl<'l> Plans<'l> {
    /// No plans yet.
    pub fn new(law: &'l Law<'l>) -> Self {
        Self { law, made: HashMap::new() }
    }

    /// Works out what every row of the roll owes for the month. The same as [`assess`](super::assess()) gives
    /// for each of them, to the coin.
    pub fn assess_columns(&mut self, roll: &Roll<'_>, month: Month, worked: &mut Worked) {
        worked.clear(roll.len());
        let law = self.law;
        let Some(segment) = law.segment(roll.shape().segment()) else { return };
        let key = (roll.shape().clone(), month);
        let made = self.made.entry(key).or_insert_with(|| Made::new(law, segment, roll, month));
        worked.take_slots(&made.slots);
        let amounts = worked.amounts.iter_mut().take(made.slots.len());
        let mut outputs: Vec<&mut [i64]> = amounts.map(Vec::as_mut_slice).collect();
        let dated = roll.dated(segment, month);
        let found = made.plan.run(&roll.columns(&dated), &mut outputs, &mut made.scratch);
        worked.take_faults(law, segment, &made.items, roll, found);
    }
}

impl Made {
    fn new(law: &Law<'_>, segment: &SegmentLaw, roll: &Roll<'_>, month: Month) -> Self {
        let mut constants = constants(law, segment, month);
        let facts = roll.facts();
        // What a column holds is not the same for all, whatever would be assumed of nobody in particular.
        for fact in &facts {
            constants.put(*fact, None);
        }
        let at = law.tree().jurisdiction.segments.iter().position(|known| known.name == segment.name);
        let now = at.map(|at| explain::owed_now(law.tree(), &constants, at)).unwrap_or_default();
        let items: Vec<usize> = segment.items.iter().copied().filter(|item| now.contains(item)).collect();
        let outputs: Vec<Output> = items.iter().map(|item| Output::Owed(*item)).collect();
        let plan = Plan::new(law.tree(), &constants, &facts, &outputs);
        let slots = items.iter().filter_map(|item| segment.slot(*item).cloned()).collect();
        Self { plan, scratch: Scratch::default(), items, slots }
    }
}

impl Worked {
    /// Room for the answers of one roll after another.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many rows were worked out.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The slots that anybody of these rows may owe in.
    pub fn slots(&self) -> &[SlotName] {
        &self.slots
    }

    /// The amounts of a slot, by its place in [`Worked::slots`], one a row.
    pub fn amounts(&self, slot: usize) -> &[i64] {
        &self.amounts[slot]
    }

    /// The rows without a whole answer, in rising order, and why.
    pub fn faults(&self) -> &[(usize, Fault)] {
        &self.faults
    }

    /// One row's lines.
    pub fn lines(&self, row: usize) -> Lines {
        self.order.iter().map(|at| (&self.slots[*at], self.amounts[*at][row])).collect()
    }

    /// One row, as [`assess`](super::assess()) gives it.
    pub fn assessed(&self, row: usize) -> Assessed {
        let faults = self.faults.iter().filter(|(of, _)| *of == row).map(|(_, fault)| fault.clone());
        Assessed { lines: self.lines(row), faults: faults.collect() }
    }

    /// The numbers of the slots in a register, for [`Worked::pack`].
    pub fn numbers(&self, slots: &mut Slots) -> Vec<u32> {
        self.slots.iter().map(|slot| slots.number(slot)).collect()
    }

    /// Appends one row's lines as bytes, the same as [`Lines::pack`] makes; `numbers` are those of the slots.
    pub fn pack(&self, row: usize, numbers: &[u32], bytes: &mut Vec<u8>) {
        for at in &self.order {
            let amount = self.amounts[*at][row];
            if amount != 0 {
                pack_line(numbers[*at], amount, bytes);
            }
        }
    }

    /// All rows together.
    pub fn total(&self) -> Lines {
        let total = |at: usize| self.amounts[at][..self.rows].iter().fold(0, |a, b| crate::lines::sum(a, *b));
        self.order.iter().map(|at| (&self.slots[*at], total(*at))).collect()
    }

    fn clear(&mut self, rows: usize) {
        self.slots.clear();
        self.order.clear();
        self.faults.clear();
        self.rows = rows;
    }

    fn take_slots(&mut self, slots: &[SlotName]) {
        self.slots.extend_from_slice(slots);
        self.order.extend(0..slots.len());
        self.order.sort_by(|a, b| slots[*a].cmp(&slots[*b]));
        self.amounts.resize_with(slots.len().max(self.amounts.len()), Vec::new);
        self.amounts.iter_mut().take(slots.len()).for_each(|amounts| amounts.resize(self.rows, 0));
    }

    /// Texts that could not be read, then what the plan could not answer; by row.
    fn take_faults(
        &mut self,
        law: &Law<'_>,
        segment: &SegmentLaw,
        items: &[usize],
        roll: &Roll<'_>,
        found: Vec<RowFault>,
    ) {
        let mut rows: BTreeMap<usize, RowFaults> = BTreeMap::new();
        for (row, fault) in &roll.faults {
            rows.entry(*row).or_default().unread.push(fault.clone());
        }
        for fault in found {
            let row = rows.entry(fault.row).or_default();
            row.missing.extend(&fault.missing);
            if fault.stop != Stop::Missing {
                row.stops.push((items[fault.output], fault.stop));
            }
        }
        for (row, RowFaults { mut unread, missing, stops }) in rows {
            gather(law.tree(), segment, &missing, stops, &mut unread);
            self.faults.extend(unread.into_iter().map(|fault| (row, fault)));
        }
    }
}
