//! What being late with a month costs: charged when the month is paid at last, and by the run while it is
//! open.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::{Day, Month};
use ledger::Kind;
use scheme::contributions::{BillKind, Part, penalties};
use scheme::id::PayerId;
use scheme::lines::Lines;
use store::Unit;
use store::queries::{assessments, bills, memberships, payers, payments, rolls};

use super::commit::{Booking, commit, open_bills};
use super::correct::{new_bill, owed};
use super::settle::Held;
use crate::office::Desk;

/// Charges a month's penalty as it stands on a day, less what was charged; gives what is charged now.
pub(crate) fn month(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    month: Month,
    day: Day,
) -> Result<Option<i64>> {
    let Some(Billed { segment, charged, parts, .. }) = billed(unit, desk, payer, month)? else {
        return Ok(None);
    };
    let known = desk.law.segment(&segment).with_context(|| format!("the law has no segment {segment}"))?;
    // Where the law knows no penalty, as for projects, none is charged.
    let lines = penalties(desk.law, known, month, &parts, &charged, day)?;
    let Some(lines) = lines else { return Ok(None) };
    if lines.is_zero() {
        return Ok(None);
    }
    charge(unit, desk, (payer, month, day), &segment, &lines).map(Some)
}

/// A month of a payer, as far as a penalty rests on it.
pub(crate) struct Billed {
    pub(crate) segment: String,
    /// Its bills.
    pub(crate) held: Vec<Held>,
    /// Penalties that were charged for it.
    pub(crate) charged: Lines,
    /// What each programme was owed, by the day it got it.
    pub(crate) parts: Vec<Part>,
}

/// Reads a month of a payer; nothing where nobody was in it.
pub(crate) fn billed(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    month: Month,
) -> Result<Option<Billed>> {
    let Some(segment) = segment(unit, payer, month)? else { return Ok(None) };
    let rows = bills::of_month(unit, payer, month)?;
    let held: Vec<Held> = rows.into_iter().map(|row| Held::read(row, desk.slots)).collect::<Result<_>>()?;
    let mut charged = Lines::new();
    for penalty in held.iter().filter(|held| held.bill.kind == BillKind::Penalty) {
        charged = charged.plus(&penalty.bill.lines);
    }
    let parts = parts(unit, desk, payer, month, &held)?;
    Ok(Some(Billed { segment, held, charged, parts }))
}

fn segment(unit: &mut Unit<'_>, payer: PayerId, month: Month) -> Result<Option<String>> {
    let on_roll = rolls::of_payer_in(unit, payer, month)?;
    if let Some(roll) = on_roll.into_iter().next() {
        return Ok(Some(roll.segment));
    }
    // Everybody of the month may have been corrected away since.
    let assessed = assessments::of_month(unit, month, payer, None)?;
    let Some(one) = assessed.first() else { return Ok(None) };
    Ok(memberships::read(unit, one.membership)?.map(|row| row.segment))
}

/// What each programme was owed, by the day it got it.
fn parts(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    month: Month,
    held: &[Held],
) -> Result<Vec<Part>> {
    // By day: what was taken back bears the day of what it took back, and leaves nothing of it.
    let mut got: BTreeMap<(i64, Day), i64> = BTreeMap::new();
    for one in payments::allocations_of(unit, payer, month)? {
        *got.entry((one.no, one.day)).or_insert(0) += one.amount;
    }
    let mut parts = Vec::new();
    for one in held.iter().filter(|held| held.bill.kind != BillKind::Penalty) {
        let mine = got.iter().filter(|((no, _), amount)| *no == one.row.no && **amount != 0);
        let paid: Vec<(Day, i64)> = mine.map(|((_, day), amount)| (*day, *amount)).collect();
        parts.extend(Part::of(desk.law, &one.bill, &paid));
    }
    Ok(parts)
}

fn charge(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (payer, month, day): (PayerId, Month, Day),
    segment: &str,
    lines: &Lines,
) -> Result<i64> {
    let credit = payers::hold(unit, payer)?.with_context(|| format!("there is no payer {payer}"))?;
    let no = bills::of_month(unit, payer, month)?.iter().map(|bill| bill.no + 1).max().unwrap_or(0);
    let mut made = new_bill(unit, desk, (payer, month, no), BillKind::Penalty, segment, lines)?;
    // A penalty is paid with the next remittance: nothing is late with it.
    made.due = None;
    let charged = made.owed;
    let mut open = open_bills(unit, desk, payer)?;
    open.push(Held { fresh: true, ..Held::read(made, desk.slots)? });
    let booking = Booking {
        payer,
        day,
        kind: Kind::Penalised,
        key: &format!("penalty-{payer}-{month}-{no}"),
        about: &format!("month {month}, late on {day}"),
        book: owed(desk, payer, lines)?,
        credit,
        credit_before: credit,
    };
    commit(unit, desk, booking, &mut open)?;
    Ok(charged)
}
