//! Sums, differences and products of exact numbers, on values and on references.

use std::iter::{Product, Sum};
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::Exact;

/// One operation for all four pairs of value and reference, and its assigning form.
///
/// Whole numbers, which most amounts are, need no common divisor; small fractions find theirs within the
/// words of the machine.
macro_rules! operation {
    ($Trait:ident, $method:ident, $Assign:ident, $assign:ident, $small:expr) => {
        impl $Trait<&Exact> for &Exact {
            type Output = Exact;

            fn $method(self, other: &Exact) -> Exact {
                if self.is_whole() && other.is_whole() {
                    return Exact::from_big(self.0.numer().$method(other.0.numer()));
                }
                match (words(self), words(other)) {
                    (Some(a), Some(b)) => $small(a, b),
                    _ => Exact((&self.0).$method(&other.0)),
                }
            }
        }

        impl $Trait<Exact> for &Exact {
            type Output = Exact;

            fn $method(self, other: Exact) -> Exact {
                self.$method(&other)
            }
        }

        impl $Trait<&Exact> for Exact {
            type Output = Exact;

            fn $method(self, other: &Exact) -> Exact {
                (&self).$method(other)
            }
        }

        impl $Trait<Exact> for Exact {
            type Output = Exact;

            fn $method(self, other: Exact) -> Exact {
                (&self).$method(&other)
            }
        }

        impl $Assign<&Exact> for Exact {
            fn $assign(&mut self, other: &Exact) {
                *self = (&*self).$method(other);
            }
        }

        impl $Assign<Exact> for Exact {
            fn $assign(&mut self, other: Exact) {
                *self = (&*self).$method(&other);
            }
        }
    };
}

operation!(Add, add, AddAssign, add_assign, |a, b| small_sum(a, b, 1));
operation!(Sub, sub, SubAssign, sub_assign, |a, b| small_sum(a, b, -1));
operation!(Mul, mul, MulAssign, mul_assign, small_product);

/// What is above and below the line, if both fit a machine word.
fn words(number: &Exact) -> Option<(i64, i64)> {
    Some((number.0.numer().to_i64()?, number.0.denom().to_i64()?))
}

/// The sum, or with the sign −1 the difference. Two products of words fit in 128 bits together.
fn small_sum(a: (i64, i64), b: (i64, i64), sign: i128) -> Exact {
    let product = |x: i64, y: i64| i128::from(x) * i128::from(y);
    let (above, below) = (product(a.0, b.1) + sign * product(b.0, a.1), product(a.1, b.1));
    let divisor = above.gcd(&below);
    lowest(above / divisor, below / divisor)
}

/// The product: dividing crosswise first leaves it in lowest terms.
fn small_product(a: (i64, i64), b: (i64, i64)) -> Exact {
    let (first, second) = (a.0.gcd(&b.1), b.0.gcd(&a.1));
    let product = |x: i64, y: i64| i128::from(x) * i128::from(y);
    lowest(product(a.0 / first, b.0 / second), product(a.1 / second, b.1 / first))
}

/// The caller has divided both by what they had in common, and what is below the line is positive.
fn lowest(above: i128, below: i128) -> Exact {
    Exact(BigRational::new_raw(above.into(), below.into()))
}

impl Neg for Exact {
    type Output = Exact;

    fn neg(self) -> Exact {
        Exact(-self.0)
    }
}

impl Neg for &Exact {
    type Output = Exact;

    fn neg(self) -> Exact {
        Exact(-&self.0)
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(numbers: I) -> Exact {
        numbers.fold(Exact::zero(), |sum, number| sum + number)
    }
}

impl<'a> Sum<&'a Exact> for Exact {
    fn sum<I: Iterator<Item = &'a Exact>>(numbers: I) -> Exact {
        numbers.fold(Exact::zero(), |sum, number| sum + number)
    }
}

impl Product for Exact {
    fn product<I: Iterator<Item = Exact>>(numbers: I) -> Exact {
        numbers.fold(Exact::one(), |product, number| product * number)
    }
}

impl<'a> Product<&'a Exact> for Exact {
    fn product<I: Iterator<Item = &'a Exact>>(numbers: I) -> Exact {
        numbers.fold(Exact::one(), |product, number| product * number)
    }
}

/// Whole numbers of the machine are exact numbers.
macro_rules! from_whole {
    ($($Whole:ty)*) => {
        $(impl From<$Whole> for Exact {
            fn from(whole: $Whole) -> Exact {
                Exact::from_big(BigInt::from(whole))
            }
        })*
    };
}

from_whole!(i32 i64 i128 u32 u64 usize);
