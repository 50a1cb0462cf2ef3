//! `naungan assess`: real payrolls in, rows and summaries out, and every row as `explain` would have it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use expect_test::{Expect, ExpectFile, expect, expect_file};
use rules::explain;
use rules::facts::Facts;
use rules::tree::Target;

/// The example of the README.
const MINIMUM_WAGES: &str = "examples/payroll-minimum-wages-2026.csv";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file of this test alone.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("assess");
    fs::create_dir_all(&folder).expect("room for a test");
    folder.join(name)
}

fn naungan(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_naungan"));
    command.current_dir(root()).args(words).output().expect("the program runs")
}

/// Exit status, what was said, and the files written, with the scratch folder's name taken out.
fn check(payroll: &str, words: &[&str], wanted: &Wanted) {
    let file = scratch(&format!("{}.csv", payroll.len()));
    let (out, rejects) = (file.with_extension("out.csv"), file.with_extension("rejects.csv"));
    let _ = (fs::remove_file(&out), fs::remove_file(&rejects));
    fs::write(&file, payroll).expect("room for a payroll");
    let mut all = vec!["assess", file.to_str().expect("a path"), "--out", out.to_str().expect("a path")];
    all.extend(["--rejects", rejects.to_str().expect("a path")]);
    all.extend(words);
    let answer = naungan(&all);
    let mut shown = format!("exit {}\n", answer.status.code().unwrap_or(-1));
    for (name, text) in [("says", &answer.stdout), ("complains", &answer.stderr)] {
        if !text.is_empty() {
            shown.extend(["-- ", name, "\n", &String::from_utf8_lossy(text)]);
        }
    }
    for (name, path) in [("rows", &out), ("rejects", &rejects)] {
        if let Ok(text) = fs::read_to_string(path) {
            shown.extend(["-- ", name, "\n", &text]);
        }
    }
    let folder = file.parent().expect("a folder").display().to_string();
    let shown = shown.replace(&format!("{folder}/{}", payroll.len()), "payroll");
    // The law's fingerprint changes with any byte of it; what it is, other tests say.
    let shown: Vec<&str> =
        shown.lines().filter(|line| !line.starts_with("hukum ") && !line.starts_with("law ")).collect();
    wanted.assert_eq(&shown.join("\n"));
}

/// Short answers stand beside the call, long ones in `seen/`.
enum Wanted {
    Here(Expect),
    InFile(ExpectFile),
}

impl Wanted {
    fn assert_eq(&self, shown: &str) {
        match self {
            Self::Here(wanted) => wanted.assert_eq(shown),
            Self::InFile(wanted) => wanted.assert_eq(shown),
        }
    }
}

#[test]
fn wage_earners_and_self_employed_in_one_file() {
    check(
        "NIK,Nama,Segmen,Kelompok Risiko,Upah,Penghasilan,Sektor Usaha\n\
         9901010101900001,Budi Contoh,wage_earner,I,5.729.876,,\n\
         9901014101950002,\"Ani, si Contoh\",BPU,,,2.000.000,transport\n",
        &["--month", "2026-02", "--lang", "en"],
        &Wanted::InFile(expect_file!["seen/assess_wage_earners_and_self_employed_in_one_file.txt"]),
    );
}

#[test]
fn bad_rows_do_not_stop_good_ones() {
    check(
        "NIK;Nama;Segmen;Kelompok Risiko;Upah\n\
         9901010101900001;Budi;wage_earner;I;5.729.876,00\n\
         9901010101900002;Ani;wage_earner;II;-5\n\
         123;Cici;wage_earner;II;5000000\n\
         9901010101900003;Dodi;pirate;II;5000000\n\
         9901010101900005;Fafa;wage_earner;;7000000\n",
        &["--month", "2026-02"],
        &Wanted::InFile(expect_file!["seen/assess_bad_rows_do_not_stop_good_ones.txt"]),
    );
}

