//! Everything that proves the repository: the house rules, the generated files, the tests of all crates.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::house::{cargo, must};
use crate::{bank, browser, codegen, interface, tidy};

/// Debian packages that tests need beyond Rust; what is missing is installed.
const DEBIAN_PACKAGES: [&str; 6] =
    ["hledger", "libxml2-utils", "poppler-utils", "postgresql", "python3", "python3-venv"];

pub(crate) fn run() -> Result<()> {
    install(&DEBIAN_PACKAGES)?;
    tidy::run()?;
    codegen::check()?;
    // One says nothing of the other: both are played before anything is said to have failed.
    let tests = cargo_test();
    let stories = browser::run(&[]);
    let asked = interface::ask("5");
    let validated = bank::check();
    tests.and(stories).and(asked).and(validated)
}

/// Installs those of the packages that are not there yet; where none is missing, nothing is asked of anybody.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("tests need {}: installing", missing.join(", "));
    // Lists of packages that are older than the mirror name files that are gone.
    must(apt_get(&["update"]))?;
    let mut command = apt_get(&["install", "--yes", "--no-install-recommends"]);
    command.args(&missing);
    must(command)
}

fn is_installed(package: &str) -> bool {
    let known = Command::new("dpkg-query").args(["--show", "--showformat=${Status}", package]).output();
    known.is_ok_and(|done| done.status.success() && done.stdout.ends_with(b" installed"))
}

/// As root, or else through sudo.
fn apt_get(words: &[&str]) -> Command {
    let own = std::fs::metadata("/proc/self").map(|own| std::os::unix::fs::MetadataExt::uid(&own));
    let mut command = if own.unwrap_or(0) == 0 {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.arg("apt-get");
        sudo
    };
    command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    command
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
