//! `naungan verify`: the books of the database, or an export of them.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use ledger::export::Verification;
use rules::render::Lang;
use serde_json::json;

use super::{Cli, Outcome, open};
use crate::books::checks::{self, Verdict};
use crate::report::say;
use crate::text::count::{BILLS, CHUNKS, ENTRIES, FAULTS, Noun};

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
            (vec![("entries", ENTRIES, verdict.entries)], faults)
        }
        None => {
            let mut office = open::office(cli)?;
            let Verdict { entries, bills, chunks, faults } = checks::verify(&mut office)?;
            let counts =
                vec![("entries", ENTRIES, entries), ("bills", BILLS, bills), ("chunks", CHUNKS, chunks)];
            (counts, faults)
        }
    };
    if arguments.json {
        let read = counts.into_iter().map(|(name, _, count)| (name.to_owned(), json!(count)));
        let read: serde_json::Map<_, _> = read.collect();
        say(&format!("{:#}\n", json!({ "read": read, "faults": faults })))?;
    } else {
        say(&text(&counts, &faults, Lang::from(cli.lang)))?;
    }
    Ok(if faults.is_empty() { Outcome::Fine } else { Outcome::Faults })
}

fn text(counts: &[(&str, Noun, u64)], faults: &[String], lang: Lang) -> String {
    let read: Vec<String> = counts.iter().map(|(_, noun, count)| noun.counted(*count, lang)).collect();
    let read = read.join(", ");
    let verdict = match faults.len() {
        0 => lang.pick("semua cocok", "everything agrees").to_owned(),
        count => format!("{}\n  {}", FAULTS.counted(count as u64, lang), faults.join("\n  ")),
    };
    match lang {
        Lang::Id => format!("dibaca {read}: {verdict}\n"),
        Lang::En => format!("{read} read: {verdict}\n"),
    }
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
