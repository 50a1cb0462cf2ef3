//! `naungan demo`: an invented institution, from its founding to a trial balance of zero.

use std::fs;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use base::Month;
use clap::Args;
use rules::LawPack;
use rules::render::Lang;
use serde_json::json;
use store::Address;
use store::queries::institution::Institution;

use super::{Cli, Outcome, serve};
use crate::auth::Role;
use crate::demo::Plan;
use crate::demo::agents;
use crate::demo::cases;
use crate::demo::logins::{self, Login};
use crate::demo::play::{Played, Summary, play, summary};
use crate::demo::solidarity;
use crate::jobs::{coverage, signals};
use crate::messages;
use crate::office::{self, Clock, Founding, Office};
use crate::report::{columns, say};
use crate::text::count::{MEMBERS, MONTHS};

/// How large, how long, which one.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// With how many members it begins
    #[arg(long, default_value = "10000")]
    members: u32,
    /// How many months are played; cash after a lost job is for who has paid for twelve
    #[arg(long, default_value = "14")]
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
    /// The summary as JSON; nothing is served
    #[arg(long)]
    json: bool,
    /// Play only: no logins are opened, and nothing is served
    #[arg(long)]
    no_serve: bool,
    /// Where to serve it; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Requests a second that one address may make; 0 counts none
    #[arg(long, default_value_t = 20)]
    rate: u32,
}

/// By this a demo knows its own file again.
const NAME: &str = "Lembaga Contoh (demo naungan)";

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let address = cli.place.address();
    let lang = Lang::from(cli.lang);
    let pack = Arc::new(crate::law::pack(cli.law.as_deref())?);
    is_known(&pack, arguments, lang)?;
    let plan = Plan::new(arguments.seed, arguments.members, arguments.months, arguments.first)?;
    make_room(&address, arguments.again, lang)?;
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
    if arguments.listen.port() != 0 {
        messages::reached_at(&format!("http://{}", arguments.listen));
    }
    let played = play(&plan, &mut office, lang)?;
    let summary = summary(&plan, &played, &mut office)?;
    let text = summary.text(office.law.tree(), lang);
    let today = office.today().to_string();
    tell(cli, arguments, &played, (&summary, &text), (&address, &today))?;
    if arguments.no_serve || arguments.json {
        return Ok(if summary.faults.is_empty() { Outcome::Fine } else { Outcome::Faults });
    }
    let logins = logins::open(&mut office, arguments.seed)?;
    // Who pays for herself has no province but that of her branch, and the branches are open only now.
    coverage::again(&mut office)?;
    cases::open(&mut office, &logins)?;
    agents::open(&mut office, &logins)?;
    solidarity::accident::report(&mut office)?;
    // Officers find their lists made, as they would on any morning.
    signals::all(&mut office, &mut |_, _, _| Ok(()))?;
    say(&logins_text(&logins, &office.outbox, lang))?;
    serve::serve(office, &serve::Arguments::at(arguments.listen, arguments.rate), lang)?;
    Ok(Outcome::Fine)
}

/// How to get in, a line a role.
fn logins_text(logins: &[Login], outbox: &Path, lang: Lang) -> String {
    let rows: Vec<Vec<String>> = logins
        .iter()
        .map(|login| {
            let second = login.second.as_deref().unwrap_or_default();
            let password = login.password.clone().unwrap_or_else(|| {
                let sent = lang.pick("kodenya ada di", "the code comes to");
                format!("{sent} {}", outbox.display())
            });
            vec![format!("  {}", login.who), login.handle.clone(), password, second.to_owned()]
        })
        .collect();
    let lines: String = columns(&rows, &[]).iter().map(|line| format!("{line}\n")).collect();
    let (title, codes) = match lang {
        Lang::Id => (
            "Masuk sebagai (peran, nomor atau nama masuk, kata sandi, faktor kedua):",
            "Kode faktor kedua saat ini: naungan access code NAMA",
        ),
        Lang::En => (
            "Sign in as (role, number or handle, password, second factor):",
            "The second factor's code of the moment: naungan access code HANDLE",
        ),
    };
    format!("{title}\n{lines}{}{codes}\n\n", lacking_text(&logins::lacking(logins), lang))
}

