//! `naungan found`: a new institution in an empty database.

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use rules::render::Lang;
use serde_json::json;

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::office::{self, Founding};

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
    /// What was founded as JSON
    #[arg(long)]
    json: bool,
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
    open::plain_words()?;
    let address = cli.place.address();
    // Before there are keys: those of an institution that is there already may only be mislaid.
    if let Some(there) = office::institution_in(&address)? {
        match Lang::from(cli.lang) {
            Lang::Id => bail!("di {address} sudah ada lembaga, {}: sebut --database lain", there.name),
            Lang::En => {
                bail!("{address} holds an institution already, {}: name another --database", there.name)
            }
        }
    }
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
    let name = &founding.name;
    let text = match Lang::from(cli.lang) {
        Lang::Id => format!("{name} didirikan di {address}\n"),
        Lang::En => format!("{name} is founded in {address}\n"),
    };
    let value = json!({
        "institution": name, "database": address.to_string(), "founded_on": founding.on.to_string(),
        "production": founding.production, "crediting": founding.crediting,
    });
    answer(arguments.json, &value, &text)
}
