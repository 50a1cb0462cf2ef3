//! Opening the institution for a command: which database, which keys, which law, which day.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Result, bail};
use base::Day;
use clap::Args;
use rules::render::Lang;
use scheme::refusal::Refusal;
use store::Address;

use super::Cli;
use crate::control;
use crate::office::{Clock, Keyring, Office};

/// Where the institution is, for every command that works on one.
#[derive(Args, Clone, Debug)]
pub(crate) struct Place {
    /// The database: a file of SQLite, or postgres://…
    #[arg(
        long,
        global = true,
        env = "DATABASE_URL",
        value_name = "ADDRESS",
        default_value = "naungan.db",
        hide_env_values = true
    )]
    pub(crate) database: String,
    /// The file with the keys that open names and numbers (default: beside the database)
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,
    /// Take this to be today; only where people are invented
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    pub(crate) today: Option<Day>,
}

impl Place {
    /// The address.
    pub(crate) fn address(&self) -> Address {
        let Ok(address) = self.database.parse();
        address
    }

    /// Where its keys are.
    pub(crate) fn keyring(&self) -> Keyring {
        Keyring::of(&self.address(), self.keys.as_deref())
    }

    /// What time it is.
    pub(crate) fn clock(&self) -> Clock {
        self.today.map_or_else(Clock::machine, Clock::set)
    }
}

/// The institution that a command works on.
pub(crate) fn office(cli: &Cli) -> Result<Office> {
    plain_words()?;
    let (place, lang) = (&cli.place, Lang::from(cli.lang));
    let address = place.address();
    if let Address::Sqlite(path) = &address
        && !path.exists()
    {
        match lang {
            Lang::Id => bail!("belum ada lembaga di {address}: dirikan dengan `naungan found NAMA`"),
            Lang::En => {
                bail!("there is no institution in {address} yet: found one with `naungan found NAME`")
            }
        }
    }
    let keys = place.keyring().read()?;
    let pack = Arc::new(crate::law::pack(cli.law.as_deref())?);
    let office = Office::open(&address, keys, pack, place.clock())?;
    if place.today.is_some() && office.institution.is_production() {
        let name = &office.institution.name;
        match lang {
            Lang::Id => bail!("--today hanya untuk lembaga dengan orang rekaan; {name} adalah lembaga nyata"),
            Lang::En => bail!("--today is for institutions whose people are invented; {name} is real"),
        }
    }
    Ok(office)
}

/// What is given on the command line is kept as it is: in names, reasons, references.
pub(super) fn plain_words() -> Result<(), Refusal> {
    control::refuse(std::env::args_os().map(|word| word.to_string_lossy().into_owned()))
}
