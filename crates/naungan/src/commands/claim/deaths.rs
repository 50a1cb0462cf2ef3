//! The civil registry's notices of deaths: what came of each line, and the lines that could not be read.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use rules::render::Lang;
use serde_json::{Value, json};

use crate::actions::take_death_notice::{self, Heard};
use crate::commands::Outcome;
use crate::commands::access::number_of;
use crate::commands::register::answer;
use crate::office::Office;
use crate::ports::civil_registry::deaths::{self, Notice, TABLE_BYTES_MAX};

#[derive(Args, Debug)]
pub(super) struct Deaths {
    /// The registry's table (CSV): notice, nik, name, died, and `at_work` where it is known
    table: PathBuf,
    /// Who takes it: the handle or the number of an administrator's account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

/// Takes every line that can be read; the same table again changes nothing.
pub(super) fn run(office: &mut Office, asked: &Deaths, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let lines = deaths::read(&bytes(asked, lang)?).with_context(|| asked.table.display().to_string())?;
    let (mut text, mut rows, mut is_whole) = (String::new(), Vec::new(), true);
    for (line, notice) in lines {
        let place = format!("{} {line}", lang.pick("baris", "line"));
        match notice {
            Ok(notice) => {
                let heard = take_death_notice::run(office, &notice, account)?;
                is_whole &= heard.came.is_done();
                let _ = writeln!(text, "{place}: {}: {}", notice.number, said(&heard, lang));
                rows.push(row(line, &notice, &heard, lang));
            }
            Err(refusal) => {
                is_whole = false;
                let says = lang.pick(&refusal.id, &refusal.en);
                let _ = writeln!(text, "{place}: {says}");
                rows.push(json!({ "line": line, "outcome": "unread", "says": says }));
            }
        }
    }
    answer(asked.json, &Value::from(rows), &text)?;
    Ok(if is_whole { Outcome::Fine } else { Outcome::Partly })
}

fn bytes(asked: &Deaths, lang: Lang) -> Result<Vec<u8>> {
    let shown = asked.table.display();
    let could_not = || format!("could not read {shown}");
    let mut bytes = Vec::new();
    let file = File::open(&asked.table).with_context(could_not)?;
    // One byte more shows that there are too many.
    file.take(TABLE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes).with_context(could_not)?;
    if bytes.len() > TABLE_BYTES_MAX {
        let most = TABLE_BYTES_MAX >> 20;
        match lang {
            Lang::Id => bail!("{shown} lebih besar dari {most} MB: bagi menjadi beberapa tabel"),
            Lang::En => bail!("{shown} is larger than {most} MB: cut it into several tables"),
        }
    }
    Ok(bytes)
}

fn said(heard: &Heard, lang: Lang) -> String {
    let mut said = heard.came.words(lang).to_owned();
    if let Some(case) = heard.case {
        let _ = write!(said, " ({} {case})", lang.pick("perkara", "case"));
    }
    if let Some(why) = &heard.why {
        let _ = write!(said, ": {}", lang.pick(&why.id, &why.en));
    }
    said
}

fn row(line: usize, notice: &Notice, heard: &Heard, lang: Lang) -> Value {
    json!({
        "line": line, "notice": notice.number, "outcome": heard.came.word(), "case": heard.case,
        "claims": heard.claims, "person": heard.person.map(|person| person.0),
        "code": heard.why.as_ref().map(|why| why.code), "says": said(heard, lang),
    })
}
