//! What bills outside a run come to, line by line, each with the article it follows from.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::Month;
use rules::reason::ReasonKind;
use rules::render::{self, Lang};
use rules::tree::{Target, Tree};
use scheme::contributions::explained;
use scheme::id::{MembershipId, PayerId};
use scheme::lines::{Lines, Slot};
use scheme::memberships::unpack;
use serde::Serialize;
use store::Unit;
use store::queries::assessments::{self, Assessment};
use store::queries::rolls;

use crate::books::correct::Corrected;
use crate::office::{Desk, code};

/// A bill that would be made, or was.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Effect {
    pub(crate) month: String,
    pub(crate) payer: i64,
    pub(crate) code: String,
    pub(crate) due: Option<String>,
    /// The difference; negative in favour of who pays.
    pub(crate) owed: i64,
    pub(crate) lines: Vec<Part>,
}

/// A line of it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) amount: i64,
    /// The article, as the reader's language cites it.
    pub(crate) cite: String,
}

/// Reads what bills are made of; of one membership, where only that one changed.
pub(crate) fn read(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    bills: &[Corrected],
    of: Option<MembershipId>,
    lang: Lang,
) -> Result<Vec<Effect>> {
    let mut effects = Vec::with_capacity(bills.len());
    for bill in bills {
        let rows = assessments::of_month(unit, bill.month, bill.payer, of)?;
        let rows: Vec<Assessment> = rows.into_iter().filter(|row| row.no == bill.no).collect();
        let mut sum = Lines::new();
        for row in &rows {
            let lines = Lines::unpack(&row.lines, desk.slots).context("an assessment is damaged")?;
            sum = sum.plus(&lines);
        }
        let cites = match rows.first() {
            Some(row) => cited(unit, desk, row.membership, bill.payer, bill.month, lang)?,
            None => BTreeMap::new(),
        };
        effects.push(Effect {
            month: bill.month.to_string(),
            payer: bill.payer.0,
            code: code::shown(bill.code),
            due: bill.due.map(|day| day.to_string()),
            owed: bill.owed,
            lines: parts(desk.tree(), &sum, &cites, lang),
        });
    }
    Ok(effects)
}

/// Billed lines by name, with their articles.
pub(crate) fn parts(tree: &Tree, lines: &Lines, cites: &BTreeMap<String, String>, lang: Lang) -> Vec<Part> {
    let billed = lines.iter().filter(|(slot, _)| slot.is_billed());
    let part = |(slot, amount): (&scheme::lines::SlotName, i64)| Part {
        name: named(tree, &slot.read(), lang),
        amount,
        cite: cites.get(slot.as_str()).cloned().unwrap_or_default(),
    };
    billed.map(part).collect()
}

/// A line by its programme and who bears it.
fn named(tree: &Tree, slot: &Slot<'_>, lang: Lang) -> String {
    let country = &tree.jurisdiction;
    let programme = |name: &str| {
        let known = country.programmes.iter().find(|known| known.name == name);
        known.map_or(name, |known| lang.of(&known.words)).to_owned()
    };
    match slot {
        Slot::Part { programme: of, payer } => {
            let bearer = country.payers.iter().find(|known| known.name == *payer);
            format!("{} – {}", programme(of), bearer.map_or(*payer, |known| lang.of(&known.words)))
        }
        Slot::Penalty { programme: of } => format!("{} – {}", programme(of), lang.pick("denda", "penalty")),
        Slot::Move { to, .. } => programme(to),
    }
}

/// The article of each line in a month, for somebody with the facts she has then, or had last.
fn cited(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    payer: PayerId,
    month: Month,
    lang: Lang,
) -> Result<BTreeMap<String, String>> {
    let mut cites = BTreeMap::new();
    let on_roll = rolls::of_membership(unit, membership)?;
    let here = |roll: &&rolls::Roll| roll.from <= month && roll.until.is_none_or(|until| month < until);
    let Some(roll) = on_roll.iter().find(here).or(on_roll.last()) else { return Ok(cites) };
    let Some(segment) = desk.law.segment(&roll.segment) else { return Ok(cites) };
    let of_payer = rolls::payers_in(unit, month, (payer.0, payer.0 + 1))?;
    let of_payer = of_payer.first().map_or("", |(_, facts)| facts.as_str());
    let both = unpack(&roll.facts).chain(unpack(of_payer));
    let facts: Vec<(String, String)> =
        both.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let tree = desk.tree();
    for line in &explained(desk.law, &facts, segment, month).lines {
        let Target::Line { programme, payer, .. } = &tree.items[line.item].target else { continue };
        let Some(ReasonKind::Rule(rule)) = line.reason.as_ref().map(|reason| &reason.kind) else { continue };
        let country = &tree.jurisdiction;
        let name = format!("{}.{}", country.programmes[*programme].name, country.payers[*payer].name);
        cites.insert(name, render::citation(&rule.citation, lang));
    }
    Ok(cites)
}
