//! Grace, lapse and coming back of the self-employed.

use expect_test::{Expect, expect};
use scheme::contributions::{cover_begins, revive, standing};

use super::{day, law, month};

fn check(last_paid: &str, on: &str, claimed: bool, expected: &Expect) {
    let law = law();
    let segment = law.segment("self_employed").expect("a segment");
    let shown = match standing(law, segment, month(last_paid), claimed, day(on)) {
        Ok(standing) => format!("{:?} until {}", standing.state, standing.grace_ends),
        Err(refusal) => format!("{}: {}", refusal.code, refusal.en),
    };
    expected.assert_eq(&shown);
}

#[test]
fn each_state_on_its_edges() {
    check("2026-01", "2026-01-31", false, &expect!["PaidUp until 2026-04-30"]);
    check("2026-01", "2026-02-01", false, &expect!["InGrace until 2026-04-30"]);
    check("2026-01", "2026-04-30", false, &expect!["InGrace until 2026-04-30"]);
    check("2026-01", "2026-05-01", false, &expect!["Ended until 2026-04-30"]);
    check("2026-01", "2026-05-01", true, &expect!["Inactive until 2026-04-30"]);
    check(
        "2022-05",
        "2022-06-30",
        false,
        &expect!["outside_the_law: membership status, self-employed: no rule applies in this case"],
    );
}

#[test]
fn coming_back_is_a_new_start_without_the_arrears() {
    let law = law();
    let segment = law.segment("self_employed").expect("a segment");
    let back = revive(law, segment, day("2026-01-31"), day("2026-09-10")).expect("it lapsed");
    assert_eq!((back.started, back.first_month), (day("2026-09-10"), month("2026-09")));
    let refusal = revive(law, segment, day("2026-01-31"), day("2026-01-31")).expect_err("it still runs");
    assert_eq!(refusal.code, "not_lapsed_yet");
}

#[test]
fn cover_begins_with_the_first_payment() {
    let law = law();
    let segment = law.segment("self_employed").expect("a segment");
    assert_eq!(cover_begins(law, segment, day("2026-05-01"), day("2026-05-03")), Ok(day("2026-05-03")));
    assert_eq!(cover_begins(law, segment, day("2026-05-01"), day("2026-04-03")), Ok(day("2026-05-01")));
}
