//! Something changes at an employer, from a month on: its risk class, its size, a relief it qualifies for; or
//! it closes.

use anyhow::Result;
use base::{Day, Month};
use scheme::employers::{Report, close, report};
use scheme::facts::Subject;
use scheme::id::{MembershipId, PayerId};
use store::Unit;
use store::queries::rolls;

use crate::books::correct::Corrected;
use crate::office::{Desk, Office};
use crate::registry::{self, payers, refresh};

/// A fact of a payer, by the law's name; no value withdraws it.
#[derive(Clone, Debug)]
pub(crate) struct ReportPayer {
    pub(crate) payer: PayerId,
    pub(crate) name: String,
    pub(crate) value: Option<String>,
    pub(crate) from: Month,
    pub(crate) until: Option<Month>,
}

/// Takes a report; months that were assessed are assessed again for everybody of the payer.
pub(crate) fn run(office: &mut Office, asked: &ReportPayer) -> Result<Vec<Corrected>> {
    office.unit(|unit, desk| within(unit, desk, asked))
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &ReportPayer) -> Result<Vec<Corrected>> {
    let known = payers::load(unit, desk, asked.payer)?;
    let report_asked = Report {
        name: &asked.name,
        value: asked.value.as_deref(),
        from: asked.from,
        until: asked.until,
        known: desk.now,
    };
    let fact = report(desk.tree(), &known.payer, &report_asked)?;
    registry::add_facts(unit, &[fact])?;
    registry::note(unit, desk, "payer reported", asked.payer.0)?;
    refresh::payer(unit, desk, asked.payer)
}

/// Closes a payer that covers nobody any more.
pub(crate) fn close_payer(office: &mut Office, payer: PayerId, day: Day) -> Result<()> {
    office.unit(|unit, desk| close_within(unit, desk, payer, day))
}

/// The same within a unit that does more.
pub(crate) fn close_within(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId, day: Day) -> Result<()> {
    let known = payers::load(unit, desk, payer)?;
    let covered = covered_after(unit, payer, day)?;
    let fact = close(&known.payer, day, &covered, desk.now)?;
    registry::add_facts(unit, &[fact])?;
    registry::note(unit, desk, "payer closed", payer.0)?;
    let history = registry::history(unit, Subject::Payer(payer))?;
    payers::refresh_roll(unit, payer, &history)
}

fn covered_after(unit: &mut Unit<'_>, payer: PayerId, day: Day) -> Result<Vec<MembershipId>> {
    let rolls = rolls::of_payer(unit, payer)?;
    let goes_on =
        |roll: &rolls::Roll| roll.until.is_none_or(|until| until > day.month().next().unwrap_or(until));
    Ok(rolls.into_iter().filter(goes_on).map(|roll| roll.membership).collect())
}
