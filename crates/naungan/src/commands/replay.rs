//! `naungan replay`: what was decided is decided again, with the law and the facts as they were known then.

mod decide;
mod run;

use anyhow::{Context, Result};
use base::{Day, Moment, Month};
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::facts::Subject;
use scheme::id::{MembershipId, PayerId};
use scheme::lines::Lines;
use serde_json::{Value, json};
use store::Unit;
use store::queries::assessments::{self, Assessment};
use store::queries::runs::Run;
use store::queries::{bills, laws, runs};

use super::register::{answer, lines_json, lines_text};
use super::{Cli, Outcome, open};
use crate::office::{Desk, Office};
use crate::registry::members;
use crate::report::columns;
use decide::{Decided, decide, law_then};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// One membership's month
    Assessment(OfAssessment),
    /// Everybody's month, as its run found it
    Run(OfRun),
}

#[derive(Args, Debug)]
struct OfAssessment {
    /// The membership's number
    membership: i64,
    /// The contribution month
    month: Month,
    /// With what was known by the end of this day, or at this moment (default: when its run assessed it)
    #[arg(long, value_name = "DAY|MOMENT", value_parser = moment)]
    known: Option<Moment>,
    /// With this kept law, by its fingerprint (default: that of the month's run)
    #[arg(long = "with-law", value_name = "FINGERPRINT")]
    with_law: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct OfRun {
    /// The contribution month
    month: Month,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

fn moment(text: &str) -> Result<Moment, String> {
    match text.parse::<Day>() {
        Ok(day) => Ok(Moment::end_of(day)),
        Err(_) => text.parse().map_err(|_| format!("`{text}` is neither a day nor a moment")),
    }
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    match &arguments.command {
        Command::Assessment(arguments) => assessment(&mut office, arguments, lang),
        Command::Run(arguments) => run::run(&mut office, arguments.month, lang, arguments.json),
    }
}

/// A row of an assessment, and since when it is known.
struct Stored {
    row: Assessment,
    lines: Lines,
    known: Moment,
}

fn assessment(office: &mut Office, asked: &OfAssessment, lang: Lang) -> Result<Outcome> {
    let (membership, month) = (MembershipId(asked.membership), asked.month);
    let (run, stored) = office.look(|unit, desk| {
        let run = runs::find(unit, "month", &month.to_string())?;
        Ok((run, stored(unit, desk, membership, month)?))
    })?;
    let known = asked.known.unwrap_or_else(|| known_by_default(run.as_ref(), &stored, office.now()));
    let last = stored.iter().filter(|stored| stored.known <= known).max_by_key(|stored| stored.known);
    let of_last = match last {
        Some(last) => office.look(|unit, _| laws::of_bill(unit, last.row.payer, month, last.row.no))?,
        None => None,
    };
    let fingerprint = asked.with_law.clone().or(of_last).or_else(|| run.map(|run| run.law));
    let fingerprint = fingerprint.unwrap_or_else(|| office.pack.fingerprint().to_owned());
    let law = law_then(office, &fingerprint, known)?;
    let decided = office.look(|unit, desk| {
        let desk = Desk { law, fingerprint: &fingerprint, ..*desk };
        decide(unit, &desk, membership, month, known)
    })?;
    let then: Vec<&Stored> = stored.iter().filter(|stored| stored.known <= known).collect();
    let booked = then.iter().fold(Lines::new(), |sum, stored| sum.plus(&stored.lines));
    // What is billed once and whole, such as a placement abroad, owes nothing in the other months.
    let owed = if decided.monthly || !then.is_empty() { decided.lines.clone() } else { Lines::new() };
    let told = Told { membership, month, known, fingerprint: &fingerprint, decided: &decided, owed, booked };
    answer(asked.json, &told.json(&then), &told.text(&then, lang))?;
    Ok(if told.owed == told.booked { Outcome::Fine } else { Outcome::Faults })
}

/// When the run came to it; without a run, when it was first found.
fn known_by_default(run: Option<&Run>, stored: &[Stored], now: Moment) -> Moment {
    let of_run = stored.iter().find(|stored| run.is_some_and(|run| stored.row.run == run.id));
    let first = of_run.or_else(|| stored.iter().min_by_key(|stored| stored.known));
    first.map(|stored| stored.known).or_else(|| run.map(|run| run.known)).unwrap_or(now)
}

/// Every row of a membership's month, with whoever paid for it.
fn stored(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    month: Month,
) -> Result<Vec<Stored>> {
    let row = members::row(unit, membership)?;
    let history = crate::registry::history(unit, Subject::Membership(membership))?;
    let mut payers = vec![row.payer];
    payers.extend(history.ever("funder").filter_map(|number| number.parse().ok()).map(PayerId));
    payers.sort_unstable();
    payers.dedup();
    let mut stored = Vec::new();
    for payer in payers {
        let rows = assessments::of_month(unit, month, payer, Some(membership))?;
        let of_month = if rows.is_empty() { Vec::new() } else { bills::of_month(unit, payer, month)? };
        for row in rows {
            let bill = of_month.iter().find(|bill| bill.no == row.no);
            let known = bill.with_context(|| format!("row {} of {month} has no bill", row.no))?.known;
            let lines = Lines::unpack(&row.lines, desk.slots).context("an assessment is damaged")?;
            stored.push(Stored { row, lines, known });
        }
    }
    stored.sort_by_key(|stored| (stored.known, stored.row.payer, stored.row.no));
    Ok(stored)
}

/// What came out.
struct Told<'a> {
    membership: MembershipId,
    month: Month,
    known: Moment,
    fingerprint: &'a str,
    decided: &'a Decided,
    owed: Lines,
    booked: Lines,
}

impl Told<'_> {
    fn json(&self, then: &[&Stored]) -> Value {
        let facts = self.decided.facts.iter().map(|used| {
            json!({
                "name": used.name, "value": used.value, "of": used.of,
                "known": used.known.map(|known| known.to_string()),
            })
        });
        let rows = then.iter().map(|stored| {
            json!({
                "payer": stored.row.payer.0, "no": stored.row.no, "run": stored.row.run,
                "known": stored.known.to_string(), "lines": lines_json(&stored.lines),
            })
        });
        json!({
            "membership": self.membership.0, "month": self.month.to_string(), "known": self.known.to_string(),
            "law": self.fingerprint, "payer": self.decided.payer.map(|payer| payer.0),
            "facts": facts.collect::<Value>(), "lines": lines_json(&self.owed),
            "rows": rows.collect::<Value>(), "booked": lines_json(&self.booked),
            "agrees": self.owed == self.booked,
        })
    }

