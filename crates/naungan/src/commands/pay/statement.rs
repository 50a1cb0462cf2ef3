//! A bank's statement in camt.053: each booked credit booked on its own, once, by the bank's reference. What
//! cannot be booked is kept for somebody to look at, as it is where a statement is sent in at the counter.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use rules::render::Lang;

use super::file::{self, Place};
use crate::actions::keep_statement::{self, Statement};
use crate::commands::Outcome;
use crate::office::Office;
use crate::ports::camt::STATEMENT_BYTES_MAX;

const ENTRY: Place = ("entri", "entry");

/// Books what came in by the statement; `workers` connections share it.
pub(super) fn run(
    office: &mut Office,
    path: &Path,
    workers: usize,
    (channel, lang): (&str, Lang),
    as_json: bool,
) -> Result<Outcome> {
    let shown = path.display();
    let statement = Statement::read(&text(path, lang)?, channel, lang).with_context(|| format!("{shown}"))?;
    let sum = keep_statement::book(office, &statement, workers, (channel, lang)).with_context(|| {
        lang.pick(
            "terhenti; berkas yang sama dapat diberikan lagi",
            "stopped; the same file can be given again",
        )
    })?;
    file::told(sum, lang, (ENTRY, as_json))
}

fn text(path: &Path, lang: Lang) -> Result<String> {
    let shown = path.display();
    let could_not = || match lang {
        Lang::Id => format!("tidak dapat membaca {shown}"),
        Lang::En => format!("could not read {shown}"),
    };
    let size = fs::metadata(path).with_context(could_not)?.len();
    let mut text = String::new();
    let file = File::open(path).with_context(could_not)?;
    // A pipe has no size, and a file may grow while it is read.
    file.take(STATEMENT_BYTES_MAX + 1).read_to_string(&mut text).with_context(could_not)?;
    if size > STATEMENT_BYTES_MAX || text.len() as u64 > STATEMENT_BYTES_MAX {
        let most = STATEMENT_BYTES_MAX / 1_000_000;
        match lang {
            Lang::Id => bail!("{shown} lebih besar dari {most} MB: mintalah mutasi per hari"),
            Lang::En => bail!("{shown} is larger than {most} MB: ask the bank for a statement a day"),
        }
    }
    Ok(text)
}
