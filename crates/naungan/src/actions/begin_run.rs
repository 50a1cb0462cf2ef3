//! A run over everybody is asked for, to be worked at later.

use anyhow::Result;
use base::Month;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::jobs as rows;

use super::pay_benefits::pays;
use crate::jobs;
use crate::office::Desk;
use crate::runs::{Task, open, pensions};

/// The kind of work that grants a month of pensions.
pub(crate) const PENSIONS: &str = "run_pensions";

/// Kinds of runs: what they are called, and the kind of work.
pub(crate) const KINDS: [(&str, &str); 7] = [
    ("month", "run_month"),
    ("pensions", PENSIONS),
    ("interest", "run_interest"),
    ("lapse", "run_lapse"),
    ("penalties", "run_penalties"),
    ("coverage", "coverage"),
    ("signals", "signals"),
];

/// The kind of work of a kind of run.
pub(crate) fn work_of(kind: &str) -> Option<&'static str> {
    KINDS.iter().find(|(known, _)| *known == kind).map(|(_, work)| *work)
}

/// Writes a run down, unless the same waits or is under way already; gives its number. What cannot be run is
/// refused before anybody waits for it.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (kind, period): (&str, &str),
    account: i64,
) -> Result<i64> {
    let Some(work) = work_of(kind) else { return Err(unknown(kind).into()) };
    let last = rows::last_of_kind(unit, work)?;
    if let Some(last) = last.filter(|last| matches!(last.state.as_str(), "waiting" | "working")) {
        return if last.asked == period { Ok(last.id) } else { Err(another(kind, &last.asked).into()) };
    }
    if work == PENSIONS {
        pays(unit, account)?;
        pensions::in_order(unit, desk, period.parse::<Month>()?)?;
    } else if work.starts_with("run_") {
        let task = Task::read(kind, period)?;
        open::may_open_or_go_on(unit, desk, task)?;
    }
    jobs::later(unit, desk, work, period, (Some(account), None))
}

fn unknown(kind: &str) -> Refusal {
    let id = format!("tidak ada proses berjenis {kind}");
    crate::registry::not_there(id, format!("there is no run of the kind {kind}"))
}

fn another(kind: &str, period: &str) -> Refusal {
    let id = format!("proses {kind} {period} masih berjalan: tunggu sampai selesai");
    Refusal::new("run_open", id, format!("the run {kind} {period} is still under way: wait until it is done"))
}
