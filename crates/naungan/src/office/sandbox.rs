//! The sandbox: a second institution of invented people beside one, in a database of its own, for programs
//! that are being written.

use std::sync::Arc;

use anyhow::{Result, bail};
use store::queries::branches::{self, Branch};
use store::queries::institution::{self, SANDBOX};
use store::{Address, Unit};

use super::Office;
use super::found::{Founding, found, institution_in};
use super::keyring::{Keyring, new_keys};
/// The province of its one branch and of everybody who is registered with a key.
pub(crate) const PROVINCE: u8 = 31;

/// Where it is, unless another place is named: beside a database that is a file.
pub(crate) fn beside(address: &Address) -> Option<Address> {
    match address {
        Address::Sqlite(path) => {
            let mut name = path.as_os_str().to_owned();
            name.push(".sandbox");
            Some(Address::Sqlite(name.into()))
        }
        Address::Postgres(_) | Address::Memory => None,
    }
}

/// Opens it; founds it where there is none yet. By the law and the clock of the institution it is beside.
pub(crate) fn open(address: &Address, main: &Office) -> Result<Office> {
    if address.to_string() == main.address.to_string() {
        bail!("the sandbox at {address} would be the institution itself: name another database");
    }
    let keyring = Keyring::of(address, None);
    match institution_in(address)? {
        Some(there) if there.is_production() => {
            bail!("{address} holds {}, a real institution: a sandbox is for invented people", there.name)
        }
        Some(_) => {}
        None => {
            let founding = Founding {
                name: format!("{} (sandbox)", main.institution.name),
                production: false,
                crediting: main.institution.crediting.clone(),
                jurisdiction: main.institution.jurisdiction.clone(),
                on: main.today(),
            };
            found(address, &new_keys(&keyring)?, &founding)?;
        }
    }
    let mut office = Office::open(address, keyring.read()?, Arc::clone(&main.pack), main.clock.apart())?;
    SANDBOX.clone_into(&mut office.institution.mode);
    office.unit(|unit, _| branch(unit).map(drop))?;
    Ok(office)
}

/// Its one branch.
pub(crate) fn branch(unit: &mut Unit<'_>) -> Result<i64> {
    if let Some(there) = branches::all(unit)?.first() {
        return Ok(there.id);
    }
    let id = institution::take_numbers(unit, 1)?;
    let name = "Sandbox".to_owned();
    let province = PROVINCE.to_string();
    branches::add(unit, &Branch { id, name, province, closed: None })?;
    Ok(id)
}
