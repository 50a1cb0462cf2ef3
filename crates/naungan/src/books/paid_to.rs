//! To which month somebody who pays for herself is paid up, by whomever.

use anyhow::Result;
use base::Month;
use scheme::id::{MembershipId, PayerId};
use store::Unit;
use store::queries::{assessments, bills, memberships, rolls, runs};

/// How far a membership is paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct PaidTo {
    /// The last month before those at the end that she has not paid.
    pub(crate) month: Month,
    /// Whether any month was ever paid.
    pub(crate) ever: bool,
    /// Whether months after it are billed and not paid.
    pub(crate) owing: bool,
}

/// Looks at the months that were billed, from the last back to one that is paid. A month is paid when its
/// first bill is: a difference that was found later is owed, and takes no cover away. Nothing where nothing
/// was billed.
pub(crate) fn paid_to(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Option<PaidTo>> {
    let Some(last) = runs::last_begun_month(unit)?.max(bills::last_month(unit)?) else { return Ok(None) };
    let Some(own) = memberships::read(unit, membership)?.map(|row| row.payer) else { return Ok(None) };
    let mut unpaid = None;
    for roll in rolls::of_membership(unit, membership)?.iter().rev() {
        let end = roll.until.and_then(|until| until.plus_months(-1)).map_or(last, |end| end.min(last));
        let mut month = Some(end).filter(|end| *end >= roll.from);
        while let Some(now) = month {
            match is_paid(unit, roll.payer, membership, now)? {
                Some(true) => {
                    let month = unpaid.and_then(|first: Month| first.plus_months(-1)).unwrap_or(now);
                    return Ok(Some(PaidTo { month, ever: true, owing: unpaid.is_some() }));
                }
                // A sponsor's arrears are not hers.
                Some(false) if roll.payer == own => unpaid = Some(now),
                _ => {}
            }
            month = now.plus_months(-1).filter(|before| *before >= roll.from);
        }
    }
    let before = unpaid.and_then(|first| first.plus_months(-1));
    Ok(before.map(|month| PaidTo { month, ever: false, owing: true }))
}

fn is_paid(
    unit: &mut Unit<'_>,
    payer: PayerId,
    membership: MembershipId,
    month: Month,
) -> Result<Option<bool>> {
    let rows = assessments::of_month(unit, month, payer, Some(membership))?;
    let Some(first) = rows.first() else { return Ok(None) };
    let there = bills::of_month(unit, payer, month)?;
    let bill = there.iter().find(|bill| bill.no == first.no);
    Ok(bill.map(|bill| bill.settled.is_some() || bill.paid >= bill.owed))
}
