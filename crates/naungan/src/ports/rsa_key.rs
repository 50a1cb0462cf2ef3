//! The public half of a partner's RSA key, as it is handed over: PEM of either kind.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

/// DER's marks of the kinds that a key is made of.
const SEQUENCE: u8 = 0x30;
const BITS: u8 = 0x03;
const INTEGER: u8 = 0x02;
/// `rsaEncryption`, as an object of DER.
const RSA: [u8; 11] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// What is shorter can be broken.
const MODULUS_BYTES_MIN: usize = 2048 / 8;

/// Modulus and exponent, in DER.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PublicKey(Vec<u8>);

impl PublicKey {
    /// Reads `PUBLIC KEY`, or `RSA PUBLIC KEY`; an environment's single line has no line ends.
    pub(crate) fn read(pem: &str) -> Option<PublicKey> {
        let marks = ["-----BEGIN", "-----END", "RSA PUBLIC KEY-----", "PUBLIC KEY-----"];
        let bare = marks.iter().fold(pem.to_owned(), |text, mark| text.replace(mark, ""));
        let letters: String = bare.chars().filter(|letter| !letter.is_whitespace()).collect();
        let bytes = STANDARD.decode(letters).ok()?;
        let key = bare_key(&bytes)?;
        // The modulus has a byte more where its first bit is set.
        let (modulus, _) = part(part(key, SEQUENCE)?.0, INTEGER)?;
        let long_enough = modulus.iter().skip_while(|byte| **byte == 0).count() >= MODULUS_BYTES_MIN;
        long_enough.then(|| PublicKey(key.to_vec()))
    }

    /// Whether the other half signed this, by `SHA256withRSA`.
    pub(crate) fn has_signed(&self, what: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.0).verify(what, signature).is_ok()
    }
}

/// The key without what says that it is one for RSA.
fn bare_key(bytes: &[u8]) -> Option<&[u8]> {
    let (inside, rest) = part(bytes, SEQUENCE)?;
    if !rest.is_empty() {
        return None;
    }
    if inside.first() == Some(&INTEGER) {
        return Some(bytes);
    }
    let (kind, rest) = part(inside, SEQUENCE)?;
    let (bits, rest) = part(rest, BITS)?;
    let (unused, key) = bits.split_first()?;
    (kind.starts_with(&RSA) && rest.is_empty() && *unused == 0).then_some(key)
}

/// The first part of DER, if it is of this kind, and what follows it.
fn part(bytes: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let (found, rest) = bytes.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (length, rest) = match *length {
        short @ 0..0x80 => (usize::from(short), rest),
        long => {
            let (length, rest) = rest.split_at_checked(usize::from(long & 0x7f))?;
            let fits = (1..=3).contains(&length.len());
            (length.iter().filter(|_| fits).fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
        }
    };
    let split = rest.split_at_checked(length)?;
    (*found == kind && length > 0).then_some(split)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEM: &str = include_str!("snap/partner.public.pem");

    #[test]
    fn keys_are_read_however_they_are_wrapped() {
        let key = PublicKey::read(PEM).expect("a key");
        assert_eq!(PublicKey::read(&PEM.replace('\n', " ")), Some(key.clone()));
        let bare: String = PEM.lines().filter(|line| !line.starts_with('-')).collect();
        assert_eq!(PublicKey::read(&bare), Some(key.clone()));
        let inner = STANDARD.encode(&key.0);
        let inner = format!("-----BEGIN RSA PUBLIC KEY-----\n{inner}\n-----END RSA PUBLIC KEY-----\n");
        assert_eq!(PublicKey::read(&inner), Some(key));
    }

    #[test]
    fn what_is_no_key_is_none() {
        for text in ["", "-----BEGIN PUBLIC KEY-----", "AAAA", "MAA=", "MIIB", "é", "MIKAAAAA"] {
            assert_eq!(PublicKey::read(text), None, "{text}");
        }
        let bytes = bare_key_of(PEM);
        for cut in 0..bytes.len() {
            assert_eq!(PublicKey::read(&STANDARD.encode(&bytes[..cut])), None, "{cut}");
        }
        // A key of half the length, by its own account.
        let short =
            [&[SEQUENCE, 0x81, 0x86, INTEGER, 0x81, 0x80][..], &[0xa5; 128], &[INTEGER, 1, 3]].concat();
        assert_eq!(PublicKey::read(&STANDARD.encode(short)), None);
    }

    fn bare_key_of(pem: &str) -> Vec<u8> {
        let letters: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        STANDARD.decode(letters).expect("base64")
    }
}
