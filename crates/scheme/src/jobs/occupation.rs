//! Occupations by the national classification (KBJI), whose first four digits are those of ISCO-08.

use std::fmt;
use std::str::FromStr;

use crate::refusal::Refusal;

/// The digits of a unit group, the finest that both classifications share.
const UNIT_DIGITS: usize = 4;
/// A job title of the national classification has two more.
const DIGITS_MAX: usize = 6;

/// A group of occupations: the more digits, the finer.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Occupation(String);

impl Occupation {
    /// How many leading digits two groups share, up to those of a unit group.
    pub fn shared(&self, other: &Occupation) -> usize {
        let same = self.0.bytes().zip(other.0.bytes()).take_while(|(one, two)| one == two).count();
        same.min(UNIT_DIGITS)
    }

    /// The digits.
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl FromStr for Occupation {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Occupation, Refusal> {
        let digits = !text.is_empty() && text.len() <= DIGITS_MAX && text.bytes().all(|b| b.is_ascii_digit());
        if digits {
            return Ok(Occupation(text.to_owned()));
        }
        let id = format!("kode jabatan ditulis dengan 1 sampai {DIGITS_MAX} angka KBJI, misalnya 8332");
        let en =
            format!("an occupation is written as 1 to {DIGITS_MAX} digits of KBJI or ISCO, such as 8332");
        Err(Refusal::new("occupation", id, en))
    }
}

impl fmt::Display for Occupation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
