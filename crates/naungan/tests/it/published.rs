//! Published claims through the whole path: the months of a life, the event, two people's decision, the
//! orders, the bank's answers, and what the books of each fund say in the end; on both engines.
//!
//! JKM-02 is in `claims.rs`, JKP-08 in `jobs.rs`. What no case can carry is an example of the law alone: the
//! higher limit of JP-18, which no months of contributions could reach by 2016.

mod jkp;
mod jp;

use expect_test::{Expect, expect};

use crate::lived::Life;
use crate::register::both;

/// Lives a life, reports the event on one day, decides and pays on another: `work_death 2019-10-27` and what
/// else the report says.
fn check(founded: (&str, &str), life: &str, event: &str, days: [&str; 2], expected: &Expect) {
    both(founded.1, founded.0, |office| {
        let mut lived = Life::begin(office, founded.0, life);
        days[0].clone_into(&mut lived.today);
        let reported = lived.report(event);
        days[1].clone_into(&mut lived.today);
        let mut told = String::new();
        for claim in reported["claims"].as_array().into_iter().flatten() {
            lived.decide(claim["claim"].as_i64().expect("a claim"), &mut told);
        }
        for not in reported["not_opened"].as_array().into_iter().flatten() {
            told.push_str(&format!("not {}\n", not["kind"].as_str().unwrap_or_default()));
        }
        lived.pay();
        for claim in reported["claims"].as_array().into_iter().flatten() {
            let shown = lived.json(&format!("claim show {}", claim["claim"]));
            told.push_str(&format!("{} is {}\n", shown["kind"].as_str().unwrap_or(""), shown["state"]));
        }
        told.push_str(&benefits_in_books(&lived.does("ledger trial-balance")));
        let verdict = lived.does("verify");
        assert!(verdict.contains("everything agrees"), "{verdict}");
        expected.assert_eq(&told);
    });
}

/// Accounts of benefits: granted, payable, tax, to recover.
fn benefits_in_books(balance: &str) -> String {
    let is_of_benefits = |line: &&str| {
        line.split_whitespace().any(|word| ["5200", "2300", "2400", "1400", "5400"].contains(&word))
    };
    let shown = |line: &str| format!("{}\n", line.split_whitespace().collect::<Vec<_>>().join(" "));
    balance.lines().filter(is_of_benefits).map(shown).collect()
}

const WORKER: &str = "employer risk_class=low
    born 1975-01-01
    kin spouse Siti 1980-01-01 2000-01-01";

