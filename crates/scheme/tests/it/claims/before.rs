//! What was had before, and what the register counts: earlier claims, arrears, months of the self-employed.

use std::fmt::Write;

use expect_test::{Expect, expect};
use scheme::claims::{Question, assess};

use super::{Life, assuming, claim_law, day, facts, refused, wrapped};
use scheme::law::ClaimLaw;

/// What one claim comes to: `kind, event, filed; facts`.
fn check(law: &ClaimLaw<'_>, life: &str, asked: &str, expected: &Expect) {
    let (head, rest) = asked.split_once(';').unwrap_or((asked, ""));
    let words: Vec<&str> = head.split_whitespace().collect();
    let reported = facts(rest);
    let question = Question {
        kind: words[0].parse().expect("a kind"),
        event: day(words[1]),
        filed: day(words[2]),
        decided: day(words[2]),
        pay_day: day(words[2]),
        facts: &reported,
    };
    let mut text = String::new();
    match Life::new(life).ask(|record| assess(law, record, &question, None)) {
        Err(refusal) => writeln!(text, "{}", refused(&refusal)).expect("text"),
        Ok(found) => {
            let no = found.refusal.as_ref().map(|refusal| format!(": {refusal}")).unwrap_or_default();
            write!(text, "{} tax {} {:?}{no}", found.gross(), found.tax, found.bearer).expect("text");
        }
    }
    expected.assert_eq(&wrapped(&text));
}

const DISMISSED: &str = "
    born 1990-03-01
    member 7 wage_earner 2021-03-01 2027-04-30 wage=5_000_000
    paid 7 2021-03 2027-04
";

