//! `naungan pay`: money that came in, for a payment code or a payer.

mod file;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use base::Day;
use clap::Args;
use scheme::id::PayerId;
use serde_json::json;

use super::{Cli, Outcome, open};
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::books::grouped;
use crate::report::say;

/// What came in.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The payment code of a bill: eleven digits
    #[arg(required_unless_present_any = ["payer", "file"], conflicts_with = "payer")]
    code: Option<String>,
    /// Somebody who pays ahead, by number
    #[arg(long)]
    payer: Option<i64>,
    /// A bank's file instead: CSV with code,amount,date,reference; a reference is booked once
    #[arg(long, value_name = "FILE", conflicts_with_all = ["code", "payer", "amount", "on", "reference", "key"])]
    file: Option<PathBuf>,
    /// Connections that share a file
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64), requires = "file")]
    workers: u8,
    /// How much, in whole rupiah
    #[arg(long, required_unless_present = "file")]
    amount: Option<i64>,
    /// On which day (default: today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<Day>,
    /// Through what it came, such as bank or agent
    #[arg(long, default_value = "desk")]
    channel: String,
    /// What the channel calls it
    #[arg(long, default_value = "")]
    reference: String,
    /// A name of this request: the same again gets the same answer and is not booked twice
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    if let Some(file) = &arguments.file {
        let workers = usize::from(arguments.workers);
        return file::run(&mut office, file, workers, &arguments.channel, arguments.json);
    }
    let for_whom = match (&arguments.code, arguments.payer) {
        (Some(code), _) => ForWhom::Code(code_of(code)?),
        (None, Some(payer)) => ForWhom::Payer(PayerId(payer)),
        (None, None) => bail!("say for which payment code, or for which payer"),
    };
    let asked = ReceivePayment {
        for_whom,
        amount: arguments.amount.context("say how much: --amount")?,
        day: arguments.on.unwrap_or_else(|| office.today()),
        channel: arguments.channel.clone(),
        reference: arguments.reference.clone(),
    };
    let received = receive_payment::run(&mut office, &asked, arguments.key.as_deref())?;
    if arguments.json {
        say(&format!("{:#}\n", json!(received)))?;
        return Ok(Outcome::Fine);
    }
    let mut text = format!("payer {} paid {}\n", received.payer, grouped(asked.amount.into()));
    for (month, amount) in &received.months {
        text.push_str(&format!("  {month} {:>17}\n", grouped((*amount).into())));
    }
    if received.credit > 0 {
        text.push_str(&format!("  credit  {:>17}\n", grouped(received.credit.into())));
    }
    say(&text)?;
    Ok(Outcome::Fine)
}

fn code_of(text: &str) -> Result<i64> {
    let digits = text.len() == 11 && text.bytes().all(|byte| byte.is_ascii_digit());
    let code = digits.then(|| text.parse().ok()).flatten();
    code.with_context(|| format!("`{text}` is no payment code: it has eleven digits"))
}
