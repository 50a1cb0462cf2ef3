//! Where the keys come from: the environment, or a file beside the database.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use store::{Address, Keys};

/// The variable that holds keys themselves; lines may be parted by `;`.
const VARIABLE: &str = "NAUNGAN_KEYS";

/// Where the keys of a database are.
#[derive(Clone, Debug)]
pub(crate) enum Keyring {
    /// In the environment.
    Environment(String),
    /// In a file.
    File(PathBuf),
}

impl Keyring {
    /// The environment if it has keys, the file that was named, or the one beside the database.
    pub(crate) fn of(address: &Address, named: Option<&Path>) -> Keyring {
        if let Some(path) = named {
            return Keyring::File(path.to_owned());
        }
        match std::env::var(VARIABLE) {
            Ok(text) if !text.trim().is_empty() => Keyring::Environment(text),
            _ => Keyring::File(beside(address)),
        }
    }

    /// Reads the keys.
    pub(crate) fn read(&self) -> Result<Keys> {
        match self {
            Keyring::Environment(text) => {
                Keys::read(&text.replace(';', "\n")).with_context(|| format!("could not read {VARIABLE}"))
            }
            Keyring::File(path) => {
                let text = fs::read_to_string(path).with_context(|| {
                    format!(
                        "could not read the keys in {}: without them names and numbers stay sealed; name the \
                         file with --keys, or put the keys into {VARIABLE}",
                        path.display()
                    )
                })?;
                Keys::read(&text).with_context(|| format!("could not read {}", path.display()))
            }
        }
    }

    /// Writes keys where they are read from; keys in the environment have to be put there by whoever did.
    pub(crate) fn write(&self, keys: &Keys) -> Result<()> {
        let Keyring::File(path) = self else {
            bail!("the keys come from {VARIABLE}: put the new line there first, then rotate");
        };
        private(path, &keys.write()).with_context(|| format!("could not write {}", path.display()))
    }
}

/// New keys for a new database; keys that are there already stay.
pub(crate) fn new_keys(keyring: &Keyring) -> Result<Keys> {
    let there = match keyring {
        Keyring::Environment(_) => true,
        Keyring::File(path) => path.exists(),
    };
    if there {
        return keyring.read();
    }
    let keys = Keys::generate();
    keyring.write(&keys)?;
    Ok(keys)
}

fn beside(address: &Address) -> PathBuf {
    match address {
        Address::Sqlite(path) => {
            let mut name = path.as_os_str().to_owned();
            name.push(".keys");
            name.into()
        }
        Address::Memory | Address::Postgres(_) => PathBuf::from("naungan.keys"),
    }
}

/// A file that only its owner reads, whole or not at all.
fn private(path: &Path, text: &str) -> Result<()> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&partial)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&partial, path)?;
    Ok(())
}
