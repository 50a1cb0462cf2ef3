//! Sealing: what identifies a person is kept encrypted and bound to its place, and found by a keyed hash.
//!
//! A sealed value is the number of its key (4 bytes, the first the largest), a nonce by chance (24 bytes) and
//! what XChaCha20-Poly1305 makes of it, with the number and the context as associated data.

use anyhow::{Context, Result, anyhow};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::keys::{Key, Keys, by_chance, keyed_hash};

const NUMBER_BYTES: usize = 4;
const NONCE_BYTES: usize = 24;

/// Enough that no two people of a country meet by chance, and too little to be of use elsewhere.
pub const LOOK_UP_BYTES: usize = 16;

/// The place of a value: what is sealed for one cannot be opened in another.
pub fn context(table: &str, column: &str, row: i64) -> String {
    format!("{table}.{column}.{row}")
}

/// The place of a row that is numbered within something else.
pub fn context_within(table: &str, column: &str, of: i64, no: i64) -> String {
    context(table, &format!("{column} {no}"), of)
}

impl Keys {
    /// Seals with the newest key, for one place.
    pub fn seal(&self, context: &str, plain: &[u8]) -> Vec<u8> {
        let key = self.last();
        let mut head = [0; NUMBER_BYTES + NONCE_BYTES];
        let (number, nonce) = head.split_at_mut(NUMBER_BYTES);
        number.copy_from_slice(&key.number.to_be_bytes());
        by_chance(nonce);
        let aad = bound_to(key, context);
        let sealed = cipher(key)
            .encrypt(XNonce::from_slice(nonce), Payload { msg: plain, aad: &aad })
            .expect("a value is shorter than 256 GB");
        [&head[..], &sealed].concat()
    }

    /// Opens with whichever key sealed, for the same place.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let (number, nonce, rest) = parts(sealed).context("a sealed value is cut off")?;
        let key = self.by_number(number).with_context(|| {
            format!("could not open {context}: it is sealed with key {number}, which is not among the keys")
        })?;
        let aad = bound_to(key, context);
        cipher(key).decrypt(XNonce::from_slice(nonce), Payload { msg: rest, aad: &aad }).map_err(|_| {
            anyhow!("could not open {context}: it was changed, moved, or sealed with another key {number}")
        })
    }

    /// The number of the key that sealed, if it is a sealed value at all.
    pub fn key_of(&self, sealed: &[u8]) -> Option<u32> {
        parts(sealed).map(|(number, _, _)| number)
    }

    /// The same sealed with the newest key; `None` if it is already. So turning keys may stop and go on.
    pub fn seal_again(&self, context: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>> {
        if self.key_of(sealed) == Some(self.newest()) {
            return Ok(None);
        }
        let plain = self.open(context, sealed)?;
        Ok(Some(self.seal(context, &plain)))
    }

    /// By what a text is found, under the newest key. `kind` keeps numbers of different kinds apart.
    pub fn look_up(&self, kind: &str, text: &str) -> [u8; LOOK_UP_BYTES] {
        look_up(self.last(), kind, &normal(text))
    }

    /// By what a text is found, under every key, the newest first.
    pub fn look_ups(&self, kind: &str, text: &str) -> Vec<[u8; LOOK_UP_BYTES]> {
        let text = normal(text);
        self.keys.iter().rev().map(|key| look_up(key, kind, &text)).collect()
    }
}

fn look_up(key: &Key, kind: &str, text: &str) -> [u8; LOOK_UP_BYTES] {
    let hash = keyed_hash(&key.finding, &[kind.as_bytes(), &[0], text.as_bytes()]);
    let mut short = [0; LOOK_UP_BYTES];
    short.copy_from_slice(&hash[..LOOK_UP_BYTES]);
    short
}

/// Small letters, one blank between words: `Siti  AMINAH` is found as `siti aminah`.
fn normal(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&key.sealing).into())
}

fn bound_to(key: &Key, context: &str) -> Vec<u8> {
    [&key.number.to_be_bytes(), context.as_bytes()].concat()
}

fn parts(sealed: &[u8]) -> Option<(u32, &[u8], &[u8])> {
    let (number, rest) = sealed.split_first_chunk::<NUMBER_BYTES>()?;
    let (nonce, rest) = rest.split_at_checked(NONCE_BYTES)?;
    Some((u32::from_be_bytes(*number), nonce, rest))
}
