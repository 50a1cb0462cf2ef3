//! A bank's file of payments: each line booked on its own, once, whatever happens to the others.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use base::Day;
use rules::render::Lang;
use serde::Deserialize;
use serde_json::json;

use super::code_of;
use crate::actions::book_lines::{self, Lines, Sum};
use crate::actions::receive_payment::{ForWhom, ReceivePayment};
use crate::books::grouped;
use crate::commands::Outcome;
use crate::control;
use crate::office::Office;
use crate::report::say;
use crate::text::count::PAYMENTS;

/// A line as banks write it.
#[derive(Debug, Deserialize)]
struct Line {
    code: String,
    amount: String,
    date: String,
    reference: String,
}

/// Books every line; `workers` connections share them.
pub(super) fn run(
    office: &mut Office,
    file: &Path,
    workers: usize,
    (channel, lang): (&str, Lang),
    as_json: bool,
) -> Result<Outcome> {
    let sum = book_lines::run(office, read(file, lang)?, workers, (channel, lang))?;
    told(sum, lang, (LINE, as_json))
}

/// What the parts of a file are called, in both languages.
pub(super) type Place = (&'static str, &'static str);

const LINE: Place = ("baris", "line");

fn read(file: &Path, lang: Lang) -> Result<Lines> {
    let shown = file.display();
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(file)
        .with_context(|| format!("could not read {shown}"))?;
    let headings = reader.headers().with_context(|| format!("could not read {shown}"))?.clone();
    for wanted in ["code", "amount", "date", "reference"] {
        if !headings.iter().any(|heading| heading == wanted) {
            match lang {
                Lang::Id => {
                    bail!("{shown} tidak punya kolom `{wanted}`: baris pertamanya code,amount,date,reference")
                }
                Lang::En => {
                    bail!("{shown} has no column `{wanted}`: its first line is code,amount,date,reference")
                }
            }
        }
    }
    let mut lines = Vec::new();
    for record in reader.deserialize::<Line>() {
        let at = lines.len() as u64 + 2;
        match record {
            Ok(line) => lines.push((at, understood(&line, lang).map_err(|error| format!("{error:#}")))),
            Err(error) => {
                let at = error.position().map_or(at, csv::Position::line);
                lines.push((at, Err(not_read(&error, lang))));
            }
        }
    }
    Ok(lines)
}

/// Why a line is none of the file's.
fn not_read(error: &csv::Error, lang: Lang) -> String {
    match (error.kind(), lang) {
        (csv::ErrorKind::UnequalLengths { expected_len, len, .. }, Lang::Id) => {
            format!("{len} kolom, padahal baris pertama punya {expected_len}")
        }
        (csv::ErrorKind::UnequalLengths { expected_len, len, .. }, Lang::En) => {
            format!("{len} columns, and the first line has {expected_len}")
        }
        _ => error.to_string(),
    }
}

fn understood(line: &Line, lang: Lang) -> Result<(ReceivePayment, String)> {
    let Line { amount, date, .. } = line;
    for (column, text) in [("code", &line.code), ("reference", &line.reference)] {
        if let Some(found) = control::first(text) {
            let column = format!("{} `{column}`", lang.pick("kolom", "column"));
            bail!("{}", control::told(&column, found, lang));
        }
    }
    let amount: i64 = amount.parse().map_err(|_| match lang {
        Lang::Id => anyhow!("`{amount}` bukan jumlah dalam rupiah bulat"),
        Lang::En => anyhow!("`{amount}` is no amount in whole rupiah"),
    })?;
    let day: Day = date.parse().map_err(|_| match lang {
        Lang::Id => anyhow!("`{date}` bukan tanggal seperti 2026-05-20"),
        Lang::En => anyhow!("`{date}` is no date such as 2026-05-20"),
    })?;
    if line.reference.is_empty() {
        bail!(
            "{}",
            lang.pick(
                "tanpa referensi suatu pembayaran dapat dibukukan dua kali",
                "without a reference a payment could be booked twice",
            )
        );
    }
    let payment = ReceivePayment {
        for_whom: ForWhom::Code(code_of(&line.code, lang)?),
        amount,
        day,
        channel: String::new(),
        reference: line.reference.clone(),
    };
    Ok((payment, line.reference.clone()))
}

/// Says what came of a file.
pub(super) fn told(mut sum: Sum, lang: Lang, (place, as_json): (Place, bool)) -> Result<Outcome> {
    sum.rejects.sort();
    if as_json {
        let rejects: Vec<_> =
            sum.rejects.iter().map(|(line, why)| json!({ "line": line, "why": why })).collect();
        let answer = json!({
            "booked": sum.booked, "amount": sum.amount, "known_already": sum.known, "rejects": rejects,
        });
        say(&format!("{answer:#}\n"))?;
    } else {
        let booked = PAYMENTS.counted(sum.booked as u64, lang);
        let mut text = format!("{booked}, {}\n", grouped(sum.amount, lang));
        if sum.known > 0 {
            let known = PAYMENTS.counted(sum.known as u64, lang);
            let before = lang.pick("sudah dibukukan sebelumnya", "booked before");
            text.push_str(&format!("{known} {before}\n"));
        }
        for (line, why) in &sum.rejects {
            text.push_str(&format!("  {} {line}: {why}\n", lang.pick(place.0, place.1)));
        }
        say(&text)?;
    }
    Ok(if sum.rejects.is_empty() { Outcome::Fine } else { Outcome::Partly })
}
