//! A bank's file of payments: each line booked on its own, once, whatever happens to the others.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use base::Day;
use rules::render::Lang;
use scheme::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;
use store::Trouble;

use super::{code_of, in_words};
use crate::actions::once::KEY_TAKEN;
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::books::grouped;
use crate::commands::{self, Outcome};
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

/// What came of all lines.
#[derive(Default)]
struct Sum {
    booked: usize,
    amount: i64,
    /// Lines that were booked before, by this file or by another.
    known: usize,
    rejects: Vec<(u64, String)>,
}

/// Books every line; `workers` connections share them.
pub(super) fn run(
    office: &mut Office,
    file: &Path,
    workers: usize,
    (channel, lang): (&str, Lang),
    as_json: bool,
) -> Result<Outcome> {
    let mut lines = read(file, lang)?;
    refuse_repeated(&mut lines, lang);
    let next = AtomicUsize::new(0);
    let sum = Mutex::new(Sum::default());
    let mut others: Vec<Office> = (1..workers).map(|_| office.beside()).collect::<Result<_>>()?;
    thread::scope(|scope| {
        let (lines, next, sum) = (&lines, &next, &sum);
        let handles: Vec<_> = others
            .iter_mut()
            .map(|other| scope.spawn(move || book(other, lines, (channel, lang), next, sum)))
            .collect();
        let mine = book(office, lines, (channel, lang), next, sum);
        for handle in handles {
            handle.join().map_err(|_| anyhow!("a worker stopped"))??;
        }
        mine
    })?;
    told(sum.into_inner().map_err(|_| anyhow!("a worker stopped"))?, lang, as_json)
}

/// Lines with their numbers, read or with what is wrong with them.
type Lines = Vec<(u64, Result<(ReceivePayment, String), String>)>;

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

/// A reference tells a payment from every other. Of lines that share one nobody knows which is meant, so that
/// none is booked.
fn refuse_repeated(lines: &mut Lines, lang: Lang) {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, (_, line)) in lines.iter().enumerate() {
        if let Ok((_, reference)) = line {
            places.entry(reference.clone()).or_default().push(place);
        }
    }
    for (reference, places) in places.into_iter().filter(|(_, places)| places.len() > 1) {
        let at: Vec<String> = places.iter().map(|place| lines[*place].0.to_string()).collect();
        let at = at.join(lang.pick(" dan ", " and "));
        for place in places {
            lines[place].1 = Err(match lang {
                Lang::Id => format!(
                    "referensi {reference} ada di baris {at}: beri setiap pembayaran referensinya sendiri, \
                     atau hapus baris yang berulang"
                ),
                Lang::En => format!(
                    "the reference {reference} stands on lines {at}: give each payment its own, or take out \
                     the line that is there twice"
                ),
            });
        }
    }
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

fn book(
    office: &mut Office,
    lines: &Lines,
    (channel, lang): (&str, Lang),
    next: &AtomicUsize,
    sum: &Mutex<Sum>,
) -> Result<()> {
    while let Some((at, line)) = lines.get(next.fetch_add(1, Ordering::Relaxed)) {
        let booked = match line {
            Err(why) => Err(why.clone()),
            Ok((payment, reference)) => {
                let payment = ReceivePayment { channel: channel.to_owned(), ..payment.clone() };
                let key = format!("{channel} {reference}");
                let received = receive_payment::told(office, &payment, Some(&key));
                match in_words(office, &payment, received, lang) {
                    Ok(received) => Ok((received.is_new, payment.amount)),
                    // A broken machine stops the file; what is wrong with one line does not.
                    Err(error)
                        if matches!(
                            Trouble::of(&error),
                            Trouble::Lost | Trouble::Full | Trouble::Conflict
                        ) =>
                    {
                        return Err(error.context(match lang {
                            Lang::Id => {
                                format!("terhenti di baris {at}; berkas yang sama dapat diberikan lagi")
                            }
                            Lang::En => format!("stopped at line {at}; the same file can be given again"),
                        }));
                    }
                    Err(error) if code_of_refusal(&error) == Some(KEY_TAKEN) => {
                        Err(of_another(reference, lang))
                    }
                    Err(error) => Err(commands::told(&error, lang)),
                }
            }
        };
        let mut sum = sum.lock().map_err(|_| anyhow!("a worker stopped"))?;
        match booked {
            Ok((true, amount)) => {
                sum.booked += 1;
                sum.amount += amount;
            }
            Ok((false, _)) => sum.known += 1,
            Err(why) => sum.rejects.push((*at, why)),
        }
    }
    Ok(())
}

fn code_of_refusal(error: &anyhow::Error) -> Option<&'static str> {
    error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).map(|refusal| refusal.code)
}

/// A reference under which another payment was booked before.
fn of_another(reference: &str, lang: Lang) -> String {
    match lang {
        Lang::Id => format!(
            "referensi {reference} sudah dibukukan untuk pembayaran lain (kode atau jumlahnya berbeda): \
             tanyakan kepada bank mana yang benar"
        ),
        Lang::En => format!(
            "the reference {reference} was booked before for another payment (its code or amount differs): \
             ask the bank which is right"
        ),
    }
}

fn told(mut sum: Sum, lang: Lang, as_json: bool) -> Result<Outcome> {
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
            text.push_str(&format!("  {} {line}: {why}\n", lang.pick("baris", "line")));
        }
        say(&text)?;
    }
    Ok(if sum.rejects.is_empty() { Outcome::Fine } else { Outcome::Partly })
}
