//! Others reckon our books: hledger, an accounting program of its own, and the verifier in Python.

use std::collections::BTreeSet;
use std::process::Command;

use crate::demo::{fine, small};
use crate::program::root;

/// Account and balance of each line but the first.
fn balances(csv: &str) -> BTreeSet<(String, String)> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows = reader.records().map(|row| row.expect("CSV"));
    rows.map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

/// What a program prints; a program that is missing is no reason to skip.
fn printed(mut command: Command) -> String {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().unwrap_or_else(|error| {
        panic!("could not start {name}: `cargo xtask test` installs what tests need: {error}")
    });
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {complaints}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn hledger_finds_the_same_balances() {
    let scratch = testing::sqlite::scratch();
    let database = scratch.address();
    small(&database);
    let path = |name: &str| scratch.directory().join(name).display().to_string();
    let (journal, expected) = (path("books.journal"), path("expected.csv"));
    for holders in [false, true] {
        let mut words = vec!["export", "hledger", &journal, "--expected", &expected];
        words.extend(holders.then_some("--holders"));
        fine(&database, &words);
        let mut hledger = Command::new("hledger");
        hledger.args(["-f", &journal, "balance", "-N", "--flat", "-O", "csv"]);
        let theirs = balances(&printed(hledger));
        let ours = balances(&std::fs::read_to_string(&expected).expect("the expected balances"));
        assert!(ours.len() > 20, "{} accounts", ours.len());
        let only = |one: &BTreeSet<_>, other: &BTreeSet<_>| {
            one.difference(other).cloned().collect::<Vec<(String, String)>>()
        };
        assert_eq!((only(&ours, &theirs), only(&theirs, &ours)), (Vec::new(), Vec::new()));
    }
}

#[test]
fn the_verifier_in_python_finds_the_books_in_order() {
    let scratch = testing::sqlite::scratch();
    let database = scratch.address();
    small(&database);
    let export = scratch.directory().join("books.export").display().to_string();
    fine(&database, &["export", "books", &export]);
    let mut verify = Command::new("python3");
    verify.arg(root().join("peers/verify/verify.py")).arg(&export);
    let theirs = printed(verify);
    assert!(theirs.lines().count() > 20, "{theirs}");
}
