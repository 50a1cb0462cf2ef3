//! Sums, differences and products of exact numbers, on values and on references.

use std::iter::{Product, Sum};
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use num_bigint::BigInt;
use num_rational::BigRational;

use super::Exact;

/// One operation for all four pairs of value and reference, and its assigning form.
///
/// Whole numbers, which most amounts are, skip the search for a common divisor.
macro_rules! operation {
    ($Trait:ident, $method:ident, $Assign:ident, $assign:ident) => {
        impl $Trait<&Exact> for &Exact {
            type Output = Exact;

            fn $method(self, other: &Exact) -> Exact {
                if self.is_whole() && other.is_whole() {
                    return Exact(BigRational::from_integer(self.0.numer().$method(other.0.numer())));
                }
                Exact((&self.0).$method(&other.0))
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

operation!(Add, add, AddAssign, add_assign);
operation!(Sub, sub, SubAssign, sub_assign);
operation!(Mul, mul, MulAssign, mul_assign);

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
                Exact(BigRational::from_integer(BigInt::from(whole)))
            }
        })*
    };
}

from_whole!(i32 i64 i128 u32 u64 usize);
