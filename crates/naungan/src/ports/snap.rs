//! The signatures of the national open-API standard for payments (SNAP), as a receiver checks them.
//!
//! Two schemes, and a partner has one of them. *Asymmetric*: `METHOD:path:hash:timestamp`, signed by
//! `SHA256withRSA` with the partner's own key. *Symmetric*: `METHOD:path:token:hash:timestamp` under
//! HMAC-SHA-512 with a secret that both know. The hash is SHA-256 of the minified body in small hexadecimal
//! letters; the signature is written in base64. Who signs how stands in docs/reference/payments.md.

use anyhow::{Result, anyhow};
use base::Moment;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256, Sha512};

use super::provider::Partner;
use super::rsa_key::PublicKey;

/// A request is refused that is older than this, or further ahead: it may have been kept by somebody.
const STALE_MICROS: i64 = 5 * 60 * 1_000_000;
/// The standard's longest external number.
const EXTERNAL_MAX: usize = 36;

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Without `Bearer`.
    pub(crate) token: String,
    pub(crate) timestamp: String,
    pub(crate) signature: String,
    pub(crate) partner: String,
    pub(crate) external: String,
    pub(crate) body: Vec<u8>,
}

/// How a partner proves that a request is its own.
#[derive(Clone)]
pub(crate) enum Signs {
    /// With a secret that both know, and the access token it was given.
    Secret { token: String, secret: Vec<u8> },
    /// With a key of its own, whose public half we have. A token proves nothing more, and is not read.
    Key(PublicKey),
}

/// Why a request is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// A heading that has to be there is not, or is no such thing; which.
    Heading(&'static str),
    /// Nobody we know, or not signed by her.
    Unauthorised,
    /// Signed at another time.
    Stale,
}

/// Checks who sent it, and when. The signature is compared in a time that does not say where it differs.
pub(crate) fn check(sent: &Sent, partner: &Partner, now: Moment) -> Result<(), Fault> {
    for (name, value) in [
        ("X-TIMESTAMP", &sent.timestamp),
        ("X-SIGNATURE", &sent.signature),
        ("X-PARTNER-ID", &sent.partner),
        ("X-EXTERNAL-ID", &sent.external),
    ] {
        if value.is_empty() {
            return Err(Fault::Heading(name));
        }
    }
    let is_number = sent.external.bytes().all(|digit| digit.is_ascii_digit());
    if !is_number || sent.external.len() > EXTERNAL_MAX {
        return Err(Fault::Heading("X-EXTERNAL-ID"));
    }
    let at = moment(&sent.timestamp).ok_or(Fault::Heading("X-TIMESTAMP"))?;
    let signed = match &partner.signs {
        Signs::Secret { token, secret } => {
            let signature = signature(secret, sent).map_err(|_| Fault::Unauthorised)?;
            same(sent.token.as_bytes(), token.as_bytes())
                & same(sent.signature.as_bytes(), signature.as_bytes())
        }
        Signs::Key(key) => {
            let signature = STANDARD.decode(&sent.signature).map_err(|_| Fault::Unauthorised)?;
            key.has_signed(to_sign(sent, None).as_bytes(), &signature)
        }
    };
    let known = same(sent.partner.as_bytes(), partner.id.as_bytes()) & signed;
    if !known {
        return Err(Fault::Unauthorised);
    }
    let apart = now.micros().saturating_sub(at.micros()).saturating_abs();
    if apart > STALE_MICROS { Err(Fault::Stale) } else { Ok(()) }
}

/// The signature that a request should have under a secret.
pub(crate) fn signature(secret: &[u8], sent: &Sent) -> Result<String> {
    let mut mac = Hmac::<Sha512>::new_from_slice(secret).map_err(|_| anyhow!("no secret to sign with"))?;
    mac.update(to_sign(sent, Some(&sent.token)).as_bytes());
    Ok(STANDARD.encode(mac.finalize().into_bytes()))
}

/// What is signed. The token stands in it where there is one to know.
fn to_sign(sent: &Sent, token: Option<&str>) -> String {
    let Sent { method, path, timestamp, .. } = sent;
    let token = token.map(|token| format!("{token}:")).unwrap_or_default();
    let hash = Sha256::digest(minified(&sent.body));
    let hash = crate::hex::of(&hash);
    format!("{method}:{path}:{token}{hash}:{timestamp}")
}

/// JSON without the blanks between its signs.
fn minified(body: &[u8]) -> Vec<u8> {
    let (mut small, mut inside, mut escaped) = (Vec::with_capacity(body.len()), false, false);
    for byte in body {
        if inside {
            inside = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
        } else if byte.is_ascii_whitespace() {
            continue;
        } else {
            inside = *byte == b'"';
        }
        small.push(*byte);
    }
    small
}

/// `2026-05-20T10:00:00+07:00`, with or without a fraction of the second.
fn moment(text: &str) -> Option<Moment> {
    let (clock, offset) = match text.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let at = text.len().checked_sub(6)?;
            let (clock, offset) = text.split_at_checked(at)?;
            let sign = match offset.get(..1)? {
                "+" => 1,
                "-" => -1,
                _ => return None,
            };
            let (hours, minutes) = offset.get(1..)?.split_once(':')?;
            let two = |text: &str| -> Option<i64> {
                let plain = text.len() == 2 && text.bytes().all(|digit| digit.is_ascii_digit());
                text.parse().ok().filter(|_| plain)
            };
            (clock, sign * (two(hours)? * 60 + two(minutes)?))
        }
    };
    let local: Moment = format!("{clock}Z").parse().ok()?;
    Some(Moment::new(local.micros().checked_sub(offset * 60_000_000)?))
}

/// The day on which a request was signed, in its own time: within it an external number is used once.
pub(crate) fn day_of(sent: &Sent) -> &str {
    sent.timestamp.get(..10).unwrap_or_default()
}

/// Now, as the standard writes it.
pub(crate) fn written(now: Moment) -> String {
    const AHEAD: i64 = 7 * 3_600_000_000;
    let local = Moment::new(now.micros() + AHEAD).to_string();
    format!("{}+07:00", local.get(..19).unwrap_or_default())
}

/// Whether two texts are the same, found in a time that depends on their lengths alone.
fn same(one: &[u8], other: &[u8]) -> bool {
    let differing = one.iter().zip(other).fold(0, |all, (one, other)| all | (one ^ other));
    one.len() == other.len() && std::hint::black_box(differing) == 0
}

#[cfg(test)]
pub(crate) mod tests;
