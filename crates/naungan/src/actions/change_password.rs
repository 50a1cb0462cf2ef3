//! Somebody changes her own password, and whoever else is signed in as her is out.

use anyhow::Result;
use store::Unit;
use store::queries::{accounts, sessions as rows};

use crate::auth::{Session, Stage, locks, passwords, sessions};
use crate::office::Office;
use crate::registry;

/// A password is no shorter: four words, or what a program draws.
pub(crate) const LETTERS_MIN: usize = 12;
/// And no longer: a hash of more takes longer than anybody waits.
pub(crate) const LETTERS_MAX: usize = 200;

/// Why a password is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unfit {
    Short,
    Long,
    /// The same as now.
    Same,
    /// It is the handle, or a letter again and again.
    Guessed,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Changed {
    /// The new session; all others are over.
    Yes(Session),
    /// That is not the password now, or too many were tried.
    WrongNow,
}

/// Whether a password may be taken.
pub(crate) fn fits(now: &str, new: &str, handle: &str) -> Result<(), Unfit> {
    let letters: Vec<char> = new.chars().collect();
    let mut different = letters.clone();
    different.sort_unstable();
    different.dedup();
    match letters.len() {
        ..LETTERS_MIN => Err(Unfit::Short),
        count if count > LETTERS_MAX => Err(Unfit::Long),
        _ if new == now => Err(Unfit::Same),
        _ if different.len() < 4 || (!handle.is_empty() && new.to_lowercase() == handle) => {
            Err(Unfit::Guessed)
        }
        _ => Ok(()),
    }
}

/// Changes the password of an account whose password now is given; a wrong one counts as a failure to sign
/// in.
pub(crate) fn run(office: &mut Office, account: i64, now: &str, new: &str) -> Result<Changed> {
    let known = office.unit(|unit, desk| {
        let may = locks::count(unit, desk, account)?;
        Ok(accounts::read(unit, account)?.filter(|_| may))
    })?;
    // Hashes take their time: nothing is held meanwhile.
    let stored = known.and_then(|known| known.password);
    if !passwords::is_right(now, stored.as_deref()) {
        return Ok(Changed::WrongNow);
    }
    let kept = passwords::kept(new)?;
    let session = office.unit(|unit, desk| {
        accounts::set_password(unit, account, &kept)?;
        accounts::forgive(unit, account)?;
        rows::end_of_account(unit, account)?;
        registry::note(unit, desk, "password changed", account)?;
        let session = sessions::begin(unit, desk)?;
        sessions::sign_in(unit, &session, account, Stage::Full)
    })?;
    Ok(Changed::Yes(session))
}

/// Whether an account has a password at all.
pub(crate) fn has_one(unit: &mut Unit<'_>, account: i64) -> Result<bool> {
    Ok(accounts::read(unit, account)?.is_some_and(|account| account.password.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_not_what_anybody_guesses() {
        let new = |new: &str| fits("the password of now", new, "agus.contoh.cabang");
        assert_eq!(new("elevenlette"), Err(Unfit::Short));
        assert_eq!(new("twelveletter"), Ok(()));
        assert_eq!(new("the password of now"), Err(Unfit::Same));
        assert_eq!(new("Agus.Contoh.Cabang"), Err(Unfit::Guessed));
        assert_eq!(new("aaaaaaaabbbb"), Err(Unfit::Guessed));
        assert_eq!(new(&"abcd".repeat(50)), Ok(()));
        assert_eq!(new(&"abcde".repeat(41)), Err(Unfit::Long));
    }
}
