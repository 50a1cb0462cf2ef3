//! `naungan claim life-proof`: somebody who draws a pension was seen alive.

use anyhow::Result;
use base::Day;
use clap::Args;
use rules::render::Lang;
use scheme::id::PersonId;
use serde_json::json;

use crate::actions::prove_life;
use crate::commands::Outcome;
use crate::commands::access::number_of;
use crate::commands::register::answer;
use crate::office::Office;

#[derive(Args, Debug)]
pub(super) struct LifeProof {
    /// The person's number
    person: i64,
    /// The day
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Day,
    /// How: `visit`, `counter`, `video` or `letter`
    #[arg(long)]
    how: String,
    /// Who writes it down: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(office: &mut Office, asked: &LifeProof, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let (person, on) = (asked.person, asked.on);
    let pensions = prove_life::run(office, PersonId(person), (on, &asked.how), account)?;
    let list = pensions.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let text = match lang {
        Lang::Id => format!("orang {person} terlihat hidup pada {on}: pensiun {list}\n"),
        Lang::En => format!("person {person} was seen alive on {on}: pension {list}\n"),
    };
    answer(asked.json, &json!({ "person": person, "on": on.to_string(), "pensions": pensions }), &text)
}