/// Says for whom there is nobody: a demo draws its people, and a small one does not draw all kinds.
fn lacking_text(roles: &[Role], lang: Lang) -> String {
    if roles.is_empty() {
        return String::new();
    }
    let roles = roles.iter().map(|role| role.word()).collect::<Vec<_>>().join(", ");
    match lang {
        Lang::Id => format!("Tidak ada di demo sekecil ini: {roles}. Dengan --members lebih banyak, ada.\n"),
        Lang::En => format!("Nobody in so small a demo: {roles}. With more --members there is.\n"),
    }
}

/// Months that the law does not model cannot be run.
fn is_known(pack: &LawPack, arguments: &Arguments, lang: Lang) -> Result<()> {
    let (begins, ends) = pack.tree().jurisdiction.known;
    let last = arguments.first.plus_months(arguments.months.saturating_sub(1).min(10_000).cast_signed());
    let is_known = arguments.first.first_day() >= begins && last.is_some_and(|last| last.first_day() < ends);
    match (is_known, begins.month(), lang) {
        (true, ..) => Ok(()),
        (false, begins, Lang::Id) => {
            bail!("hukum dimodelkan dari {begins} sampai sebelum {ends}: ubah --first atau kurangi --months")
        }
        (false, begins, Lang::En) => {
            bail!(
                "the law is modelled from {begins} to before {ends}: choose another --first or fewer --months"
            )
        }
    }
}

/// Refuses to touch an institution, save an earlier demo's file if it was asked for.
fn make_room(address: &Address, again: bool, lang: Lang) -> Result<()> {
    let Some(there) = office::institution_in(address)? else { return Ok(()) };
    let name = &there.name;
    match (address, lang) {
        (Address::Sqlite(path), _) if again && is_own(&there) => remove(path),
        (Address::Sqlite(_), Lang::Id) if is_own(&there) => {
            bail!("di {address} sudah ada demo: ganti dengan --again, atau sebut --database lain")
        }
        (Address::Sqlite(_), Lang::En) if is_own(&there) => {
            bail!("{address} holds a demo already: replace it with --again, or name another --database")
        }
        (_, Lang::Id) => bail!("di {address} sudah ada lembaga, {name}: sebut --database lain untuk demo"),
        (_, Lang::En) => {
            bail!("{address} holds an institution already, {name}: name another --database for the demo")
        }
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
    (summary, text): (&Summary, &str),
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
    let mut database = match cli.place.database.as_str() {
        "naungan.db" => String::new(),
        other => format!(" --database '{other}'"),
    };
    if let Some(keys) = &cli.place.keys {
        database.push_str(&format!(" --keys '{}'", keys.display()));
    }
    let lang = Lang::from(cli.lang);
    let Arguments { members, months, first, seed, .. } = arguments;
    let (members, months) = (MEMBERS.counted(*members, lang), MONTHS.counted(*months, lang));
    let (title, place) = match lang {
        Lang::Id => (
            format!("Lembaga rekaan: {members} saat didirikan, {months} sejak {first}, seed {seed}"),
            format!("Lembaga itu ada di {address}; di sana hari ini {today}. Selanjutnya dapat dicoba:"),
        ),
        Lang::En => (
            format!(
                "An institution that does not exist: {members} at its founding, {months} from {first}, \
                 seed {seed}"
            ),
            format!("It is in {address}; there it is {today}. To try next:"),
        ),
    };
    let next = arguments.first.plus_months(arguments.months.cast_signed());
    let run = next.map(|next| format!("  naungan{database} --today {} run month {next}\n", next.first_day()));
    say(&format!(
        "{title}\n\n{text}\n{place}\n  \
         naungan{database} run status\n{}  \
         naungan{database} export hledger demo.journal\n",
        run.unwrap_or_default(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_missing_is_named() {
        let login = |role: Role| Login {
            role,
            who: role.word(),
            handle: String::new(),
            password: None,
            second: None,
        };
        let without = [Role::Member, Role::Employer, Role::Platform, Role::Officer].map(login);
        let said = logins_text(&without, Path::new("outbox"), Lang::En);
        assert!(said.contains("Nobody in so small a demo: donor."), "{said}");
        let all = [Role::Member, Role::Employer, Role::Platform, Role::Donor].map(login);
        assert!(!logins_text(&all, Path::new("outbox"), Lang::En).contains("Nobody"));
    }
}
