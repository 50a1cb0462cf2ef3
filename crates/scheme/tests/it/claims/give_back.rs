//! Plans by which what was paid too much comes back: what is a plan, its parts, and what has come of it.

use base::Month;
use expect_test::{Expect, expect};
use scheme::claims::give_back::Plan;

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

/// A plan proposed in 2026-05 for what is open, with what has come of it by a month.
fn check(open: i64, (instalment, first): (i64, &str), (came, today): (i64, &str), expected: &Expect) {
    let said = match Plan::new(open, instalment, month(first), month("2026-05")) {
        Err(refusal) => format!("{}: {}", refusal.code, refusal.en),
        Ok(plan) => {
            let part = |part: &scheme::claims::give_back::Part| {
                let state = part.state(month(today));
                format!("{} {} {}/{} {state}", part.no, part.month, part.came, part.amount)
            };
            plan.parts(came).iter().map(part).collect::<Vec<_>>().join("\n")
        }
    };
    expected.assert_eq(&said);
}

#[test]
fn the_last_part_is_what_is_left_and_the_first_are_filled_first() {
    check(
        250_000,
        (100_000, "2026-05"),
        (130_000, "2026-06"),
        &expect![[r#"
            1 2026-05 100000/100000 paid
            2 2026-06 30000/100000 part
            3 2026-07 0/50000 waiting"#]],
    );
    check(250_000, (250_000, "2026-06"), (0, "2026-07"), &expect!["1 2026-06 0/250000 late"]);
    // What was found to be too much later on is in no part of an earlier plan.
    check(
        200_000,
        (100_000, "2026-12"),
        (-50_000, "2026-06"),
        &expect![[r#"
            1 2026-12 0/100000 waiting
            2 2027-01 0/100000 waiting"#]],
    );
}

#[test]
fn a_plan_has_an_end_and_a_beginning() {
    check(
        0,
        (1, "2026-05"),
        (0, "2026-05"),
        &expect!["recovery_none: nothing that was paid too much is open"],
    );
    let part = expect!["recovery_plan: a part is 1000 at most, and there are 120 parts at most"];
    check(1_000, (0, "2026-05"), (0, "2026-05"), &part);
    check(1_000, (1_001, "2026-05"), (0, "2026-05"), &part);
    check(1_000, (8, "2026-05"), (0, "2026-05"), &part);
    let begins =
        |first| format!("recovery_plan: the first month, {first}, is past or more than a year ahead");
    for first in ["2026-04", "2027-06"] {
        let refused = Plan::new(1_000, 500, month(first), month("2026-05")).expect_err("no plan");
        assert_eq!(format!("{}: {}", refused.code, refused.en), begins(first));
    }
    assert!(Plan::new(1_000, 9, month("2027-05"), month("2026-05")).is_ok(), "112 parts from a year on");
}
