//! What money did to bills is undone: they are open again, their months with them, and savings go back.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use base::{Day, Month};
use scheme::contributions::{BillKind, post};
use scheme::law::Law;
use scheme::lines::Lines;
use store::queries::payments::Allocation;

use super::settle::Held;

/// Where money went: the month, the number of the bill, the day.
pub(crate) type Where = (Month, i64, Day);

/// The money that bills still have. What was taken back bears the day of what it took back.
pub(crate) fn live(allocations: &[Allocation]) -> BTreeMap<Where, i64> {
    let mut live = BTreeMap::new();
    for one in allocations {
        *live.entry((one.month, one.no, one.day)).or_insert(0) += one.amount;
    }
    live.retain(|_, amount| *amount > 0);
    live
}

/// What a payment went to, as far as bills still have it; then what bills got last, until so much comes back
/// from them. `None` where all that they have is not enough.
pub(crate) fn chosen(
    live: &BTreeMap<Where, i64>,
    paid: &[Allocation],
    wanted: i64,
) -> Option<BTreeMap<Where, i64>> {
    let mut chosen: BTreeMap<Where, i64> = BTreeMap::new();
    for one in paid {
        let place = (one.month, one.no, one.day);
        let there = live.get(&place).copied().unwrap_or(0);
        let taken = chosen.entry(place).or_insert(0);
        *taken = there.min(*taken + one.amount.max(0));
    }
    let mut missing = wanted - chosen.values().sum::<i64>();
    let mut newest: Vec<(&Where, &i64)> = live.iter().collect();
    newest.sort_by_key(|((month, no, day), _)| Reverse((*day, *month, *no)));
    for (place, there) in newest {
        let taken = chosen.entry(*place).or_insert(0);
        let more = (there - *taken).min(missing).max(0);
        *taken += more;
        missing -= more;
    }
    chosen.retain(|_, amount| *amount > 0);
    (missing <= 0).then_some(chosen)
}

/// What becomes of the books.
#[derive(Debug, Default)]
pub(crate) struct Undone {
    /// What the programmes give back.
    pub(crate) given_back: Lines,
    /// What leaves members' savings.
    pub(crate) savings: i64,
    /// The bills whose savings these are.
    pub(crate) savings_of: Vec<(Month, i64)>,
}

/// Takes money back from bills, which are all those of the months it went to. Whatever was paid first, what
/// is left of the money fills a bill in its order, and the rest of it is open.
pub(crate) fn undo(law: &Law<'_>, bills: &mut [Held], chosen: &BTreeMap<Where, i64>) -> Undone {
    let mut undone = Undone::default();
    for ((month, no, _), amount) in chosen {
        let same = |held: &&mut Held| held.row.month == *month && held.row.no == *no;
        let Some(held) = bills.iter_mut().find(same) else { continue };
        held.pay(-amount);
        undone.given_back = undone.given_back.plus(&held.bill.receives(law, *amount));
    }
    let open: BTreeSet<Month> = bills
        .iter()
        .filter(|held| held.bill.kind != BillKind::Penalty && !held.bill.is_settled())
        .map(|held| held.row.month)
        .collect();
    for held in bills.iter_mut().filter(|held| held.row.settled.is_some()) {
        let is_penalty = held.bill.kind == BillKind::Penalty;
        if held.bill.is_settled() && (is_penalty || !open.contains(&held.row.month)) {
            continue;
        }
        held.row.settled = None;
        held.changed = true;
        let savings = if is_penalty { 0 } else { post::savings(&held.bill.lines) };
        if savings != 0 {
            undone.savings += savings;
            undone.savings_of.push((held.row.month, held.row.no));
        }
    }
    undone
}
