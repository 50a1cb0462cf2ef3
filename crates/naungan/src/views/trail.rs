//! The way of the money of a claim: the entry of a grant in the books, an order with its run, and what the
//! bank said of it.

use anyhow::Result;
use ledger::Entry;
use store::Unit;
use store::queries::benefit_runs::{self, Answer, Run};
use store::queries::journals;
use store::queries::orders::Order;

/// How an order went.
#[derive(Debug, Default)]
pub(crate) struct Way {
    /// The run it went with.
    pub(crate) run: Option<Run>,
    /// What the bank said of the order, or of the whole run.
    pub(crate) answers: Vec<Answer>,
}

/// The run of an order with its answers; nothing while it waits for one.
pub(crate) fn way(unit: &mut Unit<'_>, order: &Order) -> Result<Way> {
    let Some(number) = order.run else { return Ok(Way::default()) };
    let Some(run) = benefit_runs::read(unit, number)? else { return Ok(Way::default()) };
    let mut answers = benefit_runs::answers(unit, number)?;
    answers.retain(|one| one.order.is_none_or(|of| of == order.id));
    Ok(Way { run: Some(run), answers })
}

/// How an entry is named: its journal, and its number there.
pub(crate) fn place((journal, seq): (u16, u64)) -> String {
    format!("{journal}-{seq}")
}

/// An entry of the books; nothing where there is none at the place.
pub(crate) fn entry(unit: &mut Unit<'_>, (journal, seq): (u16, u64)) -> Result<Option<Entry>> {
    let Some(text) = journals::text(unit, journal, seq)? else { return Ok(None) };
    Ok(Some(ledger::text::read(&text)?.entry))
}
