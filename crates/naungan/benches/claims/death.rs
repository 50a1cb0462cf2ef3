//! A clean death through the program itself, from the notice to the order that waits for the bank: each step
//! is the program started anew, with the law read and checked, as an office without a server would do it.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

const DAY: &str = "2026-03-10";

fn said(database: &str, today: &str, words: &[&str]) -> Result<Value> {
    let keys = std::env::temp_dir().join("naungan-bench.keys");
    let output = Command::new(env!("CARGO_BIN_EXE_naungan"))
        .args(["--lang", "en", "--today", today])
        .args(words)
        .env("DATABASE_URL", database)
        .arg("--keys")
        .arg(&keys)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "{words:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// Plays deaths one after another and prints what each took.
pub(crate) fn figures(database: &str, deaths: i64) -> Result<()> {
    let first = "2026-01-05";
    said(database, first, &["found", "Bench"])?;
    let branch = said(database, first, &["branch", "add", "Kota", "--province", "31", "--json"])?["branch"]
        .to_string();
    for (handle, role) in [("ani", "officer"), ("kepala", "head")] {
        let words = ["access", "add", handle, "--role", role, "--name", handle, "--branch", &branch];
        said(database, first, &words)?;
    }
    let words = ["employer", "register", "--npp", "AA000001", "--name", "PT Uji", "--province", "31"];
    let words =
        [&words[..], &["--set", "risk_class=low", "--set", "enterprise_size=large", "--json"]].concat();
    let payer = said(database, first, &words)?["payer"].to_string();
    let scan = std::env::temp_dir().join("naungan-bench.pdf");
    std::fs::write(&scan, "%PDF-1.4 kertas")?;
    let scan = scan.display().to_string();
    let mut taken = Vec::new();
    let mut programmes = 0;
    for number in 0..deaths {
        let person = member(database, first, &payer, number)?;
        let start = Instant::now();
        programmes = death(database, &person, &scan)?;
        taken.push(start.elapsed().as_secs_f64());
    }
    taken.sort_by(f64::total_cmp);
    let alone = Instant::now();
    said(database, DAY, &["benefits", "list", "--json"])?;
    let alone = alone.elapsed().as_secs_f64();
    let median = taken.get(taken.len() / 2).context("no death")?;
    println!("a clean death, {programmes} claims, from the notice to orders that wait, each step a program");
    println!(
        "  naungan {median:>40.2} s  (the slowest of {deaths}: {:.2} s)",
        taken.last().unwrap_or(median)
    );
    println!("  starting the program once {alone:>22.3} s");
    Ok(())
}

fn member(database: &str, today: &str, payer: &str, number: i64) -> Result<String> {
    // Two of one name and one day of birth would be taken for one person.
    let (month, day) = (number / 28 % 12 + 1, number % 28 + 1);
    let (nik, birth) =
        (format!("997106{day:02}{month:02}85{:04}", number + 1), format!("1985-{month:02}-{day:02}"));
    let words = ["person", "register", "--nik", &nik, "--name", "Budi", "--birth", &birth, "--sex", "male"];
    let person = said(database, today, &[&words[..], &["--json"]].concat())?["person"].to_string();
    let words = ["person", "relative", "add", &person, "--relation", "spouse", "--name", "Siti"];
    said(database, today, &[&words[..], &["--birth", "1987-01-01", "--from", "2010-01-01"]].concat())?;
    let words = ["membership", "enrol", &person, "--segment", "wage_earner", "--payer", payer, "--from"];
    said(database, today, &[&words[..], &["2026-01-01", "--set", "wage=5000000"]].concat())?;
    Ok(person)
}

fn death(database: &str, person: &str, scan: &str) -> Result<usize> {
    let words = ["claim", "report", person, "work_death", "--on", "2026-03-08", "--by", "ani", "--json"];
    let reported = said(database, DAY, &words)?;
    let claims: Vec<String> =
        reported["claims"].as_array().into_iter().flatten().map(|one| one["claim"].to_string()).collect();
    let mut granted = 0;
    for claim in &claims {
        let shown = said(database, DAY, &["claim", "show", claim, "--json"])?;
        for asked in shown["papers"].as_array().into_iter().flatten().filter(|one| one["given"].is_null()) {
            let name = asked["paper"].as_str().unwrap_or_default();
            said(database, DAY, &["claim", "paper", claim, name, scan, "--by", "ani"])?;
        }
        if said(database, DAY, &["claim", "assess", claim, "--by", "ani", "--json"]).is_ok() {
            said(database, DAY, &["claim", "approve", claim, "--by", "kepala", "--json"])?;
            granted += 1;
        }
    }
    ensure!(granted > 0, "nothing was granted");
    Ok(granted)
}
