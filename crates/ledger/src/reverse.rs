//! Taking an entry back: another one that names it and negates its lines.

use base::Day;

use crate::entry::{Entry, Place};
use crate::kind::Kind;
use crate::line::{Holder, Line};
use crate::refusal::EntryRefusal;

impl Entry {
    /// The entry that takes this one back, which stands at `place`. Only the key or the words can be refused.
    pub fn reversal(
        &self,
        place: Place,
        day: Day,
        key: &str,
        about: Option<&str>,
    ) -> Result<Entry, EntryRefusal> {
        // No amount of an entry is below `-i64::MAX`.
        let lines = self.lines().iter().map(|line| Line { amount: -line.amount, ..*line }).collect();
        Entry::balanced(day, Kind::Reversed, key, about, Some(place), lines)
    }

    /// A number that an entry and its reversal share, but for the sign, in whatever order their lines stand.
    ///
    /// It finds mistakes, not forgery: the chain is what keeps forgers out.
    pub(crate) fn print(&self) -> u64 {
        self.lines().iter().fold(0, |sum, line| {
            let amount = i128::from(line.amount) as u64;
            sum.wrapping_add(mark(line).wrapping_mul(amount))
        })
    }
}

/// A number for the account and the holder of a line: FNV-1a, and then stirred.
fn mark(line: &Line) -> u64 {
    let mut mark: u64 = 0xCBF2_9CE4_8422_2325;
    let mut stir = |bytes: &[u8]| {
        for byte in bytes {
            mark = (mark ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    };
    stir(line.account.fund.as_str().as_bytes());
    stir(&line.account.number.to_le_bytes());
    if let Some(other) = &line.account.other {
        stir(other.as_str().as_bytes());
    }
    match &line.holder {
        None => {}
        Some(Holder::Payer(number)) => stir(&number.to_le_bytes()),
        Some(Holder::Membership(number)) => stir(&number.to_le_bytes()),
        Some(Holder::Rows { hash, .. }) => stir(&hash[..8]),
    }
    (mark ^ (mark >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1
}
