//! What a claim pays after its first payment: pensions month by month, months of a wage and years of study
//! that have to be proven, and the way back to work.

use anyhow::Result;
use scheme::claims::care::Return;
use scheme::id::PersonId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::instalments::Instalment;
use store::queries::pensions::{OfMonth, Pension};

use super::pensions;
use crate::actions::note_return;
use crate::actions::pay_later::{self, Open};
use crate::office::Desk;
use crate::registry::claims;
use crate::registry::people;

/// All of it.
pub(crate) struct Seen {
    pub(crate) name: String,
    pub(crate) pensions: Vec<(Pension, Vec<OfMonth>)>,
    /// What is still to come, or why nothing is.
    pub(crate) open: Result<Vec<Open>, Refusal>,
    /// What was proven, granted or not.
    pub(crate) proven: Vec<Instalment>,
    /// The family: number and name.
    pub(crate) family: Vec<(i64, String)>,
    /// The way back to work, of an injury.
    pub(crate) back: Option<Return>,
}

impl Seen {
    /// Whoever draws a pension that runs, and has to be seen alive.
    pub(crate) fn drawers(&self) -> Vec<PersonId> {
        let running = self.pensions.iter().filter(|(pension, _)| pension.ended.is_none());
        let mut all: Vec<PersonId> = running.filter_map(|(pension, _)| pension.drawer).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Reads it.
pub(crate) fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, number: i64) -> Result<Seen> {
    let held = claims::play(unit, number)?;
    let open = match pay_later::open(unit, desk, &held) {
        Ok(open) => Ok(open),
        Err(error) => Err(error.downcast::<Refusal>()?),
    };
    let back = match held.kind.benefit() {
        "jkk" => Some(note_return::look(unit, desk, number)?),
        _ => None,
    };
    let life = claims::life(unit, desk, held.row.person, Some(number))?;
    let family = life.family.iter().map(|one| (one.no, one.relative.name.clone()));
    Ok(Seen {
        name: people::load(unit, desk, held.row.person)?.identity().name.clone(),
        pensions: pensions::of_claim(unit, number)?,
        proven: pay_later::proven(unit, number)?,
        family: family.collect(),
        open,
        back,
    })
}
