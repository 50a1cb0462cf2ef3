//! Exact numbers: read, written, and reckoned without loss.

use base::Exact;

use crate::rows;
use crate::seed::Seed;

fn number(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

/// Each row is a text and the number read from it, or the complaint.
fn check_parse(table: &str) {
    for row in rows(table) {
        let shown = Exact::parse(row[0]).map_or_else(|fault| fault.to_string(), |number| number.to_string());
        assert_eq!(shown, row[1], "reading {:?}", row[0]);
    }
}

#[test]
fn numbers_are_read() {
    check_parse(
        "
        0             | 0
        -0            | 0
        007           | 7
        12            | 12
        -0.24         | -0.24
        0.240         | 0.24
        5_000_000     | 5000000
        1_234.5       | 1234.5
        0.000000000001 | 0.000000000001
        9999999999999999999999999999999999999999 | 9999999999999999999999999999999999999999
        ",
    );
}

#[test]
fn other_texts_are_refused() {
    let remedy = "write digits, a point for decimals, thousands all grouped or none";
    for text in [
        "",
        "-",
        ".",
        "1.",
        ".5",
        "+1",
        "--1",
        "1.2.3",
        "1,5",
        "1,099,000",
        "1e3",
        "½",
        "٣",
        " 1",
        "1 ",
        "_1",
        "1_",
        "1__000",
        "12_34",
        "1234_567",
        "1_0000",
        "1.000_000",
        "0x10",
        "inf",
        "1/2",
    ] {
        let fault = Exact::parse(text).unwrap_err();
        assert_eq!(fault.to_string(), format!("`{text}` is not a number: {remedy}"));
    }
    let fault = Exact::parse(&"9".repeat(41)).unwrap_err();
    assert_eq!(fault.to_string(), "a number has 40 digits at most, this one has 41");
}

#[test]
fn other_signs_may_group() {
    assert_eq!(Exact::parse_grouped("1,099,000.5", ',').unwrap(), number("1_099_000.5"));
    assert!(Exact::parse_grouped("1,5", ',').is_err());
    assert!(Exact::parse_grouped("1_000", ',').is_err());
}

#[test]
fn numbers_are_shown() {
    let check = |above, below, shown: &str| {
        assert_eq!(Exact::fraction(above, below).unwrap().to_string(), shown);
    };
    check(1, 4, "0.25");
    check(-1, 4, "-0.25");
    check(1, 3, "0.333333333333…");
    check(-2, 3, "-0.666666666666…");
    check(200, 3, "66.666666666666…");
    check(1, 1_000_000_000_000, "0.000000000001");
    check(1, 10_000_000_000_000, "0.000000000000…");
    check(6, -3, "-2");
    assert_eq!(format!("[{:>6}]", number("-0.5")), "[  -0.5]");
    assert_eq!(format!("{:?}", number("0.24")), "6/25");
}

#[test]
fn parts_are_in_lowest_terms() {
    let rate = number("0.24").percent();
    assert_eq!((rate.numerator(), rate.denominator()), (Some(3), Some(1250)));
    assert_eq!(Exact::fraction(1, 0), None);
    assert_eq!(Exact::one().checked_div(&Exact::zero()), None);
    assert_eq!(number("1").checked_div(&number("-8")), Some(number("-0.125")));
}

#[test]
fn whole_numbers_leave_if_they_fit() {
    assert_eq!(number("12.5").to_i64(), None);
    assert_eq!(Exact::from(i64::MAX).to_i64(), Some(i64::MAX));
    assert_eq!(Exact::from(i64::MIN).to_i64(), Some(i64::MIN));
    assert_eq!((Exact::from(i64::MAX) + Exact::one()).to_i64(), None);
    assert_eq!((Exact::from(i64::MAX) + Exact::one()).to_i128(), Some(1 << 63));
    assert_eq!(Exact::from(10).pow(40).numerator(), None);
    assert_eq!(Exact::from(10).pow(0), Exact::one());
}

#[test]
#[should_panic(expected = "a step is more than zero")]
fn a_step_of_nothing_is_a_fault_of_the_program() {
    let _ = Exact::one().round(base::Rounding::HalfUp, &Exact::zero());
}

/// On whole numbers exact arithmetic is that of the machine.
#[test]
fn agrees_with_the_machine() {
    let mut seed = Seed::new(2);
    for _ in 0..20_000 {
        let (a, b) = (i128::from(seed.any()), i128::from(seed.any()));
        let (x, y) = (Exact::from(a), Exact::from(b));
        assert_eq!((&x + &y).to_i128(), Some(a + b));
        assert_eq!((&x - &y).to_i128(), Some(a - b));
        assert_eq!((&x * &y).to_i128(), Some(a * b));
        assert_eq!((-&x).to_i128(), Some(-a));
        assert_eq!(x.cmp(&y), a.cmp(&b));
    }
}

/// Numbers of a machine word take a short way; the long way, a thousand bits up, gives the same.
#[test]
fn the_short_way_and_the_long_way_agree() {
    let high = Exact::from(2).pow(1000);
    let edges = [i64::MIN, i64::MIN + 1, -10, -1, 0, 1, 6, i64::MAX];
    let below = [1, 2, 15, i64::MAX];
    let fractions = edges.iter().flat_map(|a| below.map(|b| Exact::fraction((*a).into(), b.into()).unwrap()));
    let fractions: Vec<Exact> = fractions.collect();
    for x in &fractions {
        for y in &fractions {
            assert_eq!((x + y) * &high, x * &high + y * &high, "{x:?} + {y:?}");
            assert_eq!((x - y) * &high, x * &high - y * &high, "{x:?} - {y:?}");
            assert_eq!((x * y) * &high, x * (y * &high), "{x:?} * {y:?}");
            assert!((x * y).denominator().unwrap() > 0 && (x + y).denominator().unwrap() > 0);
        }
    }
}

/// Fractions obey the laws of arithmetic, whichever way they are reached.
#[test]
fn fractions_obey_arithmetic() {
    let mut seed = Seed::new(3);
    let mut fraction = || Exact::fraction(seed.any().into(), seed.any().max(1).into()).unwrap();
    for _ in 0..2_000 {
        let (x, y, z) = (fraction(), fraction(), fraction());
        assert_eq!((&x + &y) + &z, &x + (&y + &z));
        assert_eq!(&x * (&y + &z), &x * &y + &x * &z);
        assert_eq!(&x - &y, -(&y - &x));
        assert_eq!((&x - &y) + &y, x);
        if let Some(quotient) = x.checked_div(&y) {
            assert_eq!(quotient * &y, x);
        }
        let (mut sum, mut product) = (x.clone(), x.clone());
        sum += &y;
        product *= &y;
        assert_eq!(sum, [x.clone(), y.clone()].iter().sum());
        assert_eq!(product, [x, y].into_iter().product());
    }
}

/// What is shown in full is read back as the same number.
#[test]
fn decimals_are_read_back() {
    let mut seed = Seed::new(4);
    for _ in 0..5_000 {
        let places = seed.within(0, 12) as u32;
        let number = Exact::fraction(seed.any().into(), 10_i128.pow(places)).unwrap();
        assert_eq!(Exact::parse(&number.to_string()), Ok(number));
    }
}
