//! The token in which a provider says who somebody is: whether it is the provider's, for us, for this
//! sign-in, and still good.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Clocks of machines differ by as much, in seconds.
const CLOCKS_DIFFER: i64 = 60;

/// A key of the provider, of the one kind that every provider has to have.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub(super) struct Key {
    #[serde(rename = "kty")]
    kind: Rsa,
    #[serde(rename = "kid")]
    name: Option<String>,
    n: String,
    e: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
enum Rsa {
    #[serde(rename = "RSA")]
    Rsa,
}

/// What a token has to say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client: &'a str,
    pub(super) nonce: &'a str,
    /// Now, in seconds.
    pub(super) now: i64,
}

/// Why a token is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("the token cannot be read")]
    Form,
    #[error("the token is not signed by RS256")]
    Algorithm,
    #[error("the token is signed by a key that the provider does not name")]
    Key,
    #[error("the signature of the token is wrong")]
    Signature,
    #[error("the token is of another issuer")]
    Issuer,
    #[error("the token is for another program")]
    Audience,
    #[error("the token is good no longer, or not yet")]
    Expired,
    #[error("the token is of another sign-in")]
    Nonce,
}

#[derive(Deserialize)]
struct Head {
    alg: String,
    kid: Option<String>,
    /// What has to be understood; we understand nothing more.
    crit: Option<serde_json::Value>,
}

/// One program or several.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// What a token says.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub(super) struct Claims {
    iss: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nonce: Option<String>,
    preferred_username: Option<String>,
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
}

impl Claims {
    /// By what names somebody may be known here. An address that nobody has verified is nobody's.
    pub(super) fn names(&self) -> Vec<String> {
        let email = self.email.as_ref().filter(|_| self.email_verified);
        let all = [self.preferred_username.as_ref(), email].into_iter().flatten();
        all.map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty()).collect()
    }

    fn is_for(&self, client: &str) -> bool {
        let is_party = self.azp.as_ref().is_none_or(|party| party == client);
        match &self.aud {
            Audience::One(one) => one == client && is_party,
            // Of several it has to say for which it was made.
            Audience::Several(all) => {
                all.iter().any(|one| one == client) && is_party && (all.len() == 1 || self.azp.is_some())
            }
        }
    }
}

/// What a token says, if it is good.
pub(super) fn verify(token: &str, keys: &[Key], expected: &Expected<'_>) -> Result<Claims, Fault> {
    let parts: Vec<&str> = token.split('.').collect();
    let &[head, body, signature] = parts.as_slice() else { return Err(Fault::Form) };
    let Head { alg, kid, crit } = read(head)?;
    if alg != "RS256" || crit.is_some() {
        return Err(Fault::Algorithm);
    }
    let signed = format!("{head}.{body}");
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Fault::Form)?;
    let mut fitting = keys.iter().filter(|key| kid.is_none() || key.name == kid).peekable();
    if fitting.peek().is_none() {
        return Err(Fault::Key);
    }
    if !fitting.any(|key| is_signed(key, signed.as_bytes(), &signature)) {
        return Err(Fault::Signature);
    }
    let claims: Claims = read(body)?;
    if claims.iss != expected.issuer {
        return Err(Fault::Issuer);
    }
    if !claims.is_for(expected.client) {
        return Err(Fault::Audience);
    }
    if expected.now >= claims.exp + CLOCKS_DIFFER || expected.now < claims.iat - CLOCKS_DIFFER {
        return Err(Fault::Expired);
    }
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err(Fault::Nonce);
    }
    Ok(claims)
}

fn is_signed(key: &Key, signed: &[u8], signature: &[u8]) -> bool {
    let (Ok(n), Ok(e)) = (URL_SAFE_NO_PAD.decode(&key.n), URL_SAFE_NO_PAD.decode(&key.e)) else {
        return false;
    };
    RsaPublicKeyComponents { n: &n, e: &e }.verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature).is_ok()
}

fn read<T: DeserializeOwned>(part: &str) -> Result<T, Fault> {
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| Fault::Form)?;
    serde_json::from_slice(&bytes).map_err(|_| Fault::Form)
}
