//! How often rows are tried, and that whoever is refused is refused for what is wrong with her.

use scheme::employers::PayerKind;
use scheme::id::{MembershipId, PayerId};

use super::super::take::{Employer, Taken, attempt};
use super::*;
use crate::actions::register_payer::{self, RegisterPayer};
use crate::trial::{Trial, day, month};

fn row(number: usize, name: &str, wage: i64) -> Row {
    Row {
        line: number as u64,
        // No number ends in four noughts.
        nik: Some(format!("990101020190{:04}", number + 1).parse().expect("a NIK")),
        name: name.to_owned(),
        kpj: None,
        npp: String::new(),
        birth: None,
        sex: None,
        start: None,
        facts: vec![("wage".to_owned(), wage.to_string())],
    }
}

/// Digits are no part of a name.
fn name(number: usize) -> String {
    let parts = ["ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu"];
    format!("Orang {}{}{}", parts[number / 100 % 10], parts[number / 10 % 10], parts[number % 10])
}

fn refusal(code: &'static str) -> Refusal {
    Refusal::new(code, "tidak", "no")
}

fn taken(count: usize) -> Attempt {
    let taken = (0..count).map(|at| Taken::Unchanged(MembershipId(at as i64)));
    Attempt::Done(Done { taken: taken.collect(), bills: Vec::new() })
}

/// The lines that were refused, and how many attempts it took.
fn refused(rows: &[Row], mut outcome: impl FnMut(&[&Row]) -> Attempt) -> (Vec<u64>, usize) {
    let (all, mut attempts): (Vec<&Row>, usize) = (rows.iter().collect(), 0);
    let whose = Whose::Operator { dry_run: false };
    let done = rounds(&all, &whose, &mut |some| {
        attempts += 1;
        Ok(outcome(some))
    });
    let done = done.expect("nothing is broken");
    assert_eq!(done.taken.len(), rows.len());
    let lines = rows.iter().zip(&done.taken).filter_map(|(row, taken)| match taken {
        Taken::Refused(reject) => {
            assert_eq!(reject.row, row.line);
            Some(row.line)
        }
        _ => None,
    });
    (lines.collect(), attempts)
}

/// Rows of these lines are refused, and one unit tells of all of them.
fn told(rows: &[Row], bad: impl Fn(u64) -> bool) -> (Vec<u64>, usize) {
    refused(rows, |some| {
        let places = some.iter().enumerate().filter(|(_, row)| bad(row.line));
        let found: BTreeMap<usize, Refusal> = places.map(|(at, _)| (at, refusal("fact_missing"))).collect();
        if found.is_empty() { taken(some.len()) } else { Attempt::Refused(found) }
    })
}

#[test]
fn however_many_are_refused_they_are_tried_once_or_twice() {
    let rows: Vec<Row> = (0..1_000).map(|number| row(number, &name(number), 5_000_000)).collect();
    assert_eq!(told(&rows, |_| false), (vec![], 1));
    assert_eq!(told(&rows, |_| true), ((0..1_000).collect(), 1));
    assert_eq!(told(&rows, |line| line == 600), (vec![600], 2));
    assert_eq!(told(&rows, |line| line % 2 == 1), ((0..1_000).filter(|line| line % 2 == 1).collect(), 2));
    assert_eq!(told(&[], |_| true), (vec![], 0));
}

/// Where one unit does not tell who it was, halves find it.
#[test]
fn whoever_is_not_told_is_found_by_halves() {
    let rows: Vec<Row> = (0..64).map(|number| row(number, &name(number), 5_000_000)).collect();
    let whole = |some: &[&Row]| {
        let is_among = some.iter().any(|row| row.line == 40);
        if is_among { Attempt::Whole(refusal("payer_closed")) } else { taken(some.len()) }
    };
    assert_eq!(refused(&rows, whole), (vec![40], 1 + 2 * 6));
}

