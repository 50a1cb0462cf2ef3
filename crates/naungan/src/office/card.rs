//! What the QR code of a card holds: a token that proves a membership without showing any of its numbers.
//!
//! It is a keyed hash of the membership's number, and that number hidden under the hash. Who has no key can
//! make none, and learns nothing from one.

use sha2::{Digest, Sha256};

const HASH_BYTES: usize = 12;
const NUMBER_BYTES: usize = 8;

/// The token of a membership.
pub(crate) fn token(key: &[u8], membership: i64) -> String {
    let hash = hash(key, membership);
    let bytes = [&hash[..], &hidden(key, &hash, membership.to_be_bytes())].concat();
    crate::hex::of(&bytes)
}

/// The membership of a token that was made here.
pub(crate) fn read(key: &[u8], token: &str) -> Option<i64> {
    if token.len() != 2 * (HASH_BYTES + NUMBER_BYTES) || !token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = (0..token.len()).step_by(2).map(|at| u8::from_str_radix(&token[at..at + 2], 16).ok());
    let bytes: Vec<u8> = pairs.collect::<Option<_>>()?;
    let (given, number) = bytes.split_at(HASH_BYTES);
    let membership = i64::from_be_bytes(hidden(key, given, number.try_into().ok()?));
    // As long whatever differs: whoever tries learns nothing of how near she came.
    let differs = hash(key, membership).iter().zip(given).fold(0, |sum, (one, other)| sum | (one ^ other));
    (differs == 0).then_some(membership)
}

fn hash(key: &[u8], membership: i64) -> [u8; HASH_BYTES] {
    let inner = Sha256::new().chain_update(key).chain_update(membership.to_be_bytes()).finalize();
    let outer = Sha256::new().chain_update(b"card").chain_update(key).chain_update(inner).finalize();
    std::array::from_fn(|at| outer[at])
}

fn hidden(key: &[u8], hash: &[u8], number: [u8; NUMBER_BYTES]) -> [u8; NUMBER_BYTES] {
    let pad = Sha256::new().chain_update(b"hide").chain_update(key).chain_update(hash).finalize();
    std::array::from_fn(|at| number[at] ^ pad[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tokens_that_were_made_here_are_read() {
        let made = token(b"key", 4_711);
        assert_eq!(read(b"key", &made), Some(4_711));
        assert_eq!(read(b"another", &made), None);
        for at in 0..made.len() {
            let other = if &made[at..=at] == "0" { "1" } else { "0" };
            let changed = format!("{}{other}{}", &made[..at], &made[at + 1..]);
            assert_eq!(read(b"key", &changed), None, "{changed}");
        }
        for none in ["", "0", "é", &"zz".repeat(20), &format!("{made}00")] {
            assert_eq!(read(b"key", none), None, "{none}");
        }
    }
}
