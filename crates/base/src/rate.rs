//! Exact rates: a decimal fraction, never a floating-point number.

use std::cmp::Ordering;
use std::fmt;

use crate::exact::Exact;

/// A rate such as 0.24 %, kept as a fraction in lowest terms.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    numerator: i64,
    denominator: i64,
}

impl Rate {
    /// Nothing of it.
    pub const ZERO: Rate = Rate { numerator: 0, denominator: 1 };
    /// All of it.
    pub const WHOLE: Rate = Rate { numerator: 1, denominator: 1 };

    /// The same number as a rate; `None` if it needs more digits than a rate holds.
    pub fn from_exact(number: &Exact) -> Option<Rate> {
        let numerator = i64::try_from(number.numerator()?).ok()?;
        let denominator = i64::try_from(number.denominator()?).ok()?;
        Some(Rate { numerator, denominator })
    }

    /// What is above the line, in lowest terms; it carries the sign.
    pub const fn numerator(self) -> i64 {
        self.numerator
    }

    /// What is below the line, in lowest terms; never below one.
    pub const fn denominator(self) -> i64 {
        self.denominator
    }
}

impl Ord for Rate {
    fn cmp(&self, other: &Rate) -> Ordering {
        let cross = |a: i64, b: i64| i128::from(a) * i128::from(b);
        cross(self.numerator, other.denominator).cmp(&cross(other.numerator, self.denominator))
    }
}

impl PartialOrd for Rate {
    fn partial_cmp(&self, other: &Rate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// In percent, such as `0.24 %`.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", Exact::from(*self) * Exact::from(100))
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Rate> for Exact {
    fn from(rate: Rate) -> Exact {
        Exact::fraction(rate.numerator.into(), rate.denominator.into())
            .expect("the denominator of a rate is never zero")
    }
}
