//! Months that several pay, from their rows: whose parts wait, and what the law says each comes to.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::Month;
use scheme::employers::PayerKind;
use scheme::facts::Months;
use scheme::id::{MembershipId, PayerId};
use scheme::law::{SAVINGS, SolidarityLaw};
use scheme::memberships::unpack;
use scheme::refusal::Refusal;
use scheme::solidarity::campaign::{Rule, Share};
use scheme::solidarity::share::{self, Shared, Side};
use store::Unit;
use store::queries::month_shares::{self, MonthShare};
use store::queries::worker_months::{self, WorkerMonth};
use store::queries::{campaigns, payers, pots, rolls};

use crate::office::Desk;

/// The share of a pot in a month: the latest that was written down of it.
pub(crate) fn of_pot(all: &[MonthShare], pot: PayerId, month: Month) -> Option<&MonthShare> {
    let is_it =
        |one: &&MonthShare| one.pot == pot && Months { from: one.from, until: one.until }.contains(month);
    all.iter().find(is_it)
}

/// What each of these pots bears of a worker's month, as her roll and the law stand now.
pub(crate) fn reckoned(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (membership, month): (MembershipId, Month),
    pots: &[PayerId],
) -> Result<Shared> {
    let all = month_shares::of_membership(unit, membership)?;
    let mut shares = Vec::with_capacity(pots.len());
    let mut savings = true;
    for pot in pots {
        let missing = || format!("pot {pot} has no share of {month} of membership {membership}");
        let one = of_pot(&all, *pot, month).with_context(missing)?;
        let side = Side::of_word(&one.kind).with_context(missing)?;
        let share: Share = one.share.parse()?;
        shares.push((side, share));
        savings &= takes_savings(unit, one)?;
    }
    let rolls = rolls::of_membership(unit, membership)?;
    let here = |roll: &&rolls::Roll| Months { from: roll.from, until: roll.until }.contains(month);
    let Some(roll) = rolls.iter().find(here) else {
        let id = format!("kepesertaan {membership} tidak berjalan pada {month}");
        let en = format!("membership {membership} does not cover {month}");
        return Err(Refusal::new("month_not_covered", id, en).into());
    };
    let facts: Vec<(String, String)> =
        unpack(&roll.facts).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let law = SolidarityLaw::new(desk.law)?;
    Ok(share::reckon(&law, &facts, month, &shares, savings)?)
}

/// What money of a source would bear of a month of a worker with these facts.
pub(crate) fn promised(
    desk: &Desk<'_>,
    source: &str,
    facts: &[(String, String)],
    (month, share): (Month, Share),
    savings: bool,
) -> Result<Shared> {
    let side = side(desk, source, month)?;
    Ok(share::reckon(&SolidarityLaw::new(desk.law)?, facts, month, &[(side, share)], savings)?)
}

/// Whether a pot's campaign took savings in when the share was promised.
fn takes_savings(unit: &mut Unit<'_>, one: &MonthShare) -> Result<bool> {
    let pot = pots::read(unit, one.pot)?.context("a share of nobody's money")?;
    let text = campaigns::rule_at(unit, pot.campaign, one.known)?;
    Ok(names_savings(&Rule::parse(&text)?))
}

/// Whether a campaign takes savings in.
pub(crate) fn names_savings(rule: &Rule) -> bool {
    rule.programmes.iter().any(|programme| programme == SAVINGS)
}

/// On which side a pot's money of this source is in a month.
pub(crate) fn side(desk: &Desk<'_>, source: &str, month: Month) -> Result<Side> {
    let counts_as = super::pots::counts_as(desk, source, month)?;
    Side::of_funded_by(&counts_as).with_context(|| format!("money that counts as {counts_as} is nobody's"))
}

/// Whether a payer is a worker's own.
pub(crate) fn is_own(unit: &mut Unit<'_>, payer: PayerId) -> Result<bool> {
    Ok(payers::read(unit, payer)?.is_some_and(|row| row.kind == PayerKind::Own.name()))
}

/// Parts of others that wait for a worker's own, by month.
pub(crate) fn waiting(unit: &mut Unit<'_>, own: PayerId) -> Result<BTreeMap<Month, i64>> {
    let mut months = BTreeMap::new();
    for row in worker_months::waiting_for(unit, own)? {
        *months.entry(row.month).or_default() += row.reserved;
    }
    Ok(months)
}

/// What is left of a month's rest when others have given their parts, which are used up by it.
pub(crate) fn own_rest(others: &mut BTreeMap<Month, i64>, month: Month, rest: i64) -> i64 {
    let waiting = others.entry(month).or_default();
    let part = rest.min(*waiting).max(0);
    *waiting -= part;
    rest - part
}

/// A worker's shared months that are alive: parts that wait, and parts that went to her bill.
pub(crate) fn alive(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Vec<WorkerMonth>> {
    let mut rows = worker_months::of_membership(unit, membership)?;
    rows.retain(|row| row.shared && matches!(row.state.as_str(), "reserved" | "parted"));
    Ok(rows)
}
