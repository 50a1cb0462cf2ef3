//! Lives and events by chance: what is opened, checked before and assessed agrees, and the books take it.

use std::fmt::Write;

use ledger::{Holder, Kind};
use scheme::claims::{Grant, Question, assess, pre_check};
use scheme::contributions::post::{Book, Heading};
use scheme::events::{Event, EventKind};
use testing::Random;

use super::{Life, assuming, day, opened};

/// Somebody with one or two memberships, some of them paid, and perhaps a family.
pub(super) fn life(random: &mut Random) -> String {
    let mut text = format!("born {}-05-01", random.between(1955, 2004));
    for number in 1..=random.between(1, 2) {
        let segment =
            ["wage_earner", "wage_earner", "self_employed", "construction"][random.between(0, 3) as usize];
        let started = random.between(2016, 2025);
        let basis = match segment {
            "wage_earner" => format!("wage={}", random.between(1, 20) * 500_000),
            "self_employed" => format!("income={}", random.between(1, 20) * 500_000),
            _ => "daily_wage=150_000".to_owned(),
        };
        let ended = if random.chance(300) { " 2026-02-28" } else { "" };
        write!(text, "\nmember {number} {segment} {started}-03-01{ended} {basis}").expect("text");
        let paid = random.between(i64::from(started as i32), 2025);
        write!(text, "\npaid {number} {started}-03 {paid}-12").expect("text");
        if paid < 2025 {
            write!(text, "\nowed {number} {}-01 2026-01", paid + 1).expect("text");
        }
    }
    for (chance, kin) in [
        (500, "kin spouse Siti 1987-01-01 2010-01-01"),
        (200, "kin spouse Rina 1990-01-01 2015-01-01"),
        (400, "kin son_or_daughter Ani 2012-04-01 2012-04-01"),
        (300, "kin parent Karto 1935-01-01 1955-01-01"),
        (200, "pension 9_000_000"),
        (500, "saved simple_yearly 2019-01 2021-12 285_000"),
        (100, "had jkp_cash 2023-01-20 3_000_000"),
        (100, "had jht_part 2022-01-20 3_000_000 housing_part"),
    ] {
        if random.chance(chance) {
            write!(text, "\n{kin}").expect("text");
        }
    }
    text
}

pub(super) const REPORTED: [&str; 5] = [
    "",
    "termination dismissal",
    "termination resignation",
    "incapacity_months 3; land_fare 7_000_000; losses part right_thumb",
    "jht_cause housing_part; children birth_date 2012-04-01, lower_secondary_years 2",
];

#[test]
fn what_is_opened_checked_and_assessed_agrees() {
    let rates: Vec<String> = (2019..=2026).map(|year| format!("jht_rate[{year}] 5.00")).collect();
    let law = assuming(&rates.iter().map(String::as_str).collect::<Vec<_>>());
    let mut granted = 0;
    for seed in 0..120 {
        let mut random = Random::new(seed);
        let text = life(&mut random);
        let life = Life::new(&text);
        let kind = EventKind::ALL[random.between(0, 10) as usize];
        let reported = REPORTED[random.between(0, 4) as usize];
        let by = if random.chance(500) { " by_employer" } else { "" };
        let filed = ["2026-03-02", "2026-03-20", "2026-10-20"][random.between(0, 2) as usize];
        let told = format!("{kind} 2026-03-01 reported {filed}{by}; {reported}");
        let about = format!("seed {seed}: {told}\n{text}");
        let case = opened(law, &life, &told, &[]).unwrap_or_else(|refusal| panic!("{refusal}: {about}"));
        let facts = super::facts(reported);
        let event = Event {
            kind,
            day: day("2026-03-01"),
            reported: day(filed),
            by_employer: !by.is_empty(),
            facts: &facts,
        };
        let checks = life.ask(|record| pre_check(law, record, &event, &[], &[])).expect("checked");
        assert_eq!(checks.len(), case.claims.len() + case.not_opened.len(), "{about}");
        for claim in &case.not_opened {
            let check = checks.iter().find(|check| check.kind == claim.kind).expect("checked too");
            assert!(!check.can_be_claimed() && check.gross.is_none(), "{}: {about}", claim.kind);
        }
        for claim in &case.claims {
            let check = checks.iter().find(|check| check.kind == claim.kind).expect("checked too");
            assert_eq!(check.bearer, claim.bearer, "{}: {about}", claim.kind);
            let asked = Question {
                kind: claim.kind,
                event: case.day,
                filed: day(filed),
                decided: day(filed),
                pay_day: day(filed),
                facts: &case.facts,
            };
            let found = life.ask(|record| assess(law, record, &asked, case.heirs.as_ref()));
            let Ok(found) = found else {
                assert!(!check.can_be_claimed(), "{}: {about}", claim.kind);
                continue;
            };
            assert!(found.is_payable(), "{}: {about}", claim.kind);
            assert!(check.gross.is_none_or(|gross| gross == found.gross()), "{}: {about}", claim.kind);
            let grant = Grant::of(&found, usize::MAX);
            let mut book = Book::new();
            let member = Holder::Membership(claim.membership.0);
            book.granted(law.law(), &found.programme, member, &grant).expect("a fund");
            let heading = Heading { day: day(filed), key: "claim", about: None };
            let entry = book.entry(Kind::Granted, heading).expect("it balances");
            assert_eq!(entry.is_some(), grant.gross() != 0, "{about}");
            granted += 1;
        }
    }
    assert!(granted > 40, "chance has to open claims: {granted}");
}
