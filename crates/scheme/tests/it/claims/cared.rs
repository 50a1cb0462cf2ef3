//! Care after an injury: reports, guarantees, bills item by item, fares, months of wage, the way back.

use std::fmt::Write;

use expect_test::{Expect, expect};
use rules::tree::Words;
use scheme::claims::care::{CareItem, Fare, back_to_work, bill, fares, guarantee, reports, wage_months};
use scheme::claims::{ClaimKind, Question, assess};
use testing::Random;

use super::{Life, claim_law, day, facts, refused, wrapped};

const WORKER: &str = "
    born 1985-05-01
    member 7 wage_earner 2019-01-01 2026-03-31 wage=5_000_000
    paid 7 2019-01 2026-02
";

fn question(event: &str, told: &'static [(String, String)]) -> Question<'static> {
    let day = day(event);
    Question { kind: ClaimKind::JkkInjury, event: day, filed: day, decided: day, pay_day: day, facts: told }
}

/// Items in lines: `ITEM DAY COST [CLASS_ONE]`.
fn check(accident: &str, recovered: &str, items: &str, expected: &Expect) {
    let mut text = String::new();
    for line in items.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let item = CareItem {
            item: words[0].to_owned(),
            day: day(words[1]),
            cost: words[2].replace('_', "").parse().expect("coins"),
            class_one: words.get(3).map(|word| word.replace('_', "").parse().expect("coins")),
        };
        match bill(claim_law(), day(accident), recovered.parse().ok(), &[item]) {
            Ok(judged) => {
                let item = &judged[0];
                let law = item.citation.as_ref().map(|known| known.instrument.clone()).unwrap_or_default();
                writeln!(text, "{line}: {} paid, {} not: {} ({law})", item.paid, item.unpaid(), item.why.en)
                    .expect("text");
            }
            Err(refusal) => writeln!(text, "{line}: {}", refused(&refusal)).expect("text"),
        }
    }
    expected.assert_eq(&wrapped(&text));
}

