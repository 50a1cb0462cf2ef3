//! `naungan keys`: which keys seal what, a new key for everything, and the end of an old one.

mod rotate;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use rules::render::Lang;
use serde_json::{Value, json};
use store::queries::sealed::{self, Table};

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::books::grouped;
use crate::office::Office;
use crate::report::columns;
use crate::text::count::ROWS;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Seal everything with a new key; what was stopped goes on. The old key stays until it is retired
    Rotate(Form),
    /// How much is sealed with which key
    Status(Form),
    /// Forget keys that seal nothing any more
    Retire(Form),
}

#[derive(Args, Debug)]
struct Form {
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    match &arguments.command {
        Command::Rotate(form) => rotate::run(cli, &mut office, lang, form.json),
        Command::Status(form) => status(&mut office, lang, form.json),
        Command::Retire(form) => retire(cli, &mut office, lang, form.json),
    }
}

/// Rows under each key, table by table; also of keys that are not here.
type Rows = BTreeMap<u32, BTreeMap<&'static str, i64>>;

fn rows(office: &mut Office) -> Result<Rows> {
    let mut rows: Rows = office.keys.numbers().into_iter().map(|number| (number, BTreeMap::new())).collect();
    office.look(|unit, _| {
        for table in Table::ALL {
            for (number, count) in sealed::by_key(unit, table)? {
                rows.entry(number).or_default().insert(table.name(), count);
            }
        }
        Ok(())
    })?;
    Ok(rows)
}

/// How many rows other keys than the newest seal.
fn older(rows: &Rows, newest: u32) -> i64 {
    let older = rows.iter().filter(|(number, _)| **number != newest);
    older.flat_map(|(_, tables)| tables.values()).sum()
}

fn status(office: &mut Office, lang: Lang, as_json: bool) -> Result<Outcome> {
    let (rows, numbers, newest) = (rows(office)?, office.keys.numbers(), office.keys.newest());
    let value = rows.iter().map(|(number, tables)| {
        json!({ "key": number, "here": numbers.contains(number), "seals": *number == newest, "rows": tables })
    });
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|(number, tables)| {
            let state = match (*number == newest, numbers.contains(number)) {
                (true, _) => lang.pick("menyegel", "seals"),
                (false, true) => lang.pick("hanya membuka", "only opens"),
                (false, false) => lang.pick("tidak ada di sini", "not here"),
            };
            let each = tables.iter().map(|(name, count)| format!("{name} {}", grouped(*count, lang)));
            vec![
                format!("{} {number}", lang.pick("kunci", "key")),
                state.to_owned(),
                each.collect::<Vec<_>>().join(", "),
            ]
        })
        .collect();
    let text: String = columns(&cells, &[]).iter().map(|line| format!("{line}\n")).collect();
    answer(as_json, &value.collect::<Value>(), &text)
}

fn retire(cli: &Cli, office: &mut Office, lang: Lang, as_json: bool) -> Result<Outcome> {
    let (rows, newest) = (rows(office)?, office.keys.newest());
    let left = older(&rows, newest);
    if left > 0 {
        let (rows, are) = (ROWS.counted(left, lang), if left == 1 { "is" } else { "are" });
        match lang {
            Lang::Id => bail!("{rows} masih disegel kunci lama: jalankan `naungan keys rotate` dahulu"),
            Lang::En => bail!("{rows} {are} still sealed with an old key: `naungan keys rotate` first"),
        }
    }
    let retired: Vec<u32> = office.keys.numbers().into_iter().filter(|number| *number != newest).collect();
    if !retired.is_empty() {
        cli.place.keyring().write(&office.keys.only_newest())?;
    }
    let text = match (lang, retired.len()) {
        (Lang::Id, old) => format!("{old} kunci lama dihapus; kunci {newest} tinggal\n"),
        (Lang::En, 1) => format!("1 old key is gone; key {newest} stays\n"),
        (Lang::En, old) => format!("{old} old keys are gone; key {newest} stays\n"),
    };
    answer(as_json, &json!({ "retired": retired, "key": newest }), &text)
}
