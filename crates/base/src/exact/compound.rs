//! Interest over months: whole years exactly, the rest of a year as a twelfth root.

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;

use super::Exact;
use crate::limit::COMPOUNDED_MONTHS_MAX;
use crate::rounding::Rounding;

/// The decimals kept of a part of a year.
const DECIMALS: u32 = 20;

impl Exact {
    /// What one unit grows to in `months` at a yearly `rate` (0.057 for 5.7 percent): (1 + rate)^(months/12).
    ///
    /// Whole years are exact. The rest of a year is computed to 20 decimals, rounded half even, with whole
    /// numbers only. `None` if the rate is below −1, or the months exceed [`COMPOUNDED_MONTHS_MAX`].
    pub fn compounded(rate: &Exact, months: u32) -> Option<Exact> {
        let year = Exact::one() + rate;
        if year.is_negative() || months > COMPOUNDED_MONTHS_MAX {
            return None;
        }
        let whole = year.pow(months / 12);
        match months % 12 {
            0 => Some(whole),
            rest => Some(whole * year.pow(rest).twelfth_root()),
        }
    }

    /// The twelfth root of a number that is not negative, to 20 decimals, half even.
    fn twelfth_root(&self) -> Exact {
        let scale = BigUint::from(10_u32).pow(DECIMALS);
        let (numer, denom) = (self.0.numer().magnitude(), self.0.denom().magnitude());
        let scaled = numer * scale.pow(12);
        let below = (&scaled / denom).nth_root(12);
        // The root against the middle of two decimals, both to the twelfth power.
        let middle: BigUint = &below * 2_u32 + 1_u32;
        let side = (scaled << 12_u32).cmp(&(middle.pow(12) * denom));
        let nearest = &below + u32::from(Rounding::HalfEven.away(side, below.bit(0)));
        Exact(BigRational::new(BigInt::from(nearest), BigInt::from(scale)))
    }
}
