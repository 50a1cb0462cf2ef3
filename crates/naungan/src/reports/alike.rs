//! Many rows taken ahead leave what the same rows leave that are taken one by one.

use store::Unit;

use super::check::Known;
use super::row::Row;
use super::take::{Employer, Taken, take};
use super::whose::Whose;
use crate::trial::{Trial, month};

/// What the register says afterwards; names and numbers are sealed by other keys each time.
const TOLD: [&str; 10] = [
    "select id, 0, 0, '' from person order by id",
    "select person, 0, 0, sex from identity order by person",
    "select subject, kind, 0, '' from look_up order by subject, kind",
    "select id, person, payer, segment from membership order by id",
    "select subject, 0, 0, name || ' ' || coalesce(value, '-') from fact order by subject, name, value",
    "select membership, payer, 0, facts from roll order by membership, from_month",
    "select subject, 0, 0, what from act order by subject, at",
    "select person, 0, 0, how from proof order by person",
    "select person, branch, 0, '' from word_at order by person, branch",
    "select membership, payer, owed, '' from assessment order by membership, no",
];

fn told(unit: &mut Unit<'_>) -> anyhow::Result<Vec<String>> {
    let mut all = Vec::new();
    for sql in TOLD {
        for row in unit.rows(sql, &[])? {
            let (subject, first, second) = (row.int(0)?, row.int(1)?, row.int(2)?);
            all.push(format!("{} {subject} {first} {second} {}", &sql[..30], row.text(3)?));
        }
    }
    Ok(all)
}

fn row(line: u64, serial: u64, name: &str, wage: u64) -> Row {
    Row {
        line,
        nik: format!("990101010190{serial:04}").parse().ok(),
        name: name.to_owned(),
        kpj: None,
        npp: String::new(),
        birth: None,
        sex: None,
        start: None,
        facts: vec![("wage".to_owned(), wage.to_string())],
    }
}

/// New people, one of them twice, one known elsewhere, one under another's number, one without a name.
fn first() -> Vec<Row> {
    let mut rows: Vec<Row> = (0..24)
        .map(|at| row(at, 100 + at, &format!("Warga {}", "abc".repeat(at as usize + 1)), 6_000_000))
        .collect();
    rows.push(row(24, 100, "Warga abc", 6_000_000));
    rows.push(row(25, 1, "Orang Lama", 6_100_000));
    rows.push(row(26, 2, "Bukan Namanya", 6_200_000));
    rows.push(row(27, 90, "", 6_300_000));
    rows.push(row(28, 91, "Warga Terakhir", 6_400_000));
    rows
}

/// Most earn more, some the same.
fn second() -> Vec<Row> {
    let mut rows = first();
    for (at, row) in rows.iter_mut().enumerate().filter(|(at, _)| at % 5 != 0) {
        row.facts[0].1 = (6_500_000 + at).to_string();
    }
    rows
}

/// What came of each row, and of all in the books.
fn played(address: &str, together: usize) -> (Vec<String>, Vec<String>) {
    let mut trial = Trial::begin(address, "2025-03-03");
    let (elsewhere, payer) = (trial.employer("large"), trial.employer("large"));
    for (serial, name) in ["Orang Lama", "Orang Lain"].into_iter().enumerate() {
        let person = trial.known(&format!("990101010190{:04}", serial + 1), name);
        let wage = vec![("wage".to_owned(), "5500000".to_owned())];
        trial.join(person, scheme::memberships::Segment::WageEarner, Some(elsewhere), wage);
    }
    let mut became = Vec::new();
    for rows in [first(), second()] {
        let of = month("2025-03");
        let employer = trial.office.look(|unit, desk| Employer::load(unit, desk, payer, of)).expect("one");
        let known = trial.office.look(|unit, desk| Known::load(unit, desk, &employer)).expect("a roll");
        for some in rows.chunks(together) {
            let whose = Whose::counter(&mut trial.office, (payer, &known), 1_000, 1).expect("a gate");
            let done = take(&mut trial.office, &employer, some, &whose).expect("they are taken");
            became.extend(done.taken.iter().map(|taken| match taken {
                Taken::Unchanged(membership) => format!("unchanged {membership}"),
                Taken::Changed(membership) => format!("changed {membership}"),
                Taken::Hired { membership, is_new } => format!("hired {membership} {is_new}"),
                Taken::Refused(_) => "refused".to_owned(),
                Taken::Unconfirmed(_, why) => (*why).to_owned(),
            }));
        }
    }
    trial.clock.advance(crate::trial::day("2025-04-02"));
    trial.run("2025-03");
    let told = trial.office.look(|unit, _| told(unit)).expect("a look");
    (became, told)
}

#[test]
fn rows_taken_together_leave_what_they_leave_one_by_one() {
    let all = std::cell::RefCell::new(Vec::new());
    for together in [1, 1_000, 11] {
        testing::both(|address| all.borrow_mut().push((together, played(address, together))));
    }
    let all = all.into_inner();
    let (_, one_by_one) = &all[0];
    assert!(one_by_one.0.iter().any(|what| what == "other_identity"), "{:?}", one_by_one.0);
    assert!(one_by_one.0.iter().filter(|what| what.starts_with("changed")).count() > 10);
    for (together, other) in &all {
        assert_eq!(other.0, one_by_one.0, "what became of rows, {together} together");
        assert_eq!(other.1, one_by_one.1, "what the register says, {together} together");
    }
}
