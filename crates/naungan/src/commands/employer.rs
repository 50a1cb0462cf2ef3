//! `naungan employer`: those who pay are registered, found, shown; what changes there; the end.

mod show;

use anyhow::Result;
use base::{Day, Month};
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::employers::PayerKind;
use scheme::id::PayerId;
use serde_json::json;

use super::register::{Pair, answer, bills_json, bills_text, findings_text, pair};
use super::{Cli, Outcome, open};
use crate::actions::register_payer::{self, RegisterPayer, SizeBy};
use crate::actions::report_payer::{self, ReportPayer};
use crate::office::code;
use crate::text::names::payer_kind;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Register an employer, a branch, a project, a platform or a sponsor
    Register(Register),
    /// Find by registration number or name
    Find(Find),
    /// Everything that is known of one who pays: facts, bills, credit, people
    Show(Show),
    /// Something changes from a month on; months that were assessed are assessed again
    Set(Set),
    /// Close one that covers nobody any more
    Close(Close),
}

#[derive(Args, Debug)]
struct Register {
    /// What it is: employer, branch, project, platform or sponsor
    #[arg(long, default_value = "employer")]
    kind: PayerKind,
    /// The registration number, eight characters; employers and branches have one
    #[arg(long)]
    npp: Option<String>,
    /// What it is called
    #[arg(long)]
    name: String,
    /// The code of the province, such as 31
    #[arg(long)]
    province: Option<u8>,
    /// Its first day with people to report (default: today)
    #[arg(long, value_name = "DAY")]
    since: Option<Day>,
    /// A fact from the first month on, such as `risk_class=low`; may be repeated
    #[arg(long, value_name = "FACT=VALUE", value_parser = pair)]
    set: Vec<Pair>,
    /// Working capital in rupiah, which tells the size
    #[arg(long, conflicts_with = "sales")]
    capital: Option<String>,
    /// Sales of a year in rupiah, which tell the size
    #[arg(long)]
    sales: Option<String>,
    /// The employer of a branch, the contractor of a project, by number
    #[arg(long)]
    parent: Option<i64>,
    /// A name of this request: the same again gets the same answer and registers nothing twice
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Find {
    /// By registration number
    #[arg(long, required_unless_present = "name")]
    npp: Option<String>,
    /// By name, however it is spelt
    #[arg(long)]
    name: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Show {
    /// The number
    payer: i64,
    /// People on the roll of this month (default: the present one)
    #[arg(long, value_name = "YYYY-MM")]
    month: Option<Month>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Set {
    /// The number
    payer: i64,
    /// The law's name of the fact, such as `risk_class`
    fact: String,
    /// The value; without one, what was said from that month on is withdrawn
    value: Option<String>,
    /// The first month it is true for
    #[arg(long, value_name = "YYYY-MM")]
    from: Month,
    /// The first month it is no longer true for (default: it holds until the next report)
    #[arg(long, value_name = "YYYY-MM")]
    until: Option<Month>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Close {
    /// The number
    payer: i64,
    /// Its last day
    day: Day,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    match &arguments.command {
        Command::Register(arguments) => register(cli, arguments),
        Command::Find(arguments) => show::find(cli, arguments),
        Command::Show(arguments) => show::run(cli, arguments),
        Command::Set(arguments) => set(cli, arguments),
        Command::Close(arguments) => close(cli, arguments),
    }
}

fn register(cli: &Cli, arguments: &Register) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let capital = arguments.capital.clone().map(SizeBy::Capital);
    let asked = RegisterPayer {
        kind: arguments.kind,
        npp: arguments.npp.clone(),
        name: arguments.name.clone(),
        parent: arguments.parent.map(PayerId),
        province: arguments.province,
        started: arguments.since,
        facts: arguments.set.clone(),
        measure: capital.or_else(|| arguments.sales.clone().map(SizeBy::Sales)),
    };
    let registered = register_payer::run(&mut office, &asked, arguments.key.as_deref())?;
    let (number, kind) = (registered.payer, payer_kind(arguments.kind.name(), lang));
    let mut text = match lang {
        Lang::Id => format!("{kind} terdaftar dengan nomor {number}\n"),
        Lang::En => format!("{kind} registered as number {number}\n"),
    };
    text.push_str(&findings_text(&registered.findings, lang));
    let code = registered.code.map(code::shown);
    if let Some(code) = &code {
        text.push_str(&format!("  {} {code}\n", lang.pick("kode iuran", "payment code")));
    }
    let value = json!({ "payer": number, "findings": registered.findings, "code": code });
    answer(arguments.json, &value, &text)
}

fn set(cli: &Cli, arguments: &Set) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let asked = ReportPayer {
        payer: PayerId(arguments.payer),
        name: arguments.fact.clone(),
        value: arguments.value.clone(),
        from: arguments.from,
        until: arguments.until,
    };
    let bills = report_payer::run(&mut office, &asked)?;
    let value = arguments.value.as_deref().unwrap_or(lang.pick("(dicabut)", "(withdrawn)"));
    let from = lang.pick("sejak", "from");
    let first = format!("{} {value} {from} {}\n", arguments.fact, arguments.from);
    let text = format!("{first}{}", bills_text(&bills, lang));
    answer(arguments.json, &json!({ "payer": arguments.payer, "bills": bills_json(&bills) }), &text)
}

fn close(cli: &Cli, arguments: &Close) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let Close { payer, day, json } = *arguments;
    report_payer::close_payer(&mut office, PayerId(payer), day)?;
    let text = match Lang::from(cli.lang) {
        Lang::Id => format!("pembayar {payer} ditutup pada {day}\n"),
        Lang::En => format!("payer {payer} is closed on {day}\n"),
    };
    answer(json, &json!({ "payer": payer, "closed": day.to_string() }), &text)
}
