//! An invented institution is played through the real actions; both engines come to the same books.

use std::process::{Command, Output};

use expect_test::expect_file;

use crate::program::root;

/// Enough people for every segment, and months around the end of a year.
const SMALL: [&str; 10] =
    ["demo", "--no-serve", "--members", "300", "--months", "4", "--first", "2025-10", "--seed", "1"];
/// Two engines that share nothing need one key, so that nothing is left beside the repository.
pub(crate) const KEYS: &str = "1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// Runs the program on a database; it speaks English unless another language is asked for.
pub(crate) fn on(database: &str, words: &[&str]) -> Output {
    let english: &[&str] = if words.contains(&"--lang") { &[] } else { &["--lang", "en"] };
    Command::new(env!("CARGO_BIN_EXE_naungan"))
        .args(["--database", database])
        .args(english)
        .args(words)
        .env("NAUNGAN_KEYS", KEYS)
        .current_dir(root())
        .output()
        .expect("the program runs")
}

/// The same, when all goes well.
pub(crate) fn fine(database: &str, words: &[&str]) -> String {
    let output = on(database, words);
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words:?}: {complaints}");
    String::from_utf8(output.stdout).expect("the program speaks UTF-8")
}

/// Plays the small demo; gives its summary without the place of the database.
pub(crate) fn small(database: &str) -> String {
    let said = fine(database, &SMALL);
    let (summary, _) = said.split_once("\nIt is in ").expect("the demo says where it is");
    summary.to_owned() + "\n"
}

#[test]
fn the_same_seed_gives_the_same_books_on_both_engines() {
    testing::both(|database| {
        expect_file!["seen/demo.txt"].assert_eq(&small(database));
        let said = fine(database, &["verify"]);
        assert!(said.contains("everything agrees"), "{said}");
    });
}

#[test]
fn a_demo_in_indonesian() {
    let scratch = testing::sqlite::scratch();
    let tiny =
        ["demo", "--no-serve", "--members", "3", "--months", "1", "--first", "2025-10", "--lang", "id"];
    let said = fine(&scratch.address(), &tiny).replace(&scratch.path().display().to_string(), "…");
    expect_file!["seen/demo_in_indonesian.txt"].assert_eq(&said.replace("sqlite:", ""));
}

#[test]
fn a_demo_goes_on_with_the_usual_commands() {
    let scratch = testing::sqlite::scratch();
    let database = scratch.address();
    small(&database);
    let said = fine(&database, &["--today", "2026-02-20", "run", "month", "2026-02"]);
    assert!(said.contains("reckoned again"), "{said}");
    let said = fine(&database, &["--today", "2026-02-20", "ledger", "trial-balance", "--json"]);
    assert!(said.contains(r#""total": "0""#), "{said}");
}

#[test]
fn a_demo_replaces_only_a_demo() {
    let scratch = testing::sqlite::scratch();
    let database = scratch.address();
    let tiny = ["demo", "--no-serve", "--members", "3", "--months", "1"];
    let refused = |words: &[&str]| {
        let output = on(&database, words);
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    fine(&database, &tiny);
    let why = refused(&tiny);
    assert!(why.contains("holds a demo already: replace it with --again"), "{why}");
    let again = [tiny.as_slice(), &["--again"]].concat();
    fine(&database, &again);

    std::fs::remove_file(scratch.path()).expect("the file is there");
    let real = testing::sqlite::scratch();
    fine(&real.address(), &["found", "Lembaga"]);
    let output = on(&real.address(), &again);
    let why = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(why.contains("holds an institution already, Lembaga"), "{why}");
}

#[test]
fn months_beyond_the_law_are_refused_before_anything_is_written() {
    let scratch = testing::sqlite::scratch();
    let output = on(
        &scratch.address(),
        &["demo", "--no-serve", "--members", "3", "--months", "12", "--first", "2027-06"],
    );
    let why = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(why.starts_with("the law is modelled from "), "{why}");
    assert!(!scratch.path().exists());
}

#[test]
fn the_answer_for_programs_is_json() {
    let scratch = testing::sqlite::scratch();
    let said = fine(&scratch.address(), &["demo", "--members", "50", "--months", "2", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(answer["trial_balance"], "0");
    assert_eq!(answer["faults"], serde_json::json!([]));
    assert_eq!(answer["took"].as_array().map(Vec::len), Some(3));
}
