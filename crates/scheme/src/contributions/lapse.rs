//! The self-employed who stop paying: grace, the end of their cover, and coming back.
//!
//! A lapse itself is a membership that ends: its months after the last paid one are reckoned again, to
//! nothing.

use base::{Citation, Day, Month};
use rules::value::Value;

use crate::law::{Law, Segment};
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

/// How a self-employed membership stands on a day. Somebody who has never paid has the month before the first
/// one owed as the last paid.
pub fn standing(
    law: &Law<'_>,
    segment: &Segment,
    last_paid: Month,
    jht_claimed: bool,
    day: Day,
) -> Result<Standing, Refusal> {
    let mut facts = law.facts_of(segment);
    facts.put(law.facts.last_paid_month, Some(Value::Month(last_paid)));
    facts.put(law.facts.status_date, Some(Value::Day(day)));
    facts.put(law.facts.jht_claimed, Some(Value::YesNo(jht_claimed)));
    let answer = law.ask(law.rules.bpu_state, &facts)?;
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
    Ok(Standing { state, grace_ends, citation: answer.citation })
}

fn no_state() -> Refusal {
    Refusal::new(
        "outside_the_law",
        "status kepesertaan ini tidak dikenal dalam pembukuan",
        "the books do not know this state of a membership",
    )
}

/// A membership that goes on under its old number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revival {
    /// The day it starts anew, and cover with it.
    pub started: Day,
    /// The first month that is owed; nothing is collected for the months between.
    pub first_month: Month,
    /// The provision on the beginning of cover.
    pub citation: Option<Citation>,
}

/// Revives a lapsed membership by a payment on a day: a new start, without the arrears. `ended` is the day it
/// lapsed; a day that is not after it is refused.
pub fn revive(law: &Law<'_>, segment: &Segment, ended: Day, paid: Day) -> Result<Revival, Refusal> {
    let mut facts = law.facts_of(segment);
    facts.put(law.facts.registration_date, Some(Value::Day(paid)));
    facts.put(law.facts.payment_date, Some(Value::Day(paid)));
    let answer = law.ask(law.rules.cover_begins, &facts)?;
    let started = answer.value.day().unwrap_or(paid);
    if started <= ended {
        let refusal = Refusal::new(
            "not_lapsed_yet",
            format!("kepesertaan masih berjalan sampai {ended}"),
            format!("the membership still runs until {ended}"),
        );
        return Err(refusal.under(answer.citation.as_ref()));
    }
    Ok(Revival { started, first_month: started.month(), citation: answer.citation })
}

/// The day cover begins for a self-employed member who registers and pays for the first time.
pub fn cover_begins(law: &Law<'_>, segment: &Segment, registered: Day, paid: Day) -> Result<Day, Refusal> {
    let mut facts = law.facts_of(segment);
    facts.put(law.facts.registration_date, Some(Value::Day(registered)));
    facts.put(law.facts.payment_date, Some(Value::Day(paid)));
    law.ask_day(law.rules.cover_begins, &facts)
}
