//! Published cases, from the event to the assessment.

use std::fmt::Write;

use expect_test::{Expect, expect};
use scheme::claims::{ClaimKind, Question, assess};
use scheme::law::ClaimLaw;

use super::{Life, assuming, claim_law, day, facts, opened, refused, wrapped};

/// Opens the event and assesses each claim: `filed` to `paid`, with what was learned since.
fn check(law: &ClaimLaw<'_>, life: &str, event: &str, (decided, pay_day): (&str, &str), expected: &Expect) {
    let life = Life::new(life);
    let case = opened(law, &life, event, &[]);
    let mut text = String::new();
    let case = case.expect("a case");
    let reported = event.split_once(';').map_or_else(Vec::new, |(_, rest)| facts(rest));
    let words: Vec<&str> = event.split([' ', ';']).collect();
    let filed = if words.get(2) == Some(&"reported") { words[3] } else { words[1] };
    for claim in &case.claims {
        let asked = Question {
            kind: claim.kind,
            event: case.day,
            filed: day(filed),
            decided: day(decided),
            pay_day: day(pay_day),
            facts: &reported,
        };
        text += &assessed(law, &life, &asked, case.heirs.as_ref());
    }
    for told in &case.not_opened {
        writeln!(text, "not {}: {}", told.kind, told.refusal).expect("text");
    }
    expected.assert_eq(&wrapped(&text));
}

fn assessed(
    law: &ClaimLaw<'_>,
    life: &Life,
    asked: &Question<'_>,
    heirs: Option<&scheme::events::Heirs>,
) -> String {
    let kind: ClaimKind = asked.kind;
    let mut text = String::new();
    match life.ask(|record| assess(law, record, asked, heirs)) {
        Err(refusal) => writeln!(text, "{kind} cannot be assessed: {}", refused(&refusal)).expect("text"),
        Ok(found) => {
            let no =
                found.refusal.as_ref().map(|refusal| format!(", refused: {refusal}")).unwrap_or_default();
            let (programme, bearer) = (&found.programme, found.bearer);
            writeln!(text, "{kind} {} from {programme}, {bearer:?}{no}", found.gross()).expect("text");
            for line in &found.lines {
                let payments: Vec<String> = line.payments.iter().map(ToString::to_string).collect();
                let to = line.payee.as_ref().map(|payee| format!(" to {payee}")).unwrap_or_default();
                assert_eq!(line.reasons.len(), line.payments.len(), "{kind}: a reason a payment");
                writeln!(text, "  {} {}{to}", line.component, payments.join(" ")).expect("text");
            }
            if found.tax > 0 {
                assert!(found.tax_reason.is_some());
                writeln!(text, "  tax {}, net {}", found.tax, found.net()).expect("text");
            }
        }
    }
    text
}

const FAMILY: &str = "kin spouse Siti 1980-01-01 2000-01-01";

