//! `naungan benefits pensions`: a month for everybody who draws a pension, tried or done; and one explained.

use std::fmt::Write;
use std::io::IsTerminal;

use anyhow::{Context, Result};
use base::{Day, Month};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rules::render::Lang;
use serde_json::{Value, json};
use store::queries::pensions::{OfMonth, Pension};

use crate::actions::end_pension;
use crate::books::grouped;
use crate::commands::Outcome;
use crate::commands::access::number_of;
use crate::commands::register::answer;
use crate::office::Office;
use crate::runs::pensions::{self as runs, Closed, Rehearsed};
use crate::views::pensions;

#[derive(Args, Debug)]
pub(crate) struct Pensions {
    /// The month, such as 2026-05
    month: Month,
    /// Only say what it would come to; nothing is written
    #[arg(long)]
    rehearse: bool,
    /// Who asks for it: a handle or the number of an account
    #[arg(long, required_unless_present = "rehearse")]
    by: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The pension's number
    pension: i64,
    /// The month, such as 2026-05
    month: Month,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct End {
    /// The pension's number
    pension: i64,
    /// The day its right ended; its month is the last that is paid
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Day,
    /// Why: `recovered` or `works`
    #[arg(long)]
    why: String,
    /// Who writes it down: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(office: &mut Office, asked: &Pensions, lang: Lang) -> Result<Outcome> {
    let Some(by) = asked.by.as_deref().filter(|_| !asked.rehearse) else {
        let found = runs::rehearse(office, asked.month)?;
        return rehearsed(asked, &found, lang);
    };
    let account = number_of(office, by)?;
    let bar = bar(asked.month, lang);
    let done = runs::run(office, asked.month, account, &|done, people| {
        bar.set_length(people);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let (run, closed) = done?;
    let sample = closed.sample.as_ref().map(|one| explained(office, (one.pension, one.month), lang));
    let mut text = closed_text(asked.month, &closed, lang);
    if let Some((_, lines)) = sample.transpose()? {
        said(&mut text, &lines);
    }
    let value = json!({
        "run": run.id, "month": asked.month.to_string(), "pensions": closed.pensions,
        "months": closed.months, "amount": closed.amount, "suspended": closed.suspended,
        "sample": closed.sampled,
        "unanswered": closed.unanswered.iter().map(|(claim, why)| json!({ "claim": claim, "why": why.code }))
            .collect::<Value>(),
    });
    answer(asked.json, &value, &text)?;
    Ok(if closed.unanswered.is_empty() { Outcome::Fine } else { Outcome::Partly })
}

fn bar(month: Month, lang: Lang) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {bar:40} {human_pos}/{human_len} {per_sec} {eta}");
    ProgressBar::new(0)
        .with_message(format!("{} {month}", lang.pick("pensiun", "pensions")))
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn closed_text(month: Month, closed: &Closed, lang: Lang) -> String {
    let (pensions, months, amount) =
        (grouped(closed.pensions, lang), grouped(closed.months, lang), grouped(closed.amount, lang));
    let suspended = grouped(closed.suspended, lang);
    let mut text = match lang {
        Lang::Id => format!(
            "pensiun {month}: {pensions} pensiun, {months} bulan, Rp{amount}; {suspended} menunggu bukti \
             hidup\n"
        ),
        Lang::En => format!(
            "pensions of {month}: {pensions} pensions, {months} months, Rp{amount}; {suspended} wait for \
             proof of life\n"
        ),
    };
    for (claim, why) in &closed.unanswered {
        let why = lang.pick(&why.id, &why.en);
        let _ = match lang {
            Lang::Id => writeln!(text, "klaim {claim} belum dapat beralih: {why}"),
            Lang::En => writeln!(text, "claim {claim} cannot go on to survivors yet: {why}"),
        };
    }
    if closed.sampled > 0 {
        let sample = grouped(closed.sampled as u64, lang);
        text.push_str(&match lang {
            Lang::Id => format!("{sample} di antaranya dihitung ulang satu per satu: sama; misalnya\n"),
            Lang::En => format!("{sample} of them reckoned again, one by one: the same; such as\n"),
        });
    }
    text
}

fn rehearsed(asked: &Pensions, found: &Rehearsed, lang: Lang) -> Result<Outcome> {
    let month = asked.month;
    let difference = found.before.map(|before| found.amount - before);
    let (pensions, months, amount, ended) = (
        grouped(found.pensions, lang),
        grouped(found.months, lang),
        grouped(found.amount, lang),
        grouped(found.ended, lang),
    );
    let mut text = match lang {
        Lang::Id => format!(
            "pensiun {month}, percobaan: {pensions} pensiun, {months} bulan, Rp{amount}; {ended} berakhir\n"
        ),
        Lang::En => format!(
            "pensions of {month}, a rehearsal: {pensions} pensions, {months} months, Rp{amount}; {ended} \
             ended\n"
        ),
    };
    if let Some(difference) = difference {
        let difference = grouped(difference, lang);
        let said = lang.pick("selisih dari bulan sebelumnya", "difference from the month before");
        let _ = writeln!(text, "{said}: Rp{difference}");
    }
    for (pension, claim, proven) in &found.suspended {
        let _ = match lang {
            Lang::Id => {
                writeln!(text, "pensiun {pension} (klaim {claim}) menunggu bukti hidup sejak {proven}")
            }
            Lang::En => {
                writeln!(
                    text,
                    "pension {pension} (claim {claim}) waits for proof of life; the last: {proven}"
                )
            }
        };
    }
    for (pension, why) in &found.faults {
        let _ = writeln!(text, "{} {pension}: {why}", lang.pick("pensiun", "pension"));
    }
    for claim in &found.changing {
        let _ = match lang {
            Lang::Id => writeln!(text, "klaim {claim}: keluarganya berubah, penerimanya dilihat lagi"),
            Lang::En => writeln!(text, "claim {claim}: the family has changed, who draws it is looked at"),
        };
    }
    let suspended = found.suspended.iter().map(|(pension, claim, proven)| {
        json!({ "pension": pension, "claim": claim, "proven": proven.to_string() })
    });
    let faults = found.faults.iter().map(|(pension, why)| json!({ "pension": pension, "why": why }));
    let value = json!({
        "month": month.to_string(), "pensions": found.pensions, "months": found.months,
        "amount": found.amount, "ended": found.ended, "difference": difference,
        "suspended": suspended.collect::<Value>(), "faults": faults.collect::<Value>(),
        "changing": found.changing,
    });
    answer(asked.json, &value, &text)
}

fn said(text: &mut String, lines: &[String]) {
    for line in lines {
        let _ = writeln!(text, "  {line}");
    }
}

/// What a pension pays in a month, and why, a line a sentence.
fn explained(office: &mut Office, (number, month): (i64, Month), lang: Lang) -> Result<(i64, Vec<String>)> {
    let known = pensions::lines(office, number, month, lang)?;
    known.with_context(|| format!("there is no pension {number}"))
}

pub(super) fn explain(office: &mut Office, asked: &Explain, lang: Lang) -> Result<Outcome> {
    let (amount, lines) = explained(office, (asked.pension, asked.month), lang)?;
    let (number, month, coins) = (asked.pension, asked.month, grouped(amount, lang));
    let mut text = match lang {
        Lang::Id => format!("pensiun {number} bulan {month}: Rp{coins}\n"),
        Lang::En => format!("pension {number} for {month}: Rp{coins}\n"),
    };
    said(&mut text, &lines);
    let value = json!({
        "pension": number, "month": month.to_string(), "amount": amount, "why": lines,
    });
    answer(asked.json, &value, &text)
}

pub(super) fn end(office: &mut Office, asked: &End, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    end_pension::run(office, asked.pension, (asked.on, &asked.why), account)?;
    let (number, on) = (asked.pension, asked.on);
    let text = match lang {
        Lang::Id => format!("pensiun {number} berakhir pada {on}\n"),
        Lang::En => format!("pension {number} ended on {on}\n"),
    };
    answer(asked.json, &json!({ "pension": number, "ended": on.to_string() }), &text)
}

/// A pension with its months.
pub(in crate::commands) fn pension_json((known, months): &(Pension, Vec<OfMonth>)) -> Value {
    let months = months.iter().map(|one| json!({ "month": one.month.to_string(), "amount": one.amount }));
    json!({
        "pension": known.id, "kind": known.kind, "hand": known.hand, "drawn_by": known.drawn_by,
        "formula": known.formula, "start": known.start.to_string(), "part": known.part.0,
        "parts": known.part.1, "proven": known.proven.to_string(), "next": known.next.to_string(),
        "ended": known.ended.as_ref().map(|(day, _)| day.to_string()),
        "why": known.ended.as_ref().map(|(_, why)| why),
        "months": months.collect::<Value>(),
    })
}

/// The same in words.
pub(in crate::commands) fn pension_text(
    text: &mut String,
    (known, months): &(Pension, Vec<OfMonth>),
    lang: Lang,
) {
    let (id, hand, start) = (known.id, &known.hand, known.start);
    let ended = match (&known.ended, lang) {
        (Some((day, _)), Lang::Id) => format!(", berakhir {day}"),
        (Some((day, _)), Lang::En) => format!(", ended {day}"),
        (None, _) => String::new(),
    };
    let _ = match lang {
        Lang::Id => writeln!(text, "  pensiun {id} untuk {hand} sejak {start}{ended}"),
        Lang::En => writeln!(text, "  pension {id} for {hand} since {start}{ended}"),
    };
    for one in months {
        let _ = writeln!(text, "    {} Rp{}", one.month, grouped(one.amount, lang));
    }
}
