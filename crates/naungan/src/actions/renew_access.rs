//! Somebody who cannot get in any more gets a new password, or sets up a new second factor.

use anyhow::Result;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::accounts::{self, Account};
use store::queries::sessions as rows;

use super::close_account::nobody;
use super::confirm_access;
use super::open_account::drawn;
use crate::auth::{passwords, sessions};
use crate::messages::{self, Said};
use crate::office::{Desk, Office};
use crate::registry;

/// Gives a new password, which is told once. Failures are forgotten, and whoever is in is out.
pub(crate) fn password(office: &mut Office, account: i64, by: i64) -> Result<String> {
    let password = drawn()?;
    let kept = passwords::kept(&password)?;
    office.unit(|unit, desk| {
        let known = accounts::read(unit, account)?.filter(|account| account.ended.is_none());
        let Some(known) = known else { return Err(nobody(account).into()) };
        if known.password.is_none() {
            let id = "peserta masuk dengan nomor dan kode, tanpa kata sandi";
            let en = "members sign in with their number and a code, without a password";
            return Err(Refusal::new("no_password", id, en).into());
        }
        accounts::set_password(unit, account, &kept)?;
        accounts::forgive(unit, account)?;
        rows::end_of_account(unit, account)?;
        registry::note(unit, desk, "password renewed", account)?;
        confirm_access::wait(unit, desk, (account, known.role.parse()?), "password", by)?;
        tell(
            unit,
            desk,
            &known,
            "kata sandi Anda diperbarui oleh administrator",
            "your password was renewed by an administrator",
        )
    })?;
    Ok(password)
}

/// Forgets the second factor: the next to sign in with the password sets up a new one.
pub(crate) fn second(office: &mut Office, account: i64, by: i64) -> Result<()> {
    office.unit(|unit, desk| {
        let known = accounts::read(unit, account)?.filter(|account| account.ended.is_none());
        let Some(known) = known else { return Err(nobody(account).into()) };
        accounts::set_second(unit, account, None)?;
        accounts::forgive(unit, account)?;
        rows::end_of_account(unit, account)?;
        registry::note(unit, desk, "second factor forgotten", account)?;
        confirm_access::wait(unit, desk, (account, known.role.parse()?), "second", by)?;
        tell(
            unit,
            desk,
            &known,
            "faktor kedua Anda dihapus oleh administrator",
            "your second factor was forgotten by an administrator",
        )
    })
}

/// Whoever did not ask for it should hear of it.
fn tell(unit: &mut Unit<'_>, desk: &Desk<'_>, account: &Account, id: &str, en: &str) -> Result<()> {
    let [_, address, _] = sessions::names(desk, account)?;
    if address.is_empty() {
        return Ok(());
    }
    let name = &desk.institution.name;
    let text = format!("{name}: {id}.\n{name}: {en}.");
    let said = Said { person: None, account: Some(account.id), address, text };
    messages::say(unit, desk, &said).map(drop)
}
