//! Signals: what is looked out for, on its edges; and that none of them moves a clock.

use std::fmt::Write;

use expect_test::{Expect, expect};
use scheme::claims::screen::{Around, Watch, may_wait, screen};
use scheme::claims::{ClaimKind, Clock, Question};
use scheme::id::PayerId;
use scheme::memberships::Segment;
use testing::Random;

use super::{Life, claim_law, day, refused, wrapped};

fn question(kind: ClaimKind, event: &str, paid: &str) -> Question<'static> {
    Question {
        kind,
        event: day(event),
        filed: day(event),
        decided: day(paid),
        pay_day: day(paid),
        facts: &[],
    }
}

fn check(life: &str, (kind, event): (ClaimKind, &str), around: &Around<'_>, expected: &Expect) {
    let asked = question(kind, event, "2026-05-01");
    let signals = Life::new(life).ask(|record| screen(record, &asked, around, &Watch::USUAL));
    let mut text = String::new();
    for signal in signals {
        assert!(signal.why.id != signal.why.en && !signal.rests_on.is_empty());
        let facts: Vec<String> =
            signal.rests_on.iter().map(|(words, value)| format!("{}: {value}", words.en)).collect();
        writeln!(text, "{} → {}: {} [{}]", signal.code, signal.by, signal.why.en, facts.join("; "))
            .expect("text");
    }
    expected.assert_eq(&wrapped(&text));
}

const OWN: &str = "
    born 1970-05-01
    member 7 self_employed 2026-01-01 income=1_000_000
    paid 7 2026-01 2026-02
";

