//! `naungan benefits`: what was approved is paid by file, and the bank's answers are taken in.

mod accounts;
mod pensions;

pub(super) use pensions::{pension_json, pension_text};

use std::fmt::Write;
use std::fs::File;
use std::path::PathBuf;

use anyhow::{Context, Result};
use base::Day;
use clap::{Args, Subcommand};
use rules::render::Lang;
use serde_json::{Value, json};
use store::queries::benefit_runs;

use super::access::number_of;
use super::bank::found;
use super::claim::order_state;
use super::export::into_file;
use super::register::answer;
use super::{Cli, Outcome, open, seen};
use crate::actions::pay_benefits::{self, LetGo, Why, order_name, run_name};
use crate::actions::reconcile_benefits;
use crate::actions::verify_accounts::Doubt;
use crate::books::grouped;
use crate::office::Office;
use crate::ports::bank;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Grant a month to everybody who draws a pension; orders wait for `benefits run`
    Pensions(pensions::Pensions),
    /// Why a pension is what it is in a month
    Explain(pensions::Explain),
    /// End a pension whose law has ended it, such as on recovery
    EndPension(pensions::End),
    /// Make a run of each fund, of all orders that wait and have an account
    Run(Run),
    /// Let a run go, as another person, and write its file for the bank; the same run gives the same file
    File(Write_),
    /// Take back a run that was not let go, such as one whose day has passed; its orders wait as before
    TakeBack(TakeBack),
    /// Take in what a bank answers: pain.002 and camt.054 of ISO 20022; the same again changes nothing
    Answers(Answers),
    /// Ask banks whose the accounts are before money goes there, and hear what they say
    #[command(subcommand)]
    Accounts(accounts::Command),
    /// The latest runs
    List(List),
}

#[derive(Args, Debug)]
pub(crate) struct Run {
    /// The day to pay
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Day,
    /// Only of this fund, such as jkm
    #[arg(long)]
    fund: Option<String>,
    /// Who makes it: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Write_ {
    /// The run's number
    run: i64,
    /// The file for the bank
    file: PathBuf,
    /// How many orders it has, as whoever lets it go has counted
    #[arg(long)]
    orders: i64,
    /// What they come to, in whole rupiah
    #[arg(long)]
    sum: i64,
    /// The fund's account
    #[arg(long)]
    account: String,
    /// The fund's bank: its BIC or its code
    #[arg(long)]
    bank: String,
    /// Who lets it go: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct TakeBack {
    /// The run's number
    run: i64,
    /// Who takes it back: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Answers {
    /// The bank's answers, in any order
    #[arg(required = true)]
    answers: Vec<PathBuf>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct List {
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, command: &Command) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    match command {
        Command::Pensions(arguments) => pensions::run(&mut office, arguments, lang),
        Command::Explain(arguments) => pensions::explain(&mut office, arguments, lang),
        Command::EndPension(arguments) => pensions::end(&mut office, arguments, lang),
        Command::Run(arguments) => make(&mut office, arguments, lang),
        Command::File(arguments) => write(&mut office, arguments, lang),
        Command::TakeBack(arguments) => take_back(&mut office, arguments, lang),
        Command::Answers(arguments) => answers(&mut office, arguments, lang),
        Command::Accounts(command) => accounts::run(&mut office, command, lang),
        Command::List(arguments) => list(&mut office, arguments, lang),
    }
}

fn run_json(run: &benefit_runs::Run) -> Value {
    json!({
        "run": run.id, "fund": run.fund, "day": run.day.to_string(), "orders": run.orders,
        "sum": run.amount, "maker": run.maker,
        "checker": run.approved.as_ref().map(|approved| approved.checker),
    })
}

fn run_text(run: &benefit_runs::Run, lang: Lang) -> String {
    let (sum, benefit_runs::Run { id, fund, day, orders, .. }) = (grouped(run.amount, lang), run);
    let waits = match run.approved {
        Some(_) => String::new(),
        None => format!(" ({})", lang.pick("belum dilepas", "not let go yet")),
    };
    match lang {
        Lang::Id => format!("proses bayar {id}: dana {fund}, {day}, {orders} perintah, Rp{sum}{waits}\n"),
        Lang::En => format!("run {id}: fund {fund}, {day}, {orders} orders, Rp{sum}{waits}\n"),
    }
}

fn make(office: &mut Office, asked: &Run, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let made = pay_benefits::make(office, asked.fund.as_deref(), asked.day, account)?;
    let mut text: String = made.runs.iter().map(|run| run_text(run, lang)).collect();
    for (order, why) in &made.left {
        let why = why_words(*why, lang);
        let (order, claim, hand) = (order.id, order.claim, &order.hand);
        let _ = match lang {
            Lang::Id => writeln!(text, "perintah {order} (klaim {claim}, {hand}) menunggu: {why}"),
            Lang::En => writeln!(text, "order {order} (claim {claim}, {hand}) waits on: {why}"),
        };
    }
    let left = made.left.iter().map(|(order, why)| {
        json!({ "order": order.id, "claim": order.claim, "hand": order.hand, "why": why.name() })
    });
    let runs = made.runs.iter().map(run_json);
    let value = json!({ "runs": runs.collect::<Value>(), "waiting": left.collect::<Value>() });
    answer(asked.json, &value, &text)?;
    Ok(if made.left.is_empty() { Outcome::Fine } else { Outcome::Partly })
}

