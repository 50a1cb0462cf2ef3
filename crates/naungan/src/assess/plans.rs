//! The law compiled for each segment of a file, and run over its batches.

use rules::columns::{Column, Output, Plan, RowFault, Scratch};
use rules::facts::Facts;
use rules::reason::Stop;
use rules::tree::{Tree, Words};
use rules::value::Value;

use super::fields::from_nik;
use super::{Layout, Setting};
use crate::payroll::{Batch, Payroll, Problem, Reject};

/// A batch's answers, and what makes them.
pub(super) struct Plans<'a> {
    tree: &'a Tree,
    pub(super) layout: Layout,
    /// One a segment, in the layout's order.
    of_segments: Vec<SegmentPlan>,
    /// Places in the batch of the columns that plans read.
    present: Vec<usize>,
    /// Place of the field that says the segment, if the file has it.
    segment: Option<usize>,
    /// The first day of the month, to read births out of NIKs with, if the file has no column for them.
    births: Option<base::Day>,
    /// Amounts of the batch: a column for each of the layout, a value for each row.
    pub(super) amounts: Vec<Vec<i64>>,
    /// The segment of each row, by place in the layout; `None` for rows left out.
    pub(super) rows: Vec<Option<u8>>,
    parts: Parts,
}

struct SegmentPlan {
    plan: Plan,
    items: Vec<usize>,
    /// The layout's column of each item.
    columns: Vec<usize>,
    scratch: Scratch,
}

/// Columns of the rows of one segment, put together from a mixed batch.
#[derive(Default)]
struct Parts {
    index: Vec<usize>,
    values: Vec<Vec<i64>>,
    present: Vec<Vec<bool>>,
    births: Vec<i64>,
    has_birth: Vec<bool>,
    out: Vec<Vec<i64>>,
}

impl<'a> Plans<'a> {
    pub(super) fn new(setting: &Setting<'a>, payroll: &Payroll) -> Self {
        let tree = setting.tree;
        let place = |name: &str| setting.fields.iter().position(|fact| tree.facts[*fact].name == name);
        let has = |name: &str| place(name).filter(|at| payroll.has(*at));
        let only = segment_of(tree, &setting.constants);
        let segment = has("segment").filter(|_| only.is_none());
        let births = (has("birth_date").is_none()).then(|| setting.month.first_day());
        let births = births.filter(|_| !is_set(tree, &setting.constants, "birth_date"));
        let layout = Layout::new(tree, &setting.constants, only);
        let present: Vec<usize> = (0..setting.fields.len())
            .filter(|at| {
                payroll.has(*at)
                    && Some(*at) != segment
                    && setting.constants.get(setting.fields[*at]).is_none()
            })
            .collect();
        let mut facts: Vec<usize> = present.iter().map(|at| setting.fields[*at]).collect();
        if births.is_some() {
            facts.extend(tree.names.facts.get("birth_date"));
        }
        let of_segments = layout
            .segments
            .iter()
            .map(|(segment, items)| SegmentPlan::new(setting, &layout, *segment, items, &facts));
        let of_segments = of_segments.collect();
        Self {
            tree,
            of_segments,
            present,
            segment,
            births,
            amounts: vec![Vec::new(); layout.amounts()],
            rows: Vec::new(),
            parts: Parts::default(),
            layout,
        }
    }

