//! Scholarships year by year: each year by itself, and all of them together as the benefit reckons them.

use std::fmt::Write;

use expect_test::{Expect, expect};
use scheme::claims::scholarship::{Student, study_year};
use scheme::claims::{ClaimKind, GrantLine, Question, assess};
use testing::Random;

use super::{Life, claim_law, day, refused, wrapped};

/// A year in words: `BORN LEVEL YEAR BEGINS [WORK MONTHS] [married]`, claimed on a day after the last.
fn check(event: &str, (before, filed): (&str, &str), years: &str, expected: &Expect) {
    let mut text = String::new();
    for line in years.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let student = Student {
            born: day(words[0]),
            level: words[1],
            year: words[2].parse().expect("a year"),
            begins: day(words[3]),
            work: (
                words.get(4).unwrap_or(&"no_work"),
                words.get(5).map_or(0, |months| months.parse().expect("months")),
            ),
            married: words.get(6).is_some(),
        };
        match study_year(claim_law(), day(event), &student, before.parse().ok(), day(filed)) {
            Ok(found) => {
                let failing: Vec<&str> =
                    found.failing.iter().map(|failing| failing.words.en.as_str()).collect();
                assert_eq!(found.failing.is_empty(), found.amount > 0);
                assert!(found.reason.is_some());
                writeln!(text, "{line}: {} {}", found.amount, failing.join("; ")).expect("text");
            }
            Err(refusal) => writeln!(text, "{line}: {}", refused(&refusal)).expect("text"),
        }
    }
    expected.assert_eq(&wrapped(&text));
}

#[test]
fn each_year_by_itself() {
    check(
        "2026-03-10",
        ("never", "2026-08-01"),
        "2013-05-01 lower_secondary 1 2026-07-15
         2013-05-01 lower_secondary 4 2029-07-15
         2003-07-16 university 5 2026-07-15
         2003-07-15 university 5 2026-07-15
         2005-05-01 university 2 2026-07-15 wage_work 6
         2005-05-01 university 2 2026-07-15 wage_work 7
         2003-07-15 university 6 2026-07-15 wage_work 7 married
         2005-05-01 kindergarten 2 2026-07-15",
        &expect![[r#"
            2013-05-01 lower_secondary 1 2026-07-15: 2000000
            2013-05-01 lower_secondary 4 2029-07-15: 0 this level has a year left
            2003-07-16 university 5 2026-07-15: 12000000
            2003-07-15 university 5 2026-07-15: 0 not yet too old for the scholarship
            2005-05-01 university 2 2026-07-15 wage_work 6: 12000000
            2005-05-01 university 2 2026-07-15 wage_work 7: 0 the work does not end the
                scholarship
            2003-07-15 university 6 2026-07-15 wage_work 7 married: 0 not yet too old for
                the scholarship; this level has a year left; not married; the work does not
                end the scholarship
            2005-05-01 kindergarten 2 2026-07-15: fact_refused: `kindergarten` is not one of
                kindergarten_primary, lower_secondary, upper_secondary, university
        "#]],
    );
    check(
        "2019-12-01",
        ("never", "2026-08-01"),
        "2013-05-01 lower_secondary 1 2026-07-15",
        &expect![[r#"
        2013-05-01 lower_secondary 1 2026-07-15: outside_the_law: not yet too old for
            the scholarship: no rule applies in this case (PP 82/2019; Permenaker 1/2025
            arts. 103–104)
    "#]],
    );
}

#[test]
fn the_next_year_in_its_time() {
    let year = "2013-05-01 lower_secondary 2 2027-07-15";
    check(
        "2026-03-10",
        ("2026-08-10", "2027-08-09"),
        year,
        &expect![[r#"
        2013-05-01 lower_secondary 2 2027-07-15: study_year_early: the next year's
            scholarship can be claimed from 2027-08-10 (PP 82/2019; Permenaker 1/2025
            art. 103)
    "#]],
    );
    check(
        "2026-03-10",
        ("2026-08-10", "2027-08-10"),
        year,
        &expect![[r#"
        2013-05-01 lower_secondary 2 2027-07-15: 2000000
    "#]],
    );
}

/// A child who goes through school without a break is paid, year by year, what the benefit says is ahead.
#[test]
fn all_years_are_the_whole() {
    let levels =
        [("kindergarten_primary", 8), ("lower_secondary", 3), ("upper_secondary", 3), ("university", 6)];
    let event = day("2026-03-10");
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let born = event.plus_days(-(random.between(3 * 366, 22 * 366) as i32)).expect("a day");
        let years = levels.map(|(level, most)| (level, random.between(0, most)));
        let mut child = format!("birth_date {born}");
        let (mut sum, mut ahead) = (0, 0);
        for (level, count) in years {
            write!(child, ", {level}_years {count}").expect("text");
            for year in 1..=count {
                let begins = event.plus_months(12 * ahead).expect("a day");
                ahead += 1;
                let student = Student {
                    born,
                    married: false,
                    level,
                    year: year as usize,
                    begins,
                    work: ("no_work", 0),
                };
                sum += study_year(claim_law(), event, &student, None, begins).expect("an answer").amount;
            }
        }
        let told = [("children".to_owned(), child)];
        let life = Life::new(
            "born 1980-05-01\nmember 7 wage_earner 2019-01-01 wage=5_000_000\npaid 7 2019-01 2026-02",
        );
        let asked = Question {
            kind: ClaimKind::JkkDeath,
            event,
            filed: event,
            decided: event,
            pay_day: event,
            facts: &told,
        };
        let found = life.ask(|record| assess(claim_law(), record, &asked, None)).expect("an assessment");
        let whole = found.lines.iter().find(|line| line.component == "scholarship");
        assert_eq!(sum, whole.map_or(0, GrantLine::total), "seed {seed}: {}", told[0].1);
    }
}
