//! `naungan give share`: a pot bears a part of workers' months, and they bear the rest.

use anyhow::{Context, Result};
use base::Month;
use clap::Args;
use rules::render::Lang;
use scheme::id::{MembershipId, PayerId};
use scheme::solidarity::campaign::Share as Part;
use serde_json::json;

use crate::actions::share_months::{self, Answer, ShareMonths};
use crate::books::grouped;
use crate::commands::Outcome;
use crate::commands::register::answer;
use crate::office::Office;
use crate::report::columns;
use crate::views::shares::SharedMonth;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The pot, by number
    pot: i64,
    /// The membership, by number
    membership: i64,
    /// The first month
    #[arg(long, value_name = "YYYY-MM")]
    from: Month,
    /// How many months
    #[arg(long, value_parser = clap::value_parser!(i32).range(1..=60))]
    months: i32,
    /// The pot's share, such as 3/4 or 75%
    #[arg(long)]
    share: String,
    /// A name of this request: the same again gets the same answer and shares nothing twice
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(office: &mut Office, asked: &Arguments, lang: Lang) -> Result<Outcome> {
    let share: Part = asked.share.parse()?;
    let month = |after| Some((asked.from.plus_months(after)?, share));
    let months: Option<Vec<(Month, Part)>> = (0..asked.months).map(month).collect();
    let months = months.context("the calendar ends before these months")?;
    let (pot, membership) = (PayerId(asked.pot), MembershipId(asked.membership));
    let shared = ShareMonths { pot, membership, months, account: None };
    let done = share_months::run(office, &shared, asked.key.as_deref())?;
    answer(asked.json, &json!(done), &said(&done, lang))
}

fn said(done: &Answer, lang: Lang) -> String {
    let (pot, free) = (done.pot, grouped(done.free, lang));
    let [month, part, worker] =
        lang.pick_value(["bulan", "bagian dana", "bagian pekerja"], ["month", "the pot", "the worker"]);
    let mut rows = vec![[month, part, worker].map(str::to_owned).to_vec()];
    rows.extend(
        done.months
            .iter()
            .map(|one| vec![one.month.clone(), grouped(one.part, lang), grouped(one.worker, lang)]),
    );
    let mut text: String = columns(&rows, &[1, 2]).iter().map(|line| format!("  {line}\n")).collect();
    text.push_str(&match lang {
        Lang::Id => format!("kantong dana {pot}: belum terpakai {free}\n"),
        Lang::En => format!("pot {pot}: {free} free\n"),
    });
    text
}

/// Who bears which part of months, a line each.
pub(in crate::commands) fn text(months: &[SharedMonth], lang: Lang) -> String {
    let mut text = String::new();
    for month in months {
        for part in &month.parts {
            let (pot, name, amount) = (part.pot, &part.name, grouped(part.amount, lang));
            let state = match (month.waits, lang) {
                (true, Lang::Id) => "menunggu bagian pekerja",
                (true, Lang::En) => "waits for the worker's part",
                (false, Lang::Id) => "sudah dibayarkan",
                (false, Lang::En) => "paid",
            };
            text.push_str(&match lang {
                Lang::Id => format!("  ditanggung dana {pot} {name}: {amount}, {state}\n"),
                Lang::En => format!("  borne by pot {pot} {name}: {amount}, {state}\n"),
            });
        }
        let worker = grouped(month.worker, lang);
        text.push_str(&match lang {
            Lang::Id => format!("  bagian pekerja: {worker}\n"),
            Lang::En => format!("  the worker's part: {worker}\n"),
        });
    }
    text
}
