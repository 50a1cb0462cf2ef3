//! Notices to partners' programs: where they may go, what they look like, how they are signed.

pub(crate) mod sign;

use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use anyhow::{Result, ensure};
use base::Moment;
use serde_json::{Value, json};
use store::queries::hooks::Event;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// A program that does not answer is not waited for longer.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// No address is longer.
pub(crate) const ADDRESS_CHARS_MAX: usize = 500;

/// Where notices may go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reach {
    /// To the world outside, over https.
    Public,
    /// To this machine and its neighbours too, over whatever: to try things.
    Anywhere,
}

impl Reach {
    /// The world outside, unless `NAUNGAN_HOOKS=anywhere` says otherwise.
    pub(crate) fn told() -> Reach {
        let told = std::env::var("NAUNGAN_HOOKS");
        if told.is_ok_and(|told| told == "anywhere") { Reach::Anywhere } else { Reach::Public }
    }

    /// Whether a notice may be sent to an address, as far as its text tells: what its name stands for is
    /// looked at when something is sent.
    pub(crate) fn takes(self, address: &str) -> bool {
        let Ok(uri) = address.parse::<Uri>() else { return false };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return false };
        let plain = address.len() <= ADDRESS_CHARS_MAX && !authority.as_str().contains('@');
        let host = authority.host().trim_matches(['[', ']']);
        let outside = host.parse::<IpAddr>().map_or(host.contains('.'), is_public);
        let safe =
            scheme == "https" && outside && uri.port_u16().is_none_or(|port| port == 443 || port > 1023);
        plain && !host.is_empty() && (safe || (self == Reach::Anywhere && matches!(scheme, "http" | "https")))
    }
}

/// Whether an address is of the world outside, and not of this machine, its neighbours or nobody.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            let shared = a == 100 && (64..128).contains(&b);
            let tried = (a == 198 && (18..20).contains(&b)) || (a == 192 && b == 0 && c == 0);
            !(address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_documentation()
                || address.is_multicast()
                || a == 0
                || a >= 240
                || shared
                || tried)
        }
        IpAddr::V6(address) => match within(address) {
            Some(inner) => is_public(inner),
            // Only what is given out to the world.
            None => address.segments()[0] & 0xe000 == 0x2000 && address.segments()[..2] != [0x2001, 0xdb8],
        },
    }
}

/// The older address that stands within a newer one.
fn within(address: Ipv6Addr) -> Option<IpAddr> {
    let [first, second, third, ..] = address.segments();
    let octets = address.octets();
    let last = |at: usize| IpAddr::from([octets[at], octets[at + 1], octets[at + 2], octets[at + 3]]);
    match (first, second, third) {
        (0x2002, _, _) => Some(last(2)),
        (0x64, 0xff9b, 0) => Some(last(12)),
        _ => address.to_ipv4().map(IpAddr::V4),
    }
}

/// Looks a name up, and leaves out what may not be reached: what is connected to is what was looked at.
#[derive(Debug)]
struct Looked(Reach);

impl Resolver for Looked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let all = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut left = self.empty();
        for address in all.iter().filter(|one| self.0 == Reach::Anywhere || is_public(one.ip())) {
            left.push(*address);
        }
        if left.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(left) }
    }
}

/// An event as `CloudEvents` 1.0 has it.
pub(crate) fn cloud_event(event: &Event) -> Result<Value> {
    Ok(json!({
        "specversion": "1.0",
        "id": format!("{}-{}", event.payer, event.no),
        "source": "/api/v1/partner/events",
        "type": format!("id.naungan.{}", event.kind),
        "subject": event.subject,
        "time": event.made.to_string(),
        "datacontenttype": "application/json",
        "sequence": event.no.to_string(),
        "data": serde_json::from_str::<Value>(&event.said)?,
    }))
}

/// Sends a body to an address, signed with a secret; what the program there answered.
pub(crate) fn send(reach: Reach, address: &str, (secret, at): (&[u8], Moment), body: &str) -> Result<u16> {
    ensure!(reach.takes(address), "no notice may be sent to this address");
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(WAIT_MAX))
        .max_redirects(0)
        .http_status_as_error(false)
        .proxy(None)
        .build();
    let agent = Agent::with_parts(config, DefaultConnector::new(), Looked(reach));
    let answer = agent
        .post(address)
        .header("content-type", "application/cloudevents+json")
        .header(sign::HEADING, sign::heading(secret, at, body)?)
        .send(body)?;
    Ok(answer.status().as_u16())
}

#[cfg(test)]
mod tests {
    use super::{Reach, is_public};

    #[test]
    fn only_the_world_outside_is_reached() {
        for outside in ["8.8.8.8", "103.10.10.10", "2404:6800:4003:c00::64", "64:ff9b::808:808"] {
            assert!(is_public(outside.parse().expect("an address")), "{outside}");
        }
        let inside = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "198.18.0.1",
            "192.0.0.8",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ];
        for inside in inside {
            assert!(!is_public(inside.parse().expect("an address")), "{inside}");
        }
    }

    #[test]
    fn an_address_is_taken_by_what_it_says() {
        for good in ["https://hooks.contoh.id/naungan", "https://hooks.contoh.id:8443/", "https://8.8.8.8/x"]
        {
            assert!(Reach::Public.takes(good), "{good}");
        }
        let bad = [
            "",
            "hooks.contoh.id",
            "http://hooks.contoh.id/",
            "https://localhost/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://10.0.0.1/",
            "https://a:b@hooks.contoh.id/",
            "https://hooks.contoh.id:22/",
            "ftp://hooks.contoh.id/",
            "https:///x",
            "file:///etc/passwd",
        ];
        for bad in bad {
            assert!(!Reach::Public.takes(bad), "{bad}");
        }
        assert!(Reach::Anywhere.takes("http://127.0.0.1:9000/x"));
        assert!(!Reach::Anywhere.takes("ftp://127.0.0.1/x") && !Reach::Anywhere.takes("x"));
    }
}
