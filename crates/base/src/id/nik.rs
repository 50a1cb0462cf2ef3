//! NIK, the population number: where it was issued, date of birth, serial.

use std::fmt;
use std::str::FromStr;

use super::region::{INVENTED, Region};
use super::{masked, number, stray};
use crate::calendar::Day;

/// What a woman's day of birth is raised by.
const WOMAN: u8 = 40;

/// Nomor Induk Kependudukan: 16 digits `PPRRDD DDMMYY SSSS`.
///
/// Province, regency and district of issue; day (plus 40 for a woman), month and year of birth; a serial from
/// 0001. `Debug` hides the middle, so that a number does not wander into a log.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nik(u64);

impl Nik {
    /// Reads and checks 16 ASCII digits, without allocation.
    pub fn check(text: &[u8]) -> Result<Nik, NikFault> {
        if text.len() != 16 {
            return Err(NikFault::Length { found: text.len() });
        }
        let value = number(text).ok_or_else(|| NikFault::NotADigit { position: stray(text) })?;
        Nik(value).checked()
    }

    /// Checks a NIK that was kept as a number.
    pub fn from_number(value: u64) -> Result<Nik, NikFault> {
        if value >= 10_u64.pow(16) {
            return Err(NikFault::Length { found: value.to_string().len() });
        }
        Nik(value).checked()
    }

    /// The 16 digits as one number.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// Where it was first issued; people keep it when they move.
    pub const fn region(self) -> Region {
        Region::new((self.0 / 10_u64.pow(10)) as u32)
    }

    /// Whether it belongs to a person who does not exist.
    pub const fn is_invented(self) -> bool {
        self.region().province() == INVENTED
    }

    /// Whether it was issued to a woman or a man.
    pub const fn sex(self) -> Sex {
        if self.birth().day_raised > WOMAN { Sex::Female } else { Sex::Male }
    }

    /// The date of birth, in the latest century that does not put it after today.
    ///
    /// So a person above a hundred seems a hundred years younger. `None` if the calendar has no such day yet.
    pub fn birth_date(self, today: Day) -> Option<Day> {
        let birth = self.birth();
        let century = today.year() / 100 * 100;
        [century, century - 100].into_iter().find_map(|century| birth.in_century(century, today))
    }

    /// With all but the first and last four digits hidden.
    pub fn masked(self) -> String {
        masked(&self.to_string(), 4, 4)
    }

    fn checked(self) -> Result<Nik, NikFault> {
        let region = self.region();
        if !region.is_known() {
            return Err(NikFault::Province { code: region.province() });
        }
        if !self.birth().exists() {
            return Err(NikFault::Birth { digits: (self.0 / 10_000 % 1_000_000) as u32 });
        }
        if self.0.is_multiple_of(10_000) {
            return Err(NikFault::Serial);
        }
        Ok(self)
    }

    const fn birth(self) -> Birth {
        let digits = (self.0 / 10_000 % 1_000_000) as u32;
        Birth {
            day_raised: (digits / 10_000) as u8,
            month: (digits / 100 % 100) as u8,
            year: (digits % 100) as u8,
        }
    }
}

/// Six digits of a date whose century is open.
#[derive(Clone, Copy)]
struct Birth {
    day_raised: u8,
    month: u8,
    year: u8,
}

impl Birth {
    const fn day(self) -> u8 {
        if self.day_raised > WOMAN { self.day_raised - WOMAN } else { self.day_raised }
    }

    /// Whether some century has the day.
    const fn exists(self) -> bool {
        let days = match self.month {
            2 if self.year.is_multiple_of(4) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        1 <= self.day() && self.day() <= days
    }

    fn in_century(self, century: i32, today: Day) -> Option<Day> {
        let year = century + i32::from(self.year);
        let day = Day::new(year, self.month.into(), self.day().into()).ok()?;
        (day <= today).then_some(day)
    }
}

/// The sex that the population register records.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum Sex {
    Female,
    Male,
}

/// Why a text is no NIK, in the order in which it is checked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum NikFault {
    /// Not 16 characters.
    #[error("a NIK has 16 digits, this has {found}: write it as on the card, without spaces or points")]
    Length {
        /// How many bytes there are.
        found: usize,
    },
    /// Something else among the digits.
    #[error("character {position} of the NIK is no digit: write it as on the card")]
    NotADigit {
        /// Which one, counted from 1.
        position: usize,
    },
    /// The first two digits.
    #[error("digits 1 to 2 of the NIK are {code:02}, which is no province: compare them with the card")]
    Province {
        /// The two digits.
        code: u8,
    },
    /// Digits 7 to 12.
    #[error(
        "digits 7 to 12 of the NIK are {digits:06}, which is no date of birth (day, month, year; a woman's \
         day plus 40): compare them with the card"
    )]
    Birth {
        /// The six digits.
        digits: u32,
    },
    /// The last four digits.
    #[error("digits 13 to 16 of the NIK are 0000, but serials begin at 0001: compare them with the card")]
    Serial,
}

impl FromStr for Nik {
    type Err = NikFault;

    fn from_str(text: &str) -> Result<Nik, NikFault> {
        Nik::check(text.as_bytes())
    }
}

/// All 16 digits.
impl fmt::Display for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016}", self.0)
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nik({})", self.masked())
    }
}
