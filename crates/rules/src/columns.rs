//! Many people at once: columns of facts in, columns of amounts out.
//!
//! A [`Plan`] is the law compiled for what all people of a batch have in common (their month, their
//! segment). What depends on whole numbers and dates only becomes a straight-line program over blocks; its
//! ranges are proven from the limits of the facts when the plan is made. What needs lists (months,
//! children) or fractions without a common denominator is read row by row, by the evaluator that also
//! explains. Rows that leave the proven limits, lack a fact or meet a table's end are read row by row too,
//! so that a plan never gives an amount that `explain` would not.

mod compile;
mod kernels;
mod program;
mod rows;

use std::sync::OnceLock;

use base::Exact;

use crate::evaluate::Settled;
use crate::facts::Facts;
use crate::reason::Stop;
use crate::tree::{Item, Target, Tree};
use crate::value::{Type, Value};
use program::{Op, Program, Source};

/// What a plan works out for each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// A contribution or a move, in coins; 0 where nothing is owed.
    Owed(usize),
    /// A component of a benefit, all payments together, in coins; 0 where it is refused or not paid.
    Component(usize),
    /// The benefit's first failing condition: 0 for none, else its place among [`requirements`], from 1.
    Refusal(usize),
    /// A definition; amounts in coins, counts, yes/no as 1 and 0, dates as days, months by their number,
    /// options by their place. A value that is not whole is a fault of the row.
    Defined(usize),
}

