//! The amount above which a head approves a claim: lowered by one, raised only when a second says the same
//! amount, so that nobody makes room for herself.

use anyhow::Result;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::claim_settings::{self, Setting};

use super::move_claim::by;
use crate::auth::Role;
use crate::office::{Desk, Office};
use crate::registry;

/// The setting's name.
const LIMIT: &str = "approval_limit";

/// What holds, and what one person wants to raise it to.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Limit {
    /// Without a setting a head approves everything.
    pub(crate) amount: i64,
    /// A higher amount that waits for a second person, and who wants it.
    pub(crate) wanted: Option<(i64, i64)>,
}

impl Limit {
    /// After one more setting. What nobody of the institution has set holds at once.
    fn after(self, set: &Setting) -> Limit {
        let amount = set.value;
        let holds = Limit { amount, wanted: None };
        match (set.account, self.wanted) {
            (None, _) => holds,
            _ if amount <= self.amount => holds,
            (Some(who), Some((wanted, first))) if wanted == amount && first != who => holds,
            (Some(who), _) => Limit { amount: self.amount, wanted: Some((amount, who)) },
        }
    }
}

/// What holds now.
pub(crate) fn read(unit: &mut Unit<'_>) -> Result<Limit> {
    let all = claim_settings::all(unit, LIMIT)?;
    Ok(all.iter().fold(Limit::default(), Limit::after))
}

/// What holds now, where anybody has set it.
pub(crate) fn set_once(unit: &mut Unit<'_>) -> Result<Option<i64>> {
    let is_set = !claim_settings::all(unit, LIMIT)?.is_empty();
    Ok(if is_set { Some(read(unit)?.amount) } else { None })
}

/// Sets it from now on; only a head or an administrator does.
pub(crate) fn set(office: &mut Office, amount: i64, account: i64) -> Result<Limit> {
    office.unit(|unit, desk| within(unit, desk, amount, account))
}

fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, amount: i64, account: i64) -> Result<Limit> {
    let who = by(unit, account)?;
    if !matches!(who.role, Role::Head | Role::Administrator) || amount < 0 {
        let id = "batas persetujuan ditetapkan kepala cabang atau administrator, tidak kurang dari nol";
        let en = "the limit of approval is set by a head or an administrator, not below nothing";
        return Err(Refusal::new("limit_refused", id, en).into());
    }
    claim_settings::set(unit, (LIMIT, amount), Some(account), desk.now)?;
    // About nobody: the institution itself is number 0.
    registry::note(unit, desk, &format!("limit of approval {amount}"), 0)?;
    read(unit)
}

#[cfg(test)]
mod tests {
    use base::Moment;

    use super::*;

    #[test]
    fn one_lowers_it_and_two_raise_it() {
        let mut limit = Limit::default();
        for (value, account, holds, wanted) in [
            (50, Some(1), 0, Some(50)),
            (50, Some(1), 0, Some(50)),
            (60, Some(2), 0, Some(60)),
            (60, Some(1), 60, None),
            (20, Some(3), 20, None),
            (60, Some(1), 20, Some(60)),
            (10, Some(2), 10, None),
            (60, Some(2), 10, Some(60)),
            (70, None, 70, None),
        ] {
            limit = limit.after(&Setting {
                value,
                account,
                known: Moment::start_of("2026-01-05".parse().expect("a day")),
            });
            assert_eq!((limit.amount, limit.wanted.map(|(amount, _)| amount)), (holds, wanted), "{value}");
        }
    }
}
