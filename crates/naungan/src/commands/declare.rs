//! `naungan declare` and `naungan sweep`: what the institution itself decides and moves.

use anyhow::Result;
use base::Day;
use clap::Args;

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
    value: String,
    /// By which decision
    #[arg(long)]
    instrument: String,
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
    declare_value::run(&mut office, &arguments.place, &arguments.value, &arguments.instrument)?;
    say(&format!("{} is {} from now on\n", arguments.place, arguments.value))?;
    Ok(Outcome::Fine)
}

pub(crate) fn sweep(cli: &Cli, arguments: &Sweep) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let day = arguments.on.unwrap_or_else(|| office.today());
    let swept = sweep_funds::run(&mut office, day)?;
    if arguments.json {
        say(&format!("{:#}\n", serde_json::json!(swept)))?;
        return Ok(Outcome::Fine);
    }
    let lines = swept.iter().map(|(fund, amount)| format!("{fund:<12} {:>21}\n", grouped((*amount).into())));
    say(&lines.collect::<String>())?;
    Ok(Outcome::Fine)
}
