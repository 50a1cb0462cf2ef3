//! Trips around an accident: which were under way, and which had just ended. Nothing is decided by a match.

use base::Moment;

/// Who has just set her passenger down is on her way for half an hour.
const NEAR_MICROS: i64 = 30 * 60 * 1_000_000;

/// How near a trip is to what happened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum How {
    /// It happened during the trip.
    During,
    /// It happened soon after.
    After,
}

impl How {
    /// The word the store keeps.
    pub const fn name(self) -> &'static str {
        match self {
            How::During => "during",
            How::After => "after",
        }
    }
}

/// The earliest end and the latest beginning of trips that can be near a moment.
pub fn around(at: Moment) -> (Moment, Moment) {
    (Moment::new(at.micros() - NEAR_MICROS), at)
}

/// How near a trip is; nothing where it has nothing to do with it.
pub fn near(began: Moment, ended: Moment, at: Moment) -> Option<How> {
    if began <= at && at <= ended {
        return Some(How::During);
    }
    let since = at.micros() - ended.micros();
    (0..=NEAR_MICROS).contains(&since).then_some(How::After)
}

/// The trips that are near, each with its place among those given: those under way first, then whichever
/// ended last.
pub fn matches(trips: &[(Moment, Moment)], at: Moment) -> Vec<(usize, How)> {
    let near = |(no, (began, ended)): (usize, &(Moment, Moment))| Some((no, near(*began, *ended, at)?));
    let mut found: Vec<(usize, How)> = trips.iter().enumerate().filter_map(near).collect();
    found.sort_by_key(|(no, how)| (*how, std::cmp::Reverse(trips[*no].1), *no));
    found
}
