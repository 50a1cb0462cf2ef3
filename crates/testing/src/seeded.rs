//! Chance that can be repeated: the same seed gives the same numbers, everywhere and for ever.

/// A generator of numbers by chance (splitmix64), from a seed.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Begins with a seed.
    pub const fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// Any number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below `limit`; 0 if that is 0.
    pub const fn below(&mut self, limit: u64) -> u64 {
        // The upper half of the product: as fair as a test needs, without a division.
        ((self.next() as u128 * limit as u128) >> 64) as u64
    }

    /// From `low` to `high`, both among them.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        assert!(low <= high, "nothing lies between {low} and {high}");
        match high.abs_diff(low).checked_add(1) {
            Some(count) => low.wrapping_add_unsigned(self.below(count)),
            None => self.next() as i64,
        }
    }

    /// Yes, so many times in a thousand.
    pub const fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// Puts them in another order.
    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            let other = self.below(at as u64 + 1) as usize;
            all.swap(at, other);
        }
    }

    /// A generator of its own, so that what one part draws does not change what another does.
    #[must_use]
    pub const fn split(&mut self) -> Random {
        Random(self.next())
    }
}
