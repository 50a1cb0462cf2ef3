//! A membership month by month: what was known, what was owed, what became of the bill.

use anyhow::{Context, Result};
use scheme::id::MembershipId;
use scheme::lines::Lines;
use scheme::memberships::Spell;
use serde::Serialize;
use store::Unit;
use store::queries::{assessments, bills, runs};

use crate::office::{Desk, code};
use crate::registry::members;

/// A membership as it is shown.
#[derive(Serialize)]
pub(crate) struct Shown {
    pub(crate) membership: i64,
    pub(crate) person: i64,
    pub(crate) payer: i64,
    pub(crate) segment: String,
    pub(crate) kpj: String,
    pub(crate) started: Option<String>,
    pub(crate) ended: Option<String>,
    /// The latest first.
    pub(crate) months: Vec<OfMonth>,
}

/// A month of it.
#[derive(Serialize)]
pub(crate) struct OfMonth {
    pub(crate) month: String,
    pub(crate) payer: i64,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) owed: i64,
    /// `open`, `paid`, or nothing where there is no bill yet.
    pub(crate) state: &'static str,
    /// The payment code of its bill.
    pub(crate) code: String,
}

/// More months than anybody reads through at once.
const MONTHS_SHOWN: usize = 36;

/// Reads it.
pub(crate) fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, id: MembershipId) -> Result<Shown> {
    let row = members::row(unit, id)?;
    let kpj = members::kpj(desk, &row)?.to_string();
    let whole = members::whole(unit, row.person)?;
    let known = whole.membership(id)?;
    let last = runs::last_begun_month(unit)?.unwrap_or(desk.today.month()).max(desk.today.month());
    let mut months = Vec::new();
    for stretch in whole.stretches(id)? {
        let mut month = Some(stretch.from);
        while let Some(now) = month.filter(|now| *now <= last && stretch.months().contains(*now)) {
            months.push((now, stretch.payer, stretch.facts.clone()));
            month = now.next();
        }
    }
    months.reverse();
    months.truncate(MONTHS_SHOWN);
    let mut shown = Vec::with_capacity(months.len());
    for (month, payer, facts) in months {
        let rows = assessments::of_month(unit, month, payer, Some(id))?;
        let mut lines = Lines::new();
        for row in &rows {
            lines = lines.plus(&Lines::unpack(&row.lines, desk.slots).context("an assessment is damaged")?);
        }
        let mine = bills::of_month(unit, payer, month)?;
        let mine: Vec<_> = mine.iter().filter(|bill| rows.iter().any(|row| row.no == bill.no)).collect();
        let state = match mine.as_slice() {
            [] => "",
            some if some.iter().all(|bill| bill.settled.is_some()) => "paid",
            _ => "open",
        };
        shown.push(OfMonth {
            month: month.to_string(),
            payer: payer.0,
            facts,
            owed: lines.billed(),
            state,
            code: mine.first().map(|bill| code::shown(bill.code)).unwrap_or_default(),
        });
    }
    let spell = Spell::last(&known.history, desk.now);
    Ok(Shown {
        membership: id.0,
        person: row.person.0,
        payer: row.payer.0,
        segment: known.segment.name().to_owned(),
        kpj,
        started: spell.map(|spell| spell.started.to_string()),
        ended: spell.and_then(|spell| spell.ended).map(|day| day.to_string()),
        months: shown,
    })
}
