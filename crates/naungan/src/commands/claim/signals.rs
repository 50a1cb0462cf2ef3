//! `naungan claim signals`: why somebody should look at a claim before it is paid, and who did.

use std::fmt::Write;

use anyhow::{Context, Result};
use clap::Args;
use rules::render::Lang;

use crate::actions::screen_claim::{self, Review};
use crate::commands::Outcome;
use crate::commands::access::number_of;
use crate::commands::register::answer;
use crate::office::Office;
use crate::views::claim_signals;

#[derive(Args, Debug)]
pub(super) struct Signals {
    /// The claim's number; without it all that nobody has cleared
    claim: Option<i64>,
    /// There is nothing to this signal
    #[arg(long, value_name = "CODE", requires_all = ["claim", "by", "said"], conflicts_with = "hold")]
    clear: Option<String>,
    /// The payment waits for more, in the name of who says so
    #[arg(long, value_name = "CODE", requires_all = ["claim", "by", "said"])]
    hold: Option<String>,
    /// What was found
    #[arg(long)]
    said: Option<String>,
    /// Who looked: a handle or the number of an account
    #[arg(long)]
    by: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

/// More signals than anybody reads through.
const SHOWN: i64 = 200;

pub(super) fn run(office: &mut Office, asked: &Signals, lang: Lang) -> Result<Outcome> {
    let review = match (&asked.clear, &asked.hold) {
        (Some(code), _) => Some((code, Review::Clear)),
        (None, Some(code)) => Some((code, Review::Hold)),
        (None, None) => None,
    };
    if let Some((code, review)) = review {
        let account = number_of(office, asked.by.as_deref().context("--by")?)?;
        let claim = asked.claim.context("CLAIM")?;
        let said = asked.said.as_deref().unwrap_or_default();
        screen_claim::review(office, (claim, code), account, (review, said))?;
    }
    let all = office.look(|unit, _| match asked.claim {
        Some(claim) => claim_signals::of_claim(unit, claim, lang),
        None => claim_signals::waiting(unit, 0, SHOWN, lang),
    })?;
    let mut text = String::new();
    for one in &all {
        let state = match one.state.as_str() {
            "held" => lang.pick("ditahan", "held"),
            "cleared" => lang.pick("beres", "cleared"),
            _ => lang.pick("terbuka", "open"),
        };
        let claim = one.claim;
        let _ =
            writeln!(text, "{} {claim}: {} ({state}): {}", lang.pick("klaim", "claim"), one.code, one.why);
        for (words, value) in &one.rests_on {
            let _ = writeln!(text, "  {words}: {value}");
        }
        if let Some(said) = &one.said {
            let _ = writeln!(text, "  {said}");
        }
    }
    if all.is_empty() {
        text.push_str(lang.pick("tidak ada tanda\n", "no signals\n"));
    }
    answer(asked.json, &serde_json::to_value(&all)?, &text)
}
