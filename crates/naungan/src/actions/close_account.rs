//! An account is closed, and whoever is signed in with it is out at once.

use anyhow::Result;
use store::Unit;
use store::queries::{accounts, sessions};

use crate::office::{Desk, Office};
use crate::registry;

/// Closes an account.
pub(crate) fn run(office: &mut Office, account: i64) -> Result<()> {
    office.unit(|unit, desk| within(unit, desk, account))
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, account: i64) -> Result<()> {
    if accounts::read(unit, account)?.as_ref().is_none_or(|account| account.ended.is_some()) {
        return Err(nobody(account).into());
    }
    accounts::end(unit, account, desk.now)?;
    sessions::end_of_account(unit, account)?;
    registry::note(unit, desk, "account closed", account)
}

/// There is no such account.
pub(crate) fn nobody(account: impl std::fmt::Display) -> scheme::refusal::Refusal {
    registry::not_there(format!("tidak ada akun {account}"), format!("there is no account {account}"))
}
