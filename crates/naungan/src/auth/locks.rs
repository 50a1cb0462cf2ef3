//! Failures to sign in: each further one has to wait longer. Nobody is kept from a branch or the telephone.

use anyhow::Result;
use base::Moment;
use store::Unit;
use store::queries::accounts::{self, Account};

use crate::office::Desk;

/// So often somebody may mistype before there is anything to wait for.
const FREE: i64 = 6;
/// The first wait; each further one is twice as long…
const FIRST_MICROS: i64 = 60 * 1_000_000;
/// … up to an hour: who guesses gets some twenty tries a day.
const LONGEST_MICROS: i64 = 3600 * 1_000_000;

/// Counts a try before anything is compared, so that those who guess at once share the tries. Whether it may
/// be made at all.
pub(crate) fn count(unit: &mut Unit<'_>, desk: &Desk<'_>, account: i64) -> Result<bool> {
    let Some(known) = accounts::read(unit, account)? else { return Ok(false) };
    if is_locked(&known, desk.now) {
        return Ok(false);
    }
    let failures = known.failures + 1;
    let until = wait(failures).map(|micros| Moment::new(desk.now.micros() + micros));
    accounts::note_failure(unit, account, failures, until)?;
    Ok(true)
}

fn is_locked(account: &Account, now: Moment) -> bool {
    account.ended.is_some() || account.locked_until.is_some_and(|until| now < until)
}

/// How long to wait after so many failures in a row.
fn wait(failures: i64) -> Option<i64> {
    let beyond = u32::try_from(failures - FREE).ok()?;
    let micros = FIRST_MICROS.saturating_mul(1_i64.checked_shl(beyond.min(20)).unwrap_or(1));
    Some(micros.min(LONGEST_MICROS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let minutes = |failures| wait(failures).map(|micros| micros / 60_000_000);
        assert_eq!(
            [1, 5, 6, 7, 8, 11, 12, 99].map(minutes),
            [None, None, Some(1), Some(2), Some(4), Some(32), Some(60), Some(60)]
        );
    }
}
