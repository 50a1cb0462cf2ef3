//! `naungan declare` and `naungan sweep`: what the institution itself decides and moves.

use anyhow::Result;
use base::Day;
use clap::Args;
use rules::render::Lang;
use serde_json::json;

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::actions::{declare_value, sweep_funds};
use crate::books::grouped;
use crate::report::say;

/// A value that the law leaves to the institution.
#[derive(Args, Debug)]
pub(crate) struct Declare {
    /// The place in the law's tables, such as `jht_rate[2024]`
    place: String,
    /// The value, such as 5.00
    #[arg(allow_negative_numbers = true)]
    value: String,
    /// By which decision
    #[arg(long)]
    instrument: String,
    /// What was declared as JSON
    #[arg(long)]
    json: bool,
}

/// Money on the way to the funds' banks.
#[derive(Args, Debug)]
pub(crate) struct Sweep {
    /// What was owed by the end of this day (default: today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<Day>,
    /// What was moved as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn declare(cli: &Cli, arguments: &Declare) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let Declare { place, value, instrument, json } = arguments;
    let place = declare_value::run(&mut office, place, value, instrument)?;
    let text = match Lang::from(cli.lang) {
        Lang::Id => format!("{place} ditetapkan sebesar {value} mulai sekarang\n"),
        Lang::En => format!("{place} is {value} from now on\n"),
    };
    answer(*json, &json!({ "place": place, "value": value.trim(), "instrument": instrument }), &text)
}

pub(crate) fn sweep(cli: &Cli, arguments: &Sweep) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let day = arguments.on.unwrap_or_else(|| office.today());
    let swept = sweep_funds::run(&mut office, day)?;
    if arguments.json {
        say(&format!("{:#}\n", serde_json::json!(swept)))?;
        return Ok(Outcome::Fine);
    }
    let lang = Lang::from(cli.lang);
    let lines = swept.iter().map(|(fund, amount)| format!("{fund:<12} {:>21}\n", grouped(*amount, lang)));
    say(&lines.collect::<String>())?;
    Ok(Outcome::Fine)
}
