//! Our figures, then the same month in a peer, one after the other on the same machine; and how they compare.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::house::{cargo, program};

/// Lines of our benchmark that are compared with the peer.
const OURS: [&str; 2] = ["columns, from the law files", "columns on two cores"];

/// The peer's fields: the law as its documentation writes it, and with its dearest look-up replaced.
const THEIRS: [(&str, &str); 2] = [
    ("nanoseconds_per_person_rates_by_name", "openfisca as documented"),
    ("nanoseconds_per_person", "openfisca with a quicker look-up"),
];

/// Runs over a million people, single postings and finding people, each beside its yardstick.
pub(crate) fn institution() -> Result<()> {
    shown(cargo(&["bench", "--quiet", "-p", "naungan", "--bench", "institution"])).map(drop)
}

/// Pages and lookups under a steady load, and contributions through the interface.
pub(crate) fn counter() -> Result<()> {
    shown(cargo(&["bench", "--quiet", "-p", "naungan", "--bench", "counter"])).map(drop)
}

/// A payroll of a million pensions, claims assessed in batch, and a death from the notice to the order.
pub(crate) fn claims() -> Result<()> {
    shown(cargo(&["bench", "--quiet", "-p", "naungan", "--bench", "claims"])).map(drop)
}

/// A list of a hundred thousand names against ten million members.
pub(crate) fn lists() -> Result<()> {
    shown(cargo(&["bench", "--quiet", "-p", "naungan", "--bench", "lists"])).map(drop)
}

/// Trips of a platform through the interface, while the counter is killed at random.
pub(crate) fn trips() -> Result<()> {
    shown(cargo(&["bench", "--quiet", "-p", "naungan", "--bench", "trips"])).map(drop)
}

/// A year of claims of so many members: every amount of a letter beside the law's answer and the books.
pub(crate) fn year(members: &str) -> Result<()> {
    ensure!(members.parse::<u32>().is_ok(), "could not read `{members}` as a number of members");
    let story = "every_letter_is_the_law_and_the_books";
    let words =
        ["test", "--quiet", "--profile", "bench", "-p", "naungan", "--lib", story, "--", "--nocapture"];
    let mut told = cargo(&words);
    told.env("YEAR_MEMBERS", members);
    shown(told).map(drop)
}

pub(crate) fn law() -> Result<()> {
    println!("naungan");
    let ours = shown(cargo(&["bench", "--quiet", "-p", "naungan", "--bench", "figures"]))?;
    println!("\nopenfisca (what is compared: peers/openfisca/README.md)");
    let theirs = shown(program("peers/openfisca/run.sh", &[]))?;
    println!("\nside by side, nanoseconds a person");
    for name in OURS {
        let Some(ours) = ours.iter().find_map(|line| nanoseconds(line, name)) else { continue };
        for (field, what) in THEIRS {
            let Some(theirs) = theirs.iter().find_map(|line| number(line, field)) else { continue };
            println!("  {what} {theirs:.2} / {name} {ours:.2} = {:.1} times", theirs / ours);
        }
    }
    Ok(())
}

/// Runs a program, shows its lines as they come, and keeps them.
fn shown(mut command: Command) -> Result<Vec<String>> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start {command:?}"))?;
    let printed = child.stdout.take().context("no output")?;
    let mut lines = Vec::new();
    for line in BufReader::new(printed).lines() {
        let line = line?;
        println!("{line}");
        lines.push(line);
    }
    let status = child.wait()?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(lines)
}

/// The figure before `ns each` on the line that begins with a name.
fn nanoseconds(line: &str, name: &str) -> Option<f64> {
    let words = line.trim_start().strip_prefix(name)?.strip_suffix("ns each")?;
    words.split_whitespace().last()?.parse().ok()
}

/// A number of a line of JSON.
fn number(line: &str, field: &str) -> Option<f64> {
    let after = line.split_once(&format!("\"{field}\":"))?.1;
    let digits: String = after.trim_start().chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{nanoseconds, number};

    #[test]
    fn figures_are_found_in_lines() {
        let line = "  columns on two cores                 0.059 s      3.69 ns each";
        assert_eq!(nanoseconds(line, "columns on two cores"), Some(3.69));
        assert_eq!(nanoseconds(line, "columns, from the law files"), None);
        let line = r#"{"peer": "openfisca", "nanoseconds_per_person": 41.5, "people": 10}"#;
        assert_eq!(number(line, "nanoseconds_per_person"), Some(41.5));
        assert_eq!(number(line, "nanoseconds_per_person_rates_by_name"), None);
    }
}