#[test]
fn jkk_02_a_death_at_work() {
    check(
        ("2019-09-01", "simple-yearly"),
        &format!(
            "{WORKER}
            kin son_or_daughter Ana 2002-05-10 2002-05-10
            joins wage_earner 2019-09-01 wage=4000000
            pays 2019-09 2019-10"
        ),
        "work_death 2019-10-27 --by-employer \
         --set 'children=birth_date 2002-05-10, upper_secondary_years 1, university_years 5'",
        ["2019-10-28", "2019-11-05"],
        &expect![[r#"
            jkk_death 211800000 from jkk
              grant 192000000
              periodic 4800000
              funeral 3000000
              scholarship 12000000
              looked at: enrolled_before_death
              order 105900000 to relative 1
              order 105900000 to relative 2
            jht_death 461776 from jht
              whole_balance 461776
              looked at: enrolled_before_death
              order 230888 to relative 1
              order 230888 to relative 2
            jp_death 240000 from jp
              returned_savings 240000
              looked at: enrolled_before_death
              order 120000 to relative 1
              order 120000 to relative 2
            jkk_death is "closed"
            jht_death is "closed"
            jp_death is "closed"
            jht 2300 benefits payable 461,776 461,776 0
            jkk 2300 benefits payable 211,800,000 211,800,000 0
            jkk 5200 benefits 211,800,000 0 211,800,000
            jp 2300 benefits payable 240,000 240,000 0
            jp 5200 benefits 240,000 0 240,000
        "#]],
    );
}

#[test]
fn jkk_03_the_same_under_the_newer_law() {
    check(
        ("2019-09-01", "simple-yearly"),
        &format!(
            "{WORKER}
            kin son_or_daughter Ana 2002-05-10 2002-05-10
            joins wage_earner 2019-09-01 wage=4000000
            pays 2019-09 2019-12"
        ),
        "work_death 2019-12-02 --by-employer \
         --set 'children=birth_date 2002-05-10, upper_secondary_years 1, university_years 5'",
        ["2019-12-03", "2019-12-05"],
        &expect![[r#"
            jkk_death 277000000 from jkk
              grant 192000000
              periodic 12000000
              funeral 10000000
              scholarship 63000000
              order 107000000 to relative 1
              order 107000000 to relative 2
            jht_death 923552 from jht
              whole_balance 923552
              order 461776 to relative 1
              order 461776 to relative 2
            jp_death 480000 from jp
              returned_savings 480000
              order 240000 to relative 1
              order 240000 to relative 2
            jkk_death is "paid"
            jht_death is "closed"
            jp_death is "closed"
            jht 2300 benefits payable 923,552 923,552 0
            jkk 2300 benefits payable 214,000,000 214,000,000 0
            jkk 5200 benefits 214,000,000 0 214,000,000
            jp 2300 benefits payable 480,000 480,000 0
            jp 5200 benefits 480,000 0 480,000
        "#]],
    );
}

/// One child or two, each from kindergarten to the end of university.
fn orphans(children: &[&str]) -> (String, String) {
    let mut life = format!("{WORKER}\njoins wage_earner 2019-09-01 wage=4000000\npays 2019-09 2020-01");
    let mut event = "work_death 2020-01-11 --by-employer".to_owned();
    for (name, born) in ["Ana", "Bayu"].iter().zip(children) {
        life = life.replace("\njoins", &format!("\nkin son_or_daughter {name} {born} {born}\njoins"));
        let school = "kindergarten_primary_years 8, lower_secondary_years 3, upper_secondary_years 3";
        event.push_str(&format!(" --set 'children=birth_date {born}, {school}, university_years 5'"));
    }
    (life, event)
}

#[test]
fn jkk_09_the_longest_scholarship() {
    let (life, event) = orphans(&["2015-06-01"]);
    let (founded, days) = (("2019-09-01", "simple-yearly"), ["2020-01-13", "2020-01-15"]);
    check(
        founded,
        &life,
        &event,
        days,
        &expect![[r#"
        jkk_death 301000000 from jkk
          grant 192000000
          periodic 12000000
          funeral 10000000
          scholarship 87000000
          order 107000000 to relative 1
          order 107000000 to relative 2
        jht_death 1156955 from jht
          whole_balance 1156955
          order 578478 to relative 1
          order 578477 to relative 2
        jp_death 600000 from jp
          returned_savings 600000
          order 300000 to relative 1
          order 300000 to relative 2
        jkk_death is "paid"
        jht_death is "closed"
        jp_death is "closed"
        jht 2300 benefits payable 1,156,955 1,156,955 0
        jkk 2300 benefits payable 214,000,000 214,000,000 0
        jkk 5200 benefits 214,000,000 0 214,000,000
        jp 2300 benefits payable 600,000 600,000 0
        jp 5200 benefits 600,000 0 600,000
    "#]],
    );
}

#[test]
fn jkk_08_two_of_them() {
    let (life, event) = orphans(&["2015-06-01", "2016-03-01"]);
    let (founded, days) = (("2019-09-01", "simple-yearly"), ["2020-01-13", "2020-01-15"]);
    check(
        founded,
        &life,
        &event,
        days,
        &expect![[r#"
        jkk_death 388000000 from jkk
          grant 192000000
          periodic 12000000
          funeral 10000000
          scholarship 174000000
          order 71333334 to relative 1
          order 71333333 to relative 2
          order 71333333 to relative 3
        jht_death 1156955 from jht
          whole_balance 1156955
          order 385653 to relative 1
          order 385651 to relative 2
          order 385651 to relative 3
        jp_death 600000 from jp
          returned_savings 600000
          order 200000 to relative 1
          order 200000 to relative 2
          order 200000 to relative 3
        jkk_death is "paid"
        jht_death is "closed"
        jp_death is "closed"
        jht 2300 benefits payable 1,156,955 1,156,955 0
        jkk 2300 benefits payable 214,000,000 214,000,000 0
        jkk 5200 benefits 214,000,000 0 214,000,000
        jp 2300 benefits payable 600,000 600,000 0
        jp 5200 benefits 600,000 0 600,000
    "#]],
    );
}

#[test]
fn jkm_01_a_death_before_december_2019() {
    check(
        ("2019-09-01", "simple-yearly"),
        &format!("{WORKER}\njoins wage_earner 2019-09-01 wage=4000000\npays 2019-09 2019-11"),
        "other_death 2019-11-15",
        ["2019-11-16", "2019-11-20"],
        &expect![[r#"
            jkm_death 24000000 from jkm
              grant 16200000
              periodic 4800000
              funeral 3000000
              looked at: enrolled_before_death
              order 24000000 to relative 1
            jht_death 690931 from jht
              whole_balance 690931
              looked at: enrolled_before_death
              order 690931 to relative 1
            jp_death 360000 from jp
              returned_savings 360000
              looked at: enrolled_before_death
              order 360000 to relative 1
            jkm_death is "closed"
            jht_death is "closed"
            jp_death is "closed"
            jht 2300 benefits payable 690,931 690,931 0
            jkm 2300 benefits payable 24,000,000 24,000,000 0
            jkm 5200 benefits 24,000,000 0 24,000,000
            jp 2300 benefits payable 360,000 360,000 0
            jp 5200 benefits 360,000 0 360,000
        "#]],
    );
}

#[test]
fn jkm_12_a_self_employed_member_of_two_months() {
    check(
        ("2026-02-01", "simple-yearly"),
        "born 1975-01-01
         kin spouse Siti 1980-01-01 2000-01-01
         joins self_employed 2026-02-01 income=1000000
         pays 2026-02 2026-03",
        "other_death 2026-04-12",
        ["2026-04-20", "2026-04-21"],
        &expect![[r#"
            jkm_death 10000000 from jkm
              funeral 10000000
              looked at: enrolled_before_death
              order 10000000 to relative 1
            not jht_death
            not jp_death
            jkm_death is "closed"
            jkm 2300 benefits payable 10,000,000 10,000,000 0
            jkm 5200 benefits 10,000,000 0 10,000,000
        "#]],
    );
}

#[test]
fn jht_01_five_years_at_five_percent() {
    check(
        ("2019-01-01", "simple-yearly"),
        "employer risk_class=low
         born 1965-01-01
         declares jht_rate[2019] 5.00
         declares jht_rate[2020] 5.00
         declares jht_rate[2021] 5.00
         declares jht_rate[2022] 5.00
         declares jht_rate[2023] 5.00
         joins wage_earner 2019-01-01 wage=5000000
         pays 2019-01 2023-12",
        "grew_old 2023-12-20",
        ["2023-12-20", "2023-12-21"],
        &expect![[r#"
            jht_old_age 19409470 from jht
              whole_balance 19409470
              order 19409470 to member
            jp_old_age 7350000 from jp
              returned_savings 7350000
              order 7350000 to member
            jht_old_age is "closed"
            jp_old_age is "closed"
            jht 2300 benefits payable 19,409,470 19,409,470 0
            jp 2300 benefits payable 7,350,000 7,350,000 0
            jp 5200 benefits 7,350,000 0 7,350,000
        "#]],
    );
}

/// Two earn the same for the same five years: one is old at the end of them, the other waits for 26 years.
/// The published 66,775,213 has a tolerance of 1.
#[test]
fn jht_02_and_03_by_the_month_and_left_alone() {
    both("compound-monthly", "2017-01-01", |office| {
        let declared: String =
            (2017..=2047).map(|year| format!("\ndeclares jht_rate[{year}] 5.70")).collect();
        let born = |day: &str| format!("born {day}\njoins wage_earner 2017-01-01 wage=4000000");
        let firm = format!("law 2048-12\nemployer risk_class=low{declared}");
        let mut first = Life::begin(office, "2017-01-01", &format!("{firm}\n{}", born("1965-01-01")));
        let mut second = first.beside(&born("1991-12-31"));
        first.goes_on("pays 2017-01 2021-12\nday 2021-12-20");
        let mut told = String::new();
        told_of(&first, "grew_old 2021-12-20", &mut told);
        second.goes_on("ends 2021-12-31 resigned\ngrows 2021 2046\nday 2047-12-31");
        told_of(&second, "grew_old 2047-12-31", &mut told);
        told.push_str(&benefits_in_books(&second.does("ledger trial-balance")));
        let verdict = second.does("verify");
        assert!(verdict.contains("everything agrees"), "{verdict}");
        expect![[r#"
            jht_old_age 15800310 from jht
              whole_balance 15800310
              order 15800310 to member
            jht_old_age 66775213 from jht
              whole_balance 66775213
              order 65936452 to member
            jht 2300 benefits payable 81,736,762 81,736,762 0
            jht 2400 tax payable 0 838,761 -838,761
        "#]]
        .assert_eq(&told);
    });
}

/// An event is reported, decided and paid on the same day.
fn told_of(lived: &Life<'_>, event: &str, told: &mut String) {
    let reported = lived.report(event);
    for claim in reported["claims"].as_array().into_iter().flatten() {
        lived.decide(claim["claim"].as_i64().expect("a claim"), told);
    }
    lived.pay();
}

#[test]
fn jht_10_tax_above_fifty_million() {
    check(
        ("2021-12-01", "simple-yearly"),
        "employer risk_class=low
         born 1965-01-01
         declares jht_rate[2021] 0.00
         joins wage_earner 2021-12-01 wage=1052631579
         pays 2021-12 2021-12",
        "grew_old 2021-12-20",
        ["2021-12-20", "2021-12-21"],
        &expect![[r#"
            jht_old_age 60000000 from jht
              whole_balance 60000000
              order 59500000 to member
            not jp_old_age
            jht_old_age is "closed"
            jht 2300 benefits payable 59,500,000 59,500,000 0
            jht 2400 tax payable 0 500,000 -500,000
        "#]],
    );
}

#[test]
fn jkm_13_a_self_employed_member_of_one_month() {
    check(
        ("2025-02-01", "simple-yearly"),
        "born 1975-01-01
         kin spouse Siti 1980-01-01 2000-01-01
         joins self_employed 2025-02-01 income=1000000
         pays 2025-02 2025-02",
        "other_death 2025-02-20",
        ["2025-02-21", "2025-02-22"],
        &expect![[r#"
            jkm_death 42000000 from jkm
              grant 20000000
              periodic 12000000
              funeral 10000000
              looked at: enrolled_before_death
              order 42000000 to relative 1
            not jht_death
            not jp_death
            jkm_death is "closed"
            jkm 2300 benefits payable 42,000,000 42,000,000 0
            jkm 5200 benefits 42,000,000 0 42,000,000
        "#]],
    );
}

#[test]
fn jkm_07_a_migrant_abroad() {
    check(
        ("2025-01-01", "simple-yearly"),
        "born 1975-01-01
         kin spouse Siti 1980-01-01 2000-01-01
         kin son_or_daughter Ana 2006-08-01 2006-08-01
         joins migrant 2025-01-01 contract_months=24 placement=agency
         settles",
        "other_death 2025-04-19 --set migrant_phase=abroad \
         --set 'children=birth_date 2006-08-01, university_years 4'",
        ["2025-04-21", "2025-04-22"],
        &expect![[r#"
            jkm_death 133000000 from pmi
              grant 75000000
              scholarship 48000000
              funeral 10000000
              order 42500000 to relative 1
              order 42500000 to relative 2
            not jht_death
            not jp_death
            jkm_death is "paid"
            pmi 2300 benefits payable 85,000,000 85,000,000 0
            pmi 5200 benefits 85,000,000 0 85,000,000
        "#]],
    );
}

#[test]
fn jkp_03_a_capped_wage() {
    check(
        ("2024-12-01", "simple-yearly"),
        "employer risk_class=low enterprise_size=large
         born 1990-03-01
         declares jht_rate[2024] 5.00
         declares jht_rate[2025] 5.00
         joins wage_earner 2024-12-01 wage=6000000 jkn_member=yes
         pays 2024-12 2025-12
         ends 2025-12-31 dismissed",
        "lost_job 2025-12-31 --set termination=dismissal",
        ["2026-04-30", "2026-05-02"],
        &expect![[r#"
            jht_left_work: yearly rate of growth of JHT:
              the institution has not declared 2026, by `naungan declare 'jht_rate[2026]' …`
              (PP 46/2015 art. 22)
            jkp_cash 18000000 from jkp
              cash 3000000 3000000 3000000 3000000 3000000 3000000
              order 3000000 to member
            jht_left_work is "complete"
            jkp_cash is "paid"
            jkp 2300 benefits payable 3,000,000 3,000,000 0
            jkp 5200 benefits 3,000,000 0 3,000,000
        "#]],
    );
}

#[test]
fn jkp_01_six_months_of_cash() {
    check(
        ("2022-01-01", "simple-yearly"),
        "employer risk_class=low enterprise_size=large
         born 1990-03-01
         joins wage_earner 2022-01-01 wage=5000000 jkn_member=yes
         pays 2022-01 2023-03
         ends 2023-03-31 dismissed",
        "lost_job 2023-03-31 --set termination=dismissal",
        ["2023-04-10", "2023-04-12"],
        &expect![[r#"
            jkp_cash 10500000 from jkp
              cash 2250000 2250000 2250000 1250000 1250000 1250000
              order 2250000 to member
            not jht_left_work
            jkp_cash is "paid"
            jkp 2300 benefits payable 2,250,000 2,250,000 0
            jkp 5200 benefits 2,250,000 0 2,250,000
        "#]],
    );
}
