//! Everything that proves the repository: the house rules, the generated files, the tests of all crates.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::house::{cargo, must};
use crate::{codegen, tidy};

/// Debian packages a test needs beyond Rust. None so far; one that is named here is installed when missing.
const DEBIAN_PACKAGES: &[&str] = &[];

pub(crate) fn run() -> Result<()> {
    for package in DEBIAN_PACKAGES {
        install(package)?;
    }
    tidy::run()?;
    codegen::check()?;
    cargo_test()
}

fn install(package: &str) -> Result<()> {
    let known = Command::new("dpkg").args(["--status", package]).output();
    if known.is_ok_and(|done| done.status.success()) {
        return Ok(());
    }
    let mut command = Command::new("apt-get");
    command.args(["install", "--yes", "--no-install-recommends", package]);
    must(command)
}

/// Shows the tests as they run, and closes with every program's result and their sum.
fn cargo_test() -> Result<()> {
    let mut command = cargo(&["test", "--workspace", "--no-fail-fast"]);
    let mut child = command.stdout(Stdio::piped()).spawn().context("could not start cargo test")?;
    let printed = child.stdout.take().context("cargo test has no output")?;
    let mut results = Vec::new();
    for line in BufReader::new(printed).lines() {
        let line = line?;
        println!("{line}");
        if line.starts_with("test result:") {
            results.push(line);
        }
    }
    let status = child.wait()?;
    println!("\n{}", closing(&results));
    ensure!(status.success(), "cargo test ended with {status}");
    Ok(())
}

fn closing(results: &[String]) -> String {
    let sum = |what: &str| results.iter().map(|line| count(line, what)).sum::<u32>();
    format!(
        "tests: {} passed; {} failed; {} ignored; in {} programs",
        sum("passed"),
        sum("failed"),
        sum("ignored"),
        results.len(),
    )
}

/// The number before a word in `test result: ok. 12 passed; 0 failed; …`.
fn count(line: &str, what: &str) -> u32 {
    let words: Vec<&str> = line.split([' ', ';']).collect();
    let numbers = words.windows(2).filter(|pair| pair[1] == what);
    numbers.filter_map(|pair| pair[0].parse::<u32>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::closing;

    #[test]
    fn results_are_added_up() {
        let results = [
            "test result: ok. 12 passed; 0 failed; 1 ignored; finished in 0.01s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; finished in 0.00s",
        ];
        let results = results.map(str::to_owned);
        assert_eq!(closing(&results), "tests: 15 passed; 2 failed; 1 ignored; in 2 programs");
    }
}
