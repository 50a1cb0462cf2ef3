//! Which relative of whom somebody at the counter is.

use std::collections::BTreeSet;

use anyhow::Result;
use scheme::claims::ClaimKind;
use scheme::events::heirs;
use scheme::id::PersonId;
use scheme::law::ClaimLaw;
use store::Unit;
use store::queries::{accounts, cases, claims as rows, heir_doors, marks, orders};

use super::{claims, people};
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

/// Which of the family get something in the case of a death, by their numbers: the heirs and who acts for a
/// child of them, who draws the pension, and whoever something was paid to already.
pub(crate) fn who_get(unit: &mut Unit<'_>, desk: &Desk<'_>, case: &cases::Case) -> Result<BTreeSet<i64>> {
    let mut mine = rows::of_person(unit, case.person)?;
    mine.retain(|row| row.of_case == case.id || row.opened_by == case.id);
    let mut all = BTreeSet::new();
    for row in &mine {
        let hands = orders::of_claim(unit, row.id)?.into_iter().map(|order| order.hand);
        all.extend(hands.filter_map(|hand| hand.strip_prefix("relative ")?.parse::<i64>().ok()));
    }
    let pension = mine.iter().any(|row| row.kind == ClaimKind::JpDeath.name());
    let life = claims::life(unit, desk, case.person, None)?;
    let law = ClaimLaw::new(desk.law)?;
    // Whom the law cannot name yet gets nothing yet.
    let Ok(found) = life.ask(|record| heirs(&law, record, case.day, case.reported)) else { return Ok(all) };
    let drawing = found.drawing.iter().copied().filter(|_| pension);
    let places = found.entitled.iter().map(|heir| heir.place).chain(drawing);
    all.extend(places.filter_map(|place| life.family.get(place)).map(|related| related.no));
    let acts = |name: &str| found.entitled.iter().any(|heir| heir.guardian.as_deref() == Some(name));
    all.extend(life.family.iter().filter(|related| acts(related.name())).map(|related| related.no));
    Ok(all)
}

/// As which relative the account gets something in the case of a death.
pub(crate) fn gets(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    account: i64,
    case: &cases::Case,
) -> Result<Option<Kinship>> {
    let Some(kinship) = in_case(unit, desk, account, case)? else { return Ok(None) };
    Ok(who_get(unit, desk, case)?.contains(&kinship.no).then_some(kinship))
}
