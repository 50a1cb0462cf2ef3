//! Days and months: the ends of months, leap years, and what lies between.

use base::calendar::{days_between, whole_months_between, whole_years_between};
use base::{Day, Month, Span, Weekday};

use crate::rows;
use crate::seed::Seed;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// A day or the complaint.
fn check_day(text: &str, shown: &str) {
    let read = Day::parse(text).map_or_else(|fault| fault.to_string(), |day| day.to_string());
    assert_eq!(read, shown);
}

/// A month or the complaint.
fn check_month(text: &str, shown: &str) {
    let read = Month::parse(text).map_or_else(|fault| fault.to_string(), |month| month.to_string());
    assert_eq!(read, shown);
}

#[test]
fn days_are_read() {
    check_day("1900-01-01", "1900-01-01");
    check_day("2024-02-29", "2024-02-29");
    check_day("2200-12-31", "2200-12-31");
    check_day("2025-02-29", "there is no 2025-02-29: 2025-02 has the days 1 to 28");
    check_day("2100-02-29", "there is no 2100-02-29: 2100-02 has the days 1 to 28");
    check_day("2025-04-31", "there is no 2025-04-31: 2025-04 has the days 1 to 30");
    check_day("2025-04-00", "there is no 2025-04-00: 2025-04 has the days 1 to 30");
    check_day("2025-13-01", "there is no 2025-13-01: months are 01 to 12");
    check_day("2025-00-01", "there is no 2025-00-01: months are 01 to 12");
    check_day("1899-12-31", "the year 1899 is outside the calendar, which runs from 1900 to 2200");
    check_day("2201-01-01", "the year 2201 is outside the calendar, which runs from 1900 to 2200");
    for text in
        ["", "2025-02", "2025-2-3", "2025/02/03", "20250203", "2025-02-03-", "-025-02-03", "+025-02-03"]
    {
        let shown = format!("`{text}` is not a day: write it as YYYY-MM-DD, such as 2026-02-28");
        check_day(text, &shown);
    }
    assert!(Day::new(2025, 300, 1).is_err() && Day::new(2025, 1, u32::MAX).is_err());
}

#[test]
fn months_are_read() {
    check_month("1900-01", "1900-01");
    check_month("2026-12", "2026-12");
    check_month("2026-13", "there is no month 13: months are 01 to 12");
    check_month("2026-00", "there is no month 00: months are 01 to 12");
    check_month("1899-12", "the year 1899 is outside the calendar, which runs from 1900 to 2200");
    check_month("2026-2", "`2026-2` is not a month: write it as YYYY-MM, such as 2026-02");
    check_month("2026-02-01", "`2026-02-01` is not a month: write it as YYYY-MM, such as 2026-02");
}

#[test]
fn months_are_added_to_days() {
    let table = "
        2025-01-31 |    1 | 2025-02-28
        2024-01-31 |    1 | 2024-02-29
        2025-01-31 |    3 | 2025-04-30
        2025-01-31 |   -2 | 2024-11-30
        2025-12-31 |    2 | 2026-02-28
        2024-02-29 |   12 | 2025-02-28
        2024-02-29 |   48 | 2028-02-29
        2024-02-29 |    1 | 2024-03-29
        2025-07-15 |    0 | 2025-07-15
        2025-07-15 |   -7 | 2024-12-15
        2200-12-01 |    1 | –
        1900-01-31 |   -1 | –
        2025-01-31 | 2147483647 | –
    ";
    for row in rows(table) {
        let later = day(row[0]).plus_months(row[1].parse().unwrap());
        assert_eq!(later.map_or("–".to_owned(), |day| day.to_string()), row[2], "{row:?}");
    }
    assert_eq!(day("2024-02-29").plus_years(1), Some(day("2025-02-28")));
    assert_eq!(day("2024-02-29").plus_years(i32::MAX), None);
    assert_eq!(day("2024-02-28").plus_days(2), Some(day("2024-03-01")));
    assert_eq!(Day::MAX.next(), None);
    assert_eq!(Day::MIN.plus_days(-1), None);
    assert_eq!(Day::MAX.plus_days(i32::MAX), None);
}

