//! A bank's file of payments: each line booked on its own, once, whatever happens to the others.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, anyhow};
use base::Day;
use serde::Deserialize;
use serde_json::json;
use store::Trouble;

use super::code_of;
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::books::grouped;
use crate::commands::Outcome;
use crate::office::Office;
use crate::report::say;

/// A line as banks write it.
#[derive(Debug, Deserialize)]
struct Line {
    code: String,
    amount: String,
    date: String,
    reference: String,
}

/// What came of all lines.
#[derive(Default)]
struct Sum {
    booked: usize,
    amount: i64,
    rejects: Vec<(u64, String)>,
}

/// Books every line; `workers` connections share them.
pub(super) fn run(
    office: &mut Office,
    file: &Path,
    workers: usize,
    channel: &str,
    as_json: bool,
) -> Result<Outcome> {
    let lines = read(file)?;
    let next = AtomicUsize::new(0);
    let sum = Mutex::new(Sum::default());
    let mut others: Vec<Office> = (1..workers).map(|_| office.beside()).collect::<Result<_>>()?;
    thread::scope(|scope| {
        let (lines, next, sum) = (&lines, &next, &sum);
        let handles: Vec<_> = others
            .iter_mut()
            .map(|other| scope.spawn(move || book(other, lines, channel, next, sum)))
            .collect();
        let mine = book(office, lines, channel, next, sum);
        for handle in handles {
            handle.join().map_err(|_| anyhow!("a worker stopped"))??;
        }
        mine
    })?;
    told(sum.into_inner().map_err(|_| anyhow!("a worker stopped"))?, as_json)
}

/// Lines with their numbers, read or with what is wrong with them.
type Lines = Vec<(u64, Result<(ReceivePayment, String), String>)>;

fn read(file: &Path) -> Result<Lines> {
    let shown = file.display();
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(file)
        .with_context(|| format!("could not read {shown}"))?;
    let headings = reader.headers().with_context(|| format!("could not read {shown}"))?.clone();
    for wanted in ["code", "amount", "date", "reference"] {
        if !headings.iter().any(|heading| heading == wanted) {
            anyhow::bail!("{shown} has no column `{wanted}`: its first line is code,amount,date,reference");
        }
    }
    let mut lines = Vec::new();
    for record in reader.deserialize::<Line>() {
        let at = lines.len() as u64 + 2;
        match record {
            Ok(line) => lines.push((at, understood(&line).map_err(|error| format!("{error:#}")))),
            Err(error) => {
                let at = error.position().map_or(at, csv::Position::line);
                lines.push((at, Err(error.to_string())));
            }
        }
    }
    Ok(lines)
}

fn understood(line: &Line) -> Result<(ReceivePayment, String)> {
    let amount: i64 =
        line.amount.parse().with_context(|| format!("`{}` is no amount in whole rupiah", line.amount))?;
    let day: Day =
        line.date.parse().with_context(|| format!("`{}` is no date such as 2026-05-20", line.date))?;
    if line.reference.is_empty() {
        anyhow::bail!("without a reference a payment could be booked twice");
    }
    let payment = ReceivePayment {
        for_whom: ForWhom::Code(code_of(&line.code)?),
        amount,
        day,
        channel: String::new(),
        reference: line.reference.clone(),
    };
    Ok((payment, line.reference.clone()))
}

fn book(
    office: &mut Office,
    lines: &Lines,
    channel: &str,
    next: &AtomicUsize,
    sum: &Mutex<Sum>,
) -> Result<()> {
    while let Some((at, line)) = lines.get(next.fetch_add(1, Ordering::Relaxed)) {
        let booked = match line {
            Err(why) => Err(why.clone()),
            Ok((payment, reference)) => {
                let payment = ReceivePayment { channel: channel.to_owned(), ..payment.clone() };
                let key = format!("{channel} {reference}");
                match receive_payment::run(office, &payment, Some(&key)) {
                    Ok(_) => Ok(payment.amount),
                    // A broken machine stops the file; what is wrong with one line does not.
                    Err(error)
                        if matches!(
                            Trouble::of(&error),
                            Trouble::Lost | Trouble::Full | Trouble::Conflict
                        ) =>
                    {
                        return Err(
                            error.context(format!("stopped at line {at}; the same file can be given again"))
                        );
                    }
                    Err(error) => Err(format!("{error:#}")),
                }
            }
        };
        let mut sum = sum.lock().map_err(|_| anyhow!("a worker stopped"))?;
        match booked {
            Ok(amount) => {
                sum.booked += 1;
                sum.amount += amount;
            }
            Err(why) => sum.rejects.push((*at, why)),
        }
    }
    Ok(())
}

fn told(mut sum: Sum, as_json: bool) -> Result<Outcome> {
    sum.rejects.sort();
    if as_json {
        let rejects: Vec<_> =
            sum.rejects.iter().map(|(line, why)| json!({ "line": line, "why": why })).collect();
        say(&format!("{:#}\n", json!({ "booked": sum.booked, "amount": sum.amount, "rejects": rejects })))?;
    } else {
        let mut text = format!("{} payments, {}\n", sum.booked, grouped(sum.amount.into()));
        for (line, why) in &sum.rejects {
            text.push_str(&format!("  line {line}: {why}\n"));
        }
        say(&text)?;
    }
    Ok(if sum.rejects.is_empty() { Outcome::Fine } else { Outcome::Partly })
}
