//! Grace and lapse of the self-employed.

use expect_test::{Expect, expect};
use scheme::contributions::standing;

use super::{day, law, month};

fn check(last_paid: &str, on: &str, claimed: bool, expected: &Expect) {
    let law = law();
    let segment = law.segment("self_employed").expect("a segment");
    let shown = match standing(law, segment, month(last_paid), claimed, day(on)) {
        Ok(None) => "the law is silent".to_owned(),
        Ok(Some(standing)) => format!("{:?} until {}", standing.state, standing.grace_ends),
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
    check("2022-05", "2022-06-30", false, &expect!["the law is silent"]);
}
