//! KPJ, the number of a membership.

use std::fmt;
use std::str::FromStr;

use super::{masked, number, stray};

/// Kartu Peserta Jamsostek: 11 digits. A person may hold several, from different employers.
///
/// No check digit is known. `Debug` hides the middle.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kpj(u64);

impl Kpj {
    /// Reads 11 ASCII digits, without allocation.
    pub fn check(text: &[u8]) -> Result<Kpj, KpjFault> {
        if text.len() != 11 {
            return Err(KpjFault::Length { found: text.len() });
        }
        number(text).map(Kpj).ok_or_else(|| KpjFault::NotADigit { position: stray(text) })
    }

    /// The 11 digits as one number.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// With all but the first two and last three digits hidden.
    pub fn masked(self) -> String {
        masked(&self.to_string(), 2, 3)
    }
}

/// Why a text is no KPJ, in the order in which it is checked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum KpjFault {
    /// Not 11 characters.
    #[error("a KPJ has 11 digits, this has {found}: write it as on the member's card, without spaces")]
    Length {
        /// How many bytes there are.
        found: usize,
    },
    /// Something else among the digits.
    #[error("character {position} of the KPJ is no digit: write it as on the member's card")]
    NotADigit {
        /// Which one, counted from 1.
        position: usize,
    },
}

impl FromStr for Kpj {
    type Err = KpjFault;

    fn from_str(text: &str) -> Result<Kpj, KpjFault> {
        Kpj::check(text.as_bytes())
    }
}

/// All 11 digits.
impl fmt::Display for Kpj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:011}", self.0)
    }
}

impl fmt::Debug for Kpj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kpj({})", self.masked())
    }
}
