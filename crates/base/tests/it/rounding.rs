//! Every mode on every side of every tie.

use base::{Exact, Rounding};

use crate::rows;
use crate::seed::Seed;

/// The first row names the modes; each other row is a value and what the modes make of it.
fn check(step: &str, table: &str) {
    let step = Exact::parse(step).unwrap();
    let mut rows = rows(table);
    let modes: Vec<Rounding> = rows.next().unwrap()[1..].iter().map(|name| name.parse().unwrap()).collect();
    for row in rows {
        let value = Exact::parse(row[0]).unwrap();
        for (mode, wanted) in modes.iter().zip(&row[1..]) {
            let rounded = value.round(*mode, &step);
            assert_eq!(rounded.to_string(), *wanted, "{value} rounded {mode} to {step}");
        }
    }
}

#[test]
fn to_whole_numbers() {
    check(
        "1",
        "
              | half up | half even | half odd | half down | up | down
        -2.51 |      -3 |        -3 |       -3 |        -3 | -3 |   -2
        -2.5  |      -3 |        -2 |       -3 |        -2 | -3 |   -2
        -2.49 |      -2 |        -2 |       -2 |        -2 | -3 |   -2
        -2    |      -2 |        -2 |       -2 |        -2 | -2 |   -2
        -1.5  |      -2 |        -2 |       -1 |        -1 | -2 |   -1
        -0.5  |      -1 |         0 |       -1 |         0 | -1 |    0
        -0.01 |       0 |         0 |        0 |         0 | -1 |    0
         0    |       0 |         0 |        0 |         0 |  0 |    0
         0.01 |       0 |         0 |        0 |         0 |  1 |    0
         0.49 |       0 |         0 |        0 |         0 |  1 |    0
         0.5  |       1 |         0 |        1 |         0 |  1 |    0
         0.51 |       1 |         1 |        1 |         1 |  1 |    0
         1    |       1 |         1 |        1 |         1 |  1 |    1
         1.5  |       2 |         2 |        1 |         1 |  2 |    1
         2.5  |       3 |         2 |        3 |         2 |  3 |    2
         3.5  |       4 |         4 |        3 |         3 |  4 |    3
        ",
    );
}

/// Malaysia's schedules round a contribution of sen to the value that ends in 5 when it is in the middle.
#[test]
fn to_five_sen() {
    check(
        "0.05",
        "
              | half up | half even | half odd | half down |   up | down
        0.024 |       0 |         0 |        0 |         0 | 0.05 |    0
        0.025 |    0.05 |         0 |     0.05 |         0 | 0.05 |    0
        0.075 |     0.1 |       0.1 |     0.05 |      0.05 |  0.1 | 0.05
        0.125 |    0.15 |       0.1 |     0.15 |       0.1 | 0.15 |  0.1
        0.175 |     0.2 |       0.2 |     0.15 |      0.15 |  0.2 | 0.15
        0.15  |    0.15 |      0.15 |     0.15 |      0.15 | 0.15 | 0.15
        ",
    );
}

#[test]
fn to_hundreds() {
    check(
        "100",
        "
               | half up | half even | half odd | half down |    up |  down
         10049 |   10000 |     10000 |    10000 |     10000 | 10100 | 10000
         10050 |   10100 |     10000 |    10100 |     10000 | 10100 | 10000
         10150 |   10200 |     10200 |    10100 |     10100 | 10200 | 10100
        -10050 |  -10100 |    -10000 |   -10100 |    -10000 |-10100 |-10000
        ",
    );
}

#[test]
fn names_are_read_back() {
    for mode in Rounding::ALL {
        assert_eq!(Rounding::parse(&mode.to_string()), Some(mode));
    }
    let unknown = "nearest".parse::<Rounding>().unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "`nearest` is no way to round: write half up, half even, half odd, half down, up or down"
    );
}

/// Whole-number division and exact numbers choose alike, and never stray farther than they may.
#[test]
fn division_agrees_with_exact_numbers() {
    let mut seed = Seed::new(1);
    for _ in 0..20_000 {
        let (dividend, divisor) = (seed.any(), seed.any().unsigned_abs().max(1) as i64);
        let value = Exact::fraction(dividend.into(), divisor.into()).unwrap();
        for mode in Rounding::ALL {
            let whole = mode.divide(dividend.into(), divisor.into());
            assert_eq!(value.round(mode, &Exact::one()), Exact::from(whole), "{dividend}/{divisor} {mode}");
            assert_eq!(mode.divide((-dividend).into(), divisor.into()), -whole);
            let stray = (Exact::from(whole) - &value).abs();
            let nearest = !matches!(mode, Rounding::Up | Rounding::Down);
            assert!(if nearest { stray * Exact::from(2) <= Exact::one() } else { stray < Exact::one() });
        }
    }
}

/// Ties are rare among large numbers, so small ones are tried all.
#[test]
fn division_agrees_on_all_small_numbers() {
    for dividend in -40..=40 {
        for divisor in 1..=12 {
            let value = Exact::fraction(dividend, divisor).unwrap();
            for mode in Rounding::ALL {
                let whole = Exact::from(mode.divide(dividend, divisor));
                assert_eq!(value.round(mode, &Exact::one()), whole, "{dividend}/{divisor} {mode}");
            }
        }
    }
}

#[test]
fn division_takes_the_largest_numbers() {
    assert_eq!(Rounding::HalfUp.divide(i128::MAX, i128::MAX), 1);
    assert_eq!(Rounding::HalfUp.divide(-i128::MAX, 1), -i128::MAX);
    assert_eq!(Rounding::Up.divide(1, i128::MAX), 1);
    assert_eq!(Rounding::HalfUp.divide(i128::MAX / 2, i128::MAX), 0);
    assert_eq!(Rounding::HalfUp.divide(i128::MAX / 2 + 1, i128::MAX), 1);
}
