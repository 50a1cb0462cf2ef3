//! A hospital's bill as whoever decides on it sees it: item by item, what is paid of each, and why.

use anyhow::Result;
use base::Day;
use rules::render::{self, Lang};
use scheme::claims::care::Judged;
use scheme::id::PersonId;
use scheme::refusal::Refusal;
use serde::Serialize;
use store::Unit;
use store::queries::care_bills::{self as rows, CareBill, CareItem};
use store::queries::claims;

use super::claim::option;
use crate::actions::take_care_bill::judged_again;
use crate::office::Desk;
use crate::registry::{payers, people};

/// A bill with whom it is about.
pub(crate) struct Seen {
    pub(crate) bill: CareBill,
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) hospital: String,
}

/// An item of a bill, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Item {
    /// `care` or `fare`.
    pub(crate) kind: String,
    /// The law's name of the item, or of the way of travelling.
    pub(crate) named: String,
    pub(crate) text: String,
    pub(crate) day: Option<String>,
    pub(crate) cost: i64,
    /// What class I costs for the same days, where the ward is better.
    pub(crate) class_one: Option<i64>,
    pub(crate) paid: i64,
    pub(crate) verdict: String,
    pub(crate) why: String,
    /// The provision.
    pub(crate) cite: Option<String>,
    /// What the law makes of it today, where that is something else.
    pub(crate) now: Option<i64>,
}

/// A bill of a claim; nothing where the claim has none of this number.
pub(crate) fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64, number: i64) -> Result<Option<Seen>> {
    let bill = rows::read(unit, number)?.filter(|bill| bill.claim == claim);
    bill.map_or(Ok(None), |bill| seen(unit, desk, bill))
}

/// The bills of a claim, in the order they came.
pub(crate) fn of_claim(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64) -> Result<Vec<Seen>> {
    all(unit, desk, |unit| rows::of_claim(unit, claim))
}

/// Bills that wait in these branches, or anywhere, after a number, at most so many.
pub(crate) fn waiting(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    branches: Option<&[i64]>,
    (after, most): (i64, i64),
) -> Result<Vec<Seen>> {
    all(unit, desk, |unit| rows::waiting(unit, branches, after, most))
}

fn all(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    read: impl FnOnce(&mut Unit<'_>) -> Result<Vec<CareBill>>,
) -> Result<Vec<Seen>> {
    let bills = read(unit)?.into_iter();
    bills.filter_map(|bill| seen(unit, desk, bill).transpose()).collect()
}

fn seen(unit: &mut Unit<'_>, desk: &Desk<'_>, bill: CareBill) -> Result<Option<Seen>> {
    let Some(claim) = claims::read(unit, bill.claim)? else { return Ok(None) };
    let name = people::load(unit, desk, claim.person)?.identity().name.clone();
    let hospital = payers::load(unit, desk, bill.hospital)?.payer.name;
    Ok(Some(Seen { bill, person: claim.person, name, hospital }))
}

/// The items of a bill, each with why so much of it is paid.
pub(crate) fn items(unit: &mut Unit<'_>, desk: &Desk<'_>, bill: &CareBill, lang: Lang) -> Result<Vec<Item>> {
    let rows = rows::items(unit, bill.id)?;
    // What the law cannot answer any more is shown as it was taken.
    let judged = match judged_again(unit, desk, bill, &rows) {
        Ok(judged) => judged,
        Err(error) if error.is::<Refusal>() => Vec::new(),
        Err(error) => return Err(error),
    };
    let item = |(at, row): (usize, &CareItem)| shown(desk, row, judged.get(at), lang);
    Ok(rows.iter().enumerate().map(item).collect())
}

fn shown(desk: &Desk<'_>, row: &CareItem, judged: Option<&Judged>, lang: Lang) -> Item {
    let tree = desk.tree();
    let is_care = row.kind == "care";
    let same = judged.filter(|judged| judged.verdict == row.verdict);
    let why = match same {
        Some(judged) => lang.of(&judged.why).to_owned(),
        None => option(tree, if is_care { "care_verdict" } else { "travel_mode" }, &row.verdict, lang),
    };
    let cited = same.and_then(|judged| judged.citation.as_ref());
    Item {
        kind: row.kind.clone(),
        named: row.item.clone(),
        text: option(tree, if is_care { "care_item" } else { "travel_mode" }, &row.item, lang),
        day: row.day.map(|day: Day| day.to_string()),
        cost: row.cost,
        class_one: row.class_one,
        paid: row.paid,
        verdict: row.verdict.clone(),
        why,
        cite: cited.map(|cited| render::citation(cited, lang)),
        now: judged.map(|judged| judged.paid).filter(|paid| *paid != row.paid),
    }
}
