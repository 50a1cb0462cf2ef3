//! `naungan export`: the books for anyone to verify, and as plain-text accounting.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base::Day;
use clap::{Args, Subcommand};
use ledger::export;
use ledger::hledger::{Expected, Style};
use rules::render::Lang;
use serde_json::json;

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::books;
use crate::text::count::{ENTRIES, Noun, TRANSACTIONS};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Every entry with its hash; peers/verify reads it, and so can anybody's program
    Books(Books),
    /// The same as a journal of hledger
    Hledger(Hledger),
}

#[derive(Args, Debug)]
pub(crate) struct Books {
    /// Where to
    file: PathBuf,
    /// What was written as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Hledger {
    /// Where to
    file: PathBuf,
    /// Also write the balances that hledger has to find, as its
    /// `balance --flat --no-total -O csv` prints them
    #[arg(long, value_name = "FILE")]
    expected: Option<PathBuf>,
    /// An account below the control account for each payer and membership
    #[arg(long)]
    holders: bool,
    /// What was written as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, command: &Command) -> Result<Outcome> {
    match command {
        Command::Books(arguments) => whole(cli, arguments),
        Command::Hledger(arguments) => hledger(cli, arguments),
    }
}

fn whole(cli: &Cli, arguments: &Books) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let mut count = 0_u64;
    into_file(&arguments.file, |out| {
        let mut text = String::new();
        books::each_row(&mut office.store, &mut |_, entry, hash| {
            text.clear();
            export::write_into(&mut text, entry, hash);
            out.write_all(text.as_bytes())?;
            count += 1;
            Ok(())
        })
    })?;
    told(cli, (&ENTRIES, count), &arguments.file, arguments.json)
}

fn hledger(cli: &Cli, arguments: &Hledger) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let land = &office.law.tree().jurisdiction;
    let mut style = Style::new(&land.symbol, land.decimals as usize);
    if arguments.holders {
        style = style.with_holders();
    }
    let mut expected = Expected::until(Day::MAX, style.clone());
    let mut count = 0_u64;
    into_file(&arguments.file, |out| {
        out.write_all(style.opening().as_bytes())?;
        let mut text = String::new();
        books::each_entry_checked(&mut office.store, &mut |written| {
            text.clear();
            style.write_into(&mut text, written.place, &written.entry);
            out.write_all(text.as_bytes())?;
            expected.add(&written.entry);
            count += 1;
            Ok(())
        })
    })?;
    if let Some(file) = &arguments.expected {
        into_file(file, |out| Ok(out.write_all(expected.to_csv().as_bytes())?))?;
    }
    told(cli, (&TRANSACTIONS, count), &arguments.file, arguments.json)
}

fn told(cli: &Cli, (what, count): (&Noun, u64), file: &Path, as_json: bool) -> Result<Outcome> {
    let lang = Lang::from(cli.lang);
    let (counted, file) = (what.counted(count, lang), file.display().to_string());
    let text = match lang {
        Lang::Id => format!("{counted} dalam {file}\n"),
        Lang::En => format!("{counted} in {file}\n"),
    };
    answer(as_json, &json!({ "file": file, "entries": count }), &text)
}

/// Writes a file under another name until it is whole.
pub(super) fn into_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let written = File::create(&partial).map_err(anyhow::Error::from).and_then(|file| {
        let mut out = BufWriter::with_capacity(1 << 18, file);
        write(&mut out)?;
        out.flush()?;
        Ok(fs::rename(&partial, path)?)
    });
    if written.is_err() {
        // A part never stays under any name.
        let _ = fs::remove_file(&partial);
    }
    written.with_context(|| format!("could not write {}", path.display()))
}
