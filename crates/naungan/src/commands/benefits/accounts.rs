//! Accounts verified before pay day: a table for the bank's inquiry, and its answer.

use std::fs::File;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use rules::render::Lang;
use serde_json::json;

use crate::actions::verify_accounts::{self, Heard};
use crate::auth::Deed;
use crate::commands::Outcome;
use crate::commands::access::number_of;
use crate::commands::export::into_file;
use crate::commands::register::answer;
use crate::commands::seen;
use crate::office::Office;
use crate::reports::accounts;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write accounts that orders wait for, and no bank has spoken of, as a table (CSV)
    Ask(Table),
    /// Take in the bank's answers: the same table with the name it knows, blank where there is none
    Hear(Table),
    /// Whether an account has to be verified before anything goes there
    Require(Require),
}

#[derive(Args, Debug)]
pub(crate) struct Table {
    /// The table
    path: PathBuf,
    /// Who does it: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Require {
    /// `yes` or `no`
    #[arg(value_parser = ["yes", "no"])]
    required: String,
    /// Who sets it: a handle or the number of an account
    #[arg(long)]
    by: String,
}

pub(super) fn run(office: &mut Office, command: &Command, lang: Lang) -> Result<Outcome> {
    match command {
        Command::Ask(asked) => ask(office, asked, lang),
        Command::Hear(asked) => hear(office, asked, lang),
        Command::Require(asked) => {
            let account = number_of(office, &asked.by)?;
            let required = asked.required == "yes";
            verify_accounts::require(office, required, account)?;
            let text = if required {
                lang.pick("rekening dipastikan dahulu\n", "accounts are verified first\n")
            } else {
                lang.pick("rekening tidak wajib dipastikan dahulu\n", "accounts need not be verified first\n")
            };
            answer(false, &json!(null), text)
        }
    }
}

fn ask(office: &mut Office, asked: &Table, lang: Lang) -> Result<Outcome> {
    let by = number_of(office, &asked.by)?;
    let found = verify_accounts::ask(office, by)?;
    let what = (Deed::TakeBankFile, "naungan benefits accounts ask");
    seen::shows(office, by, what, found.iter().map(|one| one.person))?;
    let bytes = accounts::written(&found)?;
    into_file(&asked.path, |out| Ok(out.write_all(&bytes)?))?;
    let (count, file) = (found.len(), asked.path.display());
    let text = match lang {
        Lang::Id => format!("{count} rekening untuk ditanyakan kepada bank: {file}\n"),
        Lang::En => format!("{count} accounts to ask the bank about: {file}\n"),
    };
    answer(asked.json, &json!({ "accounts": count }), &text)
}

fn hear(office: &mut Office, asked: &Table, lang: Lang) -> Result<Outcome> {
    let by = number_of(office, &asked.by)?;
    let file = File::open(&asked.path).with_context(|| asked.path.display().to_string())?;
    let answers = accounts::read(file)?;
    let heard = verify_accounts::hear(office, &answers, by)?;
    let Heard { same, other, unknown, strangers } = &heard;
    let list = |numbers: &[i64]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut text = match lang {
        Lang::Id => format!("{same} rekening sesuai\n"),
        Lang::En => format!("{same} accounts are as they were said\n"),
    };
    for (numbers, id, en) in [
        (other, "atas nama lain", "in another name"),
        (unknown, "tidak dikenal bank", "not known to the bank"),
        (strangers, "tidak pernah ditanyakan", "never asked about"),
    ] {
        if !numbers.is_empty() {
            text.push_str(&format!("{}: {}\n", lang.pick(id, en), list(numbers)));
        }
    }
    let value = json!({ "same": same, "other": other, "unknown": unknown, "strangers": strangers });
    answer(asked.json, &value, &text)?;
    Ok(if strangers.is_empty() { Outcome::Fine } else { Outcome::Partly })
}
