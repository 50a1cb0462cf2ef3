//! NPP, the registration number of an employer.

use std::fmt;
use std::str::FromStr;

use super::masked;

/// Nomor Pendaftaran Perusahaan: 8 characters, digits save for some old numbers that have letters.
///
/// No source explains the letters or a check digit, so a number with letters is accepted and marked as
/// uncertain. Small letters are read as capitals. `Debug` hides the middle.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Npp([u8; 8]);

impl Npp {
    /// Reads 8 ASCII digits or letters, without allocation.
    pub fn check(text: &[u8]) -> Result<Npp, NppFault> {
        let characters: [u8; 8] = text.try_into().map_err(|_| NppFault::Length { found: text.len() })?;
        match text.iter().position(|byte| !byte.is_ascii_alphanumeric()) {
            Some(before) => Err(NppFault::Stray { position: before + 1 }),
            None => Ok(Npp(characters.map(|byte| byte.to_ascii_uppercase()))),
        }
    }

    /// The 8 characters.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).expect("digits and capitals are text")
    }

    /// Whether it has letters, whose meaning nobody has written down.
    pub fn is_uncertain(self) -> bool {
        self.0.iter().any(u8::is_ascii_alphabetic)
    }

    /// With all but the first and last two characters hidden.
    pub fn masked(self) -> String {
        masked(self.as_str(), 2, 2)
    }
}

/// Why a text is no NPP, in the order in which it is checked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum NppFault {
    /// Not 8 characters.
    #[error("an NPP has 8 characters, this has {found}: write it as on the registration, without spaces")]
    Length {
        /// How many bytes there are.
        found: usize,
    },
    /// Something that is neither a digit nor a letter.
    #[error("character {position} of the NPP is neither digit nor letter: write it as on the registration")]
    Stray {
        /// Which one, counted from 1.
        position: usize,
    },
}

impl FromStr for Npp {
    type Err = NppFault;

    fn from_str(text: &str) -> Result<Npp, NppFault> {
        Npp::check(text.as_bytes())
    }
}

/// All 8 characters.
impl fmt::Display for Npp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Npp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Npp({})", self.masked())
    }
}
