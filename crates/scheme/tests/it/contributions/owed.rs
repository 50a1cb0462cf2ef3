//! What is owed in each segment, slot by slot; and what stands in the way.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use scheme::contributions::assess;

use super::{facts, law, month};

fn check(segment: &str, month_of: &str, given: &str, expected: &Expect) {
    let law = law();
    let segment = law.segment(segment).expect("a segment");
    let assessed = assess(law, &facts(given), segment, month(month_of));
    let lines = &assessed.lines;
    let mut shown = format!("{}\nbill {}\n", lines.to_string().replace(", ", "\n"), lines.billed());
    for (fund, amount) in lines.by_fund(law) {
        writeln!(shown, "fund {fund} {amount}").expect("a text takes text");
    }
    for fault in &assessed.faults {
        let slot = fault.slot.as_ref().map(|slot| format!("{slot}: ")).unwrap_or_default();
        writeln!(shown, "{}: {slot}\n  {}", fault.refusal.code, fault.refusal.en).expect("a text takes text");
    }
    expected.assert_eq(&shown);
}

#[test]
fn a_wage_earner() {
    let given = "wage 10000000; risk_class low; birth_date 1990-01-01; registration_date 2020-01-01";
    check(
        "wage_earner",
        "2026-02",
        given,
        &expect![[r#"
            jht.employer 370000
            jht.worker 200000
            jkk.employer 54000
            jkm.employer 30000
            jkp.state 11000
            jkp<jkk 7000
            jp.employer 200000
            jp.worker 100000
            bill 954000
            fund jht 570000
            fund jkk 47000
            fund jkm 30000
            fund jkp 18000
            fund jp 300000
        "#]],
    );
}

#[test]
fn a_courier_in_the_relief() {
    check(
        "self_employed",
        "2026-01",
        "income 1000000; sector transport",
        &expect![[r#"
            jkk.worker 5000
            jkm.worker 3400
            bill 8400
            fund jkk 5000
            fund jkm 3400
        "#]],
    );
}

#[test]
fn a_project_on_its_contract() {
    check(
        "construction",
        "2026-02",
        "contract_value 500000000",
        &expect![[r#"
            jkk.employer 890000
            jkm.employer 110000
            bill 1000000
            fund jkk 890000
            fund jkm 110000
        "#]],
    );
}

#[test]
fn a_placement_abroad_on_the_first_day_of_its_month() {
    check(
        "migrant",
        "2026-02",
        "placement agency; contract_months 24",
        &expect![[r#"
        pmi.worker 370000
        bill 370000
        fund pmi 370000
    "#]],
    );
}

#[test]
fn no_wage_known_of_a_wage_earner() {
    check(
        "wage_earner",
        "2026-02",
        "birth_date 1990-01-01; registration_date 2020-01-01",
        &expect![[r#"

        bill 0
        facts_missing: 
          not known yet: month's wage: basic and fixed allowances, risk group of the workplace
    "#]],
    );
}

#[test]
fn a_fact_that_cannot_be_read() {
    check(
        "self_employed",
        "2026-01",
        "income lots; sector transport",
        &expect![[r#"
            jkm.worker 3400
            bill 3400
            fund jkm 3400
            fact_unreadable: 
              income: `lots` is not a number
            facts_missing: 
              not known yet: declared monthly income
        "#]],
    );
}

#[test]
fn a_month_outside_the_law() {
    check(
        "self_employed",
        "2014-01",
        "income 1000000",
        &expect![[r#"

            bill 0
            outside_the_law: jkk.worker: 
              1 January 2014 is outside the time that is modelled, 1 July 2015 to 31 December 2027
            outside_the_law: jkm.worker: 
              1 January 2014 is outside the time that is modelled, 1 July 2015 to 31 December 2027
            outside_the_law: jht.worker: 
              1 January 2014 is outside the time that is modelled, 1 July 2015 to 31 December 2027
        "#]],
    );
}
