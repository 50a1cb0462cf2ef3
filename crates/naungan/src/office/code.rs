//! Payment codes: eleven digits that never repeat and cannot be guessed from one another.

use sha2::{Digest, Sha256};

/// The digits are kept in two parts, six and five, which are mixed in turns.
const LEFT: u64 = 1_000_000;
const RIGHT: u64 = 100_000;
/// Four turns, two a round, are as good as a table nobody has seen.
const ROUNDS: u8 = 2;

/// How many codes there are.
pub(crate) const CODES: i64 = 100_000_000_000;

/// A key for one use, from the institution's one: so that a payment code says nothing about a card.
pub(crate) fn key_for(of: &[u8], purpose: &str) -> Vec<u8> {
    Sha256::new().chain_update(of).chain_update(purpose).finalize().to_vec()
}

/// The code of a serial number. Two serial numbers never have one code: each round can be undone.
pub(crate) fn code(key: &[u8], serial: i64) -> i64 {
    let serial = serial.rem_euclid(CODES).cast_unsigned();
    let (mut left, mut right) = (serial / RIGHT, serial % RIGHT);
    for round in 0..ROUNDS {
        left = (left + mixed(key, round, 0, right)) % LEFT;
        right = (right + mixed(key, round, 1, left)) % RIGHT;
    }
    (left * RIGHT + right).cast_signed()
}

fn mixed(key: &[u8], round: u8, side: u8, half: u64) -> u64 {
    let hash = Sha256::new().chain_update(key).chain_update([round, side]).chain_update(half.to_le_bytes());
    let hash = hash.finalize();
    hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// As people write it.
pub(crate) fn shown(code: i64) -> String {
    format!("{code:011}")
}

/// Reads a payment code, with or without blanks and hyphens between its eleven digits.
pub(crate) fn read(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, ' ' | '-')).collect();
    let whole = digits.len() == 11 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| whole)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_do_not_repeat_and_do_not_follow_one_another() {
        let codes: Vec<i64> = (0..20_000).map(|serial| code(b"key", serial)).collect();
        assert_eq!(codes.iter().collect::<HashSet<_>>().len(), codes.len());
        assert!(codes.iter().all(|code| (0..CODES).contains(code)));
        assert!(codes.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) < 1_000_000).count() < 20);
        assert_ne!(code(b"key", 7), code(b"another", 7));
    }
}
