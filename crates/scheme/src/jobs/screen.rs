//! Signals about employers who dismiss: several people at a very small one.

use base::Day;
use rules::tree::Words;

use crate::claims::Actor;
use crate::claims::screen::Signal;
use crate::id::PayerId;

/// The name of the signal, for programs.
const CODE: &str = "many_dismissals";

/// What the institution looks out for. These are its own choices, and no law.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Watch {
    /// An employer with so many workers at most is very small.
    pub staff_most: usize,
    /// So many people dismissed within the days are several.
    pub dismissed_least: usize,
    /// The days that are looked back.
    pub days: i32,
}

impl Watch {
    /// What is usual: a family's shop that dismissed three within a year.
    pub const USUAL: Watch = Watch { staff_most: 5, dismissed_least: 3, days: 365 };
}

/// Several dismissals at one tiny employer: `staff` are those who are left, `dismissed` those who were
/// dismissed since a day.
pub fn many_dismissals(
    payer: PayerId,
    (staff, dismissed): (usize, usize),
    since: Day,
    watch: &Watch,
) -> Option<Signal> {
    if staff > watch.staff_most || dismissed < watch.dismissed_least {
        return None;
    }
    let words = |id: &str, en: &str| Words { id: id.to_owned(), en: en.to_owned() };
    let code = CODE;
    Some(Signal {
        code,
        why: words(
            "pemberi kerja sangat kecil mem-PHK beberapa orang; periksa apakah mereka sungguh bekerja",
            "a very small employer dismissed several people; look at whether they truly worked there",
        ),
        rests_on: vec![
            (words("pemberi kerja", "employer"), payer.to_string()),
            (words("di-PHK sejak", "dismissed since"), since.to_string()),
            (words("orang yang di-PHK", "people dismissed"), dismissed.to_string()),
            (words("pekerja yang masih ada", "workers who are left"), staff.to_string()),
        ],
        by: Actor::Head,
    })
}
