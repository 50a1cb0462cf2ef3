//! The keys of the institution: a few numbered secrets, of which the newest seals and all open.

use std::fmt;
use std::fmt::Write as _;

use anyhow::{Context, Result, bail, ensure};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const KEY_BYTES: usize = 32;

/// Numbered keys, the newest last. There is always one.
#[derive(Clone)]
pub struct Keys {
    pub(crate) keys: Vec<Key>,
}

/// A key, and what is made from it: one part for each use, so that none says anything about another.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) number: u32,
    secret: [u8; KEY_BYTES],
    pub(crate) sealing: [u8; KEY_BYTES],
    pub(crate) finding: [u8; KEY_BYTES],
}

impl Keys {
    /// Reads lines `NUMBER 64HEX`; empty lines and lines that begin with `#` say nothing.
    ///
    /// No message shows anything of a key.
    pub fn read(text: &str) -> Result<Keys> {
        let mut keys: Vec<Key> = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let key =
                read_line(line).with_context(|| format!("could not read line {} of the keys", at + 1))?;
            let again = keys.iter().any(|other| other.number == key.number);
            ensure!(!again, "there are two keys with the number {}", key.number);
            let same = keys.iter().find(|other| other.secret == key.secret);
            if let Some(other) = same {
                bail!("the keys {} and {} are the same", other.number, key.number);
            }
            keys.push(key);
        }
        ensure!(
            !keys.is_empty(),
            "there is no key: write one a line, as its number and 64 hexadecimal digits"
        );
        keys.sort_by_key(|key| key.number);
        Ok(Keys { keys })
    }

    /// A first key, by chance.
    pub fn generate() -> Keys {
        Keys { keys: vec![Key::generate(1)] }
    }

    /// These keys and a newer one, by chance: what is sealed from now on is sealed with it.
    pub fn turned(&self) -> Result<Keys> {
        let number = self.newest().checked_add(1).context("there is no further number for a key")?;
        let mut keys = self.keys.clone();
        keys.push(Key::generate(number));
        Ok(Keys { keys })
    }

    /// The lines that `read` reads. They are secret.
    pub fn write(&self) -> String {
        let mut text = String::new();
        for key in &self.keys {
            let _ = write!(text, "{} ", key.number);
            for byte in key.secret {
                let _ = write!(text, "{byte:02x}");
            }
            text.push('\n');
        }
        text
    }

    /// The number of the key that seals.
    pub fn newest(&self) -> u32 {
        self.last().number
    }

    /// The numbers of all of them, in order.
    pub fn numbers(&self) -> Vec<u32> {
        self.keys.iter().map(|key| key.number).collect()
    }

    /// Only the newest; what is sealed with another cannot be opened any more.
    #[must_use]
    pub fn only_newest(&self) -> Keys {
        Keys { keys: vec![self.last().clone()] }
    }

    pub(crate) fn last(&self) -> &Key {
        self.keys.last().expect("keys are read or made with at least one")
    }

    pub(crate) fn by_number(&self, number: u32) -> Option<&Key> {
        self.keys.iter().find(|key| key.number == number)
    }
}

impl Key {
    fn new(number: u32, secret: [u8; KEY_BYTES]) -> Key {
        let sealing = keyed_hash(&secret, &[b"naungan sealing"]);
        let finding = keyed_hash(&secret, &[b"naungan finding"]);
        Key { number, secret, sealing, finding }
    }

    fn generate(number: u32) -> Key {
        let mut secret = [0; KEY_BYTES];
        by_chance(&mut secret);
        Key::new(number, secret)
    }
}

/// Without chance there are no secrets: a system that has none left is no place to go on.
pub(crate) fn by_chance(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system gives random bytes");
}

/// HMAC-SHA256 of the parts, one after the other.
pub(crate) fn keyed_hash(key: &[u8; KEY_BYTES], parts: &[&[u8]]) -> [u8; KEY_BYTES] {
    let mut hash = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length is taken");
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into_bytes().into()
}

fn read_line(line: &str) -> Result<Key> {
    let mut words = line.split_whitespace();
    let (Some(number), Some(digits), None) = (words.next(), words.next(), words.next()) else {
        bail!("it is not a number and 64 hexadecimal digits");
    };
    let number: u32 = number.parse().ok().context("a key begins with its number")?;
    ensure!(number > 0, "the numbers of keys begin with 1");
    let plain = digits.len() == 2 * KEY_BYTES && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    ensure!(plain, "key {number} does not have 64 hexadecimal digits");
    let mut secret = [0; KEY_BYTES];
    for (at, byte) in secret.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * at..2 * at + 2], 16)?;
    }
    ensure!(secret != [0; KEY_BYTES], "key {number} is nothing but zeros");
    Ok(Key::new(number, secret))
}

/// Only the numbers.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = self.keys.iter().map(|key| key.number.to_string());
        write!(f, "Keys({}, secret)", numbers.collect::<Vec<_>>().join(", "))
    }
}
