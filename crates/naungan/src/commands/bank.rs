//! `naungan bank`: orders for a bank, and how they stand by its answers; no database is needed.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base::{Day, Moment};
use clap::{Args, Subcommand, ValueEnum};
use rules::render::Lang;
use scheme::refusal::Refusal;
use serde_json::json;

use super::export::into_file;
use super::register::answer;
use super::{Cli, Outcome};
use crate::books::grouped;
use crate::ports::bank::answer::Reason;
use crate::ports::bank::order::{Purpose, Run, Totals};
use crate::ports::bank::reconcile::{Finding, Reconciled, Reconciliation, Sent, Standing, State};
use crate::ports::bank::{self, orders, pain001};
use crate::report::{columns, say};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Orders for a bank as pain.001 of ISO 20022; the same run gives the same file
    Write(Write),
    /// How the orders of a run stand by the bank's answers: pain.002 and camt.054 of ISO 20022
    Read(Read),
}

#[derive(Args, Debug)]
pub(crate) struct Write {
    /// The orders: CSV with id,amount,name,account,bank,text, sorted by id
    orders: PathBuf,
    /// The file for the bank
    file: PathBuf,
    /// The name of the run, which no other has
    #[arg(long)]
    run: String,
    /// The day to pay
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Day,
    /// When the run was approved, such as 2026-05-18T03:04:05Z (default: when the day begins)
    #[arg(long, value_name = "MOMENT")]
    made: Option<Moment>,
    /// Whose money it is
    #[arg(long)]
    fund: String,
    /// The account it is paid from
    #[arg(long)]
    account: String,
    /// The bank it is paid from: its BIC or its code
    #[arg(long)]
    bank: String,
    /// What for
    #[arg(long, value_enum, default_value = "benefit")]
    purpose: For,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

/// What the money is for.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum For {
    /// A month's pensions
    Pension,
    /// Cash after a job was lost
    JobLoss,
    /// Any other benefit
    Benefit,
}

#[derive(Args, Debug)]
pub(crate) struct Read {
    /// The bank's answers, in any order
    #[arg(required = true)]
    answers: Vec<PathBuf>,
    /// The orders that went out, as they were written
    #[arg(long, value_name = "FILE")]
    orders: PathBuf,
    /// The name of their run
    #[arg(long)]
    run: String,
    /// The answer as JSON, an order a line
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, command: &Command) -> Result<Outcome> {
    let lang = Lang::from(cli.lang);
    match command {
        Command::Write(arguments) => write(arguments, lang),
        Command::Read(arguments) => read(arguments, lang),
    }
}

fn open(path: &Path) -> Result<File> {
    File::open(path).with_context(|| format!("could not read {}", path.display()))
}

fn write(arguments: &Write, lang: Lang) -> Result<Outcome> {
    // Read twice: what the orders come to stands before them.
    let mut totals = Totals::default();
    for order in orders::read(open(&arguments.orders)?)? {
        totals = totals.with(order?.amount)?;
    }
    let run = Run {
        id: arguments.run.parse()?,
        made: arguments.made.unwrap_or_else(|| Moment::start_of(arguments.day)),
        day: arguments.day,
        fund: arguments.fund.clone(),
        account: arguments.account.parse()?,
        bank: arguments.bank.parse()?,
        purpose: match arguments.purpose {
            For::Pension => Purpose::Pension,
            For::JobLoss => Purpose::JobLoss,
            For::Benefit => Purpose::Benefit,
        },
        totals,
    };
    let orders = orders::read(open(&arguments.orders)?)?;
    into_file(&arguments.file, |out| pain001::write(out, &run, orders))?;
    let (count, sum) = (totals.orders, grouped(totals.sum, lang));
    let text = match lang {
        Lang::Id => format!("{count} perintah bayar berjumlah Rp{sum}\n"),
        Lang::En => format!("{count} orders that come to Rp{sum}\n"),
    };
    answer(arguments.json, &json!({ "orders": totals.orders, "sum": totals.sum }), &text)
}

