//! The self-employed who stop paying: grace, and the end of their cover.
//!
//! A lapse itself is a membership that ends: its months after the last paid one are reckoned again, to
//! nothing.

use base::{Citation, Day, Month};
use rules::value::Value;

use crate::law::{Law, SegmentLaw, unless_silent};
use crate::refusal::Refusal;

/// The law's names of the states, which a pack has to have.
pub(crate) const STATES: [&str; 4] = ["paid_up", "in_grace", "ended", "inactive"];

/// How a self-employed membership stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Paid to the end of the month.
    PaidUp,
    /// In arrears that can still be paid.
    InGrace,
    /// Ended for want of payment.
    Ended,
    /// The same after old-age savings were claimed.
    Inactive,
}

/// How a membership stands on a day, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// How it stands.
    pub state: State,
    /// The last day on which arrears can be paid.
    pub grace_ends: Day,
    /// The provision.
    pub citation: Option<Citation>,
}

/// How a self-employed membership stands on a day; the law of some years knows no end for want of payment.
/// Somebody who has never paid has the month before the first one owed as the last paid.
pub fn standing(
    law: &Law<'_>,
    segment: &SegmentLaw,
    last_paid: Month,
    jht_claimed: bool,
    day: Day,
) -> Result<Option<Standing>, Refusal> {
    let mut facts = law.facts_of(segment);
    facts.put(law.facts.last_paid_month, Some(Value::Month(last_paid)));
    facts.put(law.facts.status_date, Some(Value::Day(day)));
    facts.put(law.facts.jht_claimed, Some(Value::YesNo(jht_claimed)));
    let Some(answer) = unless_silent(law.ask(law.rules.bpu_state, &facts))? else { return Ok(None) };
    let Value::Option(option) = answer.value else { return Err(no_state()) };
    let ty = law.tree().items[law.rules.bpu_state].ty;
    let state = match law.tree().options(ty).get(usize::from(option)).map(String::as_str) {
        Some("paid_up") => State::PaidUp,
        Some("in_grace") => State::InGrace,
        Some("ended") => State::Ended,
        Some("inactive") => State::Inactive,
        _ => return Err(no_state()),
    };
    let grace_ends = law.ask_day(law.rules.grace_ends, &facts)?;
    Ok(Some(Standing { state, grace_ends, citation: answer.citation }))
}

fn no_state() -> Refusal {
    Refusal::new(
        "no_such_value",
        "status kepesertaan ini tidak dikenal dalam pembukuan",
        "the books do not know this state of a membership",
    )
}