    pub(super) fn tree(&self) -> &'a Tree {
        self.tree
    }

    /// Works out a batch; people without an answer come back as rejects.
    pub(super) fn run(&mut self, batch: &Batch) -> Vec<Reject> {
        for amounts in &mut self.amounts {
            amounts.clear();
            amounts.resize(batch.len(), 0);
        }
        let mut rejects = self.place_rows(batch);
        for place in 0..self.of_segments.len() {
            let faults = self.run_segment(place, batch);
            self.leave_out(&faults, batch, &mut rejects);
        }
        rejects
    }

    /// Finds the layout's segment of each row; rejects people without one, or of one that owes nothing in
    /// the month.
    fn place_rows(&mut self, batch: &Batch) -> Vec<Reject> {
        self.rows.clear();
        let Some(field) = self.segment else {
            self.rows.resize(batch.len(), Some(0));
            return Vec::new();
        };
        let places = self.codes();
        let mut rejects = Vec::new();
        for ((code, present), line) in batch.values(field).iter().zip(batch.present(field)).zip(batch.lines())
        {
            let place = places.get(*code as usize).copied().flatten().filter(|_| *present);
            self.rows.push(place);
            if place.is_none() {
                let problem = if *present { Problem::NothingOwed } else { Problem::Blank };
                rejects.push(Reject {
                    row: *line,
                    column: "segment".to_owned(),
                    value: String::new(),
                    problem,
                });
            }
        }
        rejects
    }

    /// For each option of the kind `segment`, its place in the layout.
    fn codes(&self) -> Vec<Option<u8>> {
        let fact = self.tree.names.facts["segment"];
        let options = self.tree.options(self.tree.facts[fact].ty);
        let place = |option: &String| {
            let segments = &self.tree.jurisdiction.segments;
            self.layout.segments.iter().position(|(segment, _)| segments[*segment].name == *option)
        };
        options.iter().map(|option| place(option).map(|at| at as u8)).collect()
    }

    fn run_segment(&mut self, place: usize, batch: &Batch) -> Vec<RowFault> {
        let parts = &mut self.parts;
        parts.index.clear();
        let mine = self.rows.iter().enumerate().filter(|(_, row)| **row == Some(place as u8));
        parts.index.extend(mine.map(|(at, _)| at));
        if parts.index.is_empty() {
            return Vec::new();
        }
        parts.births(self.births, batch);
        let whole = parts.index.len() == batch.len();
        if !whole {
            parts.gather(&self.present, batch);
        }
        let plan = &mut self.of_segments[place];
        let mut columns: Vec<Column<'_>> = Vec::with_capacity(self.present.len() + 1);
        for (at, field) in self.present.iter().enumerate() {
            let (values, present) = if whole {
                (batch.values(*field), batch.present(*field))
            } else {
                (parts.values[at].as_slice(), parts.present[at].as_slice())
            };
            columns.push(column(values, present));
        }
        if self.births.is_some() {
            columns.push(column(&parts.births, &parts.has_birth));
        }
        parts.out.resize_with(plan.items.len().max(parts.out.len()), Vec::new);
        let mut slices: Vec<&mut [i64]> = Vec::with_capacity(plan.items.len());
        for out in parts.out.iter_mut().take(plan.items.len()) {
            out.resize(parts.index.len(), 0);
            slices.push(out.as_mut_slice());
        }
        let mut faults = plan.plan.run(&columns, &mut slices, &mut plan.scratch);
        for (out, target) in parts.out.iter().zip(&plan.columns) {
            let amounts = &mut self.amounts[*target];
            if whole {
                amounts.copy_from_slice(&out[..batch.len()]);
            } else {
                parts.index.iter().zip(out).for_each(|(row, amount)| amounts[*row] = *amount);
            }
        }
        for fault in &mut faults {
            fault.row = parts.index[fault.row];
        }
        faults
    }

    /// People with a fault are left out of the rows, once, with the first reason.
    fn leave_out(&mut self, faults: &[RowFault], batch: &Batch, rejects: &mut Vec<Reject>) {
        for fault in faults {
            if self.rows[fault.row].take().is_some() {
                self.amounts.iter_mut().for_each(|amounts| amounts[fault.row] = 0);
                rejects.push(self.reject(fault, batch));
            }
        }
    }

    fn reject(&self, fault: &RowFault, batch: &Batch) -> Reject {
        let row = batch.lines()[fault.row];
        if let Some(fact) = fault.missing.first() {
            let fact = &self.tree.facts[*fact];
            let problem = Problem::Unknowable { what: fact.words.clone() };
            return Reject { row, column: fact.name.clone(), value: String::new(), problem };
        }
        let what = match &fault.stop {
            Stop::Outside { words, .. } => words.clone(),
            Stop::Missing => Words::default(),
        };
        Reject { row, column: String::new(), value: String::new(), problem: Problem::OutsideLaw { what } }
    }
}

fn column<'v>(values: &'v [i64], present: &'v [bool]) -> Column<'v> {
    if present.iter().all(|present| *present) {
        Column::Known(values)
    } else {
        Column::Partly(values, present)
    }
}

impl SegmentPlan {
    fn new(setting: &Setting<'_>, layout: &Layout, segment: usize, items: &[usize], facts: &[usize]) -> Self {
        let tree = setting.tree;
        let mut constants = setting.constants.clone();
        let fact = tree.names.facts["segment"];
        let name = &tree.jurisdiction.segments[segment].name;
        let option = tree.options(tree.facts[fact].ty).iter().position(|option| option == name);
        constants.put(fact, option.map(|option| Value::Option(option as u16)));
        let outputs: Vec<Output> = items.iter().map(|item| Output::Owed(*item)).collect();
        let columns = items.iter().filter_map(|item| layout.column(&tree.items[*item].target)).collect();
        let plan = Plan::new(tree, &constants, facts, &outputs);
        Self { plan, items: items.to_vec(), columns, scratch: Scratch::default() }
    }
}

impl Parts {
    fn births(&mut self, on: Option<base::Day>, batch: &Batch) {
        let Some(on) = on else { return };
        self.births.clear();
        self.has_birth.clear();
        for row in &self.index {
            let birth = from_nik(batch.niks()[*row], on);
            self.births.push(birth.unwrap_or(0));
            self.has_birth.push(birth.is_some());
        }
    }

    fn gather(&mut self, fields: &[usize], batch: &Batch) {
        self.values.resize_with(fields.len(), Vec::new);
        self.present.resize_with(fields.len(), Vec::new);
        for (at, field) in fields.iter().enumerate() {
            let (values, present) = (batch.values(*field), batch.present(*field));
            self.values[at].clear();
            self.values[at].extend(self.index.iter().map(|row| values[*row]));
            self.present[at].clear();
            self.present[at].extend(self.index.iter().map(|row| present[*row]));
        }
    }
}

/// The segment that was set for everybody.
fn segment_of(tree: &Tree, constants: &Facts) -> Option<usize> {
    let fact = *tree.names.facts.get("segment")?;
    let Some(Value::Option(option)) = constants.get(fact) else { return None };
    let name = tree.options(tree.facts[fact].ty).get(usize::from(*option))?;
    tree.jurisdiction.segments.iter().position(|segment| segment.name == *name)
}

fn is_set(tree: &Tree, constants: &Facts, name: &str) -> bool {
    tree.names.facts.get(name).is_some_and(|fact| constants.get(*fact).is_some())
}
