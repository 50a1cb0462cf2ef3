//! One-time codes for members: sent to the telephone that the institution knows, never shown on a page.

use anyhow::{Result, anyhow};
use base::Moment;
use sha2::{Digest, Sha256};
use store::Unit;
use store::queries::codes;

use super::{sessions, tallies};
use crate::office::Desk;

/// A code holds for ten minutes…
const MICROS: i64 = 10 * 60 * 1_000_000;
/// … one that was given at a desk a little longer, since it is typed at home or on the way …
const AT_DESK_MICROS: i64 = 15 * 60 * 1_000_000;
/// … and for so many tries.
const TRIES_MAX: i64 = 5;

/// What came of a try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tried {
    /// In.
    Right,
    /// Not that code; it can be tried again.
    Wrong,
    /// No code, or one that holds no longer: a new one is needed.
    Over,
}

/// A new code for somebody; any before it holds no longer.
pub(crate) fn new(unit: &mut Unit<'_>, desk: &Desk<'_>, subject: i64) -> Result<String> {
    let code = format!("{:08}", by_chance()? % 100_000_000);
    put(unit, desk, subject, &code, MICROS)?;
    Ok(code)
}

/// In place of a code that is sent to nobody: the page goes on the same, and no guess is ever right. One
/// that was sent before is left as it is.
pub(crate) fn unknowable(unit: &mut Unit<'_>, desk: &Desk<'_>, subject: i64) -> Result<()> {
    if codes::read(unit, subject)?.is_some_and(|code| desk.now <= code.until) {
        return Ok(());
    }
    put(unit, desk, subject, &sessions::by_chance()?, MICROS)
}

/// A code that is given to somebody at a desk, and how many minutes it holds.
pub(crate) fn at_desk(unit: &mut Unit<'_>, desk: &Desk<'_>, account: i64) -> Result<(String, i64)> {
    let code = format!("{:010}", by_chance()? % 10_000_000_000);
    put(unit, desk, subject_at_desk(account), &code, AT_DESK_MICROS)?;
    Ok((code, AT_DESK_MICROS / 60_000_000))
}

/// Whether it is the code that was given at a desk. Tries are not counted, so that no stranger uses them up:
/// in its short life nobody finds one of ten thousand million.
pub(crate) fn attempt_at_desk(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    account: i64,
    code: &str,
) -> Result<bool> {
    let subject = subject_at_desk(account);
    let Some(row) = codes::read(unit, subject)? else { return Ok(false) };
    if desk.now > row.until || row.hash != hash(subject, code) {
        return Ok(false);
    }
    codes::take(unit, subject)
}

/// Codes that are sent are the account's own; those of a desk stand far from every other number.
const fn subject_at_desk(account: i64) -> i64 {
    i64::MIN + account
}

fn by_chance() -> Result<u64> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("could not draw random bytes: {error}"))?;
    Ok(u64::from_be_bytes(bytes))
}

fn put(unit: &mut Unit<'_>, desk: &Desk<'_>, subject: i64, code: &str, micros: i64) -> Result<()> {
    let until = Moment::new(desk.now.micros() + micros);
    codes::put(unit, &codes::Code { subject, hash: hash(subject, code), until, tries: 0 })
}

/// Takes away codes that are over.
pub(crate) fn sweep(unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<()> {
    codes::sweep(unit, desk.now).map(drop)
}

/// Tries a code.
pub(crate) fn attempt(unit: &mut Unit<'_>, desk: &Desk<'_>, subject: i64, code: &str) -> Result<Tried> {
    // Counted before it is compared: those who guess at the same time share the tries.
    let Some(tries) = codes::try_again(unit, subject)? else { return Ok(Tried::Over) };
    let Some(row) = codes::read(unit, subject)? else { return Ok(Tried::Over) };
    if desk.now > row.until || tries > TRIES_MAX {
        codes::take(unit, subject)?;
        return Ok(Tried::Over);
    }
    if row.hash != hash(subject, code) {
        return Ok(Tried::Wrong);
    }
    Ok(if codes::take(unit, subject)? { Tried::Right } else { Tried::Over })
}

/// The same for whoever came by herself: her tries are counted, by the telephone that codes are sent to.
pub(crate) fn attempt_counted(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (subject, counted): (i64, &str),
    code: &str,
) -> Result<bool> {
    if !tallies::may_try(unit, desk, counted)? || attempt(unit, desk, subject, code)? != Tried::Right {
        return Ok(false);
    }
    tallies::forget_tries(unit, desk, counted)?;
    Ok(true)
}

/// Short codes are guessed from a hash in no time: what protects them is that they hold so shortly.
fn hash(subject: i64, code: &str) -> Vec<u8> {
    Sha256::digest(format!("{subject} {code}").as_bytes()).to_vec()
}
