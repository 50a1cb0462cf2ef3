//! What agents may hold, and what they earn.

use base::Day;
use expect_test::{Expect, expect};
use scheme::solidarity::{cash, commission};

use super::solidarity_law;

#[test]
fn cash_within_the_limit_and_by_the_next_working_day() {
    let check = |held: i64, offered: i64, expected: &Expect| {
        let day: Day = "2026-05-15".parse().expect("a day");
        let said = match cash::allowed(&solidarity_law(), (held, offered), day) {
            Ok(()) => "taken".to_owned(),
            Err(refusal) => format!("{}: {}", refusal.code, refusal.en),
        };
        expected.assert_eq(&said);
    };
    check(0, 2_000_000, &expect!["taken"]);
    check(1_983_200, 16_800, &expect!["taken"]);
    check(
        1_990_000,
        16_800,
        &expect![
            "too_much_cash: the agent holds 1990000 already: with 16800 it is too much; hand it over first"
        ],
    );
    // The fifteenth is a Friday.
    let due = cash::due(&solidarity_law(), "2026-05-15".parse().expect("a day")).expect("a day");
    assert_eq!(due.map(|told| told.value.to_string()).as_deref(), Some("2026-05-18"));
}

#[test]
fn commission_grows_with_staying() {
    let months: Vec<_> = (1..=14)
        .map(|no| {
            let text = if no <= 12 { format!("2025-{no:02}") } else { format!("2026-{:02}", no - 12) };
            (text.parse().expect("a month"), 16_800)
        })
        .collect();
    let earned = commission::earned(&solidarity_law(), &months).expect("amounts");
    let said: Vec<String> = earned.iter().map(|one| format!("{} {}", one.stayed, one.amount)).collect();
    let expected = expect![[r"
        1 420, 2 420, 3 420
        4 1260, 5 1260, 6 1260
        7 1260, 8 1260, 9 1260
        10 1260, 11 1260, 12 1260
        13 1680, 14 1680
    "]];
    let lines: String = said.chunks(3).map(|some| some.join(", ") + "\n").collect();
    expected.assert_eq(&lines);
    assert!(commission::earned(&solidarity_law(), &[]).expect("nothing").is_empty());
}
