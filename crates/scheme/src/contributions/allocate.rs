//! Which bills a payer's money settles: months in sequence, each in full before the next.

use base::Month;

use super::bill::{Bill, BillKind};
use crate::law::Law;

/// A bill with something still to pay.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Open {
    /// The month it is for.
    pub month: Month,
    /// Its number within the payer's month.
    pub no: u32,
    /// What it is for.
    pub kind: BillKind,
    /// What is still to be paid.
    pub outstanding: i64,
}

/// Money that a bill gets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Allocation {
    /// The month of the bill.
    pub month: Month,
    /// The number of the bill.
    pub no: u32,
    /// How much; more than nothing.
    pub amount: i64,
    /// Whether nothing of the bill is left to pay.
    pub settles: bool,
}

/// What becomes of a payer's credit.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Allocated {
    /// Bills that get money, in the order they get it.
    pub allocations: Vec<Allocation>,
    /// What remains to the payer's credit.
    pub remaining: i64,
}

/// Gives a payer's credit to the open bills.
///
/// The contract: bills are served by month, within a month in the law's order of contribution and penalty,
/// then by number. A bill gets nothing before every bill ahead of it is settled in full, and never more than
/// is outstanding. What is allocated and what remains are together the credit, and something remains only
/// when every bill is settled. Bills without anything outstanding are passed over; a credit of nothing or
/// less is given to nobody.
pub fn allocate(law: &Law<'_>, open: &[Open], credit: i64) -> Allocated {
    let mut queue: Vec<&Open> = open.iter().filter(|bill| bill.outstanding > 0).collect();
    queue.sort_by_key(|bill| (bill.month, turn(law, bill), bill.no));
    let mut done = Allocated { allocations: Vec::new(), remaining: credit };
    for bill in queue {
        let amount = bill.outstanding.min(done.remaining);
        if amount <= 0 {
            break;
        }
        done.remaining -= amount;
        let settles = amount == bill.outstanding;
        done.allocations.push(Allocation { month: bill.month, no: bill.no, amount, settles });
    }
    done
}

/// 0 for what comes first in its month, 1 for what comes after.
fn turn(law: &Law<'_>, bill: &Open) -> u8 {
    let penalty_first = law.order(bill.month).penalty_first();
    u8::from((bill.kind == BillKind::Penalty) != penalty_first)
}

impl From<&Bill> for Open {
    fn from(bill: &Bill) -> Open {
        Open { month: bill.month, no: bill.no, kind: bill.kind, outstanding: bill.outstanding() }
    }
}
