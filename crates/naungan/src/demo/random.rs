//! Numbers that look drawn and are the same on every machine.

/// The fraction of the golden ratio, in 64 bits: steps of it fill an interval evenly.
pub(super) const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// What a stream is drawn for, so that two uses never share their numbers.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Seat = 1,
    Person,
    Papers,
    Step,
    Start,
    Habit,
    Payer,
    Payment,
    Trip,
}

/// A stream of 64-bit numbers by splitmix64.
pub(super) struct Stream(u64);

impl Stream {
    /// The stream of one thing: each pair of numbers has its own, whatever was drawn elsewhere before.
    pub(super) fn of(seed: u64, purpose: Purpose, a: u64, b: u64) -> Stream {
        let state = mix(seed ^ mix(purpose as u64));
        let state = mix(state ^ mix(a.wrapping_add(GOLDEN)));
        Stream(mix(state ^ mix(b.wrapping_add(GOLDEN.wrapping_mul(2)))))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number below `end`, each as likely as the other to within one in 2⁶⁴.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        scaled(self.next(), end)
    }

    /// True `n` times `of` so many.
    pub(super) fn chance(&mut self, n: i64, of: u64) -> bool {
        self.below(of) < n.max(0).unsigned_abs()
    }
}

/// A number of 64 bits brought below `end`.
pub(super) fn scaled(number: u64, end: u64) -> u64 {
    ((u128::from(number) * u128::from(end)) >> 64) as u64
}

/// The finaliser of splitmix64: a bijection in which each bit depends on every other.
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