/// Why an order waits on, in words.
fn why_words(why: Why, lang: Lang) -> &'static str {
    let (id, en) = match why {
        Why::NoAccount => ("belum ada rekening", "no account is named yet"),
        Why::SameAccount => {
            ("rekening itu tidak menerima; sebut yang lain", "that account did not take it; name another")
        }
        Why::Doubtful(Doubt::NotVerified) => {
            ("bank belum memastikan rekening itu", "the bank has not confirmed the account yet")
        }
        Why::Doubtful(Doubt::AnotherName) => (
            "rekening itu atas nama orang lain; sebut yang lain",
            "the account is in another name; name another",
        ),
        Why::Doubtful(Doubt::NoSuchAccount) => (
            "bank tidak mengenal rekening itu; sebut yang lain",
            "the bank knows no such account; name another",
        ),
        Why::Died => (
            "peserta telah meninggal; sebut rekening ahli warisnya",
            "the member has died; name an account of her heirs",
        ),
        Why::Signal => ("ada tanda yang harus diperiksa", "somebody should look at it first"),
    };
    lang.pick(id, en)
}

fn write(office: &mut Office, asked: &Write_, lang: Lang) -> Result<Outcome> {
    let by = number_of(office, &asked.by)?;
    let (account, bank) = (asked.account.parse()?, asked.bank.parse()?);
    let let_go = LetGo { orders: asked.orders, sum: asked.sum, account, bank };
    let run = pay_benefits::let_go(office, asked.run, &let_go, by)?;
    // The file names everybody in it: that she has seen them is written down before it is there.
    let caller = seen::caller(office, by)?;
    pay_benefits::taken(office, asked.run, &caller, "naungan benefits file")?;
    into_file(&asked.file, |out| pay_benefits::write(office, asked.run, out))?;
    let file = asked.file.display();
    let text = match lang {
        Lang::Id => format!("{}berkas untuk bank: {file}\n", run_text(&run, lang)),
        Lang::En => format!("{}the file for the bank: {file}\n", run_text(&run, lang)),
    };
    answer(asked.json, &run_json(&run), &text)
}

fn take_back(office: &mut Office, asked: &TakeBack, lang: Lang) -> Result<Outcome> {
    let by = number_of(office, &asked.by)?;
    let run = pay_benefits::dissolve(office, asked.run, by)?;
    let text = match lang {
        Lang::Id => format!("{} dicabut; {} perintah menunggu lagi\n", run_name(run.id), run.orders),
        Lang::En => format!("{} is taken back; {} orders wait again\n", run_name(run.id), run.orders),
    };
    answer(asked.json, &json!({ "run": run.id, "orders": run.orders, "sum": run.amount }), &text)
}

fn answers(office: &mut Office, asked: &Answers, lang: Lang) -> Result<Outcome> {
    let (mut all, mut faults) = (Vec::new(), 0);
    for path in &asked.answers {
        let shown = path.display().to_string();
        let file = File::open(path).with_context(|| format!("could not read {shown}"))?;
        bank::read(file, |one| match one {
            Ok(one) => all.push(one),
            Err(refusal) => {
                faults += 1;
                eprintln!("{shown}: {}", lang.pick(&refusal.id, &refusal.en));
            }
        })
        .with_context(|| shown.clone())?;
    }
    let heard = reconcile_benefits::run(office, &all)?;
    heard.is_ours()?;
    let (mut text, mut rows, mut odd) = (String::new(), Vec::new(), false);
    for run in &heard.runs {
        for (order, is_new) in &run.orders {
            let name = order_name(order.id);
            let (sum, state) = (grouped(order.amount, lang), order_state(&order.state, lang));
            let mark = if *is_new { lang.pick(" (baru)", " (new)") } else { "" };
            let _ = writeln!(text, "{} {name} {sum} {state}{mark}", run_name(run.run));
            rows.push(json!({
                "run": run.run, "order": order.id, "claim": order.claim, "amount": order.amount,
                "state": order.state, "new": is_new,
            }));
        }
        for (order, finding) in &run.findings {
            odd = true;
            let (_, id, en) = found(*finding);
            let _ = writeln!(text, "! {}: {}", order_name(*order), lang.pick(id, en));
        }
    }
    for (run, order, line) in &heard.strangers {
        let _ = match lang {
            Lang::Id => {
                writeln!(text, "baris {line}: proses bayar `{run}`, perintah `{order}`: tidak dikirim")
            }
            Lang::En => writeln!(text, "line {line}: run `{run}`, order `{order}`: nobody sent it"),
        };
    }
    answer(asked.json, &Value::from(rows), &text)?;
    let is_whole = faults == 0 && heard.strangers.is_empty() && !odd;
    Ok(if is_whole { Outcome::Fine } else { Outcome::Partly })
}

/// More runs than anybody reads through.
const RUNS_SHOWN: i64 = 100;

fn list(office: &mut Office, asked: &List, lang: Lang) -> Result<Outcome> {
    let runs = office.look(|unit, _| benefit_runs::latest(unit, RUNS_SHOWN))?;
    let mut text: String = runs.iter().map(|run| run_text(run, lang)).collect();
    if runs.is_empty() {
        text.push_str(lang.pick("belum ada proses bayar\n", "no runs yet\n"));
    }
    answer(asked.json, &runs.iter().map(run_json).collect::<Value>(), &text)
}
