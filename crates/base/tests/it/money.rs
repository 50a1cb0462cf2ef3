//! Amounts, and the one place where a rate meets them.

use base::{Exact, Money, Overflow, Rate, Rounding, share};

use crate::rows;
use crate::seed::Seed;

/// A rate from what stands before a percent sign; `None` if it is too fine to be kept.
fn percent(text: &str) -> Option<Rate> {
    Rate::from_exact(&Exact::parse(text).unwrap().percent())
}

/// Amount, rate in percent, rounding, share.
fn check(table: &str) {
    for row in rows(table) {
        let amount = Money::new(row[0].replace(',', "").parse().unwrap());
        let rate = percent(row[1]).unwrap();
        let rounded = share(amount, rate, row[2].parse().unwrap());
        let shown = rounded.map_or_else(|fault| fault.to_string(), |money| money.to_string());
        assert_eq!(shown, row[3].replace(',', ""), "{row:?}");
    }
}

#[test]
fn shares() {
    check(
        "
        5,729,876 | 0.24   | half up   | 13,752
        5,729,876 | 0.24   | down      | 13,751
        0         | 5.7    | up        | 0
        1         | 50     | half up   | 1
        1         | 50     | half even | 0
        -1        | 50     | half up   | -1
        3         | 33.33  | half up   | 1
        100       | -2.5   | half even | -2
        100       | 250    | half up   | 250
        9223372036854775807 | 100   | half up | 9223372036854775807
        9223372036854775807 | 100.1 | half up | the amount is too large to be counted
        ",
    );
}

#[test]
fn sums_are_counted_or_refused() {
    let most = Money::new(i64::MAX);
    let one = Money::new(1);
    assert_eq!(most.plus(one), Err(Overflow));
    assert_eq!(Money::new(i64::MIN).minus(one), Err(Overflow));
    assert_eq!(one.minus(Money::new(3)), Ok(Money::new(-2)));
    assert_eq!(Money::sum([most, one, Money::new(-2)]), Ok(Money::new(i64::MAX - 1)));
    assert_eq!(Money::sum([most, one]), Err(Overflow));
    assert_eq!(Money::sum([]), Ok(Money::ZERO));
}

#[test]
fn an_amount_from_outside_has_a_bound() {
    assert!(Money::new(1_000_000_000_000_000).is_plausible());
    assert!(!Money::new(1_000_000_000_000_001).is_plausible());
    assert!(!Money::new(i64::MIN).is_plausible());
}

#[test]
fn rates_are_shown_in_percent() {
    for text in ["0.24", "5.7", "100", "0", "-1.5", "0.000001"] {
        assert_eq!(percent(text).unwrap().to_string(), format!("{text} %"));
    }
    assert_eq!(percent("100"), Some(Rate::WHOLE));
    assert_eq!(percent("0.0"), Some(Rate::ZERO));
    assert_eq!(percent("0.0000000000000000001"), None);
}

#[test]
fn rates_are_compared_by_size() {
    let rate = |text| percent(text).unwrap();
    assert!(rate("0.24") < rate("0.54"));
    assert!(rate("-1") < Rate::ZERO);
    assert_eq!(rate("50").max(rate("9.99")), rate("50"));
    let third = Rate::from_exact(&Exact::fraction(1, 3).unwrap()).unwrap();
    assert!(third > rate("33.333333333333") && third < rate("33.333333333334"));
}

/// The share is that of exact numbers, and what two rates share out sums up within a unit.
#[test]
fn shares_agree_with_exact_numbers() {
    let mut seed = Seed::new(5);
    for _ in 0..20_000 {
        let amount = Money::new(seed.within(0, base::limit::MONEY_MAX));
        let number = Exact::fraction(seed.within(0, 100_000).into(), 100_000).unwrap();
        let rate = Rate::from_exact(&number).unwrap();
        let rest = Rate::from_exact(&(Exact::one() - &number)).unwrap();
        for mode in Rounding::ALL {
            let part = share(amount, rate, mode).unwrap();
            assert_eq!(Exact::from(part), (Exact::from(amount) * &number).round(mode, &Exact::one()));
            let both = part.plus(share(amount, rest, mode).unwrap()).unwrap();
            assert!((both.minor() - amount.minor()).abs() <= 1);
        }
    }
}