#[test]
fn a_death_soon_after_enrolling() {
    let none = Around::default();
    check(
        OWN,
        (ClaimKind::JkmDeath, "2026-03-10"),
        &none,
        &expect![[r#"
        enrolled_before_death → checker: the member died soon after enrolling; look at
            how she was enrolled [first day of membership: 2026-01-01; day of death:
            2026-03-10; days between: 68]
    "#]],
    );
    check(
        OWN,
        (ClaimKind::JkmDeath, "2026-04-02"),
        &none,
        &expect![[r#"
        enrolled_before_death → checker: the member died soon after enrolling; look at
            how she was enrolled [first day of membership: 2026-01-01; day of death:
            2026-04-02; days between: 91]
    "#]],
    );
    check(OWN, (ClaimKind::JkmDeath, "2026-04-03"), &none, &expect![[""]]);
    let late = OWN.replace("2026-02\n", "2026-04\n");
    check(
        &late,
        (ClaimKind::JkmDeath, "2026-04-03"),
        &none,
        &expect![[r#"
        paid_after_death → checker: contributions of a self-employed member were paid
            after her death; look at who paid [day of death: 2026-04-03; last payment:
            2026-05-10; months paid after it: 2]
    "#]],
    );
}

#[test]
fn accounts_telephones_devices_and_addresses() {
    let death = (ClaimKind::JhtOldAge, "2026-04-03");
    let since = |text: &str| Some(day(text));
    check(OWN, death, &Around { account_since: since("2026-03-31"), ..Around::default() }, &expect![[""]]);
    check(
        OWN,
        death,
        &Around { account_since: since("2026-04-01"), ..Around::default() },
        &expect![[r#"
        account_changed → checker: the bank account was changed shortly before
            payment; ask the claimant by the telephone known before [account since:
            2026-04-01; day of payment: 2026-05-01]
    "#]],
    );
    let few =
        Around { same_account: 2, same_telephone: 4, same_device: 4, same_address: 4, ..Around::default() };
    check(OWN, death, &few, &expect![[""]]);
    let many =
        Around { same_account: 3, same_telephone: 5, same_device: 5, same_address: 5, ..Around::default() };
    check(
        OWN,
        death,
        &many,
        &expect![[r#"
        account_shared → head: claims of several people are paid to one account; look
            at how they are related [other people with claims: 3]
        telephone_shared → checker: claims of many people have one telephone; perhaps
            somebody between them and us [other people with claims: 5]
        device_shared → checker: accounts of many claims were told from one device;
            perhaps somebody between them and us [other people with claims: 5]
        address_shared → checker: claims of many people have one address; perhaps
            somebody between them and us [other people with claims: 5]
    "#]],
    );
}

#[test]
fn dismissals_that_are_perhaps_none() {
    let left = "
        born 1990-05-01
        member 7 wage_earner 2020-01-01 2026-03-10 wage=5_000_000
        paid 7 2024-01 2026-03
    ";
    let job = (ClaimKind::JkpCash, "2026-03-10");
    check(left, job, &Around { rehired: 2, ..Around::default() }, &expect![[""]]);
    let again = format!("{left}\nmember 8 wage_earner 2026-04-15 wage=5_000_000");
    check(&again, job, &Around::default(), &expect![[""]]);
    check(
        &again,
        job,
        &Around { group: &[PayerId(108)], rehired: 3, ..Around::default() },
        &expect![[r#"
        rehired_in_group → head: at work again in the same group of firms after the
            dismissal; look at whether it was one [employer before the dismissal: 107;
            day of the dismissal: 2026-03-10; employer after it: 108; at work again
            since: 2026-04-15]
        often_rehired → head: this employer took people back after dismissals several
            times; look at them together [people taken back: 3]
    "#]],
    );
    let paid = left.replace("2024-01 2026-03", "2024-01 2026-05");
    check(
        &paid,
        job,
        &Around::default(),
        &expect![[r#"
        wage_after_dismissal → checker: a wage was still reported after the day of the
            dismissal; ask the employer [day of the dismissal: 2026-03-10; last month
            reported: 2026-05; months after the dismissal: 2]
    "#]],
    );
}

/// Whatever is found, the last day to pay and what delay costs are the same; and past it nothing waits
/// without a name.
#[test]
fn no_signal_moves_a_clock() {
    let mut found = 0;
    for seed in 0..200 {
        let mut random = Random::new(seed);
        let kind = *random.pick(&[ClaimKind::JkmDeath, ClaimKind::JkkDeath, ClaimKind::JkpCash]);
        let asked = question(kind, "2026-03-10", "2026-05-01");
        let around = Around {
            account_since: random.chance(500).then(|| day("2026-04-28")),
            same_account: random.between(0, 9) as usize,
            same_telephone: random.between(0, 9) as usize,
            same_device: random.between(0, 9) as usize,
            same_address: random.between(0, 9) as usize,
            group: &[PayerId(108)],
            rehired: random.between(0, 9) as usize,
        };
        let clock = Clock { complete: Some(day("2026-04-20")), ..Clock::default() };
        let of = (kind, Segment::SelfEmployed);
        let ask = || {
            let due = clock.due(claim_law(), of, asked.pay_day).expect("an answer").expect("a day");
            let owed = clock.compensation(claim_law(), of, 1_000_000, day("2026-06-01")).expect("an answer");
            (due, owed.map(|owed| owed.amount))
        };
        let before = ask();
        found += Life::new(OWN).ask(|record| screen(record, &asked, &around, &Watch::USUAL)).len();
        assert_eq!(ask(), before, "seed {seed}");
        let (due, _) = before;
        assert_eq!(may_wait(Some(&due), due.day, None), Ok(()));
        let next = due.day.next().expect("a day");
        assert_eq!(may_wait(Some(&due), next, Some(3)), Ok(()));
        assert_eq!(may_wait(Some(&due), next, None).expect_err("no name").code, "reviewer_missing");
    }
    assert!(found > 200, "{found}");
    let clock = Clock { complete: Some(day("2026-04-20")), ..Clock::default() };
    let due = clock.due(claim_law(), (ClaimKind::JkmDeath, Segment::WageEarner), day("2026-04-21"));
    let due = due.expect("an answer").expect("a day");
    let refusal = may_wait(Some(&due), day("2026-04-30"), None).expect_err("no name");
    expect![[r#"
        reviewer_missing: payment was due on 2026-04-23; to hold it back takes the name
            of a reviewer (PP 44/2015 (article not seen))
    "#]]
    .assert_eq(&wrapped(&refused(&refusal)));
    assert_eq!(may_wait(None, day("2026-04-30"), None), Ok(()));
}
