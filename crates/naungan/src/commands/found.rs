//! `naungan found`: a new institution in an empty database.

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::{Cli, Outcome};
use crate::office::{self, Founding};
use crate::report::say;

/// What the institution is.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Its name
    name: String,
    /// Real people: invented ones, whose numbers begin with 99, are refused
    #[arg(long)]
    production: bool,
    /// How growth is credited to savings
    #[arg(long, value_enum, default_value = "simple-yearly")]
    crediting: Crediting,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Crediting {
    /// Within the year each contribution earns for its remaining months; growth joins at the end of the year
    SimpleYearly,
    /// Each month earns the twelfth root of the year's growth
    CompoundMonthly,
}

impl Crediting {
    fn option(self) -> &'static str {
        match self {
            Crediting::SimpleYearly => "simple_yearly",
            Crediting::CompoundMonthly => "compound_monthly",
        }
    }
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let address = cli.place.address();
    let pack = crate::law::pack(cli.law.as_deref())?;
    let founding = Founding {
        name: arguments.name.clone(),
        production: arguments.production,
        crediting: arguments.crediting.option().to_owned(),
        jurisdiction: pack.tree().jurisdiction.code.clone(),
        on: cli.place.clock().today(),
    };
    let keys = office::new_keys(&cli.place.keyring())?;
    office::found(&address, &keys, &founding)?;
    say(&format!("{} is founded in {address}\n", founding.name))?;
    Ok(Outcome::Fine)
}
