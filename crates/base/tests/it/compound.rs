//! Interest: whole years exactly, the rest to 20 decimals, against published sums.

use base::{Exact, Rounding};

fn number(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

fn factor(percent: &str, months: u32) -> Exact {
    Exact::compounded(&number(percent).percent(), months).unwrap()
}

#[test]
fn whole_years_are_exact() {
    assert_eq!(factor("5.7", 0), Exact::one());
    assert_eq!(factor("5.7", 12), number("1.057"));
    assert_eq!(factor("5.7", 36), number("1.180932193"));
    assert_eq!(factor("0", 7), Exact::one());
    assert_eq!(factor("-100", 7), Exact::zero());
}

/// Compounding twelve twelfths by hand is the year, up to what 20 decimals cannot hold.
#[test]
fn a_month_is_a_twelfth_root() {
    let month = factor("5.7", 1);
    assert_eq!(month, number("1.00463024551906487444"));
    assert_eq!(factor("5.7", 7), number("1.03286543181276198313"));
    let stray = (month.pow(12) - number("1.057")).abs();
    assert!(stray < number("0.0000000000000000001"));
}

#[test]
fn roots_that_are_finite_come_out_whole() {
    let yearly = number("1.5").pow(12) - Exact::one();
    assert_eq!(Exact::compounded(&yearly, 1), Some(number("1.5")));
    assert_eq!(Exact::compounded(&yearly, 14), Some(number("1.5").pow(14)));
}

/// A root in the middle between two decimals goes to the even one.
#[test]
fn ties_go_to_the_even_decimal() {
    let check = |root: &str, kept: &str| {
        let yearly = number(root).pow(12) - Exact::one();
        assert_eq!(Exact::compounded(&yearly, 1), Some(number(kept)));
    };
    check("1.000000000000000000005", "1");
    check("1.000000000000000000015", "1.00000000000000000002");
    check("1.000000000000000000025", "1.00000000000000000002");
    check("1.0000000000000000000149", "1.00000000000000000001");
}

#[test]
fn outside_its_bounds_there_is_no_answer() {
    assert_eq!(Exact::compounded(&number("-1.01"), 12), None);
    assert_eq!(Exact::compounded(&number("0.05"), 1201), None);
    assert!(Exact::compounded(&number("0.05"), 1200).is_some());
}

/// 228,000 paid at the start of each of 60 months at 5.7 percent a year, as published for old-age savings.
#[test]
fn a_published_sum_comes_out() {
    let paid = number("228_000");
    let balance: Exact = (1..=60).map(|months| &paid * factor("5.7", months)).sum();
    assert_eq!(balance.round(Rounding::HalfUp, &number("0.01")).to_string(), "15800310.18");
}
