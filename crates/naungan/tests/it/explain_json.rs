//! Answers for programs, and facts from programs.

use std::fs;
use std::path::PathBuf;

use expect_test::{Expect, expect, expect_file};
use serde_json::Value;

use crate::program::{check, check_seen, run};

/// Runs a command and gives one part of its JSON.
fn part(line: &str, pointer: &str) -> String {
    let answer: Value = serde_json::from_str(&run(line)).expect("the answer is JSON");
    format!("{:#}\n", answer.pointer(pointer).expect("the answer has this part"))
}

/// Writes facts to a file and asks for a contribution with them.
fn with_file(name: &str, facts: &str, more: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, facts).expect("a file can be written");
    let line =
        format!("--lang en explain contribution --brief --month 2026-02 --facts '{}' {more}", path.display());
    run(&line).replace(&path.display().to_string(), "FILE")
}

fn check_file(name: &str, facts: &str, more: &str, expected: &Expect) {
    expected.assert_eq(&with_file(name, facts, more));
}

const MEMBER: &str = "segment=wage_earner risk_class=very_low wage=5729876 birth_date=1990-05-17 \
    registration_date=2020-01-01";

#[test]
fn a_contribution_in_brief() {
    check_seen(
        &format!("--lang en explain contribution --month 2026-02 {MEMBER} --json --brief"),
        &expect_file!["seen/a_contribution_in_brief.json"],
    );
}

#[test]
fn a_line_with_its_reasons() {
    let line = format!("--lang en explain contribution --month 2026-02 {MEMBER} --json");
    expect_file!["seen/a_line_with_its_reasons.json"].assert_eq(&part(&line, "/lines/0/why"));
}

#[test]
fn missing_facts_for_a_program() {
    let line =
        "--lang en explain contribution --month 2026-02 segment=wage_earner risk_class=low --json --brief";
    let shown = run(line);
    let (answer, status) = shown.rsplit_once("exit status ").expect("facts are missing");
    assert_eq!(status, "1\n");
    let answer: Value = serde_json::from_str(answer).expect("the answer is JSON");
    assert_eq!((&answer["complete"], answer.get("totals")), (&Value::Bool(false), None));
    expect![[r#"
        [
          {
            "name": "wage",
            "means": "month's wage: basic and fixed allowances",
            "type": "money",
            "limits": [
              "Rp0",
              "Rp1,000,000,000,000"
            ],
            "source": "wage report",
            "example": "wage=5_000_000"
          },
          {
            "name": "birth_date",
            "means": "date of birth",
            "type": "date",
            "source": "civil registry",
            "example": "birth_date=2026-02-17"
          }
        ]
    "#]]
    .assert_eq(&format!("{:#}\n", answer["missing"]));
}

#[test]
fn a_refusal_for_a_program() {
    check_seen(
        "--lang en explain benefit jkp --on 2026-05-12 nationality=foreign birth_date=1990-03-01 --json",
        &expect_file!["seen/a_refusal_for_a_program.json"],
    );
}

#[test]
fn payments_for_a_program() {
    let line = "--lang en explain benefit jkp --brief --json birth_date=1990-03-01 \
        registration_date=2022-03-01 claim_date=2024-10-20 decision_date=2024-10-28 \
        dismissal_date=2024-10-01 payment_date=2024-11-06 termination=dismissal jkp_paid_months=24 \
        jkp_longest_run=24 wage=5000000";
    expect_file!["seen/payments_for_a_program.json"].assert_eq(&part(line, "/components"));
}

#[test]
fn a_due_date_for_a_program() {
    expect![[r#"
        {
          "question": "definition",
          "law": {
            "jurisdiction": "id",
            "fingerprint": "…"
          },
          "facts": {
            "segment": "wage_earner",
            "contribution_month": "2026-02"
          },
          "complete": true,
          "uncertain": [
            {
              "about": "kalender hari kerja",
              "why": [
                "dari ingatan, naskahnya belum dilihat (SKB 3 Menteri hari libur 2025 (dari ingatan))"
              ],
              "touches": [
                "tanggal jatuh tempo iuran"
              ]
            }
          ],
          "missing": [],
          "outside": [],
          "name": "due_date",
          "means": "tanggal jatuh tempo iuran",
          "value": "2026-03-16",
          "text": "16 Maret 2026"
        }
    "#]]
    .assert_eq(&part("explain definition due_date --month 2026-02 segment=wage_earner --json --brief", ""));
}

#[test]
fn facts_of_every_kind_come_from_a_file() {
    check_file(
        "facts.json",
        r#"{"segment": "wage_earner", "risk_class": "very_low", "wage": 10000000.0,
            "birth_date": "1990-05-17", "registration_date": "2020-01-01",
            "jkn_member": true, "industry": null,
            "better_eye": "50 %",
            "children": [{"birth_date": "2010-05-01", "married": false, "university_years": 4}]}"#,
        "",
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
fn the_command_line_has_the_last_word() {
    let facts = r#"{"segment": "wage_earner", "risk_class": "very_low", "wage": 1}"#;
    check_file(
        "wage.json",
        facts,
        "wage=10000000",
        &expect![[r#"
        Contribution for February 2026 · wage earner (PU)

        ! Not complete: only what can be answered so far is shown here; the rest waits for what is named
          below.

          work injury (JKK)      employer   Rp24,000  work injury fund
          death (JKM)            employer   Rp30,000  death fund
          old-age savings (JHT)  employer  Rp370,000  old-age savings fund
                                 worker    Rp200,000  old-age savings fund

        Facts that are still needed: 1

          birth_date – date of birth
            a day, such as 2026-02-17
            Write: birth_date=2026-02-17

        Law: id · fingerprint …
        exit status 1
    "#]],
    );
}

#[test]
fn a_file_that_is_cut() {
    check_file(
        "cut.json",
        r#"{"segment": "wage_earner","#,
        "",
        &expect![[r#"
        complaints:
        FILE:1:26: this is not whole JSON (EOF while parsing a value at line 1 column 26)
        exit status 1
    "#]],
    );
}

#[test]
fn a_file_that_is_no_object() {
    check_file(
        "array.json",
        "[1]",
        "",
        &expect![[r#"
        complaints:
        FILE: write one JSON object, such as {"segment": "wage_earner", "wage": 5000000}
        exit status 1
    "#]],
    );
}

#[test]
fn a_value_that_is_none() {
    let seen = with_file("object.json", r#"{"wage": {"a": 1}}"#, "");
    expect_file!["seen/a_value_that_is_none.txt"].assert_eq(&seen);
}

#[test]
fn fields_that_are_wrong() {
    let facts =
        r#"{"better_eye": "5,7 %", "children": [{"birth_date": "2010-01-01", "age": 1}], "wage": 2.5}"#;
    let seen = with_file("fields.json", facts, "");
    expect_file!["seen/fields_that_are_wrong.txt"].assert_eq(&seen);
}

#[test]
fn a_file_that_is_not_there() {
    check(
        "--lang en explain contribution --facts nowhere.json",
        &expect![[r#"
        complaints:
        could not read nowhere.json: No such file or directory (os error 2)
        exit status 1
    "#]],
    );
}
