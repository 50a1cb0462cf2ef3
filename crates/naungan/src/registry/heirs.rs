//! Which relative of whom somebody at the counter is.

use anyhow::Result;
use scheme::id::PersonId;
use store::Unit;
use store::queries::{accounts, cases, heir_doors, marks};

use super::people;
use crate::auth::Role;
use crate::office::Desk;

/// A relative: of whom, and which of the family.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Kinship {
    pub(crate) person: PersonId,
    pub(crate) no: i64,
}

impl Kinship {
    /// The hand that gets her part.
    pub(crate) fn hand(self) -> String {
        format!("relative {}", self.no)
    }
}

/// Whose relative the account is: one that was opened for a relative, or that of a member whom an officer has
/// found to be one.
pub(crate) fn of_account(unit: &mut Unit<'_>, desk: &Desk<'_>, account: i64) -> Result<Vec<Kinship>> {
    let Some(row) = accounts::read(unit, account)?.filter(|row| row.ended.is_none()) else {
        return Ok(Vec::new());
    };
    let mut all = Vec::new();
    if row.role == Role::Heir.word() {
        all.extend(heir_doors::of_account(unit, account)?);
    }
    if let Some(person) = row.person.filter(|_| row.role == Role::Member.word()) {
        // Whoever only says who she is, is nobody's heir until an officer has seen her card.
        if crate::auth::claims::sees(unit, desk, person)?.is_claim() {
            return Ok(Vec::new());
        }
        for number in people::numbers(unit, person, desk.now)? {
            all.extend(marks::of_relative(unit, number)?);
        }
    }
    Ok(all.into_iter().map(|(person, no)| Kinship { person, no }).collect())
}

/// As which relative the account stands to the case of a death; nothing where it is nobody's.
pub(crate) fn in_case(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    account: i64,
    case: &cases::Case,
) -> Result<Option<Kinship>> {
    let kind: scheme::events::EventKind = case.kind.parse()?;
    if !kind.is_death() {
        return Ok(None);
    }
    let dead = people::numbers(unit, case.person, desk.now)?;
    let all = of_account(unit, desk, account)?;
    Ok(all.into_iter().find(|kinship| dead.contains(&kinship.person)))
}
