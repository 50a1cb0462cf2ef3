//! Facts in two times: what a report says, until when, and since when it is known.

use base::Moment;
use expect_test::{Expect, expect};
use scheme::facts::{Fact, History, Months, Subject, check_fact};
use scheme::id::PersonId;
use testing::Random;

use crate::facts_made::{facts, law, month, resolve, wrapped};

const SUBJECT: Subject = Subject::Person(PersonId(1));

/// Shows each month of half a year as known at a moment, asked in both ways.
fn check(lines: &str, known: i64, expected: &Expect) {
    let facts = facts(SUBJECT, lines);
    let history = History::new(facts.clone());
    let shown = (0..6).map(|after| {
        let (month, known) = (month(after), Moment::new(known));
        let value = resolve(&facts, "wage", month, known);
        assert_eq!(value, history.value("wage", month, known), "{month}");
        value.unwrap_or("-")
    });
    expected.assert_eq(&shown.collect::<Vec<_>>().join(" "));
}

#[test]
fn a_report_holds_until_the_next() {
    let lines = "1 wage 100 2026-02\n2 wage 200 2026-04";
    check(lines, 0, &expect!["- - - - - -"]);
    check(lines, 1, &expect!["- 100 100 100 100 100"]);
    check(lines, 2, &expect!["- 100 100 200 200 200"]);
}

#[test]
fn a_late_report_changes_its_own_months_only() {
    check(
        "1 wage 100 2026-01\n2 wage 300 2026-04\n3 wage 200 2026-02",
        3,
        &expect!["100 200 200 300 300 300"],
    );
}

#[test]
fn a_correction_takes_the_place_of_the_report() {
    let lines = "1 wage 100 2026-01\n2 wage 300 2026-03\n3 wage 200 2026-03";
    check(lines, 2, &expect!["100 100 300 300 300 300"]);
    check(lines, 3, &expect!["100 100 200 200 200 200"]);
}

#[test]
fn what_is_withdrawn_lets_the_month_before_speak() {
    check("1 wage 100 2026-01\n2 wage 300 2026-03\n3 wage - 2026-03", 3, &expect!["100 100 100 100 100 100"]);
    check("1 wage 100 2026-01\n2 wage - 2026-01\n3 wage 150 2026-01", 3, &expect!["150 150 150 150 150 150"]);
}

#[test]
fn an_end_lets_older_reports_speak_again() {
    check("1 wage 100 2026-01\n2 wage 300 2026-03 2026-05", 2, &expect!["100 100 300 300 100 100"]);
    check("1 wage 100 2026-02\n2 wage 300 2026-02 2026-04", 2, &expect!["- 300 300 100 100 100"]);
    check("1 wage 100 2026-02\n2 wage - 2026-02 2026-04", 2, &expect!["- - - 100 100 100"]);
}

#[test]
fn of_two_known_at_once_the_last_said_decides() {
    check("1 wage 100 2026-01\n1 wage 200 2026-01", 1, &expect!["200 200 200 200 200 200"]);
}

/// Facts about two names within a year, known one after another.
pub(crate) fn some_facts(random: &mut Random, subject: Subject, names: &[(&str, &[&str])]) -> Vec<Fact> {
    let mut known = 0;
    let facts = (0..random.below(14)).map(|_| {
        known += random.below(3) as i64;
        let (name, values) = random.pick(names);
        let from = month(random.below(12) as i32);
        let until = if random.below(3) == 0 { from.plus_months(random.below(5) as i32) } else { None };
        let value = if random.below(6) == 0 { None } else { Some((*random.pick(values)).to_owned()) };
        Fact { subject, name: (*name).to_owned(), value, from, until, known: Moment::new(known) }
    });
    facts.collect()
}

#[test]
fn the_index_says_what_the_slow_question_says() {
    for seed in 0..3000 {
        let mut random = Random::new(seed);
        let facts = some_facts(&mut random, SUBJECT, &[("wage", &["1", "2", "3"]), ("sector", &["other"])]);
        let history = History::new(facts.clone());
        for known in [0, 2, 5, 99].map(Moment::new) {
            for name in ["wage", "sector"] {
                let pieces = history.pieces(name, known);
                assert!(
                    pieces.is_sorted_by(|a, b| a.months.until.is_some_and(|until| until <= b.months.from))
                );
                for month in (-1..20).map(month) {
                    let slow = resolve(&facts, name, month, known);
                    assert_eq!(
                        history.value(name, month, known),
                        slow,
                        "seed {seed}: {name} {month} {facts:#?}"
                    );
                }
            }
        }
    }
}

fn refused(name: &str, value: &str, expected: &Expect) {
    let said = match check_fact(law().tree(), name, value) {
        Ok(()) => "taken".to_owned(),
        Err(refusal) => wrapped(&format!("{}\n{}\n{}\n", refusal.code, refusal.id, refusal.en)),
    };
    expected.assert_eq(&said);
}

#[test]
fn the_law_limits_what_is_taken() {
    refused("wage", "10_000_000", &expect!["taken"]);
    refused("started", "2026-02-28", &expect!["taken"]);
    refused("end_reason", "lapsed", &expect!["taken"]);
    refused("funder", "12", &expect!["taken"]);
    refused(
        "wage",
        "-1",
        &expect![[r"
            fact_refused
            wage: `-1` di luar batas 0 sampai 1000000000000
            wage: `-1` is outside the limits 0 to 1000000000000
        "]],
    );
    refused(
        "wages",
        "1",
        &expect![[r"
        fact_refused
        wages: tidak ada fakta dengan nama ini; maksudnya `wage`? (lihat `naungan law facts`)
        wages: there is no fact of this name; did you mean `wage`? (see `naungan law facts`)
    "]],
    );
    refused(
        "risk_class",
        "huge",
        &expect![[r"
            fact_refused
            risk_class: `huge` tidak dapat dibaca sebagai salah satu dari very_low, low, medium,
                high, very_high
            risk_class: `huge` is not one of very_low, low, medium, high, very_high
        "]],
    );
}

#[test]
fn the_institution_reads_its_own_names() {
    refused(
        "sector",
        "other;wage=1",
        &expect![[r"
        fact_refused
        sector: tidak boleh berisi `;`, `=` atau baris baru
        sector: cannot hold `;`, `=` or a new line
    "]],
    );
    refused(
        "died",
        "2026-02-30",
        &expect![[r"
        fact_refused
        died: `2026-02-30` tidak dapat dibaca sebagai tanggal, seperti 2026-02-17
        died: there is no 2026-02-30: 2026-02 has the days 1 to 28
    "]],
    );
    refused(
        "end_reason",
        "bored",
        &expect![[r"
            fact_refused
            end_reason: `bored` bukan salah satu dari resigned, dismissed, contract_ended, retired,
                moved, lapsed, left_indonesia, other
            end_reason: `bored` is not one of resigned, dismissed, contract_ended, retired, moved,
                lapsed, left_indonesia, other
        "]],
    );
    refused(
        "funder",
        "0",
        &expect![[r"
        fact_refused
        funder: `0` bukan nomor pembayar iuran
        funder: `0` is not the number of a payer
    "]],
    );
}

#[test]
fn months_are_shown_with_both_ends() {
    let until = |after| Months::new(month(0), after).map(|months| months.to_string());
    assert_eq!(until(None).as_deref(), Some("2026-01 …"));
    assert_eq!(until(Some(month(1))).as_deref(), Some("2026-01"));
    assert_eq!(until(Some(month(3))).as_deref(), Some("2026-01 … 2026-03"));
    assert_eq!(until(Some(month(0))), None);
}
