//! What changes when a month is reckoned again: a difference, billed or given back.

use super::bill::Bill;
use crate::lines::Lines;

/// The row that makes the rows before it come to `now`; nothing if they already do. Rows are never changed.
pub fn difference<'l>(rows: impl IntoIterator<Item = &'l Lines>, now: &Lines) -> Option<Lines> {
    let before = rows.into_iter().fold(Lines::new(), |sum, row| sum.plus(row));
    let difference = now.minus(&before);
    (!difference.is_zero()).then_some(difference)
}

/// A bill that asks for nothing and is done with at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    /// What the payer is credited; nothing where programmes only change among themselves.
    pub credit: i64,
    /// What each slot gives back, below nothing, or gets from the others.
    pub lines: Lines,
}

/// Releases a bill in the payer's favour, or one whose amounts cancel out: its amount becomes credit, at once
/// and whole. Nothing for a bill that somebody has to pay, or that was released before.
pub fn release(bill: &Bill) -> Option<Release> {
    let owed = bill.owed();
    let lines = bill.lines.billed_part();
    // One whose amounts cancel out has nothing to mark it as done; whoever keeps bills releases each once.
    let open = owed < 0 && bill.paid == 0 || owed == 0 && !lines.is_zero();
    open.then(|| Release { credit: -owed, lines })
}
