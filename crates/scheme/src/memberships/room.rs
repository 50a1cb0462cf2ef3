//! No month is covered twice: what excludes what.

use base::Month;

use super::{Covered, Segment};
use crate::facts::Months;
use crate::id::PayerId;
use crate::refusal::Refusal;

/// What a person can have once a month only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Room {
    segment: Segment,
    payer: Option<PayerId>,
}

impl Room {
    /// Whoever works on her own account does so once; whoever works for others, once for each of them.
    pub const fn of(segment: Segment, payer: PayerId) -> Room {
        match segment {
            Segment::SelfEmployed | Segment::Migrant => Room { segment, payer: None },
            Segment::WageEarner | Segment::Construction => Room { segment, payer: Some(payer) },
        }
    }
}

impl Covered<'_> {
    /// What it takes, in the months it covers.
    pub const fn room(&self) -> Room {
        Room::of(self.segment, self.payer)
    }

    /// The first of these months that it covers.
    pub fn first_in(&self, months: Months) -> Option<Month> {
        let common = self.timeline.iter().find_map(|stretch| stretch.months().common(&months))?;
        Some(common.from)
    }
}

/// Refuses months that another membership of the person covers already, and names it.
pub fn refuse_taken_months(room: Room, months: Months, others: &[Covered<'_>]) -> Result<(), Refusal> {
    let same = others.iter().filter(|other| other.room() == room);
    let taken = same.filter_map(|other| other.first_in(months).map(|month| (month, other.membership))).min();
    let Some((month, other)) = taken else { return Ok(()) };
    let id =
        format!("bulan {month} sudah dilindungi kepesertaan {other}; satu bulan tidak dilindungi dua kali");
    let en = format!("{month} is covered by membership {other} already; no month is covered twice");
    Err(Refusal::new("month_covered", id, en))
}
