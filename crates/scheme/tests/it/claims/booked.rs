//! Grants, differences and their recovery, and what they mean in the books, each in its own fund.

use expect_test::{Expect, expect};
use ledger::{Holder, Kind};
use scheme::claims::{ClaimKind, Grant, Later, difference, duty, proof_of_life, recovery};
use scheme::contributions::post::{Book, Heading, Unbooked};

use super::{claim_law, day, facts};

fn grant(rows: &[(&str, i64)], tax: i64) -> Grant {
    Grant::from_rows(rows.iter().copied(), tax)
}

fn said(grant: Option<Grant>) -> String {
    grant.map_or_else(
        || "nothing".to_owned(),
        |grant| {
            let rows: Vec<String> =
                grant.components().map(|(name, amount)| format!("{name} {amount}")).collect();
            format!("{}; tax {}; net {}", rows.join(", "), grant.tax(), grant.net())
        },
    )
}

#[test]
fn assessed_again_is_a_difference() {
    let check =
        |rows: &[Grant], now: &Grant, expected: &Expect| expected.assert_eq(&said(difference(rows, now)));
    let first = grant(&[("grant", 20_000_000), ("funeral", 10_000_000)], 0);
    check(&[], &first, &expect!["funeral 10000000, grant 20000000; tax 0; net 30000000"]);
    check(std::slice::from_ref(&first), &first, &expect!["nothing"]);
    let more = grant(&[("grant", 20_000_000), ("periodic", 12_000_000), ("funeral", 10_000_000)], 0);
    check(std::slice::from_ref(&first), &more, &expect!["periodic 12000000; tax 0; net 12000000"]);
    let between = difference([&first], &more).expect("a difference");
    check(&[first.clone(), between.clone()], &more, &expect!["nothing"]);
    check(&[first.clone(), between], &first, &expect!["periodic -12000000; tax 0; net -12000000"]);
    check(
        &[grant(&[("whole_balance", 60_000_000)], 500_000)],
        &grant(&[("whole_balance", 50_000_000)], 0),
        &expect!["whole_balance -10000000; tax -500000; net -9500000"],
    );
}

#[test]
fn what_was_paid_too_much_comes_back_from_its_own_fund() {
    let check = |programme: &str, overpaid: i64, later: &[(ClaimKind, &str, i64)], expected: &Expect| {
        let later: Vec<Later<'_>> = later
            .iter()
            .map(|(kind, on, amount)| Later {
                kind: *kind,
                programme: kind.benefit(),
                day: day(on),
                amount: *amount,
            })
            .collect();
        let plan = recovery(claim_law(), programme, overpaid, &later).expect("a plan");
        let kept: Vec<String> =
            plan.kept.iter().map(|kept| format!("{} of {}", kept.amount, kept.payment)).collect();
        expected.assert_eq(&format!("{}; rest {}", kept.join(", "), plan.rest));
    };
    let pensions = [
        (ClaimKind::JpOldAge, "2026-05-01", 750_000),
        (ClaimKind::JpOldAge, "2026-06-01", 750_000),
        (ClaimKind::JpOldAge, "2026-07-01", 750_000),
    ];
    check("jp", 1_800_000, &pensions, &expect!["750000 of 0, 750000 of 1, 300000 of 2; rest 0"]);
    check("jp", 2_800_000, &pensions, &expect!["750000 of 0, 750000 of 1, 750000 of 2; rest 550000"]);
    check("jkp", 1_800_000, &pensions, &expect!["; rest 1800000"]);
    check("jht", 1_800_000, &[(ClaimKind::JhtLeftWork, "2026-05-01", 9_000_000)], &expect!["; rest 1800000"]);
    check("jp", 1_800_000, &[], &expect!["; rest 1800000"]);
}

const MEMBER: Holder = Holder::Membership(7);
const EMPLOYER: Holder = Holder::Payer(107);

fn booked(kind: Kind, book: impl FnOnce(&mut Book) -> Result<(), Unbooked>, expected: &Expect) {
    let mut lines = Book::new();
    book(&mut lines).expect("the ledger takes it");
    let heading = Heading { day: day("2026-03-10"), key: "claim-44", about: None };
    let entry = lines.entry(kind, heading).expect("it balances");
    let text = entry.map_or_else(String::new, |entry| {
        let line = |line: &ledger::Line| {
            let holder = match line.holder {
                Some(Holder::Membership(number)) => format!(" membership {number}"),
                Some(Holder::Payer(number)) => format!(" payer {number}"),
                _ => String::new(),
            };
            format!("{} {} {}{holder}\n", line.account.fund, line.account, line.amount)
        };
        entry.lines().iter().map(line).collect()
    });
    expected.assert_eq(&text);
}

