//! The signature of a notice: a keyed hash over its moment and its body.

use anyhow::{Result, anyhow};
use base::Moment;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The heading that carries it.
pub(crate) const HEADING: &str = "naungan-signature";

/// `t=SECONDS,v1=HASH`: who has the secret makes the hash of `SECONDS.BODY` again, and refuses what is old.
pub(crate) fn heading(secret: &[u8], at: Moment, body: &str) -> Result<String> {
    let seconds = at.micros().div_euclid(1_000_000);
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| anyhow!("no secret to sign with"))?;
    mac.update(format!("{seconds}.{body}").as_bytes());
    let hash = crate::hex::of(&mac.finalize().into_bytes());
    Ok(format!("t={seconds},v1={hash}"))
}

#[cfg(test)]
mod tests {
    use super::heading;
    use base::Moment;

    /// The same as `printf '1770000000.{}' | openssl dgst -sha256 -hmac rahasia`.
    #[test]
    fn others_make_the_same_hash() {
        let at = Moment::new(1_770_000_000_999_999);
        let made = heading(b"rahasia", at, "{}").expect("a heading");
        assert_eq!(made, "t=1770000000,v1=db2bd64e4e81e78d362b72a35c91645a1d7984c42abbf3ec05410cda49ae8985");
        assert_ne!(made, heading(b"lain", at, "{}").expect("a heading"));
        assert_ne!(made, heading(b"rahasia", at, "{ }").expect("a heading"));
    }
}
