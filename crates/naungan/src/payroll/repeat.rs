//! Finds people who stand twice in one file.
//!
//! The same NIK under the same employer would be billed twice, so the second row is refused. Under another
//! NPP it is another job, and welcome. Above a million people or a thousand employers the search ends, for
//! the memory it needs must not grow with the file; the summary says from which row on.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher, RandomState};

use super::limit::{REPEAT_EMPLOYERS_MAX, REPEAT_PEOPLE_MAX};

/// Everybody seen so far.
#[derive(Default)]
pub(super) struct Repeats {
    /// A NIK and the ordinal of the employer, in one number.
    seen: HashSet<u64, Seeded>,
    employers: HashMap<Box<[u8]>, u64>,
    /// The employer of the row before, who is usually that of the next.
    latest: Option<(Box<[u8]>, u64)>,
    unseen_from: Option<u64>,
}

impl Repeats {
    /// Whether the person has been seen before with the same employer; from now on they have.
    #[inline]
    pub(super) fn is_repeat(&mut self, nik: u64, npp: Option<&[u8]>, line: u64) -> bool {
        if self.unseen_from.is_some() {
            return false;
        }
        let employer = npp.map_or(0, |npp| self.ordinal(npp));
        if employer >= REPEAT_EMPLOYERS_MAX || self.seen.len() >= REPEAT_PEOPLE_MAX {
            self.give_up(line);
            return false;
        }
        !self.seen.insert(nik * REPEAT_EMPLOYERS_MAX + employer)
    }

    /// The row from which nobody is looked for any more.
    pub(super) fn unseen_from(&self) -> Option<u64> {
        self.unseen_from
    }

    fn ordinal(&mut self, npp: &[u8]) -> u64 {
        if let Some((latest, ordinal)) = &self.latest
            && **latest == *npp
        {
            return *ordinal;
        }
        let next = self.employers.len() as u64;
        let ordinal = *self.employers.entry(npp.into()).or_insert(next);
        self.latest = Some((npp.into(), ordinal));
        ordinal
    }

    /// Gives the memory back as well.
    fn give_up(&mut self, line: u64) {
        *self = Repeats { unseen_from: Some(line), ..Repeats::default() };
    }
}

/// Spreads numbers over the table in two multiplications, by a seed that nobody outside can know.
struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Seeded {
        Seeded(RandomState::new().hash_one(0))
    }
}

impl BuildHasher for Seeded {
    type Hasher = Spread;

    fn build_hasher(&self) -> Spread {
        Spread(self.0)
    }
}

struct Spread(u64);

impl Hasher for Spread {
    #[inline]
    fn write_u64(&mut self, number: u64) {
        let product = u128::from(number ^ self.0) * 0x9E37_79B9_7F4A_7C15;
        self.0 = (product as u64 ^ (product >> 64) as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64((*byte).into());
        }
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}