#[test]
fn a_death_grant_from_approval_to_the_bank() {
    let law = claim_law().law();
    let death = grant(&[("grant", 20_000_000), ("periodic", 12_000_000), ("funeral", 10_000_000)], 0);
    booked(
        Kind::Granted,
        |book| book.granted(law, "jkm", MEMBER, &death),
        &expect![[r#"
        jkm 5200 42000000
        jkm 2300 -42000000 membership 7
    "#]],
    );
    booked(
        Kind::Paid,
        |book| book.disbursed(law, "jkm", MEMBER, 42_000_000),
        &expect![[r#"
        jkm 2300 42000000 membership 7
        jkm 1100 -42000000
    "#]],
    );
    booked(
        Kind::Returned,
        |book| book.disbursed(law, "jkm", MEMBER, -42_000_000),
        &expect![[r#"
        jkm 2300 -42000000 membership 7
        jkm 1100 42000000
    "#]],
    );
    booked(
        Kind::Granted,
        |book| book.delayed(MEMBER, 420_000),
        &expect![[r#"
        institution 5400 420000
        institution 2300 -420000 membership 7
    "#]],
    );
    booked(
        Kind::Paid,
        |book| book.compensated(MEMBER, 420_000),
        &expect![[r#"
        institution 2300 420000 membership 7
        institution 1100 -420000
    "#]],
    );
}

#[test]
fn savings_come_out_of_their_own_account_and_bear_tax() {
    let law = claim_law().law();
    let savings = grant(&[("whole_balance", 60_000_000)], 500_000);
    booked(
        Kind::Granted,
        |book| book.granted(law, "jht", MEMBER, &savings),
        &expect![[r#"
        jht 2100 60000000 membership 7
        jht 2400 -500000
        jht 2300 -59500000 membership 7
    "#]],
    );
    booked(
        Kind::Paid,
        |book| book.disbursed(law, "jht", MEMBER, 59_500_000),
        &expect![[r#"
        jht 2300 59500000 membership 7
        jht 1100 -59500000
    "#]],
    );
    booked(
        Kind::Remitted,
        |book| book.remitted(law, "jht", 500_000),
        &expect![[r#"
        jht 2400 500000
        jht 1100 -500000
    "#]],
    );
}

#[test]
fn what_an_employer_bears_and_what_was_too_much() {
    let law = claim_law().law();
    let cash = grant(&[("cash", 3_000_000)], 0);
    booked(
        Kind::Granted,
        |book| book.advanced(law, "jkp", (MEMBER, EMPLOYER), &cash),
        &expect![[r#"
        jkp 1350 3000000 payer 107
        jkp 2300 -3000000 membership 7
    "#]],
    );
    booked(
        Kind::Recovered,
        |book| book.refunded(law, "jkp", EMPLOYER, 3_000_000),
        &expect![[r#"
        jkp 1100 3000000
        jkp 1350 -3000000 payer 107
    "#]],
    );
    let too_much = difference([&cash], &grant(&[("cash", 2_400_000)], 0)).expect("a difference");
    booked(
        Kind::Corrected,
        |book| book.overpaid(law, "jkp", MEMBER, &too_much),
        &expect![[r#"
        jkp 5200 -600000
        jkp 1400 600000 membership 7
    "#]],
    );
    booked(
        Kind::Recovered,
        |book| book.kept_back(law, "jkp", MEMBER, 500_000),
        &expect![[r#"
        jkp 2300 500000 membership 7
        jkp 1400 -500000 membership 7
    "#]],
    );
    booked(
        Kind::Recovered,
        |book| book.paid_back(law, "jkp", MEMBER, 100_000),
        &expect![[r#"
        jkp 1100 100000
        jkp 1400 -100000 membership 7
    "#]],
    );
    booked(Kind::Corrected, |book| book.granted(law, "pmi", MEMBER, &Grant::default()), &expect![[""]]);
}

#[test]
fn months_of_job_loss_and_proof_of_life() {
    let check = |month: usize, recorded: &str, on: &str, expected: &Expect| {
        let duty = duty(claim_law(), month, &facts(recorded), day(on)).expect("an answer");
        let cited = duty.citation.map(|citation| citation.instrument).unwrap_or_default();
        expected.assert_eq(&format!("{}, {cited}", duty.met));
    };
    check(1, "self_assessment yes", "2026-05-15", &expect!["true, Permenaker 2/2025 art. 13"]);
    check(2, "applications 4", "2026-06-15", &expect!["false, Permenaker 2/2025 art. 13"]);
    check(2, "applications 5", "2026-06-15", &expect!["true, Permenaker 2/2025 art. 13"]);
    check(2, "applications 5; new_job yes", "2026-06-15", &expect!["false, Permenaker 2/2025 art. 13"]);
    check(6, "interviews 1", "2026-10-15", &expect!["false, Permenaker 2/2025 art. 13"]);
    check(6, "interviews 1; status_form yes", "2026-10-15", &expect!["true, Permenaker 2/2025 art. 13"]);
    let proof = |pay: &str, expected: &Expect| {
        let proof =
            proof_of_life(claim_law(), day("2025-05-10"), day(pay)).expect("an answer").expect("a rule");
        expected.assert_eq(&format!("due {}, suspended {}", proof.due, proof.suspended));
    };
    proof("2026-05-10", &expect!["due 2026-05-10, suspended false"]);
    proof("2026-05-11", &expect!["due 2026-05-10, suspended true"]);
}
