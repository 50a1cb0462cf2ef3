//! The place that a NIK was first issued in: province, regency, district.

use std::fmt;

/// The 38 provinces of Indonesia by the home ministry's codes.
const PROVINCES: [u8; 38] = [
    11, 12, 13, 14, 15, 16, 17, 18, 19, 21, // Sumatra and its islands
    31, 32, 33, 34, 35, 36, // Java
    51, 52, 53, // Bali and Nusa Tenggara
    61, 62, 63, 64, 65, // Kalimantan
    71, 72, 73, 74, 75, 76, // Sulawesi
    81, 82, // Maluku
    91, 92, 93, 94, 95, 96, // Papua
];

/// The province of invented people; no real one has it.
pub(super) const INVENTED: u8 = 99;

/// Bit n is set if n is a province, real or invented.
const KNOWN: u128 = known();

const fn known() -> u128 {
    let mut bits = 1 << INVENTED;
    let mut i = 0;
    while i < PROVINCES.len() {
        bits |= 1 << PROVINCES[i];
        i += 1;
    }
    bits
}

/// Whether it is the code of a province, one of the 38 or the invented one.
pub const fn is_province(code: u8) -> bool {
    (code as u32) < u128::BITS && KNOWN >> code & 1 == 1
}

/// A district's code of six digits: two each for province, regency or city, and district.
///
/// Only the province is checked: regencies and districts are split and merged every year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Region(u32);

impl Region {
    /// The caller has seen to it that the code has six digits.
    pub(super) const fn new(code: u32) -> Region {
        Region(code)
    }

    /// All six digits as one number.
    pub const fn code(self) -> u32 {
        self.0
    }

    /// The province, 11 to 96, or 99 if it is invented.
    pub const fn province(self) -> u8 {
        (self.0 / 10_000) as u8
    }

    /// The regency or city within the province; cities begin at 71.
    pub const fn regency(self) -> u8 {
        (self.0 / 100 % 100) as u8
    }

    /// The district within the regency or city.
    pub const fn district(self) -> u8 {
        (self.0 % 100) as u8
    }

    /// Whether its province is one of the 38, or the invented one.
    pub(super) const fn is_known(self) -> bool {
        is_province(self.province())
    }
}

/// With points between, such as `31.71.06`.
impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}.{:02}.{:02}", self.province(), self.regency(), self.district())
    }
}
