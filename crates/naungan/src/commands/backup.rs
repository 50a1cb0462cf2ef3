//! `naungan backup` and `naungan restore`: everything as one file.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use rules::render::Lang;
use store::{Store, archive};

use super::{Cli, Outcome, open};
use crate::report::say;
use crate::text::count::ROWS;

/// Which file.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The archive
    file: PathBuf,
    /// What was done as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn backup(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let partial = partial(&arguments.file);
    let mut rows = 0;
    let written = File::create(&partial).map_err(anyhow::Error::from).and_then(|file| {
        let mut out = BufWriter::with_capacity(1 << 18, file);
        archive::write(&mut office.store, &mut out, &mut |_, of_table| rows += of_table)?;
        out.flush()?;
        out.get_ref().sync_all()?;
        Ok(fs::rename(&partial, &arguments.file)?)
    });
    if written.is_err() {
        // A part of an archive never stays under any name.
        let _ = fs::remove_file(&partial);
    }
    written.with_context(|| format!("could not write {}", arguments.file.display()))?;
    told(cli, arguments, rows, ["disimpan dalam", "kept in"])
}

pub(crate) fn restore(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let shown = arguments.file.display();
    let open = || File::open(&arguments.file).with_context(|| format!("could not read {shown}"));
    archive::check(&mut BufReader::new(open()?)).with_context(|| format!("could not restore {shown}"))?;
    let mut store = Store::open(&cli.place.address())?;
    store.migrate()?;
    let mut rows = 0;
    let mut from = BufReader::with_capacity(1 << 18, open()?);
    archive::read(&mut store, &mut from, &mut |_, of_table| rows += of_table)
        .with_context(|| format!("could not restore {shown}"))?;
    told(cli, arguments, rows, ["dipulihkan dari", "restored from"])
}

fn told(cli: &Cli, arguments: &Arguments, rows: u64, [id, en]: [&str; 2]) -> Result<Outcome> {
    let lang = Lang::from(cli.lang);
    let file = arguments.file.display().to_string();
    let counted = ROWS.counted(rows, lang);
    say(&match lang {
        _ if arguments.json => format!("{}\n", serde_json::json!({ "file": file, "rows": rows })),
        Lang::Id => format!("{counted} {id} {file}; kunci tidak ada di dalamnya: simpan di tempat lain\n"),
        Lang::En => format!("{counted} {en} {file}; the keys are not in it: keep them elsewhere\n"),
    })?;
    Ok(Outcome::Fine)
}

fn partial(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}
