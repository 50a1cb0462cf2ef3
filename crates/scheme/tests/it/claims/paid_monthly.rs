//! Pensions month by month: as they were granted, one by one and many at once.

use scheme::claims::payroll::{Granted, Payroll, Shape, granted};
use scheme::claims::{ClaimKind, Question, assess};
use testing::Random;

use super::{Life, claim_law, day, month};

const WORKER: &str = "
    born 1985-05-01
    member 7 wage_earner 2019-01-01 wage=5_000_000
    paid 7 2019-01 2025-09
";

/// What is kept when a pension is granted pays the same as the assessment, over the turn of a year.
#[test]
fn a_pension_goes_on_as_it_was_assessed() {
    let families = [
        ("jp_disability", ""),
        ("jp_death", "kin spouse Siti 1987-01-01 2010-01-01"),
        ("jp_death", "kin son_or_daughter Ani 2012-04-01 2012-04-01"),
        ("jp_death", "kin parent Karto 1955-01-01 1985-05-01"),
    ];
    for (kind, family) in families {
        let life = Life::new(&format!("{WORKER}\n{family}"));
        let asked = Question {
            kind: kind.parse().expect("a kind"),
            event: day("2025-10-10"),
            filed: day("2025-11-02"),
            decided: day("2025-11-02"),
            pay_day: day("2026-03-02"),
            facts: &[],
        };
        let found = life.ask(|record| assess(claim_law(), record, &asked, None)).expect("assessed");
        let kept = life.ask(|record| granted(claim_law(), record, &asked)).expect("granted");
        let payments = &found.lines[0].payments;
        assert_eq!(payments.len(), 5, "November to March");
        for (number, paid) in (0..).zip(payments) {
            let first = kept.shape.start.plus_months(number).expect("a month").first_day();
            let (amount, reason) = kept.on(claim_law(), first).expect("an amount");
            assert_eq!(amount, *paid, "{kind} {family} {first}");
            assert!(reason.is_some());
        }
        assert!(payments[0] < payments[4], "{kind}: raised in January");
    }
}

/// Many at once come out as one by one.
#[test]
fn many_pensions_are_as_each() {
    let mut random = Random::new(23);
    let pay_day = day("2026-10-01");
    let mut payroll = Payroll::new(claim_law(), pay_day).expect("the law has the fact");
    let mut amounts = Vec::new();
    let kinds = [
        (ClaimKind::JpOldAge, None),
        (ClaimKind::JpDisability, None),
        (ClaimKind::JpDeath, Some("widowed")),
        (ClaimKind::JpDeath, Some("orphaned")),
        (ClaimKind::JpDeath, Some("bereaved_parent")),
    ];
    for (kind, drawn_by) in kinds {
        for start in ["2016-03", "2021-12", "2026-10"] {
            let shape = Shape { kind, start: month(start), drawn_by };
            let formulas: Vec<i64> = (0..600).map(|_| random.between(0, 9_000_000)).collect();
            assert!(payroll.pay(shape, &formulas, &mut amounts).is_empty());
            for (formula, amount) in formulas.iter().zip(&amounts).step_by(29) {
                let one = Granted { shape, formula: *formula }.on(claim_law(), pay_day);
                assert_eq!(one.expect("an amount").0, *amount, "{shape:?} {formula}");
            }
        }
    }
}

/// Pensions that are put together are the same in every month in which one can have begun.
#[test]
fn what_begins_in_different_months_is_told_apart() {
    let pay_day = day("2026-10-01");
    let mut payroll = Payroll::new(claim_law(), pay_day).expect("the law has the fact");
    let (mut amounts, mut start) = (Vec::new(), month("2016-01"));
    // Below the smallest pension, above the largest, and one between.
    let formulas = [1, 300_000, 1_234_567, 9_000_000];
    let mut plans = std::collections::BTreeSet::new();
    while start <= month("2026-10") {
        for (kind, drawn_by) in [(ClaimKind::JpOldAge, None), (ClaimKind::JpDeath, Some("widowed"))] {
            let shape = Shape { kind, start, drawn_by };
            plans.insert(payroll.like(shape));
            assert!(payroll.pay(shape, &formulas, &mut amounts).is_empty());
            for (formula, amount) in formulas.iter().zip(&amounts) {
                let one = Granted { shape, formula: *formula }.on(claim_law(), pay_day);
                assert_eq!(one.expect("an amount").0, *amount, "{shape:?} {formula}");
            }
        }
        start = start.next().expect("a month");
    }
    assert!(plans.len() < 60, "{} plans", plans.len());
}
