//! Working days around a long holiday.

use base::calendar::NoWorkingDay;
use base::{Day, WorkingDays};

use crate::rows;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Saturdays, Sundays, and an invented holiday from Thursday 1 to Friday 2 January 2026, given in disorder.
fn offices() -> WorkingDays {
    let holidays = vec![day("2026-01-02"), day("2026-01-01"), day("2026-01-02")];
    WorkingDays::new([false, false, false, false, false, true, true], holidays).unwrap()
}

#[test]
fn holidays_and_weekends_are_passed_over() {
    let table = "
                   | on or after | plus 0     | plus 1     | plus 3
        2025-12-30 | 2025-12-30  | 2025-12-30 | 2025-12-31 | 2026-01-06
        2025-12-31 | 2025-12-31  | 2025-12-31 | 2026-01-05 | 2026-01-07
        2026-01-01 | 2026-01-05  | 2026-01-01 | 2026-01-05 | 2026-01-07
        2026-01-04 | 2026-01-05  | 2026-01-04 | 2026-01-05 | 2026-01-07
        2026-01-05 | 2026-01-05  | 2026-01-05 | 2026-01-06 | 2026-01-08
    ";
    let offices = offices();
    for row in rows(table).skip(1) {
        let from = day(row[0]);
        let found =
            [offices.on_or_after(from), offices.plus(from, 0), offices.plus(from, 1), offices.plus(from, 3)];
        assert_eq!(found.map(|day| day.unwrap().to_string()), row[1..], "from {from}");
    }
}

#[test]
fn the_calendar_ends() {
    assert_eq!(offices().plus(Day::MAX, 1), None);
    assert_eq!(offices().plus(day("2026-01-01"), u32::MAX), None);
}

#[test]
fn holidays_stand_in_order_and_once() {
    assert_eq!(offices().holidays(), [day("2026-01-01"), day("2026-01-02")]);
}

#[test]
fn a_week_needs_a_working_day() {
    assert_eq!(WorkingDays::new([true; 7], vec![]), Err(NoWorkingDay));
    assert_eq!(NoWorkingDay.to_string(), "the weekend has all seven days: leave one to work on");
}
