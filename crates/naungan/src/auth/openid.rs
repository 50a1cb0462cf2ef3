//! Staff who sign in at their institution's own provider, by OpenID Connect: the authorization code with
//! PKCE.
//!
//! The provider says who it is; what she may do stands in her account here. Nobody gets an account by it.

mod token;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use base::Moment;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use super::sessions::by_chance;
use crate::serve::form::escaped;
use token::{Expected, Fault, Key};

/// Whoever waits for a provider that does not answer waits no longer.
const WAIT_MAX: Duration = Duration::from_secs(10);
/// So many ask the provider at once: a slow one does not take everybody's place at the counter.
const ASKING_MAX: usize = 3;
/// No answer of a provider is longer.
const ANSWER_BYTES_MAX: u64 = 1_000_000;
/// Where the provider sends browsers back to.
pub(crate) const BACK: &str = "/sign-in/openid/back";

/// A provider, as it was configured.
pub(crate) struct OpenId {
    issuer: String,
    client: String,
    secret: String,
    agent: Agent,
    /// What the provider says of itself, once it was asked.
    known: Mutex<Option<Arc<Known>>>,
    asking: AtomicUsize,
}

/// A place among those who ask the provider.
struct Turn<'a>(&'a AtomicUsize);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What the provider says of itself.
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

struct Known {
    discovery: Discovery,
    keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Answer {
    id_token: String,
}

/// What is kept of a browser that has gone to the provider.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Gone {
    pub(crate) state: String,
    nonce: String,
    verifier: String,
}

impl OpenId {
    /// A provider at an address, and what it knows us by.
    pub(crate) fn new(issuer: &str, client: &str, secret: &str) -> Result<OpenId> {
        ensure!(is_safe(issuer), "a sign-in provider is reached by https");
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = Agent::config_builder().timeout_global(Some(WAIT_MAX)).max_redirects(0).tls_config(tls);
        Ok(OpenId {
            issuer: issuer.to_owned(),
            client: client.to_owned(),
            secret: secret.to_owned(),
            agent: config.build().new_agent(),
            known: Mutex::new(None),
            asking: AtomicUsize::new(0),
        })
    }

    /// Where the browser goes, and what is kept until it comes back.
    pub(crate) fn leave(&self, public: &str) -> Result<(String, Gone)> {
        let _turn = self.turn()?;
        let known = self.known()?;
        let gone = Gone { state: by_chance()?, nonce: by_chance()?, verifier: by_chance()? };
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(gone.verifier.as_bytes()));
        let back = format!("{public}{BACK}");
        let fields = [
            ("response_type", "code"),
            ("scope", "openid profile email"),
            ("client_id", &self.client),
            ("redirect_uri", &back),
            ("state", &gone.state),
            ("nonce", &gone.nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let fields: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let at = &known.discovery.authorization_endpoint;
        let join = if at.contains('?') { '&' } else { '?' };
        Ok((format!("{at}{join}{}", fields.join("&")), gone))
    }

    /// By what names the provider knows who has come back with a code, in small letters.
    pub(crate) fn come_back(
        &self,
        public: &str,
        gone: &Gone,
        code: &str,
        now: Moment,
    ) -> Result<Vec<String>> {
        let _turn = self.turn()?;
        let token = self.token(public, gone, code)?;
        let now = now.micros() / 1_000_000;
        let expected = Expected { issuer: &self.issuer, client: &self.client, nonce: &gone.nonce, now };
        let claims = match token::verify(&token, &self.known()?.keys, &expected) {
            // The provider has changed its keys since it was asked.
            Err(Fault::Key) => {
                self.forget();
                token::verify(&token, &self.known()?.keys, &expected)?
            }
            verified => verified?,
        };
        Ok(claims.names())
    }

    fn turn(&self) -> Result<Turn<'_>> {
        let asking = self.asking.fetch_add(1, Ordering::Relaxed);
        let turn = Turn(&self.asking);
        ensure!(asking < ASKING_MAX, "{ASKING_MAX} others are asking the provider");
        Ok(turn)
    }

    /// The token for a code.
    fn token(&self, public: &str, gone: &Gone, code: &str) -> Result<String> {
        let known = self.known()?;
        let back = format!("{public}{BACK}");
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &back),
            ("code_verifier", &gone.verifier),
        ];
        let mut request = self.agent.post(&known.discovery.token_endpoint);
        let ways = &known.discovery.token_endpoint_auth_methods_supported;
        let has = |way: &str| ways.iter().any(|known| known == way);
        if has("client_secret_post") && !has("client_secret_basic") {
            fields.extend([("client_id", &*self.client), ("client_secret", &*self.secret)]);
        } else {
            let both = format!("{}:{}", escaped(&self.client), escaped(&self.secret));
            request = request.header("authorization", format!("Basic {}", STANDARD.encode(both)));
        }
        let answer = request.send_form(fields).context("the provider did not take the code")?;
        Ok(read::<Answer>(answer)?.id_token)
    }

    fn known(&self) -> Result<Arc<Known>> {
        let mut kept = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*kept {
            return Ok(Arc::clone(known));
        }
        let known = Arc::new(self.ask()?);
        *kept = Some(Arc::clone(&known));
        Ok(known)
    }

    fn forget(&self) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn ask(&self) -> Result<Known> {
        let at = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let discovery: Discovery = self.get(&at)?;
        ensure!(discovery.issuer == self.issuer, "the provider calls itself another name");
        for endpoint in [&discovery.authorization_endpoint, &discovery.token_endpoint, &discovery.jwks_uri] {
            ensure!(is_safe(endpoint), "the provider names a place that is not reached by https");
        }
        let keys: Keys = self.get(&discovery.jwks_uri)?;
        // Keys of other kinds than ours stand beside them.
        let keys = keys.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
        Ok(Known { discovery, keys })
    }

    fn get<T: DeserializeOwned>(&self, at: &str) -> Result<T> {
        read(self.agent.get(at).call().with_context(|| format!("could not ask {at}"))?)
    }
}

fn read<T: DeserializeOwned>(mut answer: ureq::http::Response<ureq::Body>) -> Result<T> {
    let text = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_string()?;
    serde_json::from_str(&text).context("the provider's answer cannot be read")
}

/// Secrets travel encrypted, or do not leave the machine.
fn is_safe(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_here = |here: &str| host == here || host.starts_with(&format!("{here}:"));
    scheme == "https" || (scheme == "http" && ["127.0.0.1", "localhost", "[::1]"].into_iter().any(is_here))
}

#[cfg(test)]
mod tests {
    use super::{ASKING_MAX, OpenId, is_safe};

    #[test]
    fn a_slow_provider_takes_few_places() {
        let openid = OpenId::new("https://id.example", "naungan", "x").expect("a provider");
        let turns: Vec<_> = (0..ASKING_MAX).map(|_| openid.turn().expect("a place")).collect();
        assert!(openid.turn().is_err());
        drop(turns);
        assert!(openid.turn().is_ok(), "places become free again");
    }

    #[test]
    fn secrets_do_not_leave_in_the_clear() {
        for good in ["https://id.example", "http://127.0.0.1:9/realm", "http://localhost", "http://[::1]:1"] {
            assert!(is_safe(good), "{good}");
        }
        for bad in ["http://id.example", "http://localhost.example", "http://127.0.0.1@id.example", "id"] {
            assert!(!is_safe(bad), "{bad}");
        }
    }
}
