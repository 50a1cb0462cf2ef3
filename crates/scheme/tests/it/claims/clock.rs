//! The clock: from complete papers to payment, with stops, on the law's calendar, and what delay costs.

use expect_test::{Expect, expect};
use scheme::claims::{ClaimKind, Clock, Stop};
use scheme::memberships::Segment;

use super::{claim_law, day, wrapped};

/// `complete DAY, stop DAY DAY …, approved DAY`, looked at on a day, and paid on another.
fn check(kind: ClaimKind, clock: &str, today: &str, amount: i64, paid: &str, expected: &Expect) {
    let mut made = Clock::default();
    for part in clock.split(',') {
        let words: Vec<&str> = part.split_whitespace().collect();
        match words[0] {
            "complete" => made.complete = Some(day(words[1])),
            "approved" => made.approved = Some(day(words[1])),
            _ => made.stops.push(Stop {
                from: day(words[1]),
                until: words.get(2).map(|word| day(word)),
                paper: "heir_letter".to_owned(),
            }),
        }
    }
    let of = (kind, Segment::WageEarner);
    let due = made.due(claim_law(), of, day(today)).expect("an answer").map_or_else(
        || "no day yet".to_owned(),
        |due| {
            let citation = due.citation.map(|citation| citation.instrument).unwrap_or_default();
            format!("by {}, {} working days stopped ({citation})", due.day, due.stopped)
        },
    );
    let owed = made.compensation(claim_law(), of, amount, day(paid)).expect("an answer");
    let owed = owed.map_or_else(|| "nothing".to_owned(), |owed| owed.amount.to_string());
    expected.assert_eq(&wrapped(&format!(
        "{due}; {}; paid {paid}: {owed}",
        if made.runs() { "runs" } else { "stands" }
    )));
}

#[test]
fn a_death_within_three_working_days() {
    let jkm = ClaimKind::JkmDeath;
    check(
        jkm,
        "complete 2026-08-14",
        "2026-08-14",
        42_000_000,
        "2026-08-20",
        &expect![[r#"
        by 2026-08-20, 0 working days stopped (PP 44/2015 (article not seen)); runs;
            paid 2026-08-20: nothing
    "#]],
    );
    check(
        jkm,
        "complete 2026-08-14",
        "2026-08-14",
        42_000_000,
        "2026-08-21",
        &expect![[r#"
        by 2026-08-20, 0 working days stopped (PP 44/2015 (article not seen)); runs;
            paid 2026-08-21: 420000
    "#]],
    );
    check(
        jkm,
        "complete 2026-08-14",
        "2026-08-14",
        42_000_000,
        "2026-08-30",
        &expect![[r#"
        by 2026-08-20, 0 working days stopped (PP 44/2015 (article not seen)); runs;
            paid 2026-08-30: 4200000
    "#]],
    );
}

#[test]
fn stops_show_and_move_the_day() {
    let jkk = ClaimKind::JkkInjury;
    check(
        jkk,
        "complete 2026-09-07",
        "2026-09-07",
        10_000_000,
        "2026-09-16",
        &expect![[r#"
        by 2026-09-16, 0 working days stopped (PP 44/2015 art. 37(2)); runs; paid
            2026-09-16: nothing
    "#]],
    );
    check(
        jkk,
        "complete 2026-09-07, stop 2026-09-08 2026-09-10",
        "2026-09-11",
        10_000_000,
        "2026-09-18",
        &expect![[r#"
            by 2026-09-18, 2 working days stopped (PP 44/2015 art. 37(2)); runs; paid
                2026-09-18: nothing
        "#]],
    );
    check(
        jkk,
        "complete 2026-09-07, stop 2026-09-08 2026-09-10",
        "2026-09-11",
        10_000_000,
        "2026-09-19",
        &expect![[r#"
            by 2026-09-18, 2 working days stopped (PP 44/2015 art. 37(2)); runs; paid
                2026-09-19: 100000
        "#]],
    );
    check(
        jkk,
        "complete 2026-09-07, stop 2026-09-08",
        "2026-09-09",
        10_000_000,
        "2026-09-30",
        &expect![[r#"
            by 2026-09-17, 1 working days stopped (PP 44/2015 art. 37(2)); stands; paid
                2026-09-30: nothing
        "#]],
    );
    // A stop over a weekend is worth the working days in it.
    check(
        jkk,
        "complete 2026-09-07, stop 2026-09-11 2026-09-14",
        "2026-09-14",
        1,
        "2026-09-14",
        &expect![[r#"
            by 2026-09-17, 1 working days stopped (PP 44/2015 art. 37(2)); runs; paid
                2026-09-14: nothing
        "#]],
    );
}

#[test]
fn programmes_with_other_terms() {
    check(
        ClaimKind::JpOldAge,
        "complete 2026-09-01",
        "2026-09-07",
        1,
        "2026-12-01",
        &expect![[r#"
            no day yet; runs; paid 2026-12-01: nothing
        "#]],
    );
    check(
        ClaimKind::JpOldAge,
        "complete 2026-09-01, approved 2026-09-07",
        "2026-09-07",
        1,
        "2026-12-01",
        &expect![[r#"
            by 2026-09-28, 0 working days stopped (claim page of the institution, third
                party); runs; paid 2026-12-01: nothing
        "#]],
    );
    check(
        ClaimKind::JhtOldAge,
        "complete 2026-09-01",
        "2026-09-07",
        9_000_000,
        "2026-12-01",
        &expect![[r#"
        by 2026-09-08, 0 working days stopped (PP 46/2015 (article not seen)); runs;
            paid 2026-12-01: nothing
    "#]],
    );
    check(
        ClaimKind::JkpCash,
        "complete 2026-09-01",
        "2026-09-07",
        3_000_000,
        "2026-12-01",
        &expect![[r#"
        by 2026-09-04, 0 working days stopped (Permenaker 2/2025 art. 13); runs; paid
            2026-12-01: nothing
    "#]],
    );
    check(
        ClaimKind::JkpCash,
        "approved 2026-09-07",
        "2026-09-07",
        3_000_000,
        "2026-12-01",
        &expect![[r#"
        no day yet; stands; paid 2026-12-01: nothing
    "#]],
    );
}