    fn text(&self, then: &[&Stored], lang: Lang) -> String {
        let Told { membership, month, known, fingerprint, decided, .. } = self;
        let mut text = match lang {
            Lang::Id => format!("kepesertaan {membership}, iuran {month}, seperti diketahui {known}\n"),
            Lang::En => format!("membership {membership}, contribution of {month}, as known {known}\n"),
        };
        text.push_str(&format!("{} {fingerprint}\n", lang.pick("hukum", "law")));
        let rows: Vec<Vec<String>> = decided
            .facts
            .iter()
            .map(|used| {
                let since = lang.pick("diketahui", "known");
                let known = used.known.map(|known| format!("{since} {known}")).unwrap_or_default();
                vec![format!("  {}", used.name), used.value.clone(), used.of.clone(), known]
            })
            .collect();
        text.extend(columns(&rows, &[]).iter().map(|line| format!("{line}\n")));
        text.push_str(&format!("{}\n{}", lang.pick("diputus", "decided"), lines_text(&self.owed, lang)));
        text.push_str(&format!("{}\n", lang.pick("dibukukan", "booked")));
        for stored in then {
            let (payer, no) = (stored.row.payer, stored.row.no);
            text.push_str(&format!("  {payer}.{no} {}: {}\n", stored.known, stored.lines));
        }
        text.push_str(if self.owed == self.booked {
            lang.pick("keduanya sama\n", "the two agree\n")
        } else {
            lang.pick("keduanya berbeda\n", "the two differ\n")
        });
        text
    }
}
