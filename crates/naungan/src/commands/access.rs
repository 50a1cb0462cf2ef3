//! `naungan access`: who may sign in at the counter, from the first administrator on.

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::id::{PayerId, PersonId};
use serde_json::json;
use store::Unit;
use store::queries::accounts::{self, Account};

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::actions::confirm_access::{self, SHELL};
use crate::actions::open_account::{self, OpenAccount, by_handle, second_context};
use crate::actions::{close_account, renew_access};
use crate::auth::{Role, passwords, sessions};
use crate::office::{Clock, Desk, Office};
use crate::report::{columns, say};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open an account; its first password is shown once
    Add(Add),
    /// Every account
    List(List),
    /// Close an account; whoever is signed in with it is out at once
    End(Whose),
    /// Confirm what an administrator has opened or renewed, where there is no other one to do it
    Confirm(Whose),
    /// Give a new password, shown once, and forget failures
    Password(Whose),
    /// The second factor's code of the moment; only where people are invented
    Code(Whose),
    /// Forget the second factor: a new one is set up at the next sign-in
    Second(Whose),
}

#[derive(Args, Debug)]
struct Add {
    /// What is written to sign in, such as siti.aminah
    handle: String,
    /// employer, platform, donor, hospital, agent, officer, head, analyst, auditor or administrator
    #[arg(long)]
    role: Role,
    /// Who it is
    #[arg(long)]
    name: String,
    /// Where messages go: a telephone or an address of electronic mail
    #[arg(long, default_value = "")]
    address: String,
    /// The branch, of an officer or a head
    #[arg(long)]
    branch: Option<i64>,
    /// The code of the province, of a head
    #[arg(long)]
    province: Option<u8>,
    /// For whom it acts: an employer, a platform, a sponsor or a hospital, by number
    #[arg(long)]
    payer: Option<i64>,
    /// Who it is in the register, by number
    #[arg(long)]
    person: Option<i64>,
    /// Which agent it is, by number
    #[arg(long)]
    agent: Option<i64>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct List {
    /// Closed accounts and those of members too
    #[arg(long)]
    all: bool,
    /// The answer as JSON, an account a line
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Whose {
    /// The handle, or the number of the account
    handle: String,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    match &arguments.command {
        Command::Add(arguments) => add(&mut office, arguments, lang),
        Command::List(arguments) => list(&mut office, arguments, lang),
        Command::End(whose) => {
            let account = find(&mut office, whose)?;
            close_account::run(&mut office, account)?;
            said(lang.pick("akun ditutup", "the account is closed"))
        }
        Command::Confirm(whose) => {
            let account = find(&mut office, whose)?;
            confirm_access::run(&mut office, account, SHELL)?;
            said(lang.pick("akun dikonfirmasi", "the account is confirmed"))
        }
        Command::Password(whose) => {
            let account = find(&mut office, whose)?;
            let password = renew_access::password(&mut office, account, SHELL)?;
            said(&first_password(&password, lang))
        }
        Command::Code(whose) => {
            let account = find(&mut office, whose)?;
            said(&code_of(&mut office, account, lang)?)
        }
        Command::Second(whose) => {
            let account = find(&mut office, whose)?;
            renew_access::second(&mut office, account, SHELL)?;
            said(lang.pick(
                "faktor kedua dihapus; yang baru dipasang saat masuk berikutnya",
                "the second factor is forgotten; a new one is set up at the next sign-in",
            ))
        }
    }
}

/// A demonstration has no telephones.
fn code_of(office: &mut Office, account: i64, lang: Lang) -> Result<String> {
    if office.institution.is_production() {
        bail!(lang.pick("hanya untuk lembaga dengan orang rekaan", "only where people are invented"));
    }
    let secret = office.look(|unit, desk| {
        let sealed = accounts::read(unit, account)?.and_then(|account| account.second);
        sealed.map(|sealed| desk.keys.open(&second_context(account), &sealed)).transpose()
    })?;
    let none = lang.pick("belum ada faktor kedua", "there is no second factor yet");
    passwords::code_at(&secret.context(none)?, Clock::of_telephones())
}

fn said(text: &str) -> Result<Outcome> {
    say(&format!("{text}\n"))?;
    Ok(Outcome::Fine)
}

fn first_password(password: &str, lang: Lang) -> String {
    match lang {
        Lang::Id => format!("kata sandi: {password}\ncatat sekarang: tidak akan ditampilkan lagi"),
        Lang::En => format!("password: {password}\nwrite it down now: it is not shown again"),
    }
}

fn add(office: &mut Office, arguments: &Add, lang: Lang) -> Result<Outcome> {
    let asked = OpenAccount {
        role: arguments.role,
        handle: arguments.handle.clone(),
        name: arguments.name.clone(),
        address: arguments.address.clone(),
        person: arguments.person.map(PersonId),
        payer: arguments.payer.map(PayerId),
        branch: arguments.branch,
        province: arguments.province.map(|code| code.to_string()),
        agent: arguments.agent,
        given: None,
    };
    let opened = open_account::run(office, &asked)?;
    let handle = arguments.handle.trim().to_lowercase();
    let value = json!({ "account": opened.account, "handle": handle, "password": opened.password });
    let mut text = format!("{} {}: {handle}\n", lang.pick("akun", "account"), opened.account);
    if let Some(password) = &opened.password {
        text.push_str(&format!("{}\n", first_password(password, lang)));
    }
    answer(arguments.json, &value, &text)
}

/// Accounts read at once.
const AT_ONCE: i64 = 500;

fn list(office: &mut Office, arguments: &List, lang: Lang) -> Result<Outcome> {
    let mut after = 0;
    loop {
        let some = office.look(|unit, desk| {
            let some = accounts::all(unit, after, AT_ONCE)?;
            some.into_iter().map(|account| Ok((opened(desk, &account)?, account))).collect::<Result<Vec<_>>>()
        })?;
        let Some((_, last)) = some.last() else { return Ok(Outcome::Fine) };
        after = last.id;
        let shown = some.iter().filter(|(_, account)| {
            arguments.all || (account.ended.is_none() && account.role != Role::Member.word())
        });
        say(&written(shown, arguments.json, lang))?;
    }
}

fn written<'a>(some: impl Iterator<Item = &'a ([String; 3], Account)>, as_json: bool, lang: Lang) -> String {
    let place = |account: &Account| {
        let number = |name: &str, of: Option<i64>| of.map(|of| format!("{name} {of}"));
        let province =
            account.province.as_ref().map(|code| format!("{} {code}", lang.pick("provinsi", "province")));
        let payer = number(lang.pick("pembayar", "payer"), account.payer.map(|payer| payer.0));
        let person = number(lang.pick("orang", "person"), account.person.map(|person| person.0));
        let all = [number(lang.pick("cabang", "branch"), account.branch), province, payer, person];
        all.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    if as_json {
        let row = |([name, _, handle], account): &([String; 3], Account)| {
            let value = json!({
                "account": account.id, "handle": handle, "name": name, "role": account.role,
                "branch": account.branch, "province": account.province,
                "payer": account.payer.map(|payer| payer.0), "person": account.person.map(|person| person.0),
                "second": account.second.is_some(), "ended": account.ended.map(|at| at.to_string()),
            });
            format!("{value}\n")
        };
        return some.map(row).collect();
    }
    let rows: Vec<Vec<String>> = some
        .map(|([name, _, handle], account)| {
            vec![account.id.to_string(), handle.clone(), account.role.clone(), place(account), name.clone()]
        })
        .collect();
    columns(&rows, &[0]).iter().map(|line| format!("{line}\n")).collect()
}

/// Name, address and handle.
fn opened(desk: &Desk<'_>, account: &Account) -> Result<[String; 3]> {
    sessions::names(desk, account)
}

fn find(office: &mut Office, whose: &Whose) -> Result<i64> {
    number_of(office, &whose.handle)
}

/// The number of an account by its handle, or by that number.
pub(super) fn number_of(office: &mut Office, handle: &str) -> Result<i64> {
    let handle = handle.trim().to_lowercase();
    let number = handle.parse::<i64>().ok();
    let read = |unit: &mut Unit<'_>, desk: &Desk<'_>| match number {
        Some(number) => accounts::read(unit, number),
        None => by_handle(unit, desk, &handle),
    };
    let account = office.look(read)?.with_context(|| close_account::nobody(&handle))?;
    Ok(account.id)
}
