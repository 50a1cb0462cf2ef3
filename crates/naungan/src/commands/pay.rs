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
use crate::actions::reverse_payment;
use crate::books::grouped;
use crate::office::Office;
use crate::report::say;

/// What came in.
/// What tells a single payment, and so does not go with a file of many.
const SINGLE: [&str; 6] = ["code", "payer", "amount", "on", "reference", "key"];

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The payment code of a bill: eleven digits
    #[arg(required_unless_present_any = ["payer", "file"], conflicts_with = "payer")]
    code: Option<String>,
    /// Somebody who pays ahead, by number
    #[arg(long)]
    payer: Option<i64>,
    /// A bank's file instead: CSV with code,amount,date,reference; a reference is booked once
    #[arg(long, value_name = "FILE", conflicts_with_all = SINGLE)]
    file: Option<PathBuf>,
    /// Connections that share a file
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64), requires = "file")]
    workers: u8,
    /// Take back a payment by its number: what it paid is open again
    #[arg(long, value_name = "NUMBER", requires = "payer", conflicts_with_all = ["amount", "file", "key"])]
    take_back: Option<i64>,
    /// How much, in whole rupiah
    #[arg(long, required_unless_present_any = ["file", "take_back"])]
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
    if let (Some(payment), Some(payer)) = (arguments.take_back, arguments.payer) {
        return take_back(&mut office, PayerId(payer), payment, arguments);
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

pub(super) fn take_back(
    office: &mut Office,
    payer: PayerId,
    payment: i64,
    arguments: &Arguments,
) -> Result<Outcome> {
    let day = arguments.on.unwrap_or_else(|| office.today());
    let credit = reverse_payment::run(office, payer, payment, day)?;
    say(&if arguments.json {
        format!("{:#}\n", json!({ "payer": payer.0, "payment": payment, "credit": credit }))
    } else {
        format!(
            "payment {payment} of payer {payer} is taken back; its credit is {}\n",
            grouped(credit.into())
        )
    })?;
    Ok(Outcome::Fine)
}

pub(crate) fn code_of(text: &str) -> Result<i64> {
    let digits = text.len() == 11 && text.bytes().all(|byte| byte.is_ascii_digit());
    let code = digits.then(|| text.parse().ok()).flatten();
    code.with_context(|| format!("`{text}` is no payment code: it has eleven digits"))
}
