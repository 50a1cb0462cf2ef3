//! Whose request it is behind a proxy: the last address that no proxy of ours has written.

use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use axum::http::HeaderMap;

/// Addresses of proxies whose word is believed, such as `10.0.0.0/8`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Range {
    first: u128,
    bits: u32,
    is_v4: bool,
}

/// A text that is no range of addresses.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a range of addresses such as 10.0.0.0/8, 127.0.0.1 or fd00::/8")]
pub(crate) struct NotARange(String);

impl FromStr for Range {
    type Err = NotARange;

    fn from_str(text: &str) -> Result<Range, NotARange> {
        let wrong = || NotARange(text.to_owned());
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let (value, width) = number(address);
        let bits = bits.map_or(Ok(width), str::parse::<u32>).map_err(|_| wrong())?;
        if bits > width {
            return Err(wrong());
        }
        Ok(Range { first: cut(value, width, bits), bits, is_v4: width == 32 })
    }
}

impl Range {
    fn holds(self, address: IpAddr) -> bool {
        let (value, width) = number(address);
        self.is_v4 == (width == 32) && cut(value, width, self.bits) == self.first
    }
}

/// An address as a number, and how many bits it has. One of the old kind in the new form is of the old kind.
fn number(address: IpAddr) -> (u128, u32) {
    match address.to_canonical() {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}

/// The first bits, the others nothing.
fn cut(value: u128, width: u32, bits: u32) -> u128 {
    let rest = width - bits;
    value.checked_shr(rest).and_then(|high| high.checked_shl(rest)).unwrap_or(0)
}

const HEADER: &str = "x-forwarded-for";

/// Who asks. Only what a trusted proxy has written at the end of the list is believed; whatever stands left
/// of the first stranger, the stranger may have written herself.
pub(super) fn client(trusted: &[Range], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|range| range.holds(address));
    let mut found = peer.to_canonical();
    if !is_trusted(found) {
        return found;
    }
    let lines: Vec<&str> = headers.get_all(HEADER).iter().map(|line| line.to_str().unwrap_or("?")).collect();
    for entry in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Some(address) = read(entry.trim()) else { break };
        found = address;
        if !is_trusted(address) {
            break;
        }
    }
    found
}

/// An address as proxies write it, with a port or without.
fn read(entry: &str) -> Option<IpAddr> {
    let plain = || entry.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    let with_port = || entry.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    plain().or_else(with_port).map(|address| address.to_canonical())
}

/// What is counted as one: who has a network of the new kind has all addresses of it.
pub(super) fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(cut(address.to_bits(), 128, 64))),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn check(trusted: &str, peer: &str, lines: &[&str], expected: &str) {
        let trusted: Vec<Range> = trusted.split_whitespace().map(|one| one.parse().expect(one)).collect();
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(HEADER, HeaderValue::from_str(line).expect(line));
        }
        let found = client(&trusted, peer.parse().expect(peer), &headers);
        assert_eq!(found.to_string(), expected, "{trusted:?} {peer} {lines:?}");
    }

    #[test]
    fn the_last_stranger_of_the_list_is_who_asks() {
        // Nobody is believed, or not this one.
        check("", "127.0.0.1", &["203.0.113.9"], "127.0.0.1");
        check("10.0.0.0/8", "198.51.100.7", &["203.0.113.9"], "198.51.100.7");
        check("10.0.0.0/8", "11.0.0.1", &["203.0.113.9"], "11.0.0.1");
        // What the client wrote herself stands further left.
        check("127.0.0.1", "127.0.0.1", &["1.2.3.4, 203.0.113.9"], "203.0.113.9");
        check("127.0.0.1", "127.0.0.1", &["1.2.3.4", "203.0.113.9"], "203.0.113.9");
        // Several proxies, each of ours.
        check("127.0.0.1 10.0.0.0/8", "127.0.0.1", &["1.2.3.4, 203.0.113.9, 10.1.2.3"], "203.0.113.9");
        check("127.0.0.1 10.0.0.0/8", "127.0.0.1", &["203.0.113.9,10.1.2.3", "10.9.9.9"], "203.0.113.9");
        check("10.0.0.0/8", "10.0.0.1", &["10.0.0.2, 10.0.0.3"], "10.0.0.2");
        // Ports, brackets, the old kind in the new form.
        check("::1", "::1", &["203.0.113.9:4711"], "203.0.113.9");
        check("::1", "::1", &["[2001:db8::7]:443"], "2001:db8::7");
        check("10.0.0.0/8", "::ffff:10.0.0.1", &["::ffff:203.0.113.9"], "203.0.113.9");
        check("fd00::/8", "fd12::1", &["2001:db8::7"], "2001:db8::7");
        check("0.0.0.0/0", "198.51.100.7", &["203.0.113.9"], "203.0.113.9");
        // What cannot be read is nobody, and nothing left of it counts.
        check("127.0.0.1", "127.0.0.1", &["203.0.113.9, unknown"], "127.0.0.1");
        check("127.0.0.1", "127.0.0.1", &["203.0.113.9, "], "127.0.0.1");
        check("127.0.0.1", "127.0.0.1", &[], "127.0.0.1");
    }

    #[test]
    fn one_network_of_the_new_kind_is_counted_once() {
        let counted = |text: &str| counted(text.parse().expect(text)).to_string();
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(counted("2001:db8:1:2::1"), counted("2001:db8:1:2:ffff::"));
        assert_ne!(counted("2001:db8:1:3::1"), counted("2001:db8:1:2::1"));
        assert_eq!(counted("203.0.113.9"), "203.0.113.9");
        assert_eq!(counted("::ffff:203.0.113.9"), "203.0.113.9");
    }

    #[test]
    fn what_is_no_range_is_said() {
        for text in ["", "10.0.0.0/33", "::/129", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1", "proxy"] {
            assert_eq!(text.parse::<Range>(), Err(NotARange(text.to_owned())), "{text}");
        }
    }
}
