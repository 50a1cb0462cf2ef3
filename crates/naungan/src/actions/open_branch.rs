//! A branch opens, and is given people and payers to care for.

use anyhow::Result;
use scheme::id::{PayerId, PersonId};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::branches::{self, Branch};
use store::queries::{caseloads, institution, payers};

use crate::office::{Desk, Office};
use crate::registry::{self, offices, people};

/// Opens a branch; gives its number.
pub(crate) fn run(office: &mut Office, name: &str, province: u8) -> Result<i64> {
    office.unit(|unit, desk| {
        if name.trim().is_empty() {
            let refusal = Refusal::new("branch_unnamed", "cabang perlu nama", "a branch needs a name");
            return Err(refusal.into());
        }
        let id = institution::take_numbers(unit, 1)?;
        let (name, province) = (name.trim().to_owned(), province.to_string());
        branches::add(unit, &Branch { id, name, province, closed: None })?;
        registry::note(unit, desk, "branch opened", id)?;
        Ok(id)
    })
}

/// Whom a branch is to care for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cares {
    Person(PersonId),
    Payer(PayerId),
    /// Every payer of a province that no branch cares for yet.
    Province(u8),
}

/// Payers given to a branch in one unit.
const TOGETHER: i64 = 500;

/// Gives somebody to a branch; how many they are.
pub(crate) fn assign(office: &mut Office, branch: i64, cares: Cares) -> Result<u64> {
    let mut after = 0;
    let mut given = 0;
    loop {
        let (some, last) = office.unit(|unit, desk| {
            if branches::read(unit, branch)?.is_none() {
                let id = format!("tidak ada cabang {branch}");
                return Err(registry::not_there(id, format!("there is no branch {branch}")).into());
            }
            give(unit, desk, branch, cares, after)
        })?;
        given += some;
        match last {
            Some(last) => after = last,
            None => return Ok(given),
        }
    }
}

/// Gives some; how many, and where to go on if there may be more.
fn give(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    branch: i64,
    cares: Cares,
    after: i64,
) -> Result<(u64, Option<i64>)> {
    match cares {
        Cares::Person(person) => {
            people::load(unit, desk, person)?;
            offices::assign(unit, desk, person.0, branch)?;
            Ok((1, None))
        }
        Cares::Payer(payer) => {
            registry::payers::load(unit, desk, payer)?;
            offices::assign(unit, desk, payer.0, branch)?;
            Ok((1, None))
        }
        Cares::Province(province) => {
            let some = payers::of_province(unit, &province.to_string(), after, TOGETHER)?;
            let mut given = 0;
            for payer in &some {
                if caseloads::branch_of(unit, payer.0)?.is_none() {
                    offices::assign(unit, desk, payer.0, branch)?;
                    given += 1;
                }
            }
            Ok((given, some.last().map(|payer| payer.0)))
        }
    }
}
