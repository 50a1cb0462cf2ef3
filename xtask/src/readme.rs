//! The README's block of output: what the first command really says.

use anyhow::{Context, Result, ensure};

use crate::codegen::Made;
use crate::house::{cargo, root};

/// The command of the README, after `naungan`.
const COMMAND: [&str; 6] =
    ["assess", "examples/payroll-minimum-wages-2026.csv", "--month", "2026-02", "--lang", "en"];

const BEGINS: &str = "<!-- what assess says: written by cargo xtask codegen -->\n";
const ENDS: &str = "<!-- end -->";

pub(crate) fn made() -> Result<Made> {
    let readme = std::fs::read_to_string(root().join("README.md")).context("could not read README.md")?;
    let (before, rest) = readme.split_once(BEGINS).context("README.md has no place for what assess says")?;
    let (_, after) = rest.split_once(ENDS).context("README.md does not end what assess says")?;
    let text = format!("{before}{BEGINS}\n{}\n{ENDS}{after}", indented(&said()?));
    Ok(Made { path: "README.md", text })
}

fn said() -> Result<String> {
    let mut words = vec!["run", "--quiet", "--package", "naungan", "--"];
    words.extend(COMMAND);
    let mut command = cargo(&words);
    let done = command.output().with_context(|| format!("could not start {command:?}"))?;
    ensure!(done.status.success(), "{command:?} ended with {}", done.status);
    Ok(String::from_utf8(done.stdout)?)
}

/// A block of Markdown, without the law's fingerprint, which changes with every byte of it.
fn indented(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("law "));
    lines.map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}
