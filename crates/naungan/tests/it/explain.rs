//! `naungan explain …` as people see it, in both languages.

use expect_test::{expect, expect_file};

use crate::program::{check, check_seen};

#[test]
fn a_wage_earner_of_group_one_in_indonesian() {
    check_seen(
        "explain contribution --month 2026-02 segment=wage_earner risk_class=very_low wage=10000000 \
         birth_date=1990-05-17 registration_date=2020-01-01",
        &expect_file!["seen/a_wage_earner_of_group_one_in_indonesian.txt"],
    );
}

#[test]
fn the_same_in_english() {
    check_seen(
        "--lang en explain contribution --month 2026-02 segment=wage_earner risk_class=very_low \
         wage=10000000 birth_date=1990-05-17 registration_date=2020-01-01",
        &expect_file!["seen/the_same_in_english.txt"],
    );
}

#[test]
fn only_the_lines() {
    check(
        "--lang en explain contribution --brief --month 2026-02 segment=wage_earner risk_class=very_low \
         wage=10000000 birth_date=1990-05-17 registration_date=2020-01-01",
        &expect![[r#"
            Contribution for February 2026 · wage earner (PU)

              work injury (JKK)      employer             Rp24,000  work injury fund
              death (JKM)            employer             Rp30,000  death fund
              old-age savings (JHT)  employer            Rp370,000  old-age savings fund
                                     worker              Rp200,000  old-age savings fund
              pension (JP)           employer            Rp200,000  pension fund
                                     worker              Rp100,000  pension fund
              job loss (JKP)         central government   Rp11,000  job-loss fund

              total                  employer            Rp624,000
              total                  worker              Rp300,000
              total                  central government   Rp11,000
              total                  all                 Rp935,000

            What each fund receives, after moves
              work injury fund       Rp17,000
              death fund             Rp30,000
              old-age savings fund  Rp570,000
              pension fund          Rp300,000
              job-loss fund          Rp18,000
              (work injury fund moved to job loss (JKP): Rp7,000)

            Law: id · fingerprint …
        "#]],
    );
}

#[test]
fn what_rounds_shows_the_value_before() {
    check_seen(
        "--lang en explain definition late_penalty --month 2026-01 unpaid_amount=5729876 \
         payment_date=2026-03-17 segment=wage_earner",
        &expect_file!["seen/what_rounds_shows_the_value_before.txt"],
    );
}

#[test]
fn facts_that_are_missing_are_named() {
    check(
        "explain contribution --brief --month 2026-02 segment=wage_earner wage=10000000",
        &expect![[r#"
        Iuran Februari 2026 · pekerja penerima upah (PU)

        ! Belum lengkap: hanya bagian yang sudah dapat dijawab yang tampil di sini; yang lain menunggu
          hal-hal di bawah.

          Jaminan Kematian (JKM)  pemberi kerja   Rp30.000  dana JKM
          Jaminan Hari Tua (JHT)  pemberi kerja  Rp370.000  dana JHT
                                  pekerja        Rp200.000  dana JHT

        Fakta yang masih diperlukan: 2

          risk_class – kelompok tingkat risiko lingkungan kerja
            salah satu pilihan
              very_low   sangat rendah (I)
              low        rendah (II)
              medium     sedang (III)
              high       tinggi (IV)
              very_high  sangat tinggi (V)
            Tulis: risk_class=very_low

          birth_date – tanggal lahir
            tanggal, seperti 2026-02-17
            Tulis: birth_date=2026-02-17

        Hukum: id · sidik …
        exit status 1
    "#]],
    );
}

#[test]
fn facts_that_are_missing_in_english() {
    check(
        "--lang en explain contribution --brief --month 2026-02 segment=wage_earner wage=10000000",
        &expect![[r#"
            Contribution for February 2026 · wage earner (PU)

            ! Not complete: only what can be answered so far is shown here; the rest waits for what is named
              below.

              death (JKM)            employer   Rp30,000  death fund
              old-age savings (JHT)  employer  Rp370,000  old-age savings fund
                                     worker    Rp200,000  old-age savings fund

            Facts that are still needed: 2

              risk_class – risk group of the workplace
                one of the options
                  very_low   very low (I)
                  low        low (II)
                  medium     medium (III)
                  high       high (IV)
                  very_high  very high (V)
                Write: risk_class=very_low

              birth_date – date of birth
                a day, such as 2026-02-17
                Write: birth_date=2026-02-17

            Law: id · fingerprint …
            exit status 1
        "#]],
    );
}

#[test]
fn no_segment_no_answer() {
    check(
        "--lang en explain contribution --month 2026-02",
        &expect![[r#"
        Contribution for February 2026

        ! Nothing can be answered yet; the reasons are below.

        Facts that are still needed: 1

          segment – membership segment
            one of the options
              wage_earner    wage earner (PU)
              self_employed  self-employed and informal worker (BPU)
              construction   worker of a construction project
              migrant        Indonesian migrant worker (PMI)
            Write: segment=wage_earner

        Law: id · fingerprint …
        exit status 1
    "#]],
    );
}

#[test]
fn wrong_facts_are_all_said_at_once() {
    check(
        "--lang en explain contribution --month 2026-02 segment=wage_erner risk=very_low wage=-5 \
         birth_date=1990-02-30",
        &expect![[r#"
            complaints:
            segment: `wage_erner` is not one of wage_earner, self_employed, construction, migrant
              segment – membership segment, one of the options
                wage_earner – wage earner (PU)
                self_employed – self-employed and informal worker (BPU)
                construction – worker of a construction project
                migrant – Indonesian migrant worker (PMI)
              Write: segment=wage_earner

            risk: there is no fact of this name; did you mean `risk_class`? (see `naungan law facts`)

            wage: `-5` is outside the limits 0 to 1000000000000
              wage – month's wage: basic and fixed allowances, an amount of money
              from Rp0 to Rp1,000,000,000,000
              Write: wage=5_000_000

            birth_date: there is no 1990-02-30: 1990-02 has the days 1 to 28
              birth_date – date of birth, a day, such as 2026-02-17
              Write: birth_date=2026-02-17
            exit status 1
        "#]],
    );
}

#[test]
fn wrong_facts_in_indonesian() {
    check_seen(
        "explain contribution --month 2026-02 segment=wage_erner risk=very_low wage=-5 birth_date=1990-02-30",
        &expect_file!["seen/wrong_facts_in_indonesian.txt"],
    );
}

#[test]
fn a_point_in_an_amount_is_not_guessed() {
    check_seen(
        "explain contribution --month 2026-02 wage=750.000",
        &expect_file!["seen/a_point_in_an_amount_is_not_guessed.txt"],
    );
}

#[test]
fn a_fact_is_given_once() {
    check(
        "explain contribution --month 2026-02 wage=1 wage=2",
        &expect![[r#"
        complaints:
        `wage` disebut dua kali: sebut sekali saja
        exit status 1
    "#]],
    );
}

#[test]
fn a_fact_has_a_value() {
    check(
        "--lang en explain contribution --month 2026-02 wage",
        &expect![[r#"
        complaints:
        `wage` is not a fact: write NAME=VALUE, such as wage=5_000_000 (see `naungan law facts`)
        exit status 1
    "#]],
    );
}

#[test]
fn the_month_of_two_ways_is_one() {
    check(
        "--lang en explain contribution --month 2026-02 contribution_month=2026-03",
        &expect![[r#"
        complaints:
        `contribution_month` is given twice: give it once
        exit status 1
    "#]],
    );
}

#[test]
fn a_month_that_is_none() {
    check(
        "explain contribution --month 2026-13",
        &expect![[r#"
        complaints:
        `2026-13` bukan bulan: tulis seperti 2026-02
        exit status 1
    "#]],
    );
}

#[test]
fn a_day_that_is_none() {
    check(
        "--lang en explain benefit jkm --on 17-02-2026",
        &expect![[r#"
        complaints:
        `17-02-2026` is not a day: write it like 2026-02-17
        exit status 1
    "#]],
    );
}

#[test]
fn before_the_law_begins() {
    check(
        "explain contribution --month 2015-06 segment=wage_earner risk_class=very_low wage=10000000 \
         birth_date=1990-05-17 registration_date=2020-01-01",
        &expect![[r#"
            Iuran Juni 2015 · pekerja penerima upah (PU)

            ! Belum ada yang dapat dijawab; sebabnya di bawah.

            ! Tidak terjawab: 1 Juni 2015 di luar masa yang dimodelkan, 1 Juli 2015 sampai 31 Desember 2027
              Tempatnya dalam hukum: law/id/pp-44-2015-work-injury-and-death/16-wage-earner-rates.md:18

            Hukum: id · sidik …
            exit status 1
        "#]],
    );
}

#[test]
fn after_the_law_is_known() {
    check(
        "--lang en explain contribution --month 2028-01 segment=wage_earner risk_class=very_low \
         wage=10000000 birth_date=1990-05-17 registration_date=2020-01-01",
        &expect![[r#"
    Contribution for January 2028 · wage earner (PU)

    ! Nothing can be answered yet; the reasons are below.

    ! Not answered: 1 January 2028 is outside the time that is modelled, 1 July 2015 to 31 December 2027
      The place in the law: law/id/pp-44-2015-work-injury-and-death/16-wage-earner-rates.md:18

    Law: id · fingerprint …
    exit status 1
"#]],
    );
}

#[test]
fn an_uncertain_answer_says_so_first() {
    check_seen(
        "--lang en explain contribution --brief --month 2025-08 segment=wage_earner risk_class=very_low \
         wage=10000000 birth_date=1990-05-17 registration_date=2020-01-01 labour_intensive_relief=yes",
        &expect_file!["seen/an_uncertain_answer_says_so_first.txt"],
    );
}

#[test]
fn an_uncertain_answer_in_indonesian() {
    check_seen(
        "explain contribution --brief --month 2025-08 segment=wage_earner risk_class=very_low \
         wage=10000000 birth_date=1990-05-17 registration_date=2020-01-01 labour_intensive_relief=ya",
        &expect_file!["seen/an_uncertain_answer_in_indonesian.txt"],
    );
}

#[test]
fn a_death() {
    check_seen(
        "explain benefit jkm --on 2026-02-17 segment=wage_earner 'children=birth_date=2010-05-01 \
         university_years=4' 'children=birth_date=2014-05-01 upper_secondary_years=3' \
         death_contribution_months=40 --brief",
        &expect_file!["seen/a_death.txt"],
    );
}

#[test]
fn a_death_in_english_with_reasons() {
    check_seen(
        "--lang en explain benefit jkm --on 2026-02-17 segment=self_employed unbroken_months=2 children=none",
        &expect_file!["seen/a_death_in_english_with_reasons.txt"],
    );
}

#[test]
fn a_job_lost_across_two_laws() {
    check_seen(
        "--lang en explain benefit jkp --brief birth_date=1990-03-01 registration_date=2022-03-01 \
         claim_date=2024-10-20 decision_date=2024-10-28 dismissal_date=2024-10-01 \
         payment_date=2024-11-06 termination=dismissal jkp_paid_months=24 jkp_longest_run=24 \
         wage=5000000",
        &expect_file!["seen/a_job_lost_across_two_laws.txt"],
    );
}

#[test]
fn a_refusal_has_its_article() {
    check_seen(
        "explain benefit jkp --on 2026-05-12 birth_date=1968-03-01 registration_date=2022-03-01",
        &expect_file!["seen/a_refusal_has_its_article.txt"],
    );
}

#[test]
fn a_refusal_in_english() {
    check_seen(
        "--lang en explain benefit jkp --on 2026-05-12 birth_date=1968-03-01 registration_date=2022-03-01",
        &expect_file!["seen/a_refusal_in_english.txt"],
    );
}

#[test]
fn a_benefit_nobody_has() {
    check(
        "--lang en explain benefit jpk --on 2026-05-12",
        &expect![[r#"
        complaints:
        there is no benefit `jpk`; there are: jkk, jkm, jht, jp, jkp
        exit status 1
    "#]],
    );
}

#[test]
fn a_due_date_rests_on_the_calendar() {
    check_seen(
        "explain definition due_date --month 2026-02 segment=wage_earner",
        &expect_file!["seen/a_due_date_rests_on_the_calendar.txt"],
    );
}

#[test]
fn an_assumption_is_shown_as_one() {
    check(
        "--lang en explain definition jp_wage --month 2027-03 wage=20000000 --assume \
         jp_wage_ceiling[2027-03]=11652800",
        &expect![[r#"
            Wage that JP is reckoned from: Rp11,652,800
              An assumption, not law: jp_wage_ceiling[2027-03]=11652800

            Why

            wage that JP is reckoned from: Rp11,652,800
            │  PP 45/2015 art. 29 (B), in force since 1 July 2015
            │  ┆ jp_wage is money:
            │  ┆     lesser of wage and jp_wage_ceiling
            ├─ month's wage: basic and fixed allowances: Rp20,000,000
            └─ JP wage ceiling: Rp11,652,800 · an assumption, not law

            Law: id · fingerprint …
        "#]],
    );
}

#[test]
fn an_assumption_in_indonesian() {
    check(
        "explain definition jp_wage --month 2027-03 wage=20000000 --assume jp_wage_ceiling[2027-03]=11652800",
        &expect![[r#"
            Upah dasar iuran JP: Rp11.652.800
              Pengandaian, bukan hukum: jp_wage_ceiling[2027-03]=11652800

            Mengapa

            upah dasar iuran JP: Rp11.652.800
            │  PP 45/2015 Pasal 29 (B), berlaku sejak 1 Juli 2015
            │  ┆ jp_wage is money:
            │  ┆     lesser of wage and jp_wage_ceiling
            ├─ upah sebulan: pokok dan tunjangan tetap: Rp20.000.000
            └─ batas upah tertinggi JP: Rp11.652.800 · pengandaian, bukan hukum

            Hukum: id · sidik …
        "#]],
    );
}

#[test]
fn two_assumptions_of_one_day() {
    check(
        "--lang en explain contribution --brief --month 2027-03 segment=wage_earner risk_class=low \
         wage=10000000 birth_date=1990-05-17 registration_date=2020-01-01 --assume \
         jkk_rate[very_low,2027-01]=0.2 --assume jkk_rate[high,2027-01]=1",
        &expect![[r#"
            Contribution for March 2027 · wage earner (PU)
              An assumption, not law: jkk_rate[very_low,2027-01]=0.2
              An assumption, not law: jkk_rate[high,2027-01]=1

              work injury (JKK)      employer             Rp54,000  work injury fund
              death (JKM)            employer             Rp30,000  death fund
              old-age savings (JHT)  employer            Rp370,000  old-age savings fund
                                     worker              Rp200,000  old-age savings fund
              pension (JP)           employer            Rp200,000  pension fund
                                     worker              Rp100,000  pension fund
              job loss (JKP)         central government   Rp11,000  job-loss fund

              total                  employer            Rp654,000
              total                  worker              Rp300,000
              total                  central government   Rp11,000
              total                  all                 Rp965,000

            What each fund receives, after moves
              work injury fund       Rp47,000
              death fund             Rp30,000
              old-age savings fund  Rp570,000
              pension fund          Rp300,000
              job-loss fund          Rp18,000
              (work injury fund moved to job loss (JKP): Rp7,000)

            Law: id · fingerprint …
        "#]],
    );
}

#[test]
fn an_assumption_about_no_table() {
    check_seen(
        "explain definition jp_wage --assume jp_wage_celing[2027-03]=1",
        &expect_file!["seen/an_assumption_about_no_table.txt"],
    );
}

#[test]
fn an_assumption_without_a_number() {
    check_seen(
        "--lang en explain definition jp_wage --assume jp_wage_ceiling[2027-03]=x",
        &expect_file!["seen/an_assumption_without_a_number.txt"],
    );
}

#[test]
fn a_value_nobody_named() {
    check(
        "--lang en explain definition jp_wge",
        &expect![[r#"
        complaints:
        the law has no value named `jp_wge`; did you mean: jp_wage, jkp_wage?
        exit status 1
    "#]],
    );
}

#[test]
fn a_table_is_no_value() {
    check(
        "--lang en explain definition jp_wage_ceiling",
        &expect![[r#"
        complaints:
        `jp_wage_ceiling` is a table, not a value that is worked out: see `naungan law show pp-45-2015/29`
        exit status 1
    "#]],
    );
}
