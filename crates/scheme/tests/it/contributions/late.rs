//! Penalties: by programme, by the day each part was paid, less what was charged.

use scheme::contributions::{Part, penalties};
use scheme::lines::Lines;

use super::{bill, day, law, lines, month};

/// Parts as `jkk 1000000 open, jht 500000 2026-04-20`.
fn check(segment: &str, parts: &str, charged: &str, on: &str, expected: &str) {
    let law = law();
    let segment = law.segment(segment).expect("a segment");
    let part = |text: &str| {
        let words: Vec<&str> = text.split(' ').collect();
        let paid = (words[2] != "open").then(|| day(words[2]));
        Part { programme: words[0].to_owned(), amount: words[1].parse().expect("an amount"), paid }
    };
    let parts: Vec<Part> = parts.split(", ").map(part).collect();
    let found = penalties(law, segment, month("2026-03"), &parts, &lines(charged), day(on))
        .expect("an answer")
        .expect("a rule");
    assert_eq!(found, lines(expected), "{parts:?} on {on}");
}

#[test]
fn nothing_until_the_due_date_and_a_month_from_the_day_after() {
    check("wage_earner", "jkk 1000000 open, jht 2000000 open", "", "2026-04-15", "");
    check(
        "wage_earner",
        "jkk 1000000 open, jht 2000000 open",
        "",
        "2026-04-16",
        "jkk.penalty 20000, jht.penalty 40000",
    );
}

#[test]
fn what_was_charged_is_not_charged_again() {
    check("wage_earner", "jkk 1000000 open", "jkk.penalty 20000", "2026-05-15", "");
    check("wage_earner", "jkk 1000000 open", "jkk.penalty 20000", "2026-05-16", "jkk.penalty 20000");
}

#[test]
fn a_part_payment_stops_its_own_penalty_only() {
    let parts = "jkk 400000 2026-04-20, jkk 600000 open";
    check("wage_earner", parts, "jkk.penalty 20000", "2026-05-16", "jkk.penalty 12000");
    check("wage_earner", "jkk 400000 2026-04-10, jkk 600000 open", "", "2026-04-16", "jkk.penalty 12000");
}

#[test]
fn a_contribution_that_was_corrected_takes_its_penalty_back() {
    check("wage_earner", "jkk 500000 open", "jkk.penalty 20000", "2026-04-16", "jkk.penalty -10000");
}

#[test]
fn the_parts_of_a_bill_follow_its_payments() {
    let law = law();
    let text = |parts: Vec<Part>| {
        let part = |part: Part| {
            let paid = part.paid.map_or("open".to_owned(), |day| day.to_string());
            format!("{} {} {paid}", part.programme, part.amount)
        };
        parts.into_iter().map(part).collect::<Vec<_>>().join(", ")
    };
    let owed = bill("2026-03", 0, "jkk.employer 100, jht.employer 37, jht.worker 20, jkp.state 9", 0);
    let payments = [(day("2026-04-10"), 90), (day("2026-04-20"), 30)];
    let parts = "jkk 90 2026-04-10, jht 20 2026-04-20, jkk 10 2026-04-20, jht 37 open";
    assert_eq!(text(Part::of(law, &owed, &payments)), parts);
    let down = bill("2026-03", 1, "jkk.employer -40", 0);
    assert_eq!(text(Part::of(law, &down, &[(day("2026-05-04"), -40)])), "jkk -40 2026-05-04");
    assert_eq!(text(Part::of(law, &down, &[])), "jkk -40 open");
}

#[test]
fn what_was_never_owed_bears_no_penalty() {
    // A hundred thousand too much was assessed and taken back in May; that paid for itself the same day.
    let parts = "jkk 1000000 open, jkk 100000 2026-05-04, jkk -100000 2026-05-04";
    check("wage_earner", parts, "", "2026-05-04", "jkk.penalty 20000");
    // All of it was taken back in April, and what had been billed was only paid in May.
    check("wage_earner", "jkk 100000 2026-05-04, jkk -100000 2026-04-20", "", "2026-05-04", "");
    // A part of it: what is left was paid in time.
    let parts = "jkk 400000 2026-04-10, jkk 600000 2026-05-04, jkk -600000 2026-04-20";
    check("wage_earner", parts, "", "2026-05-04", "");
}

#[test]
fn the_self_employed_bear_none() {
    check("self_employed", "jkk 16800 open", "", "2027-04-16", "");
}

#[test]
fn the_law_knows_no_penalty_of_placements() {
    let law = law();
    let segment = law.segment("migrant").expect("a segment");
    let parts = [Part { programme: "pmi".to_owned(), amount: 1, paid: None }];
    let found = penalties(law, segment, month("2026-03"), &parts, &Lines::new(), day("2026-05-01"));
    assert_eq!(found, Ok(None));
}
