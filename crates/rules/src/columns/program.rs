//! Straight-line programs over blocks of whole numbers, built once, run for every block.

use std::collections::HashMap;

use base::Rounding;

/// Where an operation reads from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// A column that comes in.
    Input(usize),
    /// The result of an earlier operation; in a finished program the room it lies in.
    Slot(usize),
    /// The result of an earlier operation that lies where the caller wants it.
    Out(usize),
    /// The same number for everybody.
    Constant(i64),
}

/// One operation on a block. Truth is 0 or -1 (all bits), so that choices need no branch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Op {
    Add(Source, Source),
    Subtract(Source, Source),
    Multiply(Source, Source),
    Min(Source, Source),
    Max(Source, Source),
    /// Truth of `a < b`.
    Less(Source, Source),
    /// Truth of `a = b`.
    Equal(Source, Source),
    And(Source, Source),
    Or(Source, Source),
    Not(Source),
    /// The second where the first is true, else the third.
    Select(Source, Source, Source),
    /// Truth of "this option is in the set of bits".
    In(Source, u64),
    /// A table by whole index.
    Gather(Source, Vec<i64>),
    /// A table by step: index is what the key has above the first bound, over the width, within the table.
    Stepped {
        key: Source,
        first: i64,
        width: i64,
        table: Vec<i64>,
    },
    /// The month a day lies in, as months are numbered.
    MonthOf(Source),
    /// Whole months completed from one day to another.
    MonthsBetween(Source, Source),
    /// The value of the greatest bound not above the key; below the first, the first.
    Bracket(Source, Vec<i64>, Vec<i64>),
    /// `source × times / by`, rounded, in floating point that is exact for the proven range of the source.
    ShareQuick {
        source: Source,
        times: i64,
        by: i64,
        mode: Rounding,
    },
    /// The same where the source may be below zero.
    ShareSigned {
        source: Source,
        times: i64,
        by: i64,
        mode: Rounding,
    },
    /// The same with 128-bit integers, for any range.
    ShareWide {
        source: Source,
        times: i64,
        by: i64,
        mode: Rounding,
    },
}

impl Op {
    fn sources(&mut self) -> Vec<&mut Source> {
        match self {
            Op::Add(a, b) | Op::Subtract(a, b) | Op::Multiply(a, b) | Op::Min(a, b) | Op::Max(a, b) => {
                vec![a, b]
            }
            Op::Less(a, b) | Op::Equal(a, b) | Op::And(a, b) | Op::Or(a, b) => vec![a, b],
            Op::MonthsBetween(a, b) => vec![a, b],
            Op::MonthOf(a) | Op::Not(a) | Op::In(a, _) | Op::Gather(a, _) | Op::Bracket(a, ..) => vec![a],
            Op::Stepped { key, .. } => vec![key],
            Op::Select(a, b, c) => vec![a, b, c],
            Op::ShareQuick { source, .. } | Op::ShareSigned { source, .. } | Op::ShareWide { source, .. } => {
                vec![source]
            }
        }
    }
}

/// Operations under construction; equal operations are done once.
#[derive(Debug, Default)]
pub(super) struct Builder {
    ops: Vec<Op>,
    known: HashMap<Op, usize>,
}

impl Builder {
    pub(super) fn push(&mut self, op: Op) -> Source {
        if let Some(at) = self.known.get(&op) {
            return Source::Slot(*at);
        }
        self.known.insert(op.clone(), self.ops.len());
        self.ops.push(op);
        Source::Slot(self.ops.len() - 1)
    }

    /// Drops what no result needs and lets operations share room: at most as many rooms as are alive at once.
    ///
    /// Results but the last are written where the caller wants them.
    pub(super) fn finish(self, results: &[Source]) -> Program {
        let mut ops = self.ops;
        let needed = needed(&mut ops, results);
        let last = last_uses(&mut ops, &needed, results);
        let mut rooms = Rooms::default();
        let mut place = outs(results);
        let mut steps = Vec::new();
        for (at, mut op) in ops.into_iter().enumerate().filter(|(at, _)| needed[*at]) {
            let mut ended = Vec::new();
            for source in op.sources() {
                if let Source::Slot(used) = *source {
                    *source = place[&used];
                    if last[used] == at && !ended.contains(&place[&used]) {
                        ended.push(place[&used]);
                    }
                }
            }
            // The room of a source is free only after the operation: a kernel never writes what it reads.
            let target = *place.entry(at).or_insert_with(|| Source::Slot(rooms.take()));
            rooms.free.extend(
                ended
                    .into_iter()
                    .filter_map(|source| if let Source::Slot(room) = source { Some(room) } else { None }),
            );
            steps.push((op, target));
        }
        let results =
            results.iter().map(|source| if let Source::Slot(at) = source { place[at] } else { *source });
        Program { results: results.collect(), steps, rooms: rooms.count }
    }
}

/// Operations whose result the caller wants: where each is to be written. One wanted twice is copied later.
fn outs(results: &[Source]) -> HashMap<usize, Source> {
    let mut place = HashMap::new();
    for (out, result) in results.iter().enumerate().take(results.len().saturating_sub(1)) {
        if let Source::Slot(at) = result {
            place.entry(*at).or_insert(Source::Out(out));
        }
    }
    place
}

#[derive(Default)]
struct Rooms {
    free: Vec<usize>,
    count: usize,
}

impl Rooms {
    fn take(&mut self) -> usize {
        self.free.pop().unwrap_or_else(|| {
            self.count += 1;
            self.count - 1
        })
    }
}

fn needed(ops: &mut [Op], results: &[Source]) -> Vec<bool> {
    let mut needed = vec![false; ops.len()];
    for result in results {
        if let Source::Slot(at) = result {
            needed[*at] = true;
        }
    }
    for at in (0..ops.len()).rev() {
        if needed[at] {
            for source in ops[at].sources() {
                if let Source::Slot(used) = source {
                    needed[*used] = true;
                }
            }
        }
    }
    needed
}

/// For each operation the last one that reads it; results live to the end.
fn last_uses(ops: &mut [Op], needed: &[bool], results: &[Source]) -> Vec<usize> {
    let mut last = vec![0; ops.len()];
    for (at, op) in ops.iter_mut().enumerate().filter(|(at, _)| needed[*at]) {
        for source in op.sources() {
            if let Source::Slot(used) = source {
                last[*used] = at;
            }
        }
    }
    for result in results {
        if let Source::Slot(at) = result {
            last[*at] = usize::MAX;
        }
    }
    last
}

/// A finished program.
#[derive(Clone, Debug)]
pub(super) struct Program {
    /// Operations and the room, or result, each writes to.
    pub(super) steps: Vec<(Op, Source)>,
    /// Rooms needed.
    pub(super) rooms: usize,
    /// Where the results are in the end.
    pub(super) results: Vec<Source>,
}
