//! Numbers without error: a fraction of whole numbers of any size, rounded only when told.

mod compound;
mod ops;
mod text;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::rounding::Rounding;
pub use text::NotANumber;

/// An exact number: whole or a fraction, of any size.
///
/// Always in lowest terms with a positive denominator, so equal values are equal in every sense.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(BigRational);

impl Exact {
    /// Nought.
    pub fn zero() -> Exact {
        Exact(BigRational::zero())
    }

    /// One.
    pub fn one() -> Exact {
        Exact(BigRational::one())
    }

    /// A fraction in lowest terms; `None` if the denominator is zero.
    pub fn fraction(numerator: i128, denominator: i128) -> Option<Exact> {
        (denominator != 0).then(|| Exact(BigRational::new(numerator.into(), denominator.into())))
    }

    /// The quotient; `None` if the divisor is zero.
    pub fn checked_div(&self, divisor: &Exact) -> Option<Exact> {
        (!divisor.is_zero()).then(|| self * Exact(divisor.0.recip()))
    }

    /// The number divided by a hundred: `5.7` percent is 0.057.
    #[must_use]
    pub fn percent(&self) -> Exact {
        self * Exact(BigRational::new_raw(1.into(), 100.into()))
    }

    /// The multiple of `step` that the mode chooses.
    ///
    /// Panics unless the step is more than zero; the reader of the law refuses any other.
    #[must_use]
    pub fn round(&self, mode: Rounding, step: &Exact) -> Exact {
        assert!(step.0.is_positive(), "a step is more than zero");
        // The quotient stays out of its lowest terms: rounding it needs no common divisor.
        let above = self.0.numer() * step.0.denom();
        let below = self.0.denom() * step.0.numer();
        Exact::from_big(round_quotient(&above, &below, mode)) * step
    }

    /// The number multiplied by itself; any number to the power 0 is one.
    #[must_use]
    pub fn pow(&self, exponent: u32) -> Exact {
        Exact(num_traits::Pow::pow(&self.0, exponent))
    }

    /// The size without its sign.
    #[must_use]
    pub fn abs(&self) -> Exact {
        Exact(self.0.abs())
    }

    /// Whether it is nought.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below nought.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is above nought.
    pub fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    /// Whether it has no fraction.
    pub fn is_whole(&self) -> bool {
        self.0.is_integer()
    }

    /// The same number as an `i64`, if it is whole and in range.
    pub fn to_i64(&self) -> Option<i64> {
        self.whole()?.to_i64()
    }

    /// The same number as an `i128`, if it is whole and in range.
    pub fn to_i128(&self) -> Option<i128> {
        self.whole()?.to_i128()
    }

    /// What is above the line, in lowest terms, if it is in range; it carries the sign.
    pub fn numerator(&self) -> Option<i128> {
        self.0.numer().to_i128()
    }

    /// What is below the line, in lowest terms, if it is in range; never below one.
    pub fn denominator(&self) -> Option<i128> {
        self.0.denom().to_i128()
    }

    fn from_big(whole: BigInt) -> Exact {
        Exact(BigRational::from_integer(whole))
    }

    fn whole(&self) -> Option<&BigInt> {
        self.is_whole().then(|| self.0.numer())
    }
}

/// The whole number that the mode chooses; `below` is more than zero.
fn round_quotient(above: &BigInt, below: &BigInt, mode: Rounding) -> BigInt {
    let (steps, rest) = above.magnitude().div_rem(below.magnitude());
    let over = !rest.is_zero();
    let away = over && mode.away((rest * 2_u32).cmp(below.magnitude()), steps.is_odd());
    BigInt::from_biguint(above.sign(), steps + u32::from(away))
}
