//! Founding an institution: its row, its journals, its first keys.

use anyhow::Result;
use base::Day;
use ledger::journal::{Head, JOURNALS};
use scheme::refusal::Refusal;
use store::queries::institution::{self, Institution};
use store::queries::journals;
use store::{Address, Keys, Store, seal};

/// What a new institution is.
#[derive(Clone, Debug)]
pub(crate) struct Founding {
    /// Its name.
    pub(crate) name: String,
    /// Whether invented people are refused.
    pub(crate) production: bool,
    /// How growth is credited: `simple_yearly` or `compound_monthly`.
    pub(crate) crediting: String,
    /// Whose law.
    pub(crate) jurisdiction: String,
    /// On which day.
    pub(crate) on: Day,
}

/// Founds it in a database that has none.
pub(crate) fn found(address: &Address, keys: &Keys, founding: &Founding) -> Result<()> {
    let mut store = Store::open(address)?;
    store.migrate()?;
    let mut key = [0_u8; 32];
    getrandom::fill(&mut key).map_err(|error| anyhow::anyhow!("could not draw random bytes: {error}"))?;
    let sealed = keys.seal(&context(), &key);
    store.unit(|unit| {
        if let Some(there) = institution::read(unit)? {
            let name = &there.name;
            let id = format!("{address} sudah memuat lembaga: {name}");
            let en = format!("{address} holds an institution already: {name}");
            return Err(Refusal::new("founded_already", id, en).into());
        }
        let institution = Institution {
            name: founding.name.clone(),
            jurisdiction: founding.jurisdiction.clone(),
            mode: if founding.production { "production" } else { "demo" }.to_owned(),
            crediting: founding.crediting.clone(),
            founded_on: founding.on,
        };
        institution::found(unit, &institution, &sealed)?;
        for journal in 0..JOURNALS {
            journals::open(unit, &Head::start(journal))?;
        }
        Ok(())
    })
}

/// The institution of a database, if there is one; a file that is not there stays so.
pub(crate) fn institution_in(address: &Address) -> Result<Option<Institution>> {
    if let Address::Sqlite(path) = address
        && !path.exists()
    {
        return Ok(None);
    }
    let mut store = Store::open(address)?;
    store.migrate()?;
    store.look(institution::read)
}

/// What the key of codes and cards is sealed under.
pub(crate) fn context() -> String {
    seal::context("institution", "sealed", 1)
}
