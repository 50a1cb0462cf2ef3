//! A worker's months that several pay: who bears which part of each, and what is left to her.

use std::collections::BTreeMap;

use anyhow::Result;
use base::Month;
use scheme::id::{MembershipId, PayerId};
use serde::Serialize;
use store::Unit;
use store::queries::assessments;
use store::queries::worker_months::WorkerMonth;

use crate::office::Desk;
use crate::registry::{members, payers, pots, shares};

/// A month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct SharedMonth {
    pub(crate) month: String,
    pub(crate) parts: Vec<Part>,
    /// What she bears herself.
    pub(crate) worker: i64,
    /// Whether the parts of others still wait for hers.
    pub(crate) waits: bool,
}

/// What somebody else bears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Part {
    /// The pot.
    pub(crate) pot: i64,
    /// What it is called.
    pub(crate) name: String,
    /// `public`, `donor` or `platform`.
    pub(crate) side: String,
    pub(crate) amount: i64,
}

/// Those of a membership, in order.
pub(crate) fn of_membership(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
) -> Result<Vec<SharedMonth>> {
    let mut of_months: BTreeMap<Month, Vec<WorkerMonth>> = BTreeMap::new();
    for row in shares::alive(unit, membership)? {
        of_months.entry(row.month).or_default().push(row);
    }
    let own = members::row(unit, membership)?.payer;
    let mut shown = Vec::with_capacity(of_months.len());
    for (month, rows) in of_months {
        shown.push(one(unit, desk, (membership, own), (month, rows))?);
    }
    Ok(shown)
}

fn one(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (membership, own): (MembershipId, PayerId),
    (month, rows): (Month, Vec<WorkerMonth>),
) -> Result<SharedMonth> {
    let mut parts = Vec::with_capacity(rows.len());
    for row in &rows {
        let side = shares::side(desk, &pots::load(unit, row.pot)?.source, month)?;
        let name = payers::load(unit, desk, row.pot)?.payer.name;
        let amount = if row.state == "parted" { row.used } else { row.reserved };
        parts.push((side, Part { pot: row.pot.0, name, side: side.word().to_owned(), amount }));
    }
    parts.sort_by_key(|(side, _)| *side);
    let parts: Vec<Part> = parts.into_iter().map(|(_, part)| part).collect();
    let others: i64 = parts.iter().map(|part| part.amount).sum();
    let billed = assessments::of_month(unit, month, own, Some(membership))?;
    let worker = if billed.is_empty() {
        let pots: Vec<PayerId> = rows.iter().map(|row| row.pot).collect();
        let shared = shares::reckoned(unit, desk, (membership, month), &pots)?;
        shared.worker + shared.others() - others
    } else {
        billed.iter().map(|row| row.owed).sum::<i64>() - others
    };
    let waits = rows.iter().any(|row| row.state == "reserved");
    Ok(SharedMonth { month: month.to_string(), parts, worker, waits })
}
