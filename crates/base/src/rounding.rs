//! Rounding by name: there is no default, whoever rounds says how.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// The six ways to choose between the two multiples on either side of a value.
///
/// "Up" and "down" are about size, not sign: up is away from zero, so −1.2 rounded up is −2. A *tie* is a
/// value exactly in the middle of its two neighbours.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Rounding {
    /// To the nearest; a tie goes away from zero.
    HalfUp,
    /// To the nearest; a tie goes to the even number of steps.
    HalfEven,
    /// To the nearest; a tie goes to the odd number of steps. With a step of 5 the result ends in 5.
    HalfOdd,
    /// To the nearest; a tie goes toward zero.
    HalfDown,
    /// Away from zero, however little is over.
    Up,
    /// Toward zero, however much is over.
    Down,
}

impl Rounding {
    /// Every mode, in the order the law's README lists them.
    pub const ALL: [Rounding; 6] = [
        Rounding::HalfUp,
        Rounding::HalfEven,
        Rounding::HalfOdd,
        Rounding::HalfDown,
        Rounding::Up,
        Rounding::Down,
    ];

    /// Reads the name the law uses, such as `half up`; `None` if it is no mode.
    pub fn parse(name: &str) -> Option<Rounding> {
        Rounding::ALL.into_iter().find(|mode| mode.name() == name)
    }

    /// The name the law uses.
    pub const fn name(self) -> &'static str {
        match self {
            Rounding::HalfUp => "half up",
            Rounding::HalfEven => "half even",
            Rounding::HalfOdd => "half odd",
            Rounding::HalfDown => "half down",
            Rounding::Up => "up",
            Rounding::Down => "down",
        }
    }

    /// Divides and rounds to a whole number.
    ///
    /// The divisor must be positive. Every value fits, save that `i128::MIN` has no size and panics.
    pub const fn divide(self, dividend: i128, divisor: i128) -> i128 {
        assert!(divisor > 0, "a step is more than zero");
        let size = dividend.unsigned_abs();
        let step = divisor.unsigned_abs();
        let (steps, rest) = (size / step, size % step);
        let away = rest > 0 && self.away(compare(rest, step - rest), steps % 2 == 1);
        let rounded = (steps + away as u128) as i128;
        if dividend < 0 { -rounded } else { rounded }
    }

    /// Whether a value between two multiples takes the one farther from zero.
    ///
    /// `rest` compares what is left over with half a step; `odd` tells of the multiple nearer to zero.
    pub(crate) const fn away(self, rest: Ordering, odd: bool) -> bool {
        match (self, rest) {
            (Rounding::Up, _) => true,
            (Rounding::Down, _) | (_, Ordering::Less) => false,
            (_, Ordering::Equal) => self.tie_away(odd),
            (_, Ordering::Greater) => true,
        }
    }

    /// Whether a tie takes the multiple farther from zero.
    const fn tie_away(self, odd: bool) -> bool {
        match self {
            Rounding::HalfUp | Rounding::Up => true,
            Rounding::HalfDown | Rounding::Down => false,
            Rounding::HalfEven => odd,
            Rounding::HalfOdd => !odd,
        }
    }
}

/// `Ord::cmp`, which cannot be called in a constant.
const fn compare(a: u128, b: u128) -> Ordering {
    if a < b {
        Ordering::Less
    } else if a == b {
        Ordering::Equal
    } else {
        Ordering::Greater
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Rounding {
    type Err = UnknownRounding;

    fn from_str(name: &str) -> Result<Rounding, UnknownRounding> {
        Rounding::parse(name).ok_or_else(|| UnknownRounding(name.to_owned()))
    }
}

/// A name that is no rounding mode.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is no way to round: write half up, half even, half odd, half down, up or down")]
pub struct UnknownRounding(pub String);
