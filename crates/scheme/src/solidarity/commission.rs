//! What an agent earns: by the months that those she brought have stayed, never for the enrolment itself.

use base::{Citation, Month};

use crate::law::{Question, SolidarityLaw};
use crate::refusal::Refusal;

/// What a member's month earns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Earned {
    /// The contribution month.
    pub month: Month,
    /// How many months the member had paid by then, this one among them.
    pub stayed: i64,
    /// How much.
    pub amount: i64,
    /// The provision.
    pub citation: Option<Citation>,
}

/// What the months that a member has settled since an agent brought her come to, in their order. `settled` is
/// month and contribution, the oldest first.
pub fn earned(law: &SolidarityLaw<'_>, settled: &[(Month, i64)]) -> Result<Vec<Earned>, Refusal> {
    (1..).zip(settled).map(|(stayed, (month, collected))| one(law, *month, *collected, stayed)).collect()
}

fn one(law: &SolidarityLaw<'_>, month: Month, collected: i64, stayed: i64) -> Result<Earned, Refusal> {
    let mut facts = law.facts();
    law.put(&mut facts, "contribution_month", &month.to_string())?;
    law.put(&mut facts, "months_stayed", &stayed.to_string())?;
    law.put_coins(&mut facts, "collected", collected);
    let told = law.coins(Question::StayingCommission, &facts)?;
    Ok(Earned { month, stayed, amount: told.value, citation: told.citation })
}
