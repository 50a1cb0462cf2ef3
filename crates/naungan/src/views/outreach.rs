//! What a drive to reach people has come to: who was brought, who stays, and what one of those cost.

use anyhow::Result;
use scheme::law::SolidarityLaw;
use scheme::solidarity::review;
use store::Unit;
use store::queries::branches;
use store::queries::memberships;
use store::queries::outreaches::{self, Cost, Outreach};

use crate::actions::earn_commission::settled;
use crate::office::Desk;

/// A drive with what it has come to.
#[derive(Clone, Debug)]
pub(crate) struct Came {
    pub(crate) drive: Outreach,
    /// The name of the branch.
    pub(crate) branch: String,
    /// Members who were brought.
    pub(crate) reached: i64,
    /// Who of them has paid so many months that they stay.
    pub(crate) kept: i64,
    /// How many months that are, by the law.
    pub(crate) months: i64,
    /// The provision.
    pub(crate) law: String,
    /// All it cost.
    pub(crate) cost: i64,
    pub(crate) costs: Vec<Cost>,
}

impl Came {
    /// What each who stays cost, rounded up to a rupiah; nothing while nobody does.
    pub(crate) fn each(&self) -> Option<i64> {
        (self.kept > 0).then(|| (self.cost + self.kept - 1) / self.kept)
    }
}

/// Drives of some branches, or of all, the latest first.
pub(crate) fn of_branches(unit: &mut Unit<'_>, desk: &Desk<'_>, wanted: Option<&[i64]>) -> Result<Vec<Came>> {
    let all = outreaches::all(unit)?.into_iter();
    let mine = all.filter(|one| wanted.is_none_or(|branches| branches.contains(&one.branch)));
    mine.collect::<Vec<_>>().into_iter().map(|one| came(unit, desk, one)).collect()
}

/// What one has come to.
pub(crate) fn came(unit: &mut Unit<'_>, desk: &Desk<'_>, drive: Outreach) -> Result<Came> {
    let law = SolidarityLaw::new(desk.law)?;
    let (mut reached, mut kept) = (0, 0);
    for (membership, _) in outreaches::members(unit, drive.id)? {
        reached += 1;
        let Some(row) = memberships::read(unit, membership)? else { continue };
        let paid = settled(unit, membership, row.started.month(), desk.today.month())?.len();
        kept += i64::from(review::is_kept(&law, i64::try_from(paid)?, desk.today)?.value);
    }
    let months = review::months_to_keep(&law, desk.today)?;
    let costs = outreaches::costs(unit, drive.id)?;
    let branch = branches::read(unit, drive.branch)?.map(|branch| branch.name).unwrap_or_default();
    Ok(Came {
        branch,
        reached,
        kept,
        months: months.value,
        law: months.citation.map(|law| law.instrument).unwrap_or_default(),
        cost: drive.cost + costs.iter().map(|cost| cost.amount).sum::<i64>(),
        costs,
        drive,
    })
}