#[test]
fn job_loss_three_times_and_five_years_apart() {
    let law = claim_law();
    let asked = "jkp_cash 2027-04-30 2027-05-10; termination dismissal";
    check(
        law,
        DISMISSED,
        asked,
        &expect![[r#"
        18000000 tax 0 Fund
    "#]],
    );
    check(
        law,
        &format!("{DISMISSED}\nhad jkp_cash 2022-05-20 3_000_000"),
        asked,
        &expect![[r#"
        0 tax 0 Fund: Fewer than five years of contributions since the benefit was last
            received (PP 37/2021; PP 6/2025 (article not seen))
    "#]],
    );
    check(
        law,
        &format!("{DISMISSED}\nhad jkp_cash 2022-03-20 3_000_000"),
        asked,
        &expect![[r#"
        18000000 tax 0 Fund
    "#]],
    );
    let three = "had jkp_cash 2022-01-20 1\nhad jkp_cash 2022-01-21 1\nhad jkp_cash 2022-01-22 1";
    check(
        law,
        &format!("{DISMISSED}\n{three}"),
        asked,
        &expect![[r#"
        0 tax 0 Fund: The benefit has already been received three times (PP 37/2021; PP
            6/2025 (article not seen))
    "#]],
    );
}

#[test]
fn job_loss_and_what_came_after() {
    let law = claim_law();
    let asked = "jkp_cash 2027-04-30 2027-06-10; termination dismissal";
    let works = format!("{DISMISSED}\nmember 8 wage_earner 2027-06-01 wage=5_000_000");
    check(
        law,
        &works,
        asked,
        &expect![[r#"
        0 tax 0 Fund: The member has a new job (PP 37/2021 art. 40; PP 6/2025)
    "#]],
    );
    // Four months behind: an employer at work pays first, for a bankrupt one the fund does.
    let behind = DISMISSED.replace("2027-04\n", "2026-11\nowed 7 2026-12 2027-04\n");
    check(
        law,
        &behind,
        asked,
        &expect![[r#"
        18000000 tax 0 Employer: Arrears are beyond the limit; the employer pays the
            benefit first (PP 37/2021; PP 6/2025 art. 39A)
    "#]],
    );
    check(
        law,
        &format!("{behind}\nclosed 7 2027-05-01"),
        asked,
        &expect![[r#"
        18000000 tax 0 Fund
    "#]],
    );
    let few = behind.replace("paid 7 2021-03 2026-11", "owed 7 2021-03 2026-11");
    check(
        law,
        &few,
        asked,
        &expect![[r#"
        18000000 tax 0 Employer: Fewer than twelve months of contributions in the last
            twenty-four (PP 37/2021; PP 6/2025 (article number from memory))
    "#]],
    );
}

#[test]
fn savings_after_a_part_was_drawn() {
    let law = assuming(&["jht_rate[2021] 0.00", "jht_rate[2023] 0.00", "jht_rate[2022] 0.00"]);
    let life = |had: &str| {
        format!(
            "born 1967-01-01
             member 7 wage_earner 2011-01-01 2021-12-20
             paid 7 2015-07 2021-12
             saved simple_yearly 2021-12 2021-12 60_000_000
             {had}"
        )
    };
    let whole = |on: &str| format!("jht_left_work 2021-12-20 {on}; termination resignation");
    check(
        law,
        &life(""),
        &whole("2022-02-01"),
        &expect![[r#"
        60000000 tax 500000 Fund
    "#]],
    );
    // Within two calendar years everything counts together: 10 m before, 60 m now.
    let part = "had jht_part 2021-03-01 10_000_000 preparation_part";
    check(
        law,
        &life(part),
        &whole("2022-02-01"),
        &expect![[r#"
        60000000 tax 1000000 Fund
    "#]],
    );
    // Later the ordinary scale, and only what was paid in the same year.
    check(
        law,
        &life(part),
        &whole("2023-02-01"),
        &expect![[r#"
        60000000 tax 3000000 Fund
    "#]],
    );
    let again = "jht_part 2023-02-01 2023-02-01; jht_cause housing_part";
    check(
        law,
        &life(part),
        again,
        &expect![[r#"
        0 tax 0 Fund: Membership is shorter than ten years (PP 46/2015 art. 22)
    "#]],
    );
}

#[test]
fn months_of_the_self_employed() {
    let law = claim_law();
    let asked = "jkm_death 2026-04-12 2026-04-20";
    let life = |months: &str| {
        format!("born 1975-01-01\nmember 7 self_employed 2025-11-01 income=1_000_000\n{months}")
    };
    check(
        law,
        &life("paid 7 2026-01 2026-03"),
        asked,
        &expect![[r#"
        42000000 tax 0 Fund
    "#]],
    );
    check(
        law,
        &life("paid 7 2026-02 2026-03"),
        asked,
        &expect![[r#"
        10000000 tax 0 Fund
    "#]],
    );
    // A gap begins the counting again.
    check(
        law,
        &life("paid 7 2025-11 2025-12\nowed 7 2026-01 2026-01\npaid 7 2026-02 2026-03"),
        asked,
        &expect![[r#"
            10000000 tax 0 Fund
        "#]],
    );
    // Who has never paid was never covered.
    check(
        law,
        &life("owed 7 2025-11 2026-03"),
        asked,
        &expect![[r#"
        0 tax 0 Fund: Membership was not active on the day of death (PP 44/2015; PP
            82/2019 (articles not seen))
    "#]],
    );
}

#[test]
fn savings_of_a_year_whose_rate_the_institution_has_not_declared() {
    let life = "
    born 1990-03-01
    member 7 wage_earner 2024-01-01 2024-12-20 wage=5_000_000
    saved simple_yearly 2024-12 2024-12 1_000_000
";
    let asked = "jht_left_work 2024-12-20 2025-03-20; termination resignation";
    check(
        claim_law(),
        life,
        asked,
        &expect![[r#"
            not_declared: yearly rate of growth of JHT: the institution has not declared
                2024, by `naungan declare 'jht_rate[2024]' …` (PP 46/2015 art. 22)
        "#]],
    );
}