#[test]
fn bills_item_by_item() {
    check(
        "2026-03-10",
        "2026-06-01",
        "surgery 2026-03-10 350_000_000
         ward 2026-03-11 800_000
         ward 2026-03-11 2_000_000 800_000
         ward 2026-03-11 700_000 800_000
         medicine 2026-03-09 100_000
         examination 2026-06-01 100_000
         examination 2026-06-02 100_000
         comfort 2026-03-11 50_000
         massage 2026-03-11 50_000
         blood 2026-03-11 -1",
        &expect![[r#"
            surgery 2026-03-10 350_000_000: 350000000 paid, 0 not: all of it is paid (PP
                44/2015 art. 25; PP 82/2019 annex III)
            ward 2026-03-11 800_000: 800000 paid, 0 not: all of it is paid (PP 44/2015 art.
                25; PP 82/2019 annex III)
            ward 2026-03-11 2_000_000 800_000: 800000 paid, 1200000 not: paid up to the
                price of class I (PP 44/2015 art. 25; PP 82/2019 annex III)
            ward 2026-03-11 700_000 800_000: 700000 paid, 0 not: paid up to the price of
                class I (PP 44/2015 art. 25; PP 82/2019 annex III)
            medicine 2026-03-09 100_000: 0 paid, 100000 not: before the day of the event (PP
                44/2015 art. 25; PP 82/2019 annex III)
            examination 2026-06-01 100_000: 100000 paid, 0 not: all of it is paid (PP
                44/2015 art. 25; PP 82/2019 annex III)
            examination 2026-06-02 100_000: 0 paid, 100000 not: after recovery (PP 44/2015
                art. 25; PP 82/2019 annex III)
            comfort 2026-03-11 50_000: 0 paid, 50000 not: not on the list of care (PP
                44/2015 art. 25; PP 82/2019 annex III)
            massage 2026-03-11 50_000: fact_refused: `massage` is not one of examination,
                ward, intensive_care, diagnostics, medicine, special_service, implant,
                doctor_fee, surgery, blood, medical_rehabilitation, other_illness, comfort
            blood 2026-03-11 -1: cost_below_nothing: an item of a bill is not below nothing
        "#]],
    );
}

#[test]
fn fares_share_what_their_way_of_travelling_has() {
    let mut text = String::new();
    let told = [("land", 3_000_000), ("sea", 500_000), ("land", 2_500_000), ("land", 1), ("air", 9_000_000)];
    let told: Vec<Fare> = told.map(|(mode, cost)| Fare { mode: mode.to_owned(), cost }).into();
    let judged = fares(claim_law(), day("2026-03-10"), &told).expect("an answer");
    for item in &judged {
        writeln!(text, "{} {}: {}", item.verdict, item.billed, item.paid).expect("text");
    }
    expect![[r#"
        land 3000000: 3000000
        sea 500000: 500000
        land 2500000: 2000000
        land 1: 0
        air 9000000: 9000000
    "#]]
    .assert_eq(&text);
    let rail = [Fare { mode: "rocket".to_owned(), cost: 1 }];
    assert_eq!(fares(claim_law(), day("2026-03-10"), &rail).expect_err("no such way").code, "fact_refused");
}

/// Receipt by receipt comes to what the benefit pays for them together.
#[test]
fn fares_one_by_one_are_the_benefit() {
    let life = Life::new(WORKER);
    for seed in 0..40 {
        let mut random = Random::new(seed);
        let modes = ["land", "sea", "air"];
        let all: Vec<Fare> = (0..random.between(1, 6))
            .map(|_| Fare { mode: (*random.pick(&modes)).to_owned(), cost: random.between(0, 6_000_000) })
            .collect();
        let together =
            |mode: &str| all.iter().filter(|fare| fare.mode == mode).map(|fare| fare.cost).sum::<i64>();
        let told = modes.map(|mode| (format!("{mode}_fare"), together(mode).to_string()));
        let asked = Question { facts: &told, ..question("2026-03-10", &[]) };
        let found = life.ask(|record| assess(claim_law(), record, &asked, None)).expect("an assessment");
        let judged = fares(claim_law(), day("2026-03-10"), &all).expect("an answer");
        assert_eq!(judged.iter().map(|item| item.paid).sum::<i64>(), found.gross(), "seed {seed}");
        assert!(judged.iter().all(|item| (0..=item.billed).contains(&item.paid)), "seed {seed}");
    }
}

#[test]
fn guarantees_and_reports() {
    let mut text = String::new();
    let life = Life::new(WORKER);
    for (event, settled) in
        [("2026-03-10", true), ("2026-03-10", false), ("2023-11-20", false), ("2026-04-10", true)]
    {
        let told = life.ask(|record| guarantee(claim_law(), record, &question(event, &[]), settled));
        let told = told.expect("an answer");
        writeln!(text, "{event} {settled}: {}, {}", told.words.en, told.secures()).expect("text");
    }
    let told = life.ask(|record| guarantee(claim_law(), record, &question("2026-03-10", &[]), false));
    let told = told.expect("an answer");
    let list = |words: &[Words]| words.iter().map(|words| words.en.clone()).collect::<Vec<_>>().join(", ");
    writeln!(text, "ward: {}\ncovers: {}\nnot: {}", told.ward.en, list(&told.covers), list(&told.leaves_out))
        .expect("text");
    let outcome = Some((day("2026-05-04"), None));
    for report in
        reports(claim_law(), (day("2026-03-10"), Some(day("2026-03-13"))), outcome).expect("reports")
    {
        let late = ["2026-05-06", "2026-05-07"].map(|today| report.is_late(day(today)));
        writeln!(text, "stage {} by {}: late {late:?}", report.stage, report.due).expect("text");
    }
    let none = reports(claim_law(), (day("2026-03-10"), None), None).expect("reports");
    assert_eq!(none.len(), 1);
    expect![[r#"
        2026-03-10 true: guaranteed, true
        2026-03-10 false: guaranteed for the time being, true
        2023-11-20 false: not guaranteed, false
        2026-04-10 true: not guaranteed, false
        ward: class I or below
        covers: basic and supporting examination, ward, intensive care, diagnostics,
            medicine and treatment, special service, implant, doctor's fee, surgery,
            blood, medical rehabilitation
        not: illness that is not related, comfort beyond medical need
        stage 1 by 2026-03-12: late [true, true]
        stage 2 by 2026-05-06: late [false, true]
    "#]]
    .assert_eq(&wrapped(&text));
}

#[test]
fn months_without_work() {
    let told = vec![("incapacity_months".to_owned(), "13".to_owned())].leak();
    let asked = question("2026-01-31", told);
    let found =
        Life::new(WORKER).ask(|record| assess(claim_law(), record, &asked, None)).expect("an assessment");
    let line = found.lines.iter().find(|line| line.component == "incapacity").expect("the wage");
    let months = wage_months(line, day("2026-01-31"));
    let shown = |at: usize| {
        format!("{} {} {} {}", months[at].number, months[at].from, months[at].until, months[at].amount)
    };
    assert_eq!(shown(0), "1 2026-01-31 2026-02-28 5000000");
    assert_eq!(shown(1), "2 2026-02-28 2026-03-31 5000000");
    assert_eq!(shown(12), "13 2027-01-31 2027-02-28 2500000");
    assert_eq!(months.iter().map(|month| month.amount).sum::<i64>(), line.total());
}

#[test]
fn the_way_back_to_work() {
    let mut text = String::new();
    for (segment, told) in [
        (
            "wage_earner",
            "likely_disabled yes; doctor_advises_return yes; worker_agrees yes; employer_agrees yes",
        ),
        ("wage_earner", "likely_disabled yes; worker_agrees yes"),
        ("self_employed", "likely_disabled yes; doctor_advises_return yes"),
        ("wage_earner", ""),
    ] {
        let told: &'static [(String, String)] = facts(told).leak();
        let found = back_to_work(claim_law(), &question("2026-03-10", told), segment).expect("an answer");
        let missing: Vec<String> =
            found.missing.iter().map(|(words, mender)| format!("{} ({})", words.en, mender.name())).collect();
        writeln!(text, "{segment} {}: {}", found.open, missing.join("; ")).expect("text");
    }
    expect![[r#"
        wage_earner true:
        wage_earner false: the advising doctor recommends return to work (doctor); the
            employer has signed (employer)
        self_employed false: the worker has signed (claimant)
        wage_earner false: disabled, or likely to be (doctor); the advising doctor
            recommends return to work (doctor); the worker has signed (claimant); the
            employer has signed (employer)
    "#]]
    .assert_eq(&wrapped(&text));
    let early = back_to_work(claim_law(), &question("2016-03-09", &[]), "wage_earner");
    assert_eq!(early.expect_err("before the rule").code, "outside_the_law");
}
