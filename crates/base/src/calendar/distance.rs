//! How far two days are apart: in days, and in months and years completed.

use super::Day;

/// The days from one day to the other: 1 from a day to the next, below zero backwards.
pub const fn days_between(from: Day, to: Day) -> i32 {
    to.epoch_days() - from.epoch_days()
}

/// The months completed from one day to the other: the most that [`Day::plus_months`] can add to the first
/// without passing the second. Backwards the same number, below zero.
///
/// So from 31 January to 28 February is one month where February ends on the 28th.
pub fn whole_months_between(from: Day, to: Day) -> i32 {
    if to < from {
        return -whole_months_between(to, from);
    }
    let months = from.month().months_until(to.month());
    let reached = to.month().day(from.day_of_month()) <= to;
    months - i32::from(!reached)
}

/// The years completed from one day to the other: somebody's age on the day `to`. Backwards below zero.
///
/// Whoever was born on 29 February grows a year older on the 28th where there is no 29th.
pub fn whole_years_between(from: Day, to: Day) -> i32 {
    whole_months_between(from, to) / 12
}
