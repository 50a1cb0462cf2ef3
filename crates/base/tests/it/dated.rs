//! Values over time.

use base::{Dated, Day, Span};

use crate::rows;
use crate::seed::Seed;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Rows of first day, last day (or nothing) and value.
fn dated(table: &str) -> Result<Dated<String>, String> {
    let values = rows(table).map(|row| {
        let span = if row[1].is_empty() {
            Span::since(day(row[0]))
        } else {
            Span::new(day(row[0]), day(row[1]).next()).unwrap()
        };
        (span, row[2].to_owned())
    });
    Dated::new(values.collect()).map_err(|overlap| overlap.to_string())
}

#[test]
fn the_value_of_a_day_is_found() {
    let wage = dated(
        "
        2020-01-01 |            | late
        2015-07-01 | 2016-06-30 | early
        2016-07-01 | 2018-12-31 | middle
        ",
    )
    .unwrap();
    let at = |text| wage.at(day(text)).map(String::as_str);
    assert_eq!(at("2015-06-30"), None);
    assert_eq!(at("2015-07-01"), Some("early"));
    assert_eq!(at("2016-06-30"), Some("early"));
    assert_eq!(at("2016-07-01"), Some("middle"));
    assert_eq!(at("2018-12-31"), Some("middle"));
    assert_eq!(at("2019-01-01"), None);
    assert_eq!(at("2020-01-01"), Some("late"));
    assert_eq!(at("2200-12-31"), Some("late"));
    assert_eq!(wage.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["early", "middle", "late"]);
    assert_eq!(wage.entry_at(day("2021-01-01")).unwrap().0, Span::since(day("2020-01-01")));
    assert!(wage.len() == 3 && !wage.is_empty());
}

#[test]
fn nothing_overlaps() {
    let check = |table, message: &str| assert_eq!(dated(table).unwrap_err(), message);
    check(
        "
        2016-06-30 |            | b
        2015-07-01 | 2016-06-30 | a
        ",
        "two values hold on 2016-06-30: one for 2015-07-01 … 2016-06-30, one for 2016-06-30 …",
    );
    check(
        "
        2015-07-01 |            | a
        2016-07-01 | 2016-07-01 | b
        ",
        "two values hold on 2016-07-01: one for 2015-07-01 …, one for 2016-07-01 … 2016-07-01",
    );
    check(
        "
        2015-07-01 | 2015-07-31 | a
        2015-07-01 | 2015-07-31 | b
        ",
        "two values hold on 2015-07-01: one for 2015-07-01 … 2015-07-31, one for 2015-07-01 … 2015-07-31",
    );
    assert!(dated("").unwrap().is_empty());
}

/// Against the slow and obvious way: look at every pair, look at every value.
#[test]
fn agrees_with_looking_at_everything() {
    let mut seed = Seed::new(7);
    let mut accepted = 0;
    for _ in 0..5_000 {
        let values: Vec<(Span, i64)> =
            (0..seed.within(1, 4)).map(|value| (any_span(&mut seed), value)).collect();
        let clash = values.iter().any(|(a, x)| values.iter().any(|(b, y)| x != y && a.overlaps(b)));
        let dated = Dated::new(values.clone());
        assert_eq!(dated.is_err(), clash, "{values:?}");
        let Ok(dated) = dated else { continue };
        accepted += 1;
        for days in 0..70 {
            let day = Day::from_epoch_days(days).unwrap();
            let found = values.iter().find(|(span, _)| span.contains(day)).map(|(_, value)| value);
            assert_eq!(dated.at(day), found);
        }
    }
    assert!(accepted > 500);
}

fn any_span(seed: &mut Seed) -> Span {
    let from = seed.within(0, 60) as i32;
    let until = from + seed.within(1, 20) as i32;
    let until = if seed.within(0, 9) == 0 { None } else { Day::from_epoch_days(until) };
    Span::new(Day::from_epoch_days(from).unwrap(), until).unwrap()
}
