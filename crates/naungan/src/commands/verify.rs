//! `naungan verify`: the books of the database, or an export of them.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use ledger::export::Verification;
use serde_json::json;

use super::{Cli, Outcome, open};
use crate::books::checks;
use crate::report::say;

/// What to verify.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// An export of `naungan export books`; without it the database
    file: Option<PathBuf>,
    /// What was found as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let (counts, faults) = match &arguments.file {
        Some(file) => {
            let verdict = export(file)?;
            let faults: Vec<String> = verdict.faults.iter().map(ToString::to_string).collect();
            (json!({ "entries": verdict.entries }), faults)
        }
        None => {
            let mut office = open::office(cli)?;
            let verdict = checks::verify(&mut office)?;
            let counts = json!({
                "entries": verdict.entries, "bills": verdict.bills, "chunks": verdict.chunks,
            });
            (counts, verdict.faults)
        }
    };
    if arguments.json {
        say(&format!("{:#}\n", json!({ "read": counts, "faults": faults })))?;
    } else {
        let read: Vec<String> =
            counts.as_object().into_iter().flatten().map(|(name, count)| format!("{count} {name}")).collect();
        let mut text = format!("{} read: ", read.join(", "));
        text.push_str(&match faults.len() {
            0 => "everything agrees\n".to_owned(),
            count => format!("{count} faults\n  {}\n", faults.join("\n  ")),
        });
        say(&text)?;
    }
    Ok(if faults.is_empty() { Outcome::Fine } else { Outcome::Faults })
}

fn export(file: &Path) -> Result<ledger::export::Verdict> {
    let shown = file.display();
    let open = File::open(file).with_context(|| format!("could not read {shown}"))?;
    let mut reader = BufReader::with_capacity(1 << 18, open);
    let mut verification = Verification::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line).with_context(|| format!("could not read {shown}"))?;
        if read == 0 {
            return Ok(verification.finish());
        }
        verification.line(&line);
    }
}