fn read(arguments: &Read, lang: Lang) -> Result<Outcome> {
    let sent = orders::read(open(&arguments.orders)?)?.map(|order| {
        let order = order?;
        Ok(Sent { run: arguments.run.clone(), order: order.id.to_string(), amount: order.amount })
    });
    let sent = sent.collect::<Result<Vec<_>>>()?;
    let mut all = Reconciliation::of(&sent)?;
    let mut faults = Vec::new();
    for path in &arguments.answers {
        let shown = path.display().to_string();
        bank::read(open(path)?, |answer| match answer {
            Ok(answer) => all.hear(&answer),
            Err(refusal) => faults.push((shown.clone(), refusal)),
        })
        .with_context(|| shown.clone())?;
    }
    let outcome = all.outcome();
    let rows = sent.iter().zip(&outcome.orders);
    if arguments.json {
        for (sent, standing) in rows {
            say(&format!("{}\n", on_the_wire(sent, standing)))?;
        }
    } else {
        let table: Vec<Vec<String>> = rows.map(|(sent, standing)| row(sent, standing, lang)).collect();
        let lines: String = columns(&table, &[1]).iter().map(|line| format!("{line}\n")).collect();
        say(&(lines + &summed(&outcome, lang)))?;
    }
    complain(&outcome, &faults, lang);
    let odd = outcome.orders.iter().any(|standing| !standing.findings.is_empty());
    let is_whole = faults.is_empty() && outcome.strangers.is_empty() && !odd;
    Ok(if is_whole { Outcome::Fine } else { Outcome::Partly })
}

fn row(sent: &Sent, standing: &Standing, lang: Lang) -> Vec<String> {
    let reasons = match &standing.state {
        State::Rejected(reasons) | State::Returned(reasons) => reasons.as_slice(),
        _ => &[],
    };
    let told = |reason: &Reason| format!("{} {}", reason.code, reason.text).trim().to_owned();
    let mut why: Vec<String> = reasons.iter().map(told).filter(|told| !told.is_empty()).collect();
    why.extend(standing.findings.iter().map(|finding| {
        let (_, id, en) = found(*finding);
        format!("! {}", lang.pick(id, en))
    }));
    let (_, id, en) = stands(&standing.state);
    vec![sent.order.clone(), grouped(sent.amount, lang), lang.pick(id, en).to_owned(), why.join("; ")]
}

fn on_the_wire(sent: &Sent, standing: &Standing) -> serde_json::Value {
    let (state, ..) = stands(&standing.state);
    let reasons = match &standing.state {
        State::Rejected(reasons) | State::Returned(reasons) => reasons.as_slice(),
        _ => &[],
    };
    let reasons: Vec<_> = reasons.iter().map(|why| json!({ "code": why.code, "text": why.text })).collect();
    let findings: Vec<&str> = standing.findings.iter().map(|finding| found(*finding).0).collect();
    json!({
        "order": sent.order,
        "amount": sent.amount,
        "state": state,
        "reasons": reasons,
        "findings": findings,
        "may_be_paid_again": standing.may_be_paid_again(),
    })
}

/// How many orders stand how.
fn summed(outcome: &Reconciled, lang: Lang) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for standing in &outcome.orders {
        let (_, id, en) = stands(&standing.state);
        *counts.entry(lang.pick(id, en)).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(state, count)| format!("{count} {state}")).collect();
    format!("{}\n", counts.join(", "))
}

fn complain(outcome: &Reconciled, faults: &[(String, Refusal)], lang: Lang) {
    for (file, refusal) in faults {
        eprintln!("{file}: {}", lang.pick(&refusal.id, &refusal.en));
    }
    for ((run, order), place) in &outcome.strangers {
        let (run, order) = (run.as_deref().unwrap_or("-"), order.as_deref().unwrap_or("-"));
        let line = place.line;
        match lang {
            Lang::Id => {
                eprintln!(
                    "baris {line}: proses bayar `{run}`, perintah bayar `{order}`: tidak pernah dikirim"
                );
            }
            Lang::En => eprintln!("line {line}: run `{run}`, order `{order}`: nobody sent it"),
        }
    }
}

/// A state as JSON says it, and in words.
fn stands(state: &State) -> (&'static str, &'static str, &'static str) {
    match state {
        State::Open => ("open", "belum dijawab", "open"),
        State::Pending => ("pending", "ditangguhkan", "pending"),
        State::Accepted => ("accepted", "diterima bank", "accepted"),
        State::Paid => ("paid", "dibayar", "paid"),
        State::Rejected(_) => ("rejected", "ditolak", "rejected"),
        State::Returned(_) => ("returned", "dikembalikan", "returned"),
    }
}

/// A finding as JSON says it, and in words.
pub(crate) fn found(finding: Finding) -> (&'static str, &'static str, &'static str) {
    match finding {
        Finding::PaidAndRejected => {
            ("paid_and_rejected", "bank menyebut dibayar dan ditolak", "the bank says both paid and rejected")
        }
        Finding::ReturnedAndRejected => (
            "returned_and_rejected",
            "bank menyebut ditolak, padahal uangnya kembali",
            "the bank says it was rejected, yet money came back",
        ),
        Finding::PaidTwice => ("paid_twice", "didebit dua kali", "debited twice"),
        Finding::ReturnedTwice => ("returned_twice", "kembali dua kali", "came back twice"),
        Finding::OtherAmount => ("other_amount", "jumlahnya lain", "the amount is another"),
    }
}