/// One column of facts, as long as the batch.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    /// Coins, counts, yes/no as 1 and 0, days since 1970, month numbers, places of options; known for every
    /// row.
    Known(&'a [i64]),
    /// The same, where the second says which rows have a value.
    Partly(&'a [i64], &'a [bool]),
    /// Any values, lists among them.
    Values(&'a [Option<Value>]),
}

/// A row without an answer.
#[derive(Clone, Debug)]
pub struct RowFault {
    /// The row, from 0.
    pub row: usize,
    /// The output, by place.
    pub output: usize,
    /// Facts that are missing, if that is the reason.
    pub missing: Vec<usize>,
    /// The reason otherwise.
    pub stop: Stop,
}

/// The law compiled for a batch.
#[derive(Clone, Debug)]
pub struct Plan {
    tree: Tree,
    constants: Facts,
    columns: Vec<usize>,
    outputs: Vec<Output>,
    program: Program,
    /// Outputs of the program, by place; the others are read row by row.
    quick: Vec<Option<usize>>,
    /// Proven limits of each column, where it takes part in the program.
    limits: Vec<Option<(i64, i64)>>,
    /// What rows that are read one by one have in common.
    settled: OnceLock<Settled>,
}

/// Rooms for intermediate results; made once, used for every batch of a plan.
#[derive(Debug, Default)]
pub struct Scratch {
    rooms: Vec<Vec<i64>>,
    filled: Vec<Vec<i64>>,
}

/// People a block holds: the rooms of a program stay in the first cache.
const BLOCK: usize = 512;

impl Plan {
    /// Compiles the law for batches that share `constants` and bring `columns` (facts, by index).
    pub fn new(tree: &Tree, constants: &Facts, columns: &[usize], outputs: &[Output]) -> Self {
        compile::plan(tree, constants, columns, outputs)
    }

    /// How many outputs there are.
    pub fn outputs(&self) -> usize {
        self.outputs.len()
    }

    /// How many outputs run as a program; the rest is read row by row.
    pub fn quick_outputs(&self) -> usize {
        self.quick.iter().flatten().count()
    }

    /// Works out every output for every row. Slices are as long as each other.
    ///
    /// Rows with a fault are listed and have 0 in the output concerned.
    pub fn run(
        &self,
        columns: &[Column<'_>],
        outputs: &mut [&mut [i64]],
        scratch: &mut Scratch,
    ) -> Vec<RowFault> {
        assert_eq!(columns.len(), self.columns.len(), "as many columns as the plan was made for");
        assert_eq!(outputs.len(), self.outputs.len(), "as many outputs as the plan was made for");
        let rows = outputs.first().map_or(0, |output| output.len());
        scratch.rooms.resize_with(self.program.rooms, || vec![0; BLOCK]);
        scratch.filled.resize_with(self.columns.len(), || vec![0; BLOCK]);
        let mut faults = Vec::new();
        let mut start = 0;
        while start < rows {
            let end = rows.min(start + BLOCK);
            self.block(columns, start..end, outputs, scratch, &mut faults);
            start = end;
        }
        faults
    }

    fn block(
        &self,
        columns: &[Column<'_>],
        range: std::ops::Range<usize>,
        outputs: &mut [&mut [i64]],
        scratch: &mut Scratch,
        faults: &mut Vec<RowFault>,
    ) {
        let length = range.len();
        let mut slow = vec![];
        let mut rooms = std::mem::take(&mut scratch.rooms);
        let mut filled = std::mem::take(&mut scratch.filled);
        let inputs = self.inputs(columns, &range, &mut filled, &mut slow);
        let wanted = outputs.iter_mut().zip(&self.quick).filter(|(_, quick)| quick.is_some());
        let mut outs: Vec<&mut [i64]> = wanted.map(|(output, _)| &mut output[range.clone()]).collect();
        self.program.run(&inputs, &mut rooms, &mut outs, length);
        self.program.slow(&inputs, &rooms, length, &mut slow);
        drop(inputs);
        scratch.rooms = rooms;
        scratch.filled = filled;
        self.read_rows(columns, range, &slow, outputs, faults);
    }

    /// The block's columns as whole numbers; rows outside the proven limits, or without a value, are marked
    /// slow.
    fn inputs<'b>(
        &self,
        columns: &[Column<'b>],
        range: &std::ops::Range<usize>,
        filled: &'b mut [Vec<i64>],
        slow: &mut Vec<usize>,
    ) -> Vec<&'b [i64]> {
        let mut inputs: Vec<&'b [i64]> = Vec::with_capacity(columns.len());
        for (((column, room), limits), fact) in
            columns.iter().zip(filled).zip(&self.limits).zip(&self.columns)
        {
            let Some((least, most)) = *limits else {
                inputs.push(&[]);
                continue;
            };
            let input: &'b [i64] = match column {
                Column::Known(numbers) if kernels::all_within(&numbers[range.clone()], least, most) => {
                    &numbers[range.clone()]
                }
                column => {
                    let default =
                        self.tree.facts[*fact].default.as_ref().and_then(|value| self.coins(value, *fact));
                    fill(column, range, (least, most), default, room, slow);
                    &room[..range.len()]
                }
            };
            inputs.push(input);
        }
        inputs
    }

    /// A value as columns have it.
    fn coins(&self, value: &Value, fact: usize) -> Option<i64> {
        whole(&self.tree, value, self.tree.facts[fact].ty)
    }
}

/// Copies a block with its gaps and strays filled in, and marks those rows.
fn fill(
    column: &Column<'_>,
    range: &std::ops::Range<usize>,
    (least, most): (i64, i64),
    default: Option<i64>,
    room: &mut [i64],
    slow: &mut Vec<usize>,
) {
    for (at, row) in range.clone().enumerate() {
        let number = match column {
            Column::Known(numbers) => Some(numbers[row]),
            Column::Partly(numbers, known) => known[row].then_some(numbers[row]).or(default),
            Column::Values(_) => None,
        };
        room[at] = match number {
            Some(number) if number >= least && number <= most => number,
            _ => {
                slow.push(at);
                least
            }
        };
    }
}

/// A value as columns have it: coins, counts, days … ; `None` if it is not whole.
pub fn whole(tree: &Tree, value: &Value, ty: Type) -> Option<i64> {
    match value {
        Value::Number(number) if ty == Type::Money => {
            let coins = number * &Exact::from(10_i64.checked_pow(tree.jurisdiction.decimals)?);
            coins.to_i64()
        }
        Value::Number(number) => number.to_i64(),
        Value::YesNo(yes) => Some(i64::from(*yes)),
        Value::Day(day) => Some(i64::from(day.epoch_days())),
        Value::Month(month) => Some(i64::from(month.index())),
        Value::Option(at) => Some(i64::from(*at)),
        Value::List(_) => None,
    }
}

/// The conditions of a benefit, in the order they are tried.
pub fn requirements(tree: &Tree, wanted: usize) -> Vec<usize> {
    let is_it = |item: &Item| matches!(item.target, Target::Requirement { benefit, .. } if benefit == wanted);
    tree.items.iter().enumerate().filter(|(_, item)| is_it(item)).map(|(at, _)| at).collect()
}

impl Program {
    fn run(&self, inputs: &[&[i64]], rooms: &mut [Vec<i64>], outs: &mut [&mut [i64]], length: usize) {
        for (op, target) in &self.steps {
            match target {
                Source::Out(at) => {
                    let out = std::mem::take(&mut outs[*at]);
                    step(op, out, inputs, rooms, outs, length);
                    outs[*at] = out;
                }
                Source::Slot(room) => {
                    let mut out = std::mem::take(&mut rooms[*room]);
                    step(op, &mut out[..length], inputs, rooms, outs, length);
                    rooms[*room] = out;
                }
                Source::Input(_) | Source::Constant(_) => {}
            }
        }
        for at in 0..outs.len() {
            self.deliver(at, inputs, rooms, outs, length);
        }
    }

    /// Results that no operation wrote in place: constants, columns as they came, results wanted twice.
    fn deliver(
        &self,
        at: usize,
        inputs: &[&[i64]],
        rooms: &[Vec<i64>],
        outs: &mut [&mut [i64]],
        length: usize,
    ) {
        let out = std::mem::take(&mut outs[at]);
        match self.results[at] {
            Source::Out(from) if from != at => out.copy_from_slice(outs[from]),
            Source::Out(_) => {}
            Source::Slot(room) => out.copy_from_slice(&rooms[room][..length]),
            Source::Input(column) => out.copy_from_slice(inputs[column]),
            Source::Constant(number) => out.fill(number),
        }
        outs[at] = out;
    }

    /// Rows that the program marked as beyond it: its last result.
    fn slow(&self, inputs: &[&[i64]], rooms: &[Vec<i64>], length: usize, slow: &mut Vec<usize>) {
        let Some(last) = self.results.last() else { return };
        let mask: &[i64] = match last {
            Source::Constant(0) => return,
            Source::Constant(_) => {
                slow.extend(0..length);
                return;
            }
            Source::Slot(room) => &rooms[*room][..length],
            Source::Input(at) => inputs[*at],
            Source::Out(_) => return,
        };
        if mask.iter().fold(0, |any, row| any | row) != 0 {
            slow.extend(mask.iter().enumerate().filter(|(_, row)| **row != 0).map(|(at, _)| at));
        }
    }
}

fn step(op: &Op, out: &mut [i64], inputs: &[&[i64]], rooms: &[Vec<i64>], outs: &[&mut [i64]], length: usize) {
    use kernels::Operand;
    let operand = |source: &Source| match source {
        Source::Input(at) => Operand::Block(inputs[*at]),
        Source::Slot(room) => Operand::Block(&rooms[*room][..length]),
        Source::Out(at) => Operand::Block(&*outs[*at]),
        Source::Constant(number) => Operand::Constant(*number),
    };
    let block = |source: &Source| match source {
        Source::Input(at) => inputs[*at],
        Source::Slot(room) => &rooms[*room][..length],
        Source::Out(at) => &*outs[*at],
        Source::Constant(_) => &[],
    };
    match op {
        Op::Add(a, b) => kernels::add(out, operand(a), operand(b)),
        Op::Subtract(a, b) => kernels::subtract(out, operand(a), operand(b)),
        Op::Multiply(a, b) => kernels::multiply(out, operand(a), operand(b)),
        Op::Min(a, b) => kernels::min(out, operand(a), operand(b)),
        Op::Max(a, b) => kernels::max(out, operand(a), operand(b)),
        Op::Less(a, b) => kernels::less(out, operand(a), operand(b)),
        Op::Equal(a, b) => kernels::equal(out, operand(a), operand(b)),
        Op::And(a, b) => kernels::and(out, operand(a), operand(b)),
        Op::Or(a, b) => kernels::or(out, operand(a), operand(b)),
        Op::Not(a) => kernels::equal(out, operand(a), Operand::Constant(0)),
        Op::Select(a, b, c) => kernels::select(out, operand(a), operand(b), operand(c)),
        Op::MonthOf(a) => kernels::month_of(out, block(a)),
        Op::MonthsBetween(a, b) => kernels::months_between(out, operand(a), operand(b)),
        Op::In(a, bits) => kernels::within(out, block(a), *bits),
        Op::Gather(a, table) => kernels::gather(out, block(a), table),
        Op::Stepped { key, first, width, table } => kernels::stepped(out, block(key), *first, *width, table),
        Op::Bracket(a, bounds, values) => kernels::bracket(out, block(a), bounds, values),
        Op::ShareQuick { source, times, by, mode } => {
            if let Some((times, bias, by)) = kernels::as_floor(*times, *by, *mode) {
                kernels::share_quick(out, block(source), times, bias, by);
            }
        }
        Op::ShareSigned { source, times, by, mode } => {
            if let Some((times, bias, by)) = kernels::as_floor(*times, *by, *mode) {
                kernels::share_signed(out, block(source), times, bias, by);
            }
        }
        Op::ShareWide { source, times, by, mode } => {
            kernels::share_wide(out, block(source), *times, *by, *mode);
        }
    }
}
