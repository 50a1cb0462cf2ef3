//! Numbers for people, payers, memberships and the like, taken from the institution's one row of numbers.

use anyhow::Result;
use scheme::id::{MembershipId, PayerId, PersonId};
use store::Unit;
use store::queries::institution;

/// A few numbers, taken at once.
pub(crate) struct Numbers {
    next: i64,
    end: i64,
}

impl Numbers {
    /// Takes so many.
    pub(crate) fn take(unit: &mut Unit<'_>, count: i64) -> Result<Numbers> {
        let next = institution::take_numbers(unit, count)?;
        Ok(Numbers { next, end: next + count })
    }

    /// The next one; more are taken when these are used up.
    pub(crate) fn next(&mut self, unit: &mut Unit<'_>) -> Result<i64> {
        if self.next == self.end {
            *self = Numbers::take(unit, 1)?;
        }
        self.next += 1;
        Ok(self.next - 1)
    }

    /// A person's.
    pub(crate) fn person(&mut self, unit: &mut Unit<'_>) -> Result<PersonId> {
        self.next(unit).map(PersonId)
    }

    /// A payer's.
    pub(crate) fn payer(&mut self, unit: &mut Unit<'_>) -> Result<PayerId> {
        self.next(unit).map(PayerId)
    }

    /// A membership's.
    pub(crate) fn membership(&mut self, unit: &mut Unit<'_>) -> Result<MembershipId> {
        self.next(unit).map(MembershipId)
    }
}
