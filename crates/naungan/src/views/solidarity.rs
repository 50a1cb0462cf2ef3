//! What solidarity carries, as everybody may see it: campaigns with their gifts and months, and who is
//! covered by money of others in the month that was counted last.

use std::collections::BTreeMap;

use anyhow::Result;
use base::Month;
use serde::Serialize;
use store::Unit;
use store::queries::campaigns::{self, Campaign};
use store::queries::coverage;
use store::queries::solidarity::{self, Carried};

use super::published::{self, Count, Segments};
use crate::actions::open_campaign::OPEN;
use crate::actions::want_gift::SOURCE;
use crate::office::Desk;
use crate::registry::pots;

/// What the law calls the money of a public budget.
const PUBLIC: &str = "public_budget";

/// A campaign, for everybody.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Public {
    pub(crate) campaign: i64,
    pub(crate) name: String,
    pub(crate) told: String,
    pub(crate) state: String,
    pub(crate) province: Option<String>,
    /// The rule's lines.
    pub(crate) rule: Vec<String>,
    /// Whether anybody may give without signing in.
    pub(crate) is_for_all: bool,
    /// What came and did not go back.
    pub(crate) given: i64,
    /// Different workers; nothing where they are too few to be counted, and then their months are not either.
    pub(crate) workers: Count,
    /// Months of workers that were paid.
    pub(crate) paid: Count,
    /// Months of workers that money is set aside for.
    pub(crate) ahead: Count,
}

/// All campaigns with what they carry together.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub(crate) struct AllOf {
    pub(crate) campaigns: Vec<Public>,
    pub(crate) given: i64,
    pub(crate) paid: Count,
    pub(crate) ahead: Count,
}

/// Reads every campaign, the latest first.
pub(crate) fn read(unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<AllOf> {
    let rows = campaigns::all(unit)?;
    let carried: BTreeMap<i64, Carried> = solidarity::by_campaign(unit)?.into_iter().collect();
    let given: BTreeMap<i64, i64> = solidarity::given_by_campaign(unit)?.into_iter().collect();
    // A small campaign beside large ones could be worked out from what all carry.
    let people = carried.iter().map(|(campaign, carried)| (campaign.to_string(), carried.workers));
    let (whole, workers) = published::parts(people.collect());
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let own = carried.get(&row.id).copied().unwrap_or_default();
        let shown = workers.get(&row.id.to_string()).copied().unwrap_or(Some(0));
        let given = given.get(&row.id).copied().unwrap_or(0);
        all.push(public(unit, desk, row, given, (own, shown))?);
    }
    Ok(AllOf {
        given: given.values().sum(),
        paid: whole.map(|_| carried.values().map(|one| one.paid).sum()),
        ahead: whole.map(|_| carried.values().map(|one| one.ahead).sum()),
        campaigns: all,
    })
}

fn public(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    row: Campaign,
    given: i64,
    (carried, workers): (Carried, Count),
) -> Result<Public> {
    let rule = pots::rule(unit, row.id, desk.now)?;
    Ok(Public {
        campaign: row.id,
        is_for_all: row.state == OPEN && rule.takes(SOURCE),
        rule: rule.to_string().lines().map(str::to_owned).collect(),
        name: row.name,
        told: row.told,
        state: row.state,
        province: row.province,
        given,
        workers,
        paid: workers.map(|_| carried.paid),
        ahead: workers.map(|_| carried.ahead),
    })
}

/// Months of workers that gifts have paid in all, as they were counted last; for a page that only leads on.
pub(crate) fn paid(unit: &mut Unit<'_>) -> Result<Count> {
    let carried = solidarity::counted(unit)?;
    let people = carried.iter().map(|(campaign, one)| (campaign.to_string(), one.workers));
    let (whole, _) = published::parts(people.collect());
    Ok(whole.map(|_| carried.iter().map(|(_, one)| one.paid).sum()))
}

/// Who is covered by money of others in a month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct CoveredNow {
    pub(crate) month: String,
    /// Everybody who works on her own account and is paid for; the same count as on the front page.
    pub(crate) all: Count,
    /// Of them by pots of donors, by pots of public budgets, and otherwise.
    pub(crate) donors: Count,
    pub(crate) budgets: Count,
    pub(crate) others: Count,
}

/// Reads the month that was counted last; nothing before the first.
pub(crate) fn covered(unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<Option<CoveredNow>> {
    let Some(month) = coverage::months(unit)?.pop() else { return Ok(None) };
    let people = published::by_segment(&coverage::month(unit, month)?);
    let segment = scheme::memberships::Segment::SelfEmployed.name();
    let sponsored = people.get(segment).map_or(0, |(_, sponsored)| *sponsored);
    let all = Segments::of(&people).segment(segment).1;
    let (mut donors, mut budgets) = (0, 0);
    for (source, workers) in solidarity::workers_in(unit, month)? {
        let is_public = pots::counts_as(desk, &source, month)? == PUBLIC;
        *if is_public { &mut budgets } else { &mut donors } += workers;
    }
    Ok(Some(shown(month, (all, sponsored), (donors, budgets))))
}

/// Parts are shown where the whole is; whoever is in none of the two is a part too.
fn shown(month: Month, (all, sponsored): (Count, i64), (donors, budgets): (i64, i64)) -> CoveredNow {
    let others = (sponsored - donors - budgets).max(0);
    let parts = [("donors", donors), ("budgets", budgets), ("others", others)];
    let parts = parts.map(|(name, people)| (name.to_owned(), people));
    let (_, parts) = published::parts(BTreeMap::from(parts));
    let part = |name: &str| all.and(parts[name]);
    let month = month.to_string();
    CoveredNow { month, all, donors: part("donors"), budgets: part("budgets"), others: part("others") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_covered_by_whom_is_told_where_nobody_can_be_counted_out() {
        let month = "2026-01".parse().expect("a month");
        let told = |all, sponsored, donors, budgets| {
            let told = shown(month, (all, sponsored), (donors, budgets));
            (told.donors, told.budgets, told.others)
        };
        assert_eq!(told(Some(90), 90, 40, 50), (Some(40), Some(50), Some(0)));
        assert_eq!(told(Some(90), 90, 3, 50), (None, Some(50), None));
        assert_eq!(told(Some(90), 90, 37, 50), (None, Some(50), None));
        assert_eq!(told(None, 90, 40, 50), (None, None, None));
    }
}
