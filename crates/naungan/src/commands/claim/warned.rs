//! `naungan claim warnings`: what a person should be told before a right is lost.

use std::fmt::Write;

use anyhow::Result;
use clap::Args;
use rules::render::Lang;
use scheme::id::PersonId;
use serde_json::json;

use crate::commands::Outcome;
use crate::commands::register::answer;
use crate::jobs;
use crate::office::Office;
use crate::views::warnings;

#[derive(Args, Debug)]
pub(super) struct Warnings {
    /// The person's number
    person: i64,
    /// Tell her by message what she was not told before, as is done day by day
    #[arg(long)]
    tell: bool,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(office: &mut Office, asked: &Warnings, lang: Lang) -> Result<Outcome> {
    let person = PersonId(asked.person);
    let all = office.look(|unit, desk| warnings::shown(unit, desk, person, lang))?;
    let mut told = None;
    if asked.tell {
        told = Some(office.unit(|unit, desk| jobs::warnings::of_person(unit, desk, person))?);
    }
    let mut text = String::new();
    for one in &all {
        let cited = one.provision.as_ref().map(|cited| format!(" ({cited})")).unwrap_or_default();
        let _ = writeln!(text, "{}: {}{cited}", one.code, one.text);
    }
    if all.is_empty() {
        text.push_str(lang.pick("tidak ada peringatan\n", "no warnings\n"));
    }
    if let Some(told) = told {
        let _ = writeln!(text, "{} {told}", lang.pick("pesan baru:", "new messages:"));
    }
    answer(asked.json, &json!({ "warnings": all, "told": told }), &text)
}
