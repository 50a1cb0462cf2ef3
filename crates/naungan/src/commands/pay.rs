//! `naungan pay`: money that came in, for a payment code or a payer.

mod file;
mod statement;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use base::Day;
use clap::Args;
use rules::render::Lang;
use scheme::id::PayerId;
use serde_json::json;

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::actions::book_lines::in_words;
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment, Received};
use crate::actions::reverse_payment;
use crate::books::grouped;
use crate::office::Office;

/// What tells a single payment, and so does not go with a file of many.
const SINGLE: [&str; 6] = ["code", "payer", "amount", "on", "reference", "key"];

/// What is said of money that comes in, and so does not go with money that is given back.
const NOT_TAKEN_BACK: [&str; 4] = ["amount", "file", "statement", "key"];

/// What came in.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The payment code of a bill: eleven digits
    #[arg(required_unless_present_any = ["payer", "file", "statement"], conflicts_with = "payer")]
    code: Option<String>,
    /// Somebody who pays ahead, by number
    #[arg(long)]
    payer: Option<i64>,
    /// A bank's file instead: CSV with code,amount,date,reference; a reference is booked once
    #[arg(long, value_name = "FILE", conflicts_with_all = SINGLE)]
    file: Option<PathBuf>,
    /// A bank's statement instead: camt.053 of ISO 20022, whose booked credits name a payment code
    #[arg(long, value_name = "FILE", conflicts_with_all = SINGLE, conflicts_with = "file")]
    statement: Option<PathBuf>,
    /// Connections that share a file
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64))]
    workers: u8,
    /// Take back a payment by its number: what it paid is open again
    #[arg(long, value_name = "NUMBER", requires = "payer", conflicts_with_all = NOT_TAKEN_BACK)]
    take_back: Option<i64>,
    /// How much, in whole rupiah
    #[arg(long, required_unless_present_any = ["file", "statement", "take_back"])]
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
    let lang = Lang::from(cli.lang);
    if let Some(file) = &arguments.file {
        let workers = usize::from(arguments.workers);
        return file::run(&mut office, file, workers, (&arguments.channel, lang), arguments.json);
    }
    if let Some(statement) = &arguments.statement {
        let workers = usize::from(arguments.workers);
        let channel = (arguments.channel.as_str(), lang);
        return statement::run(&mut office, statement, workers, channel, arguments.json);
    }
    if let (Some(payment), Some(payer)) = (arguments.take_back, arguments.payer) {
        return take_back(&mut office, PayerId(payer), payment, lang, arguments);
    }
    let for_whom = match (&arguments.code, arguments.payer) {
        (Some(code), _) => ForWhom::Code(code_of(code, lang)?),
        (None, Some(payer)) => ForWhom::Payer(PayerId(payer)),
        // The command line has been read: clap lets neither pass.
        (None, None) => bail!("say for which payment code, or for which payer"),
    };
    let asked = ReceivePayment {
        for_whom,
        amount: arguments.amount.context("say how much: --amount")?,
        day: arguments.on.unwrap_or_else(|| office.today()),
        channel: arguments.channel.clone(),
        reference: arguments.reference.clone(),
    };
    let received = receive_payment::run(&mut office, &asked, arguments.key.as_deref());
    let received = in_words(&mut office, &asked, received, lang)?;
    answer(arguments.json, &json!(received), &text(&received, asked.amount, lang))
}

fn text(received: &Received, amount: i64, lang: Lang) -> String {
    let (payer, amount) = (received.payer, grouped(amount, lang));
    let mut text = match lang {
        Lang::Id => format!("pembayar {payer} membayar {amount}\n"),
        Lang::En => format!("payer {payer} paid {amount}\n"),
    };
    for (month, amount) in &received.months {
        text.push_str(&format!("  {month} {:>17}\n", grouped(*amount, lang)));
    }
    if received.lapsed {
        text.push_str(lang.pick(
            "  masa tenggang sudah lewat: kepesertaan berakhir pada bulan terakhir yang lunas\n",
            "  grace was over: the membership ended with the last month that was paid\n",
        ));
    }
    if received.credit > 0 {
        let credit = lang.pick("titipan", "credit");
        text.push_str(&format!("  {credit:<7} {:>17}\n", grouped(received.credit, lang)));
    }
    text
}

fn take_back(
    office: &mut Office,
    payer: PayerId,
    payment: i64,
    lang: Lang,
    arguments: &Arguments,
) -> Result<Outcome> {
    let day = arguments.on.unwrap_or_else(|| office.today());
    let credit = reverse_payment::run(office, payer, payment, day)?;
    let left = grouped(credit, lang);
    let text = match lang {
        Lang::Id => format!("pembayaran {payment} dari pembayar {payer} dibatalkan; titipannya {left}\n"),
        Lang::En => format!("payment {payment} of payer {payer} is taken back; its credit is {left}\n"),
    };
    answer(arguments.json, &json!({ "payer": payer.0, "payment": payment, "credit": credit }), &text)
}

/// Reads a payment code.
pub(super) fn code_of(text: &str, lang: Lang) -> Result<i64> {
    let digits = text.len() == 11 && text.bytes().all(|byte| byte.is_ascii_digit());
    let code = digits.then(|| text.parse().ok()).flatten();
    code.with_context(|| match lang {
        Lang::Id => format!("`{text}` bukan kode iuran: kode iuran terdiri dari sebelas angka"),
        Lang::En => format!("`{text}` is no payment code: it has eleven digits"),
    })
}
