//! Vacancies through the program: read from others, written for others, matched with who looks for work.

use expect_test::{expect, expect_file};

use crate::program::{check, check_seen, run};

const POSTINGS: &str = "crates/naungan/tests/vacancies/postings.json";
const SEEKERS: &str = "crates/naungan/tests/vacancies/seekers.csv";

#[test]
fn postings_become_a_table_and_a_table_becomes_postings() {
    check(
        &format!("--lang en vacancies import --table {POSTINGS}"),
        &expect![[r#"
        id,title,employer,occupation,province,wage_least,wage_most,skills,posted,until
        L-1,Sopir truk (B1),PT Rekaan,8332,32,4000000,5000000,SIM B1;bahasa Inggris,2026-05-01,2026-06-30
        L-2,Penjahit,CV Contoh,7531,,,,,2026-05-10,
        complaints:
        crates/naungan/tests/vacancies/postings.json: @graph[2]: there is no `datePosted`
        exit status 3
    "#]],
    );
    let table = run(&format!("vacancies import --table {POSTINGS}"));
    let table = table.split_once("complaints:").expect("one is bad").0;
    let scratch = testing::sqlite::scratch();
    let path = |name: &str| scratch.directory().join(name).display().to_string();
    let (csv, json) = (path("vacancies.csv"), path("vacancies.json"));
    std::fs::write(&csv, table).expect("a table");
    let graph = run(&format!("vacancies export {csv}"));
    std::fs::write(&json, &graph).expect("a graph");
    assert_eq!(run(&format!("vacancies import --table {json}")), table);
    let by = |file: &str| run(&format!("--lang en --today 2026-05-20 vacancies match {file} {SEEKERS}"));
    assert_eq!(by(&csv), by(&json));
}

#[test]
fn a_match_says_why() {
    let line = format!("--lang en --today 2026-05-20 vacancies match {POSTINGS} {SEEKERS}");
    check(
        &line,
        &expect![[r#"
        S-1
           81  Sopir truk (B1), PT Rekaan (L-1)
               50  The same kind of work as you wish (8332)
               10  You know what is asked for: sim b1
                0  Also asked for, and not named by you: bahasa inggris
                9  What you ask for is within its range: up to Rp5,000,000 a month
               12  In your province
        S-2
           50  Penjahit, CV Contoh (L-2)
               50  The same kind of work as you wish (7531)
        complaints:
        crates/naungan/tests/vacancies/postings.json: @graph[2]: there is no `datePosted`
        exit status 3
    "#]],
    );
    let line = format!("--today 2026-05-20 vacancies match {POSTINGS} {SEEKERS} --json --most 1");
    check_seen(&line, &expect_file!["seen/a_match_as_json.txt"]);
}
