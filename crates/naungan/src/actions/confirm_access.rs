//! Whoever decides, approves or administers gets in by two administrators, and so does a program that does:
//! one opens or renews, another confirms. Where there is only one, whoever has the database confirms by
//! command.

use anyhow::Result;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::accounts::{self, Account};
use store::queries::clients::{self, Client};
use store::queries::confirmations::{self, Confirmation};

use super::close_account::nobody;
use crate::auth::Role;
use crate::office::{Desk, Office};
use crate::registry;

/// Whoever has the database itself.
pub(crate) const SHELL: i64 = 0;

/// Makes an account or a program wait, if its role is one that could check what its maker has made. What is
/// done by command waits for nobody.
pub(crate) fn wait(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (account, role): (i64, Role),
    what: &str,
    by: i64,
) -> Result<()> {
    if by == SHELL || !matches!(role, Role::Officer | Role::Head | Role::Administrator) {
        return Ok(());
    }
    confirmations::ask(unit, account, what, by, desk.now)
}

/// What waits, the latest first.
pub(crate) fn waiting(unit: &mut Unit<'_>, account: i64) -> Result<Vec<Confirmation>> {
    let mut all = confirmations::of(unit, account)?;
    all.retain(|one| one.confirmed.is_none());
    Ok(all)
}

/// Whether somebody may come in with it: it is open, and nobody has to confirm it any more.
pub(crate) fn is_usable(unit: &mut Unit<'_>, account: &Account) -> Result<bool> {
    Ok(account.ended.is_none() && waiting(unit, account.id)?.is_empty())
}

/// The same of a program.
pub(crate) fn is_usable_program(unit: &mut Unit<'_>, program: &Client) -> Result<bool> {
    Ok(program.ended.is_none() && waiting(unit, program.id)?.is_empty())
}

/// Whether there is an account or a program of this number that is not closed.
fn is_open(unit: &mut Unit<'_>, number: i64) -> Result<bool> {
    if let Some(account) = accounts::read(unit, number)? {
        return Ok(account.ended.is_none());
    }
    Ok(clients::read(unit, number)?.is_some_and(|program| program.ended.is_none()))
}

/// Confirms all that waits.
pub(crate) fn run(office: &mut Office, account: i64, by: i64) -> Result<()> {
    office.unit(|unit, desk| {
        if !is_open(unit, account)? {
            return Err(nobody(account).into());
        }
        let waiting = waiting(unit, account)?;
        if waiting.is_empty() {
            let id = "tidak ada yang menunggu konfirmasi pada akun ini";
            return Err(
                Refusal::new("nothing_waits", id, "nothing of this account waits to be confirmed").into()
            );
        }
        if by != SHELL && (by == account || waiting.iter().any(|one| one.asked_by == by)) {
            let id = "administrator lain yang harus mengonfirmasi";
            return Err(
                Refusal::new("own_confirmation", id, "another administrator has to confirm it").into()
            );
        }
        confirmations::confirm(unit, account, by, desk.now)?;
        registry::note(unit, desk, "account confirmed", account)
    })
}
