//! Pensions that go on to survivors, and what is owed for paying too little too late.

use std::fmt::Write;

use expect_test::{Expect, expect};
use scheme::claims::payroll::{Granted, Shape, succession};
use scheme::claims::{ClaimKind, Clock, Grant};
use scheme::memberships::Segment;

use super::{Life, claim_law, day, month};

/// Who draws after a pension has ended on a day, and what is paid on others.
fn check(
    family: &str,
    pension: (ClaimKind, Option<&'static str>),
    ended: &str,
    paid: &[&str],
    expected: &Expect,
) {
    let life = Life::new(&format!("born 1960-05-01\n{family}"));
    let shape = Shape { kind: pension.0, start: month("2024-03"), drawn_by: pension.1 };
    let before = Granted { shape, formula: 2_000_000 };
    let found = life.ask(|record| succession(claim_law(), record, &before, day(ended))).expect("an answer");
    let mut text = String::new();
    match found {
        None => text.push_str("nobody\n"),
        Some(next) => {
            writeln!(
                text,
                "{} from {} for {:?}",
                next.pension.shape.drawn_by.expect("a survivor"),
                next.pension.shape.start,
                next.hands
            )
            .expect("text");
            for on in paid {
                let amounts = [&before, &next.pension]
                    .map(|pension| pension.on(claim_law(), day(on)).expect("an amount").0);
                writeln!(text, "{on}: {} before, {} now", amounts[0], amounts[1]).expect("text");
            }
        }
    }
    expected.assert_eq(&text);
}

const FAMILY: &str = "
    kin spouse Siti 1962-01-01 1990-01-01
    kin son_or_daughter Ani 2006-04-01 2006-04-01
    kin son_or_daughter Budi 2010-04-01 2010-04-01
    kin parent Karto 1935-01-01 1960-05-01
";

#[test]
fn a_pensioner_who_dies() {
    let old_age = (ClaimKind::JpOldAge, None);
    check(
        FAMILY,
        old_age,
        "2025-06-20",
        &["2025-07-01", "2026-01-01"],
        &expect![[r#"
        widowed from 2025-07 for [0]
        2025-07-01: 2031400 before, 1015700 now
        2026-01-01: 2090717 before, 1045358 now
    "#]],
    );
    check(
        FAMILY,
        old_age,
        "2025-12-20",
        &["2026-01-01", "2026-12-01"],
        &expect![[r#"
        widowed from 2026-01 for [0]
        2026-01-01: 2090717 before, 1045359 now
        2026-12-01: 2090717 before, 1045359 now
    "#]],
    );
    let alone = "kin parent Karto 1935-01-01 1960-05-01";
    check(
        alone,
        old_age,
        "2025-06-20",
        &["2025-07-01"],
        &expect![[r#"
        bereaved_parent from 2025-07 for [0]
        2025-07-01: 2031400 before, 406280 now
    "#]],
    );
    check(
        "",
        old_age,
        "2025-06-20",
        &[],
        &expect![[r#"
        nobody
    "#]],
    );
}

#[test]
fn a_family_that_changes() {
    let widow = (ClaimKind::JpDeath, Some("widowed"));
    let married = FAMILY.replace("1990-01-01", "1990-01-01 2026-05-10");
    check(
        &married,
        widow,
        "2026-05-10",
        &["2026-06-01"],
        &expect![[r#"
        orphaned from 2024-03 for [1, 2]
        2026-06-01: 1045358 before, 1045358 now
    "#]],
    );
    let grown = married
        .replace("2006-04-01 2006-04-01", "2003-05-10 2003-05-10")
        .replace("2010-04-01 2010-04-01", "2010-04-01 2010-04-01 works");
    check(
        &grown,
        (ClaimKind::JpDeath, Some("orphaned")),
        "2026-05-10",
        &["2026-06-01"],
        &expect![[r#"
            nobody
        "#]],
    );
}

#[test]
fn too_little_too_late() {
    let clock =
        Clock { complete: Some(day("2026-08-10")), paid: Some(day("2026-08-20")), ..Clock::default() };
    let owed = |kind, amount, known: Option<&str>, paid: &str| {
        let difference = Grant::from_rows([("grant", amount)], 0);
        let days = (known.map(day), day(paid));
        let owed =
            clock.compensation_of_difference(claim_law(), (kind, Segment::WageEarner), &difference, days);
        owed.expect("an answer").map(|owed| owed.amount)
    };
    let jkk = ClaimKind::JkkDeath;
    assert_eq!(owed(jkk, 4_800_000, None, "2026-08-20"), None, "in time");
    assert_eq!(owed(jkk, 4_800_000, None, "2026-08-30"), Some(480_000), "ten days after the first last day");
    assert_eq!(owed(jkk, 4_800_000, Some("2026-09-07"), "2026-09-16"), None, "a term of its own");
    assert_eq!(owed(jkk, 4_800_000, Some("2026-09-07"), "2026-09-17"), Some(48_000));
    assert_eq!(
        owed(jkk, 4_800_000, Some("2026-08-01"), "2026-08-30"),
        Some(480_000),
        "it was known all along"
    );
    assert_eq!(owed(jkk, -4_800_000, None, "2026-08-30"), None, "too much was paid");
    assert_eq!(owed(ClaimKind::JhtOldAge, 4_800_000, None, "2026-12-30"), None, "the law has none there");
}
