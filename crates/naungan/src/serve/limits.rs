//! How often one address may ask: steady at a rate, after a burst.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::proxies::counted;

/// A burst is so many times the steady rate.
const BURST: u32 = 10;

/// Counts requests by address.
pub(super) struct Limits {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl Limits {
    /// So many a second; none where the rate is 0.
    pub(super) fn new(rate: u32) -> Option<Limits> {
        let (rate, burst) = (NonZeroU32::new(rate)?, NonZeroU32::new(rate.saturating_mul(BURST))?);
        let limiter = RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst));
        Some(Limits { limiter, clock: DefaultClock::default() })
    }

    /// Counts one; if it is too many, when to come back in seconds.
    pub(super) fn count(&self, from: IpAddr) -> Result<(), u64> {
        self.limiter
            .check_key(&counted(from))
            .map_err(|wait| wait.wait_time_from(self.clock.now()).as_secs() + 1)
    }

    /// Forgets addresses that have been quiet.
    pub(super) fn forget(&self) {
        self.limiter.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_network_has_one_burst() {
        let limits = Limits::new(1).expect("a rate");
        let from = |last: u32| format!("2001:db8::{last:x}").parse().expect("an address");
        let taken = (1..=100).take_while(|last| limits.count(from(*last)).is_ok()).count();
        assert_eq!(taken, BURST as usize);
        assert!(limits.count("2001:db8:0:1::1".parse().expect("an address")).is_ok());
    }
}
