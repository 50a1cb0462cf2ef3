//! `naungan claim recovery`: what was paid too much, the plan by which it comes back, and what came.

use std::fmt::Write;

use anyhow::{Context, Result};
use base::Month;
use clap::Args;
use rules::render::Lang;

use crate::actions::plan_recovery::{self, Wanted};
use crate::books::grouped;
use crate::commands::Outcome;
use crate::commands::access::number_of;
use crate::commands::register::answer;
use crate::office::Office;
use crate::views::recovery::{self, Owed};

#[derive(Args, Debug)]
pub(super) struct Recovery {
    /// The claim's number
    claim: i64,
    /// Which of its grants found the overpayment, where there are several
    #[arg(long, requires = "by")]
    no: Option<i64>,
    /// Propose a plan: so much a month, in whole rupiah
    #[arg(long, value_name = "RUPIAH", requires_all = ["first", "by"])]
    plan: Option<i64>,
    /// The first month of the plan
    #[arg(long, value_name = "YYYY-MM")]
    first: Option<Month>,
    /// Agree to the plan that waits, as another person
    #[arg(long, requires = "by", conflicts_with = "plan")]
    approve: bool,
    /// Drop the plan that waits
    #[arg(long, requires = "by", conflicts_with_all = ["plan", "approve"])]
    refuse: bool,
    /// Book what was paid back, in whole rupiah
    #[arg(long, value_name = "RUPIAH", requires = "by", conflicts_with_all = ["plan", "approve", "refuse"])]
    paid: Option<i64>,
    /// Who: a handle or the number of an account
    #[arg(long)]
    by: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(office: &mut Office, asked: &Recovery, lang: Lang) -> Result<Outcome> {
    let all = read(office, asked.claim, lang)?;
    // Without a number, the latest is meant.
    let one = all.iter().rfind(|one| asked.no.is_none_or(|no| no == one.no));
    let (no, waits) = one.map_or((0, 0), |one| (one.no, one.waits.as_ref().map_or(0, |plan| plan.id)));
    let wanted = match (asked.plan, asked.paid) {
        (Some(instalment), _) => Some(Wanted::Propose(instalment, asked.first.context("--first")?)),
        (None, Some(amount)) => Some(Wanted::Paid(amount)),
        _ if asked.approve => Some(Wanted::Approve(waits)),
        _ if asked.refuse => Some(Wanted::Refuse(waits)),
        _ => None,
    };
    if let Some(wanted) = wanted {
        let account = number_of(office, asked.by.as_deref().context("--by")?)?;
        plan_recovery::run(office, (asked.claim, no), wanted, account)?;
    }
    let all = read(office, asked.claim, lang)?;
    answer(asked.json, &serde_json::to_value(&all)?, &text(&all, lang))
}

fn read(office: &mut Office, claim: i64, lang: Lang) -> Result<Vec<Owed>> {
    office.look(|unit, desk| recovery::read(unit, desk, claim, lang))
}

fn text(all: &[Owed], lang: Lang) -> String {
    let mut text = String::new();
    for one in all {
        let (amount, open) = (grouped(one.amount, lang), grouped(one.open, lang));
        let _ = match lang {
            Lang::Id => writeln!(text, "{}: kelebihan bayar Rp{amount}, masih terbuka Rp{open}", one.no),
            Lang::En => writeln!(text, "{}: Rp{amount} was paid too much, Rp{open} is open", one.no),
        };
        let waits =
            one.waits.iter().map(|plan| (plan, lang.pick("menunggu orang kedua", "waits for another")));
        let counts = one.plan.iter().map(|plan| (plan, lang.pick("rencana", "plan")));
        for (plan, state) in counts.chain(waits) {
            let _ = writeln!(text, "  {state} {}:", plan.id);
            for part in &plan.parts {
                let (amount, came) = (grouped(part.amount, lang), grouped(part.came, lang));
                let _ = writeln!(text, "    {} {} Rp{came} / Rp{amount}", part.no, part.month);
            }
        }
    }
    if all.is_empty() {
        text.push_str(lang.pick("tidak ada kelebihan bayar\n", "nothing was paid too much\n"));
    }
    text
}
