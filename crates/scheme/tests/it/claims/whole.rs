//! Claims from one end to the other, and cases that nobody has published.

use std::fmt::Write;

use expect_test::{Expect, expect};
use ledger::{Holder, Kind};
use scheme::claims::{
    Act, Actor, Assessment, Bearer, Claim, Grant, Move, Question, State, Step, assess, difference,
};
use scheme::contributions::post::{Book, Heading};
use scheme::events::Heirs;
use scheme::memberships::Segment;
use testing::Random;

use super::{Life, claim_law, day, facts, opened, refused, wrapped};

fn assessed(life: &Life, event: &str, filed: &str, paid: &str) -> Vec<(Question<'static>, Assessment)> {
    let case = opened(claim_law(), life, event, &[]).expect("a case");
    let reported = event.split_once(';').map_or_else(Vec::new, |(_, rest)| facts(rest));
    let reported: &'static [(String, String)] = Vec::leak(with_report(reported, event, filed));
    let mut all = Vec::new();
    for claim in &case.claims {
        let asked = Question {
            kind: claim.kind,
            event: case.day,
            filed: day(filed),
            decided: day(filed),
            pay_day: day(paid),
            facts: reported,
        };
        let found = life.ask(|record| assess(claim_law(), record, &asked, case.heirs.as_ref()));
        all.push((asked, found.unwrap_or_else(|refusal| panic!("{}: {}", claim.kind, refused(&refusal)))));
    }
    all
}

fn with_report(mut facts: Vec<(String, String)>, event: &str, filed: &str) -> Vec<(String, String)> {
    if event.contains("by_employer") {
        facts.push(("reported_date".to_owned(), filed.to_owned()));
    }
    facts
}

/// Each claim with its components, in lines.
fn check(life: &str, event: &str, (filed, paid): (&str, &str), expected: &Expect) {
    let mut text = String::new();
    for (asked, found) in assessed(&Life::new(life), event, filed, paid) {
        let no = found.refusal.as_ref().map(|refusal| format!(", {refusal}")).unwrap_or_default();
        writeln!(text, "{} {} {} {:?}{no}", asked.kind, found.programme, found.gross(), found.bearer)
            .expect("text");
        for line in found.lines.iter().filter(|line| line.in_kind.is_none()) {
            let to = line.payee.as_ref().map(|payee| format!(" to {payee}")).unwrap_or_default();
            writeln!(text, "  {} {:?}{to}", line.component, line.payments).expect("text");
        }
        assert_eq!(Grant::of(&found, usize::MAX).gross() == found.gross(), !to_the_fund(&found));
    }
    expected.assert_eq(&wrapped(&text));
}

fn to_the_fund(found: &Assessment) -> bool {
    found.lines.iter().any(|line| line.stays_in_the_fund() && line.total() > 0)
}

const WORKER: &str = "
    born 1985-05-01
    member 7 wage_earner 2019-01-01 wage=5_000_000
    paid 7 2019-01 2026-02
";