#[test]
fn jkm_01_and_02() {
    let life = format!("born 1975-01-01\nmember 7 wage_earner 2016-01-01 wage=4_000_000\n{FAMILY}");
    check(
        claim_law(),
        &life,
        "other_death 2019-11-15",
        ("2019-11-20", "2019-11-22"),
        &expect![[r#"
        jkm_death 24000000 from jkm, Fund
          grant 16200000 to the_heirs
          periodic 4800000 to the_heirs
          funeral 3000000 to the_heirs
        not jht_death: old-age savings, to the heirs: not a member of this programme
        not jp_death: pension, survivors: not a member of this programme
    "#]],
    );
    check(
        claim_law(),
        &life,
        "other_death 2023-04-26",
        ("2023-04-28", "2023-04-28"),
        &expect![[r#"
        jkm_death 42000000 from jkm, Fund
          grant 20000000 to the_heirs
          periodic 12000000 to the_heirs
          funeral 10000000 to the_heirs
        not jht_death: old-age savings, to the heirs: not a member of this programme
        not jp_death: pension, survivors: not a member of this programme
    "#]],
    );
}

#[test]
fn jkm_12_and_13_the_self_employed() {
    let life = |started: &str, paid: &str| {
        format!("born 1975-01-01\nmember 7 self_employed {started} income=1_000_000\n{paid}\n{FAMILY}")
    };
    check(
        claim_law(),
        &life("2025-01-30", "paid 7 2025-01 2025-01 2025-01-30"),
        "other_death 2025-01-31",
        ("2025-02-05", "2025-02-07"),
        &expect![[r#"
            not jkm_death: Membership was not active on the day of death (PP 44/2015; PP
                82/2019 (articles not seen))
            not jht_death: old-age savings, to the heirs: not a member of this programme
            not jp_death: pension, survivors: not a member of this programme
        "#]],
    );
    check(
        claim_law(),
        &life("2026-02-01", "paid 7 2026-02 2026-03"),
        "other_death 2026-04-12 reported 2026-04-20",
        ("2026-04-21", "2026-04-22"),
        &expect![[r#"
            jkm_death 10000000 from jkm, Fund
              funeral 10000000 to the_heirs
            not jht_death: old-age savings, to the heirs: not a member of this programme
            not jp_death: pension, survivors: not a member of this programme
        "#]],
    );
}

#[test]
fn jkk_02_and_03_a_death_at_work() {
    let life = format!("born 1975-01-01\nmember 7 wage_earner 2016-01-01 wage=4_000_000\n{FAMILY}");
    let child = "; children birth_date 2002-05-10, upper_secondary_years 1, university_years 5";
    check(
        claim_law(),
        &life,
        &format!("work_death 2019-10-27 reported 2019-10-28 by_employer{child}"),
        ("2019-11-05", "2019-11-08"),
        &expect![[r#"
            jkk_death 211800000 from jkk, Fund
              grant 192000000 to the_heirs
              periodic 4800000 to the_heirs
              care  to the_heirs
              funeral 3000000 to the_heirs
              scholarship 12000000 to the_heirs
            not jht_death: old-age savings, to the heirs: not a member of this programme
            not jp_death: pension, survivors: not a member of this programme
        "#]],
    );
    check(
        claim_law(),
        &life,
        &format!("work_death 2019-12-02 reported 2019-12-03 by_employer{child}"),
        ("2019-12-05", "2019-12-08"),
        &expect![[r#"
            jkk_death 277000000 from jkk, Fund
              grant 192000000 to the_heirs
              periodic 12000000 to the_heirs
              care  to the_heirs
              funeral 10000000 to the_heirs
              scholarship 63000000 to the_heirs
            not jht_death: old-age savings, to the heirs: not a member of this programme
            not jp_death: pension, survivors: not a member of this programme
        "#]],
    );
}

#[test]
fn jht_01_and_02_savings_and_their_tax() {
    let rates = |rate: &str, years: std::ops::RangeInclusive<i32>| {
        years.map(|year| format!("jht_rate[{year}] {rate}")).collect::<Vec<_>>()
    };
    let assumed = |rates: &[String]| assuming(&rates.iter().map(String::as_str).collect::<Vec<_>>());
    let worker =
        "born 1985-01-01\nmember 7 wage_earner 2019-01-01 2023-11-20 wage=5_000_000\npaid 7 2019-01 2023-11";
    let life = format!("{worker}\nsaved simple_yearly 2019-01 2023-12 285_000");
    check(
        assumed(&rates("5.00", 2019..=2023)),
        &life,
        "left_work 2023-11-20 reported 2023-12-20; termination resignation",
        ("2023-12-21", "2023-12-22"),
        &expect![[r#"
            jht_left_work 19409470 from jht, Fund
              whole_balance 19409470
        "#]],
    );
    let worker =
        "born 1965-01-01\nmember 7 wage_earner 2017-01-01 2021-12-20 wage=4_000_000\npaid 7 2017-01 2021-12";
    let life = format!("{worker}\nsaved compound_monthly 2017-01 2021-12 228_000");
    check(
        assumed(&rates("5.70", 2017..=2021)),
        &life,
        "grew_old 2021-12-20 reported 2021-12-20",
        ("2021-12-21", "2021-12-22"),
        &expect![[r#"
            jht_old_age 15800310 from jht, Fund
              whole_balance 15800310
            not jp_old_age: The member has not reached the pension age (PP 45/2015 art. 15;
                press note of January 2022)
        "#]],
    );
    // JHT-10: five percent of what is above fifty million.
    let life = format!("{worker}\nsaved simple_yearly 2021-12 2021-12 60_000_000");
    check(
        assuming(&["jht_rate[2021] 0.00"]),
        &life,
        "grew_old 2021-12-20 reported 2021-12-20",
        ("2021-12-21", "2021-12-22"),
        &expect![[r#"
            jht_old_age 60000000 from jht, Fund
              whole_balance 60000000
              tax 500000, net 59500000
            not jp_old_age: The member has not reached the pension age (PP 45/2015 art. 15;
                press note of January 2022)
        "#]],
    );
}

#[test]
fn jkp_01_03_08_cash() {
    let life = |wage: &str, ended: &str| {
        format!(
            "born 1990-03-01\nmember 7 wage_earner 2021-03-01 {ended} wage={wage}\npaid 7 2021-03 {}",
            &ended[..7]
        )
    };
    check(
        claim_law(),
        &life("5_000_000", "2023-03-31"),
        "lost_job 2023-03-31 reported 2023-04-10; termination dismissal",
        ("2023-04-12", "2023-04-14"),
        &expect![[r#"
            jkp_cash 10500000 from jkp, Fund
              job_information
              job_training
              cash 2250000 2250000 2250000 1250000 1250000 1250000
            not jht_left_work: old-age savings on leaving work: not a member of this
                programme
        "#]],
    );
    check(
        claim_law(),
        &life("6_000_000", "2025-12-31"),
        "lost_job 2025-12-31 reported 2026-04-30; termination dismissal",
        ("2026-05-02", "2026-05-05"),
        &expect![[r#"
            jkp_cash 18000000 from jkp, Fund
              job_information
              job_training
              cash 3000000 3000000 3000000 3000000 3000000 3000000
            not jht_left_work: old-age savings on leaving work: not a member of this
                programme
        "#]],
    );
    check(
        claim_law(),
        &life("5_000_000", "2024-11-15"),
        "lost_job 2024-11-15 reported 2024-12-01; termination dismissal",
        ("2024-12-05", "2024-12-10"),
        &expect![[r#"
            jkp_cash 16500000 from jkp, Fund
              job_information
              job_training
              cash 2250000 2250000 3000000 3000000 3000000 3000000
            not jht_left_work: old-age savings on leaving work: not a member of this
                programme
        "#]],
    );
}

/// A wage earner since 2021, by the day work ended and the months that were paid.
fn employed(ended: &str, paid: &str) -> String {
    format!("born 1990-03-01\nmember 7 wage_earner 2021-03-01 {ended} wage=5_000_000\n{paid}")
}

#[test]
fn jkp_09_six_months_in_a_row() {
    // Twelve of twenty-four months, no six in a row.
    let broken = "paid 7 2023-05 2023-09\npaid 7 2023-11 2024-03\npaid 7 2024-10 2024-11";
    check(
        claim_law(),
        &employed("2024-11-30", broken),
        "lost_job 2024-11-30 reported 2024-12-20; termination dismissal",
        ("2024-12-20", "2024-12-23"),
        &expect![[r#"
            not jht_left_work: old-age savings on leaving work: not a member of this
                programme
            not jkp_cash: Contributions were not paid for six months in a row before the
                dismissal (PP 37/2021; PP 6/2025 (article number from memory))
        "#]],
    );
    let broken = "paid 7 2023-08 2023-12\npaid 7 2024-02 2024-06\npaid 7 2025-01 2025-02";
    check(
        claim_law(),
        &employed("2025-02-28", broken),
        "lost_job 2025-02-28 reported 2025-03-20; termination dismissal",
        ("2025-03-20", "2025-03-24"),
        &expect![[r#"
            jkp_cash 18000000 from jkp, Fund
              job_information
              job_training
              cash 3000000 3000000 3000000 3000000 3000000 3000000
            not jht_left_work: old-age savings on leaving work: not a member of this
                programme
        "#]],
    );
}

#[test]
fn jkp_10_and_13_in_the_fourth_month() {
    let whole = "paid 7 2021-03 2024-09";
    check(
        claim_law(),
        &employed("2024-09-30", whole),
        "lost_job 2024-09-30 reported 2025-01-10; termination dismissal",
        ("2025-01-10", "2025-01-13"),
        &expect![[r#"
            not jht_left_work: old-age savings on leaving work: not a member of this
                programme
            not jkp_cash: The claim was not filed within the time after the dismissal (PP
                37/2021 art. 40; PP 6/2025)
        "#]],
    );
    let whole = "paid 7 2021-03 2025-03";
    check(
        claim_law(),
        &employed("2025-03-31", whole),
        "lost_job 2025-03-31 reported 2025-07-10; termination dismissal",
        ("2025-07-10", "2025-07-14"),
        &expect![[r#"
            jkp_cash 18000000 from jkp, Fund
              job_information
              job_training
              cash 3000000 3000000 3000000 3000000 3000000 3000000
            not jht_left_work: old-age savings on leaving work: not a member of this
                programme
        "#]],
    );
    let outcomes = [
        (
            "resignation",
            expect![[r#"
                not jht_left_work: old-age savings on leaving work: not a member of this
                    programme
                not jkp_cash: The employment did not end by a dismissal that is covered:
                    resignation, retirement, total permanent disability, death and a contract
                    that runs to its end are not (PP 37/2021 (article numbers from memory))
            "#]],
        ),
        (
            "contract_ran_out",
            expect![[r#"
                not jht_left_work: old-age savings on leaving work: not a member of this
                    programme
                not jkp_cash: The employment did not end by a dismissal that is covered:
                    resignation, retirement, total permanent disability, death and a contract
                    that runs to its end are not (PP 37/2021 (article numbers from memory))
            "#]],
        ),
        (
            "contract_cut_short",
            expect![[r#"
                jkp_cash 18000000 from jkp, Fund
                  job_information
                  job_training
                  cash 3000000 3000000 3000000 3000000 3000000 3000000
                not jht_left_work: old-age savings on leaving work: not a member of this
                    programme
            "#]],
        ),
    ];
    for (termination, expected) in outcomes {
        let event = format!("lost_job 2025-03-31 reported 2025-07-10; termination {termination}");
        check(claim_law(), &employed("2025-03-31", whole), &event, ("2025-07-10", "2025-07-14"), &expected);
    }
}

/// The published wages of JP-01 to JP-15 as one life: the presentation's inflation and ceilings are assumed.
#[test]
fn jp_01_to_15_a_pension() {
    let inflation = [
        "7.00", "6.75", "6.50", "6.25", "6.00", "5.75", "5.50", "5.25", "5.00", "4.75", "4.75", "4.75",
        "4.75", "4.75", "4.75",
    ];
    let ceilings = [
        7_000_000, 7_400_000, 7_800_000, 8_250_000, 8_700_000, 9_200_000, 9_700_000, 10_250_000, 10_800_000,
        11_400_000, 12_000_000, 12_650_000, 13_350_000, 14_100_000, 14_850_000, 14_850_000,
    ];
    let wages = [
        3_000_000, 3_400_000, 3_810_000, 4_230_000, 4_740_000, 5_270_000, 5_840_000, 6_510_000, 7_190_000,
        7_930_000, 8_770_000, 9_660_000, 10_630_000, 11_750_000, 12_930_000,
    ];
    let start = |year: i32| if year == 2015 { "07" } else { "01" };
    let mut assumed: Vec<String> =
        (2015..).zip(inflation).map(|(year, rate)| format!("inflation[{year}] {rate}")).collect();
    for (year, ceiling) in (2015..).zip(ceilings) {
        assumed.push(format!("jp_wage_ceiling[{year}-{}] {ceiling}", start(year)));
    }
    assumed
        .extend(["pension_lowest[2030-01] 300_000", "pension_highest[2030-01] 3_600_000"].map(str::to_owned));
    let law = assuming(&assumed.iter().map(String::as_str).collect::<Vec<_>>());
    let mut life = "born 1970-02-03\nmember 7 wage_earner 2015-07-01 2030-06-30".to_owned();
    for (year, wage) in (2015..).zip(wages) {
        write!(life, "\nwage 7 {year}-{} {wage}", start(year)).expect("text");
    }
    life += "\npaid 7 2015-07 2030-06";
    check(
        law,
        &life,
        "grew_old 2030-06-30 reported 2030-07-01",
        ("2030-07-02", "2030-07-03"),
        &expect![[r#"
        jp_old_age 0 from jp, Fund
          returned_savings 0
        not jht_old_age: old-age savings at old age: not a member of this programme
    "#]],
    );
    // Three months behind: each month is paid.
    check(
        law,
        &life,
        "grew_old 2030-06-30 reported 2030-09-01",
        ("2030-09-02", "2030-09-03"),
        &expect![[r#"
        jp_old_age 4475043 from jp, Fund
          old_age_pension 1491681 1491681 1491681
        not jht_old_age: old-age savings at old age: not a member of this programme
    "#]],
    );
}

/// A wage earner dies after seven years: the pension counts as fifteen years, or the savings go back.
#[test]
fn jp_survivors_and_one_sum() {
    let worker = "born 1985-05-01\nmember 7 wage_earner 2019-01-01 wage=5_000_000\npension 9_000_000";
    let life = format!("{worker}\npaid 7 2019-01 2026-02\n{FAMILY}");
    check(
        claim_law(),
        &life,
        "other_death 2026-03-10 reported 2026-04-12",
        ("2026-04-13", "2026-04-14"),
        &expect![[r#"
        jkm_death 42000000 from jkm, Fund
          grant 20000000 to the_heirs
          periodic 12000000 to the_heirs
          funeral 10000000 to the_heirs
        jp_death 417295 from jp, Fund
          spouse_pension 417295 to the_heirs
        not jht_death: old-age savings, to the heirs: not a member of this programme
    "#]],
    );
    let gaps = format!("{worker}\npaid 7 2019-01 2022-02\nowed 7 2022-03 2026-02\n{FAMILY}");
    check(
        claim_law(),
        &gaps,
        "other_death 2026-03-10 reported 2026-04-12",
        ("2026-04-13", "2026-04-14"),
        &expect![[r#"
        jkm_death 42000000 from jkm, Fund
          grant 20000000 to the_heirs
          periodic 12000000 to the_heirs
          funeral 10000000 to the_heirs
        jp_death 9000000 from jp, Fund
          returned_savings 9000000 to the_heirs
        not jht_death: old-age savings, to the heirs: not a member of this programme
    "#]],
    );
}

/// A disability of December, claimed in January: a year that nobody paid since does not make one sum of it.
#[test]
fn jp_months_after_the_claim_do_not_count() {
    let life = "born 1985-05-01\nmember 7 wage_earner 2024-01-01 wage=5_000_000\npension 1_800_000
        paid 7 2024-01 2024-12\nowed 7 2025-01 2025-12";
    check(
        claim_law(),
        life,
        "other_disability 2024-12-10 reported 2025-01-05",
        ("2025-01-06", "2025-01-07"),
        &expect![[r#"
            jp_disability 761775 from jp, Fund
              disability_pension 761775
            not jht_disability: old-age savings on total disability: not a member of this
                programme
        "#]],
    );
}
