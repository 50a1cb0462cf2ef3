//! `naungan claim grieve` and `claim grievances`: objections to lines of letters, and what becomes of them.

use std::fmt::Write;

use anyhow::{Context, Result};
use clap::Args;
use rules::render::Lang;
use scheme::claims::grievance::{Act, Move};
use serde_json::{Value, json};
use store::Unit;
use store::queries::grievances as rows;

use crate::actions::move_grievance;
use crate::actions::open_grievance::{self, OpenGrievance};
use crate::commands::Outcome;
use crate::commands::access::number_of;
use crate::commands::register::answer;
use crate::office::{Desk, Office};
use crate::registry::grievances;

#[derive(Args, Debug)]
pub(super) struct Grieve {
    /// The claim's number
    claim: i64,
    /// Which of its letters
    #[arg(long, default_value_t = 1)]
    letter: i64,
    /// The number of the line
    #[arg(long)]
    line: usize,
    /// What is wrong with it
    #[arg(long)]
    says: String,
    /// Who writes it down: a handle or the number of an account (default: the claimant herself)
    #[arg(long)]
    by: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(super) struct Grievance {
    /// The grievance's number
    #[arg(value_name = "GRIEVANCE")]
    number: i64,
    /// `take`, `answer`, `accept`, `go_on` or `withdraw`; without it the grievance is shown
    made: Option<String>,
    /// Of an answer: the decision changes
    #[arg(long)]
    changed: bool,
    /// Of an answer: why
    #[arg(long)]
    why: Option<String>,
    /// Who: a handle or the number of an account
    #[arg(long)]
    by: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(super) struct Grievances {
    /// Those of a claim
    #[arg(long)]
    claim: Option<i64>,
    /// Those that wait for nobody too
    #[arg(long)]
    all: bool,
    /// Those after this number
    #[arg(long, default_value_t = 0)]
    after: i64,
    /// Call overdue what is, as is done every day
    #[arg(long)]
    escalate: bool,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

/// More grievances than anybody reads through.
const SHOWN: i64 = 200;

pub(super) fn open(office: &mut Office, asked: &Grieve, lang: Lang) -> Result<Outcome> {
    let account = asked.by.as_deref().map(|by| number_of(office, by)).transpose()?;
    let wanted = OpenGrievance {
        claim: asked.claim,
        letter: asked.letter,
        line: asked.line,
        objection: asked.says.clone(),
        account,
    };
    let number = open_grievance::run(office, &wanted)?;
    one(office, number, (lang, asked.json))
}

pub(super) fn act(office: &mut Office, asked: &Grievance, lang: Lang) -> Result<Outcome> {
    if let Some(made) = &asked.made {
        let made = Move::named(made).with_context(|| match lang {
            Lang::Id => format!("`{made}` bukan langkah pengaduan"),
            Lang::En => format!("`{made}` is no move of a grievance"),
        })?;
        let by = asked.by.as_deref().context("--by")?;
        let account = number_of(office, by)?;
        let act = match made {
            Move::Answer => Act::Answer(asked.changed, asked.why.clone().unwrap_or_default()),
            made => Act::Make(made),
        };
        move_grievance::run(office, asked.number, account, &act)?;
    }
    one(office, asked.number, (lang, asked.json))
}

pub(super) fn list(office: &mut Office, asked: &Grievances, lang: Lang) -> Result<Outcome> {
    let rows = office.look(|unit, _| match asked.claim {
        Some(claim) => rows::of_claim(unit, claim),
        None => rows::after(unit, asked.all, asked.after, SHOWN),
    })?;
    let mut all = Vec::new();
    for row in &rows {
        if asked.escalate {
            office.unit(|unit, desk| move_grievance::escalate(unit, desk, row.id))?;
        }
        all.push(office.look(|unit, desk| shown(unit, desk, row.id, lang))?);
    }
    let text = if all.is_empty() {
        lang.pick("tidak ada pengaduan\n", "no grievances\n").to_owned()
    } else {
        all.iter().map(|(_, text)| text.as_str()).collect()
    };
    answer(asked.json, &all.iter().map(|(value, _)| value.clone()).collect::<Value>(), &text)
}

fn one(office: &mut Office, grievance: i64, (lang, as_json): (Lang, bool)) -> Result<Outcome> {
    let (value, text) = office.look(|unit, desk| shown(unit, desk, grievance, lang))?;
    answer(as_json, &value, &text)
}

fn shown(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64, lang: Lang) -> Result<(Value, String)> {
    let held = grievances::play(unit, desk, id)?;
    let steps = rows::steps(unit, id)?;
    let (row, ticket) = (&held.row, &held.ticket);
    let due = held.due(desk)?.map(|due| due.day.to_string());
    let value = json!({
        "grievance": row.id, "claim": row.claim, "letter": held.letter.no, "line": row.line,
        "text": lang.pick(&ticket.line.said.id, &ticket.line.said.en), "objection": ticket.objection,
        "opened": ticket.opened.to_string(), "level": ticket.level.name(), "state": ticket.state.name(),
        "due": due, "changed": ticket.answer.as_ref().map(|answer| answer.changed),
        "why": ticket.answer.as_ref().map(|answer| answer.why.clone()),
        "steps": steps.iter().map(|step| {
            json!({ "day": step.day.to_string(), "actor": step.actor, "act": step.act })
        }).collect::<Value>(),
    });
    let mut text = String::new();
    let word = |prefix: &str, name: &str| {
        crate::pages::texts::said(lang, &format!("grievance.{prefix}.{name}"), &[])
    };
    let (level, state) = (word("level", ticket.level.name()), word("state", ticket.state.name()));
    let (claim, no, line) = (row.claim, held.letter.no, row.line);
    let _ = match lang {
        Lang::Id => {
            writeln!(text, "pengaduan {id}, klaim {claim}, surat {no}, baris {line}: {state}, {level}")
        }
        Lang::En => {
            writeln!(text, "grievance {id}, claim {claim}, letter {no}, line {line}: {state}, {level}")
        }
    };
    if let Some(due) = due {
        let _ = writeln!(text, "  {} {due}", lang.pick("dijawab paling lambat", "to be answered by"));
    }
    for step in &steps {
        let _ = writeln!(text, "  {} {}", step.day, word("did", &step.act));
    }
    if let Some(given) = &ticket.answer {
        let stands = lang.pick("keputusan tetap", "the decision stands");
        let changes = lang.pick("keputusan diubah", "the decision changes");
        let _ = writeln!(text, "  {}: {}", if given.changed { changes } else { stands }, given.why);
    }
    Ok((value, text))
}
