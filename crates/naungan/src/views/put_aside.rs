//! What trips have put aside for a rider, month by month: what each month costs, what comes through whom, and
//! what is left for the next.

use std::collections::BTreeMap;

use anyhow::Result;
use base::Month;
use scheme::id::{MembershipId, PayerId};
use scheme::law::SolidarityLaw;
use scheme::memberships::Stretch;
use scheme::solidarity::accrue::{self, Bought, Through};
use store::Unit;
use store::queries::accruals::{self, Accrual};

use crate::office::Desk;
use crate::registry::members;

/// A month into which trips have brought something, or that was asked for.
pub(crate) struct Aside {
    pub(crate) month: Month,
    /// What became of it; nothing where she is no member in it, or the law has no answer.
    pub(crate) bought: Option<Bought>,
    /// Through whom, in the order in which they began.
    pub(crate) through: Vec<Accrual>,
}

impl Aside {
    /// What of the month's price comes through a platform.
    pub(crate) fn part(&self, platform: PayerId) -> i64 {
        let parts = self.bought.iter().flat_map(|bought| &bought.parts);
        parts.filter(|(of, _)| *of == platform).map(|(_, part)| part).sum()
    }

    /// What was put aside in it.
    pub(crate) fn amount(&self) -> i64 {
        self.through.iter().map(|one| one.amount).sum()
    }
}

/// The months of a rider in order, from the first with a trip to the last, or to a month that is asked for.
pub(crate) fn months(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    until: Option<Month>,
) -> Result<Vec<Aside>> {
    let mut by_month: BTreeMap<Month, Vec<Accrual>> = BTreeMap::new();
    for one in accruals::of_membership(unit, membership)? {
        by_month.entry(one.month).or_default().push(one);
    }
    let first = by_month.keys().next().copied().or(until);
    let last = by_month.keys().next_back().copied().max(until);
    let Some((mut month, last)) = first.zip(last) else { return Ok(Vec::new()) };
    let person = members::row(unit, membership)?.person;
    let stretches = members::whole(unit, person)?.stretches(membership)?;
    let Ok(law) = SolidarityLaw::new(desk.law) else { return Ok(Vec::new()) };
    let (mut carried, mut found) = (0, Vec::new());
    while month <= last {
        let through = by_month.remove(&month).unwrap_or_default();
        let bought = of_month(&law, &stretches, month, carried, &through);
        let amount: i64 = through.iter().map(|one| one.amount).sum();
        carried = bought.as_ref().map_or(carried + amount, |bought| bought.left);
        found.push(Aside { month, bought, through });
        let Some(next) = month.next() else { break };
        month = next;
    }
    Ok(found)
}

fn of_month(
    law: &SolidarityLaw<'_>,
    stretches: &[Stretch],
    month: Month,
    carried: i64,
    through: &[Accrual],
) -> Option<Bought> {
    let stretch = stretches.iter().find(|stretch| stretch.months().contains(month))?;
    let through: Vec<Through> = through
        .iter()
        .map(|one| Through { platform: one.platform, amount: one.amount, first: one.first })
        .collect();
    accrue::month(law, &stretch.facts, month, carried, &through).ok()
}