#[test]
fn a_month_before_the_law_is_refused_and_writes_nothing() {
    check(
        "NIK,Segmen,Upah\n9901010101900001,wage_earner,1\n",
        &["--month", "2015-06"],
        &Wanted::Here(expect![[r#"
        exit 1
        -- complains
        2015-06 di luar masa yang dimodelkan: 2015-07 sampai 2027-12"#]]),
    );
}

#[test]
fn a_file_without_segments_says_what_to_do() {
    check(
        "NIK,Upah\n9901010101900001,1\n",
        &["--month", "2026-02", "--lang", "en"],
        &Wanted::Here(expect![[r#"
        exit 1
        -- complains
        the file has no column for the segment: add one, or use --set segment=wage_earner"#]]),
    );
}

#[test]
fn the_real_payroll_has_a_summary() {
    let answer = naungan(&["assess", MINIMUM_WAGES, "--month", "2026-02"]);
    assert!(answer.status.success());
    let shown = String::from_utf8_lossy(&answer.stdout).into_owned();
    let shown: Vec<&str> = shown.lines().filter(|line| !line.starts_with("hukum ")).collect();
    expect_file!["seen/assess_the_real_payroll_has_a_summary.txt"].assert_eq(&shown.join("\n"));
}

#[test]
fn the_summary_as_json_names_the_same_sums() {
    let answer = naungan(&["assess", MINIMUM_WAGES, "--month", "2026-02", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&answer.stdout).expect("JSON");
    assert_eq!(json["people"]["wage_earner"], 1292);
    let lines = json["lines"].as_array().expect("lines");
    let sum: i64 = lines.iter().filter_map(|line| line["amount"].as_i64()).sum();
    let funds = json["funds"].as_object().expect("funds");
    assert_eq!(
        sum,
        funds.values().filter_map(serde_json::Value::as_i64).sum::<i64>(),
        "funds hold what is paid"
    );
    assert!(sum > 0);
}

/// Each row of the real payroll, worked out again one by one, with the facts that `assess` took.
#[test]
fn every_row_is_what_explain_gives() {
    let out = scratch("agree.csv");
    let answer =
        naungan(&["assess", MINIMUM_WAGES, "--month", "2026-02", "--out", out.to_str().expect("a path")]);
    assert!(answer.status.success());
    let pack = naungan::law::pack(None).expect("the law");
    let tree = pack.tree();
    let text = fs::read_to_string(root().join(MINIMUM_WAGES)).expect("the example");
    let people: Vec<Vec<&str>> =
        text.lines().filter(|line| line.starts_with("99")).map(|line| line.split(',').collect()).collect();
    let mut rows = csv::Reader::from_path(&out).expect("rows");
    let heading = rows.headers().expect("a heading").clone();
    let mut compared = 0;
    for (row, person) in rows.records().zip(&people) {
        let row = row.expect("a row");
        let mut facts = Facts::new(tree);
        let nik: base::Nik = person[0].parse().expect("a NIK");
        let month: base::Month = "2026-02".parse().expect("a month");
        let birth = nik.birth_date(month.first_day()).expect("a birth date").to_string();
        for (name, value) in [
            ("segment", person[2]),
            ("risk_class", person[3]),
            ("wage", person[4]),
            ("contribution_month", "2026-02"),
            ("registration_date", "2026-02-01"),
            ("birth_date", &birth),
        ] {
            facts.set(tree, name, value).expect("a fact");
        }
        let explained = explain::contribution(tree, &facts, false);
        for line in &explained.lines {
            let Target::Line { programme, payer, .. } = tree.items[line.item].target else { continue };
            let land = &tree.jurisdiction;
            let column = format!("{}_{}", land.programmes[programme].name, land.payers[payer].name);
            let at = heading.iter().position(|name| name == column).expect("a column");
            assert_eq!(row[at], line.amount.to_string(), "{column} of row {}", &row[0]);
            compared += 1;
        }
    }
    assert!(compared > 1292 * 6, "all rows were compared: {compared}");
}

/// More batches than go round, so that a reader left waiting would wait for ever.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said_and_nothing_keeps_the_name() {
    let (file, out) = (scratch("large.csv"), scratch("full.csv"));
    let rows = (1..=60_000).map(|row| {
        let (place, serial) = (row / 9_999, 1 + row % 9_999);
        format!("99{place:04}010190{serial:04},wage_earner,I,5000000\n")
    });
    fs::write(&file, format!("NIK,Segmen,Kelompok Risiko,Upah\n{}", rows.collect::<String>()))
        .expect("a payroll");
    let partial = scratch("full.csv.partial");
    let _ = fs::remove_file(&partial);
    std::os::unix::fs::symlink("/dev/full", &partial).expect("a link");
    let words = ["assess", file.to_str().expect("a path"), "--month", "2026-02", "--lang", "en", "--out"];
    let mut words = words.to_vec();
    words.push(out.to_str().expect("a path"));
    let answer = naungan(&words);
    assert_eq!(answer.status.code(), Some(1));
    expect![[r#"
        could not write the rows: No space left on device (os error 28)
    "#]]
    .assert_eq(&String::from_utf8_lossy(&answer.stderr));
    assert!(!out.exists() && !partial.exists());
}
