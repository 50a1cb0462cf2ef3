//! `cargo xtask …`: the chores of this repository. Imports nothing of ours: works when nothing else builds.

mod bank;
mod bench;
mod browser;
mod ci;
mod codegen;
mod fuzz;
mod house;
mod interface;
mod payroll;
mod picture;
mod python;
mod readme;
mod test;
mod tidy;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask CHORE

  test               tidy, codegen --check, every test of the workspace, the stories in a browser
  browser [STORY …]  the stories in a browser, or these; with UPDATE_SCREENSHOTS=1 pictures of them
  tidy               the rules of the house
  codegen [--check]  write the generated files, or fail if one differs
  bench              every figure beside its yardstick
  bench law          the law's figures, then the same month in OpenFisca
  bench institution  runs, postings and finding people, beside bulk copy and pgbench
  bench claims       a payroll of a million pensions, claims in batch, a death, beside bulk copy
  bench lists        a list of 100000 names against 10000000 members, beside its look-ups alone
  bench trips        a million trips of a platform, the counter killed on the way, every trip counted once
  bench year [N]     a year of claims of N members (100000 by default), each letter beside law and books
  bench counter      pages and lookups under load, contributions through the interface, beside pgbench
  interface [N]      schemathesis against the interface, N examples an address (20 by default)
  bank               files for banks against the schemas of ISO 20022, good ones and broken ones
  fuzz [SECONDS]     every fuzz target for that long (60 by default)
  ci                 formatting, clippy without warnings, test";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<()> {
    match words {
        ["test"] => test::run(),
        ["tidy"] => tidy::run(),
        ["codegen"] => codegen::write(),
        ["codegen", "--check"] => codegen::check(),
        ["bench"] => bench::law()
            .and_then(|()| bench::institution())
            .and_then(|()| bench::claims())
            .and_then(|()| bench::trips())
            .and_then(|()| bench::counter()),
        ["bench", "law"] => bench::law(),
        ["bench", "institution"] => bench::institution(),
        ["bench", "claims"] => bench::claims(),
        ["bench", "lists"] => bench::lists(),
        ["bench", "trips"] => bench::trips(),
        ["bench", "year"] => bench::year("100000"),
        ["bench", "year", members] => bench::year(members),
        ["bench", "counter"] => bench::counter(),
        ["interface"] => interface::ask("20"),
        ["interface", examples] => interface::ask(examples),
        ["bank"] => bank::check(),
        ["fuzz"] => fuzz::run(60),
        ["fuzz", seconds] => match seconds.parse() {
            Ok(seconds) => fuzz::run(seconds),
            Err(_) => bail!("could not read `{seconds}` as a number of seconds"),
        },
        ["browser", stories @ ..] => browser::run(stories),
        ["ci"] => ci::run(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => bail!("no such chore: {}\n\n{HELP}", words.join(" ")),
    }
}
