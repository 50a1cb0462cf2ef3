//! What the commands of the register have in common: facts as people write them, and what is said of an act.

use anyhow::Result;
use base::{Day, Month};
use clap::ValueEnum;
use rules::render::Lang;
use scheme::facts::{Fact, Months};
use scheme::lines::Lines;
use serde_json::{Value, json};

use super::Outcome;
use crate::actions::register_person::Found;
use crate::books::correct::Corrected;
use crate::books::grouped;
use crate::office::code;
use crate::report::{columns, say};

/// A fact as it is written: `wage=5000000`.
pub(super) type Pair = (String, String);

/// Reads a fact from the command line.
pub(super) fn pair(text: &str) -> Result<Pair, String> {
    let (name, value) = text.split_once('=').ok_or("it is written FACT=VALUE, such as wage=5000000")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// The sex that the population register records.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Sex {
    /// A woman
    Female,
    /// A man
    Male,
}

impl From<Sex> for base::id::Sex {
    fn from(sex: Sex) -> Self {
        match sex {
            Sex::Female => base::id::Sex::Female,
            Sex::Male => base::id::Sex::Male,
        }
    }
}

/// Prints an answer in one of its two forms.
pub(super) fn answer(as_json: bool, value: &Value, text: &str) -> Result<Outcome> {
    if as_json {
        say(&format!("{value:#}\n"))?;
    } else {
        say(text)?;
    }
    Ok(Outcome::Fine)
}

/// What somebody should look at.
pub(super) fn findings_text(findings: &[Found], lang: Lang) -> String {
    let look = lang.pick("periksa", "look at this");
    let lines = findings.iter().map(|found| format!("  {look}: {}\n", lang.pick(&found.id, &found.en)));
    lines.collect()
}

/// Bills that an act has made.
pub(super) fn bills_text(bills: &[Corrected], lang: Lang) -> String {
    let rows: Vec<Vec<String>> = bills
        .iter()
        .map(|bill| {
            vec![
                format!("  {} {}", lang.pick("tagihan", "bill"), bill.month),
                format!("{} {}", lang.pick("pembayar", "payer"), bill.payer),
                grouped(bill.owed, lang),
                format!("{} {}", lang.pick("kode", "code"), code::shown(bill.code)),
                due(bill.due, lang),
            ]
        })
        .collect();
    columns(&rows, &[2]).iter().map(|line| format!("{line}\n")).collect()
}

/// The last day to pay, in words.
pub(super) fn due(day: Option<Day>, lang: Lang) -> String {
    day.map(|day| format!("{} {day}", lang.pick("jatuh tempo", "due"))).unwrap_or_default()
}

/// The same for programs.
pub(super) fn bills_json(bills: &[Corrected]) -> Value {
    let rows = bills.iter().map(|bill| {
        json!({
            "payer": bill.payer.0, "month": bill.month.to_string(), "no": bill.no, "owed": bill.owed,
            "code": code::shown(bill.code), "due": bill.due.map(|day| day.to_string()),
        })
    });
    rows.collect()
}

/// Facts one below the other: name, value, months, and since when it is known.
pub(super) fn facts_text(facts: &[Fact], lang: Lang) -> String {
    let known = lang.pick("diketahui", "known");
    let rows: Vec<Vec<String>> = facts
        .iter()
        .map(|fact| {
            let value = fact.value.as_deref().unwrap_or(lang.pick("(dicabut)", "(withdrawn)"));
            vec![
                format!("  {}", fact.name),
                value.to_owned(),
                months_text(fact.from, fact.until, lang),
                format!("{known} {}", fact.known),
            ]
        })
        .collect();
    columns(&rows, &[]).iter().map(|line| format!("{line}\n")).collect()
}

/// Months from one to before another; facts that were always true have no beginning to show.
pub(super) fn months_text(from: Month, until: Option<Month>, lang: Lang) -> String {
    match (from, until) {
        (Month::MIN, None) => lang.pick("selalu", "always").to_owned(),
        _ => Months { from, until }.to_string(),
    }
}

/// The same for programs.
pub(super) fn facts_json(facts: &[Fact]) -> Value {
    let rows = facts.iter().map(|fact| {
        json!({
            "name": fact.name, "value": fact.value, "known": fact.known.to_string(),
            "from": (fact.from != Month::MIN).then(|| fact.from.to_string()),
            "until": fact.until.map(|until| until.to_string()),
        })
    });
    rows.collect()
}

/// Slots and amounts.
pub(super) fn lines_json(lines: &Lines) -> Value {
    lines
        .iter()
        .map(|(slot, amount)| (slot.to_string(), json!(amount)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Slots and amounts, one below the other.
pub(super) fn lines_text(lines: &Lines, lang: Lang) -> String {
    let rows: Vec<Vec<String>> =
        lines.iter().map(|(slot, amount)| vec![format!("  {slot}"), grouped(amount, lang)]).collect();
    columns(&rows, &[1]).iter().map(|line| format!("{line}\n")).collect()
}
