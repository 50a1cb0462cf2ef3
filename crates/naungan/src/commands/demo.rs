//! `naungan demo`: an invented institution, from its founding to a trial balance of zero.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use base::Month;
use clap::Args;
use rules::LawPack;
use serde_json::json;
use store::queries::institution::{self, Institution};
use store::{Address, Store};

use super::{Cli, Outcome};
use crate::books::grouped;
use crate::demo::Plan;
use crate::demo::play::{Played, Summary, play, summary};
use crate::office::{self, Clock, Founding, Office};
use crate::report::say;

/// How large, how long, which one.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// With how many members it begins
    #[arg(long, default_value = "10000")]
    members: u32,
    /// How many months are played
    #[arg(long, default_value = "12")]
    months: u32,
    /// The same number gives the same institution
    #[arg(long, default_value = "1")]
    seed: u64,
    /// The first month
    #[arg(long, value_name = "YYYY-MM", default_value = "2025-01")]
    first: Month,
    /// Play again in the place of an earlier demo, which is deleted; only a file of SQLite
    #[arg(long)]
    again: bool,
    /// The summary as JSON
    #[arg(long)]
    json: bool,
}

/// By this a demo knows its own file again.
const NAME: &str = "Lembaga Contoh (demo naungan)";

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let address = cli.place.address();
    let pack = Arc::new(crate::law::pack(cli.law.as_deref())?);
    is_known(&pack, arguments)?;
    let plan = Plan::new(arguments.seed, arguments.members, arguments.months, arguments.first)?;
    make_room(&address, arguments.again)?;
    let keys = office::new_keys(&cli.place.keyring())?;
    let founding = Founding {
        name: NAME.to_owned(),
        production: false,
        crediting: "simple_yearly".to_owned(),
        jurisdiction: pack.tree().jurisdiction.code.clone(),
        on: arguments.first.first_day(),
    };
    office::found(&address, &keys, &founding)?;
    let mut office = Office::open(&address, keys, pack, Clock::set(founding.on))?;
    let played = play(&plan, &mut office)?;
    let summary = summary(&plan, &played, &mut office)?;
    let today = office.today().to_string();
    tell(cli, arguments, &played, &summary, (&address, &today))?;
    Ok(if summary.faults.is_empty() { Outcome::Fine } else { Outcome::Faults })
}

/// Months that the law does not model cannot be run.
fn is_known(pack: &LawPack, arguments: &Arguments) -> Result<()> {
    let (begins, ends) = pack.tree().jurisdiction.known;
    let last = arguments.first.plus_months(arguments.months.saturating_sub(1).min(10_000).cast_signed());
    let is_known = arguments.first.first_day() >= begins && last.is_some_and(|last| last.first_day() < ends);
    ensure!(
        is_known,
        "the law is modelled from {} to before {ends}: choose another --first or fewer --months",
        begins.month()
    );
    Ok(())
}

/// Refuses to touch an institution, save an earlier demo's file if it was asked for.
fn make_room(address: &Address, again: bool) -> Result<()> {
    if let Address::Sqlite(path) = address
        && !path.exists()
    {
        return Ok(());
    }
    let mut store = Store::open(address)?;
    store.migrate()?;
    let there = store.look(institution::read)?;
    drop(store);
    let Some(there) = there else { return Ok(()) };
    match address {
        Address::Sqlite(path) if again && is_own(&there) => remove(path),
        Address::Sqlite(_) if is_own(&there) => {
            bail!("{address} holds a demo already: replace it with --again, or name another --database")
        }
        _ => bail!(
            "{address} holds an institution already, {}: name another --database for the demo",
            there.name
        ),
    }
}

fn is_own(there: &Institution) -> bool {
    !there.is_production() && there.name == NAME
}

/// The database and the two files that SQLite keeps beside it.
fn remove(path: &Path) -> Result<()> {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error)
                    .with_context(|| format!("could not delete {}", Path::new(&name).display()));
            }
            _ => {}
        }
    }
    Ok(())
}

fn tell(
    cli: &Cli,
    arguments: &Arguments,
    played: &Played,
    summary: &Summary,
    (address, today): (&Address, &str),
) -> Result<()> {
    if arguments.json {
        let milliseconds = |took: &Duration| u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let parts = played.parts.iter();
        let took: Vec<_> =
            parts.map(|(part, took)| json!({ "part": part, "milliseconds": milliseconds(took) })).collect();
        let mut answer = summary.json();
        answer["database"] = json!(address.to_string());
        answer["today"] = json!(today);
        answer["took"] = json!(took);
        return say(&format!("{answer:#}\n"));
    }
    let database = match cli.place.database.as_str() {
        "naungan.db" => String::new(),
        other => format!(" --database '{other}'"),
    };
    say(&format!(
        "An institution that does not exist: {} members at its founding, {} months from {}, seed {}\n\n{}\n\
         It is in {address}; there it is {today}. To try next:\n  \
         naungan{database} run status\n  \
         naungan{database} --today {today} run month {}\n  \
         naungan{database} export hledger demo.journal\n",
        grouped(arguments.members.into()),
        arguments.months,
        arguments.first,
        arguments.seed,
        summary.text(),
        next_month(arguments),
    ))
}

fn next_month(arguments: &Arguments) -> String {
    let next = arguments.first.plus_months(arguments.months.cast_signed());
    next.map(|next| next.to_string()).unwrap_or_default()
}
