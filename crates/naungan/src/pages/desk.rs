//! What officers of a branch work with: today's list, people and payers found, notes and visits.

pub(super) mod agents;
mod asked;
mod code;
mod contests;
mod deaths;
mod find;
mod heirs;
mod list;
mod mismatches;
mod notes;
mod payer;
mod person;
mod proof;
mod row;

pub(in crate::pages) use notes::name_of;

use std::collections::BTreeMap;

use anyhow::Result;
use rules::render::{Lang, day_text};
use scheme::facts::END_REASONS;
use scheme::id::PersonId;
use scheme::memberships::unpack;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::branches;
use store::queries::readings;

use super::templates::month_said;
use super::texts;
use crate::auth::Caller;
use crate::books::grouped;
use crate::office::Desk;
use crate::serve::problem::Words;
use crate::serve::route::Route;

/// Every page of a desk.
pub(super) fn routes() -> Vec<Route> {
    let of_lists =
        [list::routes(), row::routes(), contests::routes(), deaths::routes(), mismatches::routes()].concat();
    let of_people =
        [find::routes(), person::routes(), code::routes(), proof::routes(), payer::routes()].concat();
    [of_lists, of_people, heirs::routes(), agents::routes()].concat()
}

/// A text of the reader's language.
pub(crate) fn said(lang: Lang, key: &str) -> String {
    texts::said(lang, key, &[])
}

/// For what data were looked at: in words where the program gave the reason, else as a person wrote it.
pub(crate) fn looked_for(lang: Lang, why: &str) -> String {
    const OWN: [&str; 10] = [
        "claims",
        "registration",
        "membership",
        "savings",
        "contributions",
        "work of the branch",
        "service",
        "approval",
        "care",
        "solidarity",
    ];
    if OWN.contains(&why) { said(lang, &format!("looked.{}", why.replace(' ', "_"))) } else { why.to_owned() }
}

/// What is wrong, for the summary of errors and for the fields.
pub(super) fn errors(wrong: &[(String, Words)], lang: Lang) -> Json {
    let errors = wrong.iter().map(|(field, words)| json!({ "field": field, "text": words.pick(lang) }));
    errors.collect()
}

/// The branches whose lists somebody works at: her own, or those of the province that she answers for.
pub(super) fn branches_of(unit: &mut Unit<'_>, caller: &Caller) -> Result<Vec<i64>> {
    match (caller.branch, &caller.province) {
        (Some(branch), _) => Ok(vec![branch]),
        (None, Some(province)) => {
            let all = branches::of_province(unit, province)?;
            Ok(all.iter().filter(|branch| branch.closed.is_none()).map(|branch| branch.id).collect())
        }
        (None, None) => Ok(Vec::new()),
    }
}

/// Names of what is packed that stand for rupiah.
const RUPIAH: [&str; 5] = ["least", "wage", "median", "tenth", "fall"];

/// Why something is on the list, from what is known of it.
pub(super) fn reason(kind: &str, facts: &str, lang: Lang) -> String {
    let values: BTreeMap<&str, String> =
        unpack(facts).map(|(name, value)| (name, read_out(name, value, lang))).collect();
    let parts: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    texts::said(lang, &format!("desk.why.{kind}"), &parts)
}

/// A value as the reader writes it.
fn read_out(name: &str, value: &str, lang: Lang) -> String {
    if let (true, Ok(amount)) = (RUPIAH.contains(&name), value.parse::<i64>()) {
        return format!("Rp{}", grouped(amount, lang));
    }
    if matches!(name, "size" | "said") {
        return said(lang, &format!("desk.size.{value}"));
    }
    if name == "end_reason" && END_REASONS.contains(&value) {
        return said(lang, &format!("employer.end_{value}"));
    }
    if let Ok(day) = value.parse() {
        return day_text(day, lang);
    }
    if let Ok(month) = value.parse() {
        return month_said(month, lang);
    }
    value.to_owned()
}

/// Names of what changes that stand for rupiah.
const SUMS: [&str; 3] = ["amount", "credit", "payment"];

/// A value of a change as the reader writes it.
pub(super) fn told(name: &str, value: &str, lang: Lang) -> String {
    // Months from one to another, or from one on.
    if let Some((first, last)) = value.split_once(" –") {
        let said = |month: &str| read_out(name, month.trim(), lang);
        return format!("{} – {}", said(first), said(last)).trim_end().to_owned();
    }
    match value.parse::<i64>() {
        Ok(amount) if SUMS.contains(&name) && amount < 0 => {
            format!("−Rp{}", grouped(amount.unsigned_abs(), lang))
        }
        Ok(amount) if SUMS.contains(&name) => format!("Rp{}", grouped(amount, lang)),
        _ => read_out(name, value, lang),
    }
}

/// Writes down that somebody's data was shown where the address does not name her.
pub(super) fn looked(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    caller: &Caller,
    person: PersonId,
    (why, place): (&str, &str),
) -> Result<()> {
    readings::add(unit, &caller.looks(person, desk.now, why, place))
}