/// What is left of a row that was refused does not count against another of the same person, card or name.
#[test]
fn a_row_is_refused_for_itself_and_for_no_other() {
    let twice = |code: &'static str| {
        let mut rows = vec![row(0, "Siti Contoh", 1), row(1, "Orang Contoh", 1), row(2, "Siti Contoh", 1)];
        if code == "nik_taken" {
            rows[2].nik = rows[0].nik;
        }
        refused(&rows, move |some| {
            let mut found = BTreeMap::new();
            for (at, row) in some.iter().enumerate() {
                if row.line == 0 {
                    found.insert(at, refusal("fact_missing"));
                } else if row.line == 2 && some[0].line == 0 {
                    found.insert(at, refusal(code));
                }
            }
            if found.is_empty() { taken(some.len()) } else { Attempt::Refused(found) }
        })
    };
    assert_eq!(twice("nik_taken"), (vec![0], 2));
    assert_eq!(twice("duplicate_likely"), (vec![0], 2));
    // Another of the name is refused for what she lacks herself.
    assert_eq!(twice("fact_missing"), (vec![0, 2], 2));
    // A file of one person over and over is parted in the end.
    let rows: Vec<Row> = (0..100).map(|_| row(7, "Siti Contoh", 1)).collect();
    let (lines, attempts) = told(&rows, |_| true);
    assert_eq!(lines.len(), 100);
    assert!(attempts < 250, "{attempts}");
}

/// An employer of whom something is not known that every bill rests on.
fn unfinished(trial: &mut Trial) -> PayerId {
    let asked = RegisterPayer {
        kind: PayerKind::Employer,
        npp: Some("99900001".to_owned()),
        name: "PT Belum Lengkap".to_owned(),
        parent: None,
        province: Some(31),
        started: None,
        facts: vec![("enterprise_size".to_owned(), "large".to_owned())],
        measure: None,
    };
    PayerId(register_payer::run(&mut trial.office, &asked, None).expect("an employer").payer)
}

/// What became of the rows, by a word each, and in how many units.
fn reported(trial: &mut Trial, payer: PayerId, of: &str, rows: &[Row]) -> (String, usize) {
    let office = &mut trial.office;
    let employer = office.look(|unit, desk| Employer::load(unit, desk, payer, month(of))).expect("a payer");
    let (all, mut attempts): (Vec<&Row>, usize) = (rows.iter().collect(), 0);
    let whose = Whose::Operator { dry_run: false };
    let done = rounds(&all, &whose, &mut |some| {
        attempts += 1;
        attempt(office, &employer, some, &whose)
    });
    let done = done.expect("nothing is broken");
    let word = |taken: &Taken| match taken {
        Taken::Unchanged(_) => '=',
        Taken::Changed(_) => 'c',
        Taken::Hired { .. } => 'h',
        Taken::Refused(_) | Taken::Unconfirmed(..) => 'x',
    };
    (done.taken.iter().map(word).collect(), attempts)
}

#[test]
fn one_fact_that_is_missing_of_an_employer_is_met_once() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let (firm, payer) = (trial.employer("large"), unfinished(&mut trial));
        trial.hire(firm, 6_000_000);
        trial.clock.advance(day("2025-04-02"));
        trial.run("2025-03");
        let joiners = |from: usize| -> Vec<Row> {
            (from..from + 40).map(|number| row(number, &name(number), 6_000_000)).collect()
        };
        // A month that was billed cannot be reckoned for anybody; one that comes later asks for nothing yet.
        assert_eq!(reported(&mut trial, payer, "2025-03", &joiners(0)), ("x".repeat(40), 1));
        assert_eq!(reported(&mut trial, payer, "2025-04", &joiners(0)), ("h".repeat(40), 1));
        assert_eq!(reported(&mut trial, payer, "2025-04", &joiners(0)), ("=".repeat(40), 1));
        // One row among others is its own matter.
        let mut rows = joiners(100);
        rows[7].facts[0].1 = "-5".to_owned();
        rows[30].nik = rows[3].nik;
        rows[30].name = rows[3].name.clone();
        let (words, attempts) = reported(&mut trial, firm, "2025-03", &rows);
        assert_eq!(words, format!("{}x{}={}", "h".repeat(7), "h".repeat(22), "h".repeat(9)));
        assert_eq!(attempts, 2);
        let verdict = crate::books::checks::verify(&mut trial.office).expect("a look");
        assert_eq!(verdict.faults.len(), 0, "{:?}", verdict.faults);
    });
}
