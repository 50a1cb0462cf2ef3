//! Amounts of money in whole minor units of the currency.

use std::fmt;

use crate::exact::Exact;
use crate::limit::MONEY_MAX;
use crate::rate::Rate;
use crate::rounding::Rounding;

/// An amount in whole minor units; which unit that is, the jurisdiction says. May be negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Money(i64);

impl Money {
    /// No money.
    pub const ZERO: Money = Money(0);

    /// So many minor units.
    pub const fn new(minor: i64) -> Money {
        Money(minor)
    }

    /// The number of minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// Whether the amount may come from outside: not above [`MONEY_MAX`], nor below its negative.
    pub const fn is_plausible(self) -> bool {
        self.0.unsigned_abs() <= MONEY_MAX.unsigned_abs()
    }

    /// The sum, if it can be counted.
    pub const fn plus(self, other: Money) -> Result<Money, Overflow> {
        match self.0.checked_add(other.0) {
            Some(minor) => Ok(Money(minor)),
            None => Err(Overflow),
        }
    }

    /// The difference, if it can be counted.
    pub const fn minus(self, other: Money) -> Result<Money, Overflow> {
        match self.0.checked_sub(other.0) {
            Some(minor) => Ok(Money(minor)),
            None => Err(Overflow),
        }
    }

    /// The sum of all, if it can be counted; the order of the amounts does not matter.
    pub fn sum(amounts: impl IntoIterator<Item = Money>) -> Result<Money, Overflow> {
        let total: i128 = amounts.into_iter().map(|amount| i128::from(amount.0)).sum();
        counted(total)
    }
}

/// A rate of an amount, rounded to whole minor units: the only place a rate meets money.
pub const fn share(amount: Money, rate: Rate, rounding: Rounding) -> Result<Money, Overflow> {
    let product = amount.0 as i128 * rate.numerator() as i128;
    counted(rounding.divide(product, rate.denominator() as i128))
}

const fn counted(minor: i128) -> Result<Money, Overflow> {
    if minor < i64::MIN as i128 || minor > i64::MAX as i128 {
        return Err(Overflow);
    }
    Ok(Money(minor as i64))
}

/// An amount beyond what can be counted: more than nine million million million minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the amount is too large to be counted")]
pub struct Overflow;

/// Minor units as digits, without grouping and without the currency's name.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl From<Money> for Exact {
    fn from(amount: Money) -> Exact {
        Exact::from(amount.0)
    }
}
