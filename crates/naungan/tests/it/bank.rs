//! Paying by file through the program: orders to a file, and a bank's answers to how each order stands.

use expect_test::{expect, expect_file};

use crate::program::{check, check_seen, run};

const ORDERS: &str = "crates/naungan/tests/bank/orders.csv";

/// A command line that writes those orders to a file.
fn write(file: &str, rest: &str) -> String {
    format!(
        "--lang en bank write {ORDERS} {file} --run R1 --day 2026-05-20 --made 2026-05-18T03:04:05Z \
         --account 7001 --bank 008 --purpose pension --fund 'Dana Jaminan Pensiun' {rest}"
    )
}

#[test]
fn the_same_run_gives_the_same_file() {
    let scratch = testing::sqlite::scratch();
    let path = |name: &str| scratch.directory().join(name).display().to_string();
    let (one, two) = (path("one.xml"), path("two.xml"));
    check(&write(&one, ""), &expect!["5 orders that come to Rp4,749,001\n"]);
    check(
        &write(&two, "--json"),
        &expect![[r#"
        {
          "orders": 5,
          "sum": 4749001
        }
    "#]],
    );
    let read = |path: &str| std::fs::read_to_string(path).expect("a file");
    assert_eq!(read(&one), read(&two));
    assert!(read(&one).contains("<Nm>Jose Nandu + Sohne</Nm>"), "{}", read(&one));
    assert!(!std::path::Path::new(&format!("{one}.partial")).exists());
}

#[test]
fn a_run_that_is_refused_leaves_no_file() {
    let scratch = testing::sqlite::scratch();
    let file = scratch.directory().join("run.xml").display().to_string();
    let said = run(&write(&file, "").replace("2026-05-20", "2026-05-17"));
    assert!(said.contains("the day to pay is before the approval"), "{said}");
    let said = run(&write(&file, "").replace("--run R1", "--run 'R 1'"));
    assert!(said.contains("`R 1` is no name: write 1 to 35 letters, digits, points or hyphens"), "{said}");
    let said = run(&write(&file, "").replace("--bank 008", "--bank BCA"));
    assert!(said.contains("`BCA` is no bank"), "{said}");
    assert!(!std::path::Path::new(&file).exists());
}

#[test]
fn answers_come_to_how_each_order_stands() {
    let answers = ["notification", "report-03", "report-12", "report-03"];
    let files: Vec<String> =
        answers.iter().map(|name| format!("crates/naungan/tests/bank/{name}.xml")).collect();
    let line = format!("--lang en bank read {} --run R1 --orders {ORDERS}", files.join(" "));
    check(
        &line,
        &expect![[r#"
        R1-0001  1,500,000  paid
        R1-0002    750,000  rejected  AC04 Rekening ditutup
        R1-0003  2,000,000  returned  AC01 Nomor rekening salah
        R1-0004    499,000  accepted
        R1-0005          1  accepted
        2 accepted, 1 paid, 1 rejected, 1 returned
        complaints:
        line 19: run `R1`, order `R9-0001`: nobody sent it
        exit status 3
    "#]],
    );
    let reversed: Vec<String> = files.iter().rev().cloned().collect();
    let other = format!("--lang en bank read {} --run R1 --orders {ORDERS}", reversed.join(" "));
    assert_eq!(run(&other), run(&line));
    let unknown = format!("bank read {} --run R2 --orders {ORDERS} --json", files[1]);
    check_seen(&unknown, &expect_file!["seen/an_answer_to_a_run_that_nobody_sent.txt"]);
}

#[test]
fn what_is_no_answer_is_told_with_its_file() {
    let line = format!("--lang en bank read {ORDERS} --run R1 --orders {ORDERS}");
    check_seen(&line, &expect_file!["seen/no_answer_of_a_bank.txt"]);
}
