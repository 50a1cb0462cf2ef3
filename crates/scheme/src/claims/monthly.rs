//! What is paid month by month: the duties of job loss, and pensions that wait for proof of life.

use base::{Citation, Day};
use rules::reason::Reason;

use super::told::Told;
use crate::law::ClaimLaw;
use crate::refusal::Refusal;

/// Whether a month is paid, and why.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Whether the duty was done.
    pub met: bool,
    /// Why, down to the numbers of the law.
    pub reason: Option<Reason>,
    /// The provision.
    pub citation: Option<Citation>,
}

/// Whether the duty of a month of job loss was done: what was recorded of it, by the law's names
/// (`applications`, `sessions_attended`, `new_job` …).
pub fn duty(
    law: &ClaimLaw<'_>,
    month: usize,
    recorded: &[(String, String)],
    pay_day: Day,
) -> Result<Duty, Refusal> {
    let mut told = Told::new(law.law().tree());
    told.all(recorded);
    told.put("duty_month", month);
    told.put("payment_date", pay_day);
    let (met, citation) = law.yes(law.rules.duty_met, &told.facts)?;
    let tree = law.law().tree();
    let reason = rules::explain::definition(tree, &told.facts, law.rules.duty_met, true).reason;
    Ok(Duty { met, reason, citation })
}

/// A pension and the proof that its owner lives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proof {
    /// The day by which it is due.
    pub due: Day,
    /// Whether a payment on the day asked for waits for it.
    pub suspended: bool,
    /// The provision.
    pub citation: Option<Citation>,
}

/// Whether a pension that is to be paid on a day waits for proof of life; none where the law asks for no
/// proof.
pub fn proof_of_life(law: &ClaimLaw<'_>, last: Day, pay_day: Day) -> Result<Option<Proof>, Refusal> {
    let mut told = Told::new(law.law().tree());
    told.put("proof_of_life_date", last);
    told.put("payment_date", pay_day);
    let Some((due, citation)) = law.day(law.rules.proof_of_life_due, &told.facts)? else { return Ok(None) };
    let (suspended, _) = law.yes(law.rules.pension_suspended, &told.facts)?;
    Ok(Some(Proof { due, suspended, citation }))
}
