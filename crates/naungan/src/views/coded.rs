//! What a code stands for that is on no bill: one amount, told without a name to whoever has the code.

use anyhow::{Context, Result};
use scheme::id::PayerId;
use store::Unit;
use store::queries::{agent_cash, givings, intents, pledges, settlements};

use crate::registry::pots;

/// For what the code was given out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CodedFor {
    /// A gift that somebody means to give.
    Gift,
    /// A donor's promise.
    Pledge,
    /// What a platform hands over for its riders.
    Settlement,
    /// Cash that an agent brings.
    Handover,
}

impl CodedFor {
    /// The word that texts have for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            CodedFor::Gift => "gift",
            CodedFor::Pledge => "pledge",
            CodedFor::Settlement => "settlement",
            CodedFor::Handover => "handover",
        }
    }

    /// Whether it is money of a donor: that is paid by a QR too.
    pub(crate) const fn is_given(self) -> bool {
        matches!(self, CodedFor::Gift | CodedFor::Pledge)
    }
}

/// What is to be paid under a code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Coded {
    pub(crate) what: CodedFor,
    /// What is still to come; nothing once it has come, or was withdrawn.
    pub(crate) amount: i64,
    /// What a gift's campaign is called.
    pub(crate) campaign: Option<String>,
}

/// What the code stands for; nothing where it is a bill's or nobody's.
pub(crate) fn by_code(unit: &mut Unit<'_>, code: i64) -> Result<Option<Coded>> {
    if let Some(pledge) = pledges::by_code(unit, code)? {
        let campaign = Some(campaign(unit, pledge.pot)?);
        return Ok(Some(Coded { what: CodedFor::Pledge, amount: pledge.open(), campaign }));
    }
    if let Some(giving) = givings::by_code(unit, code)?.pop() {
        let wanted = intents::read(unit, giving.id)?.context("a giving without an amount")?.amount;
        let amount = if giving.gift.is_none() { wanted } else { 0 };
        let campaign = Some(campaign(unit, giving.pot)?);
        return Ok(Some(Coded { what: CodedFor::Gift, amount, campaign }));
    }
    if let Some(one) = settlements::by_code(unit, code)? {
        let amount = if one.state == "asked" { one.amount } else { 0 };
        return Ok(Some(Coded { what: CodedFor::Settlement, amount, campaign: None }));
    }
    let Some(one) = agent_cash::by_code(unit, code)? else { return Ok(None) };
    let amount = if one.paid.is_none() { one.amount } else { 0 };
    Ok(Some(Coded { what: CodedFor::Handover, amount, campaign: None }))
}

fn campaign(unit: &mut Unit<'_>, pot: PayerId) -> Result<String> {
    let pot = pots::load(unit, pot)?;
    Ok(pots::campaign(unit, pot.campaign)?.name)
}
