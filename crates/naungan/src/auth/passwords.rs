//! Passwords of staff, and their second factor.

use anyhow::{Result, anyhow};
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use base::Moment;
use totp_rs::{Algorithm, TOTP};

/// Letters of a secret of the second factor.
const SECRET_BYTES: usize = 20;
/// A code holds for half a minute, and the one before it for those whose clock is late.
const STEP_SECONDS: u64 = 30;

/// What is kept of a password.
pub(crate) fn kept(password: &str) -> Result<String> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|error| anyhow!("could not draw random bytes: {error}"))?;
    let salt = SaltString::encode_b64(&salt).map_err(|error| anyhow!("no salt: {error}"))?;
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt);
    Ok(hash.map_err(|error| anyhow!("could not hash a password: {error}"))?.to_string())
}

/// Whether it is the password. Where none is kept it takes as long, so that nobody learns which accounts
/// there are.
pub(crate) fn is_right(password: &str, kept: Option<&str>) -> bool {
    const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                           AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let Ok(hash) = PasswordHash::new(kept.unwrap_or(NOBODYS)) else { return false };
    let right = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
    right && kept.is_some()
}

/// A new secret for a second factor.
pub(crate) fn new_secret() -> Result<Vec<u8>> {
    let mut secret = vec![0_u8; SECRET_BYTES];
    getrandom::fill(&mut secret).map_err(|error| anyhow!("could not draw random bytes: {error}"))?;
    Ok(secret)
}

fn second(secret: &[u8]) -> Result<TOTP> {
    TOTP::new(Algorithm::SHA1, 6, 1, STEP_SECONDS, secret.to_vec())
        .map_err(|error| anyhow!("a second factor that cannot be used: {error}"))
}

/// The half minute that a code is of, if it is that of the moment or the one beside it. Whoever takes a code
/// keeps it, so that neither this one nor an older one is taken again.
pub(crate) fn step_of(secret: &[u8], code: &str, now: Moment) -> Result<Option<i64>> {
    let factor = second(secret)?;
    let step = u64::try_from(now.micros() / 1_000_000).unwrap_or(0) / STEP_SECONDS;
    let mut found = None;
    for step in step.saturating_sub(1)..=step + 1 {
        let right = factor.generate(step * STEP_SECONDS);
        let differs = right.bytes().zip(code.bytes()).fold(0, |all, (one, other)| all | (one ^ other));
        if right.len() == code.len() && differs == 0 {
            found = i64::try_from(step).ok();
        }
    }
    Ok(found)
}

/// The code of a moment, for programs that sign in for a demonstration or a test.
pub(crate) fn code_at(secret: &[u8], now: Moment) -> Result<String> {
    let seconds = u64::try_from(now.micros() / 1_000_000).unwrap_or(0);
    Ok(second(secret)?.generate(seconds))
}

/// A secret as letters, to be typed into a telephone.
pub(crate) fn letters(secret: &[u8]) -> Result<String> {
    Ok(second(secret)?.get_secret_base32())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_is_right() {
        let kept = kept("correct horse battery").expect("a hash");
        assert!(is_right("correct horse battery", Some(&kept)));
        assert!(!is_right("correct horse batterz", Some(&kept)));
        assert!(!is_right("", None));
    }

    #[test]
    fn a_code_holds_for_its_half_minute_and_the_next() {
        let secret = new_secret().expect("a secret");
        let at = |second: i64| Moment::new(second * 1_000_000);
        let code = code_at(&secret, at(1_000_000)).expect("a code");
        let step = |code: &str, second: i64| step_of(&secret, code, at(second)).expect("an answer");
        assert_eq!(step(&code, 1_000_000), Some(33_333));
        assert_eq!(step(&code, 1_000_030), Some(33_333), "for a clock that is late");
        assert_eq!(step(&code, 1_000_120), None);
        assert_eq!(step("", 1_000_000), None);
        assert_eq!(step(&format!("{code}0"), 1_000_000), None);
    }
}