#[test]
fn what_lies_between_is_counted_when_completed() {
    let table = "
                   |            | months | years | days
        2025-01-31 | 2025-02-27 |      0 |     0 |   27
        2025-01-31 | 2025-02-28 |      1 |     0 |   28
        2024-01-31 | 2024-02-28 |      0 |     0 |   28
        2024-01-31 | 2024-02-29 |      1 |     0 |   29
        2024-02-29 | 2025-02-27 |     11 |     0 |  364
        2024-02-29 | 2025-02-28 |     12 |     1 |  365
        2024-02-29 | 2028-02-28 |     47 |     3 | 1460
        2024-02-29 | 2028-02-29 |     48 |     4 | 1461
        2025-07-15 | 2025-07-15 |      0 |     0 |    0
        2025-07-15 | 2025-08-14 |      0 |     0 |   30
        2025-07-15 | 2025-08-15 |      1 |     0 |   31
        2025-08-15 | 2025-07-15 |     -1 |     0 |  -31
        2025-02-28 | 2025-01-31 |     -1 |     0 |  -28
        1970-06-02 | 2026-06-01 |    671 |    55 | 20453
        1970-06-02 | 2026-06-02 |    672 |    56 | 20454
    ";
    for row in rows(table).skip(1) {
        let (from, to) = (day(row[0]), day(row[1]));
        let counted = [whole_months_between(from, to), whole_years_between(from, to), days_between(from, to)];
        assert_eq!(counted.map(|count| count.to_string()), row[2..], "{row:?}");
    }
}

#[test]
fn a_month_has_days() {
    let february = month("2028-02");
    assert_eq!(february.first_day(), day("2028-02-01"));
    assert_eq!(february.last_day(), day("2028-02-29"));
    assert_eq!(february.day(15), day("2028-02-15"));
    assert_eq!(february.day(31), day("2028-02-29"));
    assert_eq!(february.day(0), day("2028-02-01"));
    assert_eq!(Month::MAX.day(31), Day::MAX);
    assert_eq!(Month::MIN.first_day(), Day::MIN);
    assert_eq!(february.plus_months(-2), Some(month("2027-12")));
    assert_eq!(Month::MAX.next(), None);
    assert_eq!(month("2025-11").months_until(february), 27);
    assert_eq!((february.year(), february.number()), (2028, 2));
    assert_eq!(Month::from_index(february.index()), Some(february));
}

/// Every day of the calendar, one after the other, is what its parts say.
#[test]
fn the_calendar_has_no_holes() {
    assert_eq!(day("1970-01-01").epoch_days(), 0);
    assert_eq!(Day::MIN.weekday(), Weekday::Monday);
    assert_eq!(Day::MAX.to_string(), "2200-12-31");
    let mut today = Day::MIN;
    while let Some(tomorrow) = today.next() {
        let month = tomorrow.month();
        assert_eq!(Day::new(tomorrow.year(), month.number(), tomorrow.day_of_month()), Ok(tomorrow));
        assert_eq!(month.number(), tomorrow.month_number());
        let first = tomorrow.day_of_month() == 1;
        assert_eq!(first, today.month().next() == Some(month));
        assert!(first || tomorrow.day_of_month() == today.day_of_month() + 1);
        assert_eq!(tomorrow.weekday() as usize, (today.weekday() as usize + 1) % 7);
        today = tomorrow;
    }
    assert_eq!(today, Day::MAX);
}

/// The months between are the most that can be added without passing the later day.
#[test]
fn counting_and_adding_agree() {
    let mut seed = Seed::new(6);
    let mut any = || {
        let days = seed.within(Day::MIN.epoch_days().into(), Day::MAX.epoch_days().into());
        Day::from_epoch_days(days as i32).unwrap()
    };
    for _ in 0..20_000 {
        let (a, b) = (any(), any());
        let (from, to) = (a.min(b), a.max(b));
        let months = whole_months_between(from, to);
        assert!(from.plus_months(months).unwrap() <= to);
        assert!(from.plus_months(months + 1).is_none_or(|later| to < later));
        assert_eq!(whole_months_between(to, from), -months);
        assert_eq!(from.plus_days(days_between(from, to)), Some(to));
    }
}

#[test]
fn weekdays_have_names() {
    assert_eq!(day("2026-11-20").weekday().to_string(), "friday");
    assert_eq!(Weekday::parse("sunday"), Some(Weekday::Sunday));
    assert_eq!(Weekday::parse("Sunday"), None);
}

#[test]
fn spans_are_half_open() {
    let span = Span::new(day("2025-02-07"), Some(day("2026-01-01"))).unwrap();
    assert!(span.contains(day("2025-02-07")) && span.contains(day("2025-12-31")));
    assert!(!span.contains(day("2025-02-06")) && !span.contains(day("2026-01-01")));
    assert!(!span.overlaps(&Span::since(day("2026-01-01"))));
    assert!(span.overlaps(&Span::since(day("2025-12-31"))) && span.overlaps(&Span::since(Day::MIN)));
    assert_eq!(span.common(&Span::since(day("2025-12-31"))).unwrap().to_string(), "2025-12-31 … 2025-12-31");
    assert_eq!(span.common(&Span::since(day("2026-01-01"))), None);
    assert_eq!(Span::new(day("2025-02-07"), Some(day("2025-02-07"))), None);
    assert_eq!(span.to_string(), "2025-02-07 … 2025-12-31");
    assert_eq!(Span::since(day("2025-02-07")).to_string(), "2025-02-07 …");
    assert_eq!(Span::since(Day::MIN).last(), Day::MAX);
}