#[test]
fn injuries_and_what_they_leave() {
    check(
        WORKER,
        "work_accident 2026-03-10 reported 2026-03-11 by_employer; incapacity_months 2; land_fare 6_000_000",
        ("2026-03-11", "2026-06-12"),
        &expect![[r#"
            jkk_injury jkk 15000000 Fund
              travel [5000000]
              incapacity [5000000, 5000000] to wage_payer
        "#]],
    );
    check(
        WORKER,
        "work_impairment 2026-03-10 reported 2026-03-11 by_employer; losses part right_thumb",
        ("2026-03-11", "2026-09-12"),
        &expect![[r#"
            jkk_partial_disability jkk 60000000 Fund
              partial_grant [60000000]
        "#]],
    );
    let pension = format!("{WORKER}\npension 9_000_000");
    check(
        &pension,
        "work_disability 2026-03-10 reported 2026-03-12 by_employer",
        ("2026-03-12", "2026-04-12"),
        &expect![[r#"
            jkk_total_disability jkk 292000000 Fund
              periodic [12000000]
              total_grant [280000000]
            jp_disability jp 834589 Fund
              disability_pension [834589]
        "#]],
    );
}

#[test]
fn an_employer_bears_what_she_was_late_for() {
    check(
        WORKER,
        "work_accident 2026-03-10 reported 2026-03-13 by_employer; incapacity_months 1",
        ("2026-03-13", "2026-06-12"),
        &expect![[r#"
            jkk_injury jkk 5000000 Employer, The stage I report was late: the benefit is the
                employer's duty, who may ask for a refund after reporting (Permenaker 1/2025
                art. 8(2a))
              incapacity [5000000] to wage_payer
        "#]],
    );
}

#[test]
fn nobody_inherits_two_employers_and_a_migrant() {
    check(
        WORKER,
        "other_death 2026-03-10",
        ("2026-03-10", "2026-03-12"),
        &expect![[r#"
        jkm_death jkm 42000000 Fund
          grant [20000000] to social_security_fund
          periodic [12000000] to social_security_fund
          funeral [10000000] to burial_arranger
        jp_death jp 0 Fund
    "#]],
    );
    let two = format!(
        "{WORKER}\nmember 8 wage_earner 2020-01-01 wage=2_000_000\nkin spouse Siti 1987-01-01 2010-01-01"
    );
    check(
        &two,
        "other_death 2026-03-10",
        ("2026-03-10", "2026-03-12"),
        &expect![[r#"
        jkm_death jkm 74000000 Fund
          grant [40000000] to the_heirs
          periodic [24000000] to the_heirs
          funeral [10000000] to the_heirs
        jp_death jp 417295 Fund
          spouse_pension [417295] to the_heirs
    "#]],
    );
    let abroad = "
        born 1990-01-01
        member 7 migrant 2024-06-01 migrant_phase=abroad
        paid 7 2024-06 2024-06
        kin son_or_daughter Ani 2006-01-01 2006-01-01
    ";
    check(
        abroad,
        "other_death 2025-04-19; children birth_date 2006-01-01, university_years 4",
        ("2025-04-19", "2025-04-25"),
        &expect![[r#"
            jkm_death pmi 133000000 Fund
              grant [75000000] to the_heirs
              scholarship [48000000] to the_heirs
              funeral [10000000] to the_heirs
        "#]],
    );
}

/// The heirs' parts are the whole, whatever the amount and their number.
#[test]
fn parts_of_heirs_are_the_whole() {
    let parts = |amount, hands| {
        let parts = Heirs::parts(claim_law(), amount, hands, day("2026-03-10")).expect("a part");
        assert_eq!(parts.iter().sum::<i64>(), if hands == 0 { 0 } else { amount });
        parts
    };
    assert_eq!(parts(42_000_000, 1), [42_000_000]);
    assert_eq!(parts(10_000_000, 3), [3_333_334, 3_333_333, 3_333_333]);
    assert_eq!(parts(10_000_000, 0), [0_i64; 0]);
    let mut random = Random::new(7);
    for _ in 0..200 {
        let parts = parts(random.between(0, 500_000_000), random.between(1, 12) as usize);
        assert!(parts.iter().all(|part| parts[0] - part < 12 && *part >= 0));
    }
}

/// The wage was reported too low, and is corrected after the grant: the difference is granted too.
#[test]
fn assessed_again_when_the_wage_is_corrected() {
    let event = "work_death 2026-03-10 reported 2026-03-11 by_employer";
    let family = format!("{WORKER}\nkin spouse Siti 1987-01-01 2010-01-01");
    let grant = |life: &str| {
        let all = assessed(&Life::new(life), event, "2026-03-11", "2026-03-20");
        Grant::of(&all[0].1, usize::MAX)
    };
    let (before, after) = (grant(&family), grant(&family.replace("5_000_000", "5_100_000")));
    let under = difference([&before], &after).expect("a difference");
    assert_eq!(under.components().collect::<Vec<_>>(), [("grant", 48 * 100_000)]);
    let over = difference([&after], &before).expect("a difference");
    assert_eq!(over.net(), -48 * 100_000);
}

/// A death from the first message to the bank: what is granted is what is booked and what is paid.
#[test]
fn a_death_from_the_message_to_the_bank() {
    let life = Life::new(&format!("{WORKER}\nkin spouse Siti 1987-01-01 2010-01-01"));
    let case = opened(claim_law(), &life, "other_death 2026-08-10 reported 2026-08-12", &[]).expect("a case");
    let mut claim = Claim::new(
        case.claims[0].kind,
        day("2026-08-12"),
        case.claims[0].papers.iter().map(|paper| paper.name.clone()),
    );
    let step = |on: &str, actor, who, act| Step { day: day(on), actor, who, act };
    let papers: Vec<String> = claim.missing().map(str::to_owned).collect();
    let mut steps: Vec<Step> = papers
        .into_iter()
        .map(|paper| step("2026-08-13", Actor::Claimant, Some(9), Act::Give(paper)))
        .collect();
    steps.push(step("2026-08-14", Actor::Program, None, Act::Make(Move::Complete)));
    let all = assessed(&life, "other_death 2026-08-10 reported 2026-08-12", "2026-08-12", "2026-08-21");
    let found = &all[0].1;
    let gross = found.gross();
    steps.push(step("2026-08-14", Actor::Program, None, Act::Assess(gross)));
    steps.push(step("2026-08-18", Actor::Checker, Some(2), Act::Make(Move::Approve)));
    steps.push(step("2026-08-21", Actor::Program, None, Act::Make(Move::Pay)));
    for step in &steps {
        claim.take(step, 50_000_000).expect("a clean claim");
    }
    assert_eq!(claim.state, State::Paid);
    let of = (claim.kind, Segment::WageEarner);
    let delay = claim.clock.compensation(claim_law(), of, gross, day("2026-08-21")).expect("an answer");
    let delay = delay.expect("a day late").amount;
    let (mut book, member) = (Book::new(), Holder::Membership(7));
    let grant = Grant::of(found, usize::MAX);
    let law = claim_law().law();
    book.granted(law, &found.programme, member, &grant).expect("a fund");
    book.disbursed(law, &found.programme, member, grant.net()).expect("a fund");
    book.delayed(member, delay).expect("a fund");
    book.compensated(member, delay).expect("a fund");
    let heading = Heading { day: day("2026-08-21"), key: "claim-1", about: None };
    let entry = book.entry(Kind::Paid, heading).expect("it balances").expect("lines");
    let lines: Vec<String> = entry
        .lines()
        .iter()
        .map(|line| format!("{} {} {}", line.account.fund, line.account, line.amount))
        .collect();
    expect![[r#"
        jkm 5200 42000000
        jkm 1100 -42000000
        institution 5400 420000
        institution 1100 -420000"#]]
    .assert_eq(&lines.join("\n"));
    assert_eq!(found.bearer, Bearer::Fund);
}

/// Steps by chance: what is refused changes nothing, what was taken can be played again, and nothing is paid
/// that a second person has not approved.
#[test]
fn steps_by_chance() {
    let kinds = scheme::claims::ClaimKind::ALL;
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let kind = kinds[random.between(0, 14) as usize];
        let new = Claim::new(kind, day("2026-03-02"), ["claim_form".to_owned()]);
        let (mut claim, mut taken, mut on) = (new.clone(), Vec::new(), day("2026-03-02"));
        for _ in 0..60 {
            on = on.plus_days(random.between(-1, 3) as i32).expect("a day");
            let paper = ["claim_form", "heir_letter"][random.between(0, 1) as usize].to_owned();
            let act = match random.between(0, 9) {
                0 | 1 => Act::Give(paper),
                2 => Act::Ask(paper),
                3 => Act::Assess(random.between(0, 100)),
                4 => Act::Reject("PP 44/2015 art. 34".to_owned()),
                _ => Act::Make(Move::ALL[random.between(0, 13) as usize]),
            };
            let actor = Actor::ALL[random.between(0, 4) as usize];
            let who = (actor != Actor::Program).then(|| random.between(1, 3));
            let step = Step { day: on, actor, who, act };
            let before = claim.clone();
            if claim.take(&step, 50).is_err() {
                assert_eq!(claim, before, "seed {seed}: {step:?}");
                continue;
            }
            if step.act == Act::Make(Move::Approve) {
                let proposed = before.proposed.expect("assessed");
                assert!(proposed.who.is_none() || proposed.who != step.who);
                assert!(proposed.amount <= 50 || step.actor == Actor::Head);
            }
            if claim.state == State::Paid {
                assert!(claim.clock.approved.is_some() && claim.clock.complete.is_some(), "seed {seed}");
            }
            assert!(claim.clock.stops.iter().all(|stop| stop.until.is_none_or(|until| until >= stop.from)));
            taken.push(step);
        }
        assert_eq!(new.replay(&taken), Ok(claim), "seed {seed}");
    }
}
