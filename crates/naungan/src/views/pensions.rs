//! Pensions as pages, commands and the interface show them: what one pays in a month and why, and those of a
//! claim with their months.

use anyhow::Result;
use base::Month;
use rules::reason::Reason;
use rules::render::{self, Lang};
use scheme::law::ClaimLaw;
use store::Unit;
use store::queries::pensions::{self as rows, OfMonth, Pension};

use super::reasons::{self, Node};
use crate::books::pension;
use crate::office::{Desk, Office};

/// What a pension pays in a month, with the law's reason; nothing where there is no such pension.
pub(crate) fn of_month(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    number: i64,
    month: Month,
) -> Result<Option<(i64, Option<Reason>)>> {
    let Some(known) = rows::read(unit, number)? else { return Ok(None) };
    let law = ClaimLaw::new(desk.law)?;
    let (_, reason) = pension::as_granted(&known)?.on(&law, month.first_day())?;
    Ok(Some((pension::of_month(&law, &known, month)?, reason)))
}

/// The same for a page.
pub(crate) fn why(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    number: i64,
    month: Month,
    lang: Lang,
) -> Result<Option<(i64, Vec<Node>)>> {
    let found = of_month(unit, desk, number, month)?;
    Ok(found.map(|(amount, reason)| {
        let nodes = reason.iter().map(|reason| reasons::node(desk.tree(), reason, lang));
        (amount, nodes.collect())
    }))
}

/// The pensions of a claim, each with its months.
pub(crate) fn of_claim(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<(Pension, Vec<OfMonth>)>> {
    let all = rows::of_claim(unit, claim)?.into_iter();
    all.map(|one| Ok((rows::months(unit, one.id)?, one)))
        .map(|pair| pair.map(|(months, one)| (one, months)))
        .collect()
}

/// The same as lines of text.
pub(crate) fn lines(
    office: &mut Office,
    number: i64,
    month: Month,
    lang: Lang,
) -> Result<Option<(i64, Vec<String>)>> {
    let found = office.look(|unit, desk| of_month(unit, desk, number, month))?;
    Ok(found.map(|(amount, reason)| {
        let (tree, files) = (office.law.tree(), office.pack.files());
        let said = reason.iter().flat_map(|reason| render::reason(tree, files, reason, lang));
        (amount, said.map(|line| line.to_string()).collect())
    }))
}
