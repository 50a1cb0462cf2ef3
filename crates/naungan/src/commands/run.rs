//! `naungan run` and `naungan work`: a month, a year's growth, lapses and penalties, for everybody.

use std::io::IsTerminal;

use anyhow::{Context, Result, bail};
use base::{Day, Month};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use store::queries::runs::{self, Run};

use super::{Cli, Outcome, open};
use crate::books::grouped;
use crate::office::Office;
use crate::report::say;
use crate::runs::close::{Closed, close};
use crate::runs::{Task, open as opening, work};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Assess, bill and book a contribution month for everybody
    Month(OfMonth),
    /// Credit savings with the growth of a year
    Interest(OfYear),
    /// End self-employed memberships whose arrears can no longer be paid
    Lapse(OnDay),
    /// Charge employers for what is late
    Penalties(OnDay),
    /// Every run, and how far it is
    Status(Status),
}

#[derive(Args, Debug)]
pub(crate) struct OfMonth {
    /// The month, such as 2026-05
    month: Month,
    /// Only open it, for `naungan work` on other machines
    #[arg(long)]
    open_only: bool,
    /// What it came to as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct OfYear {
    /// The year, such as 2026
    year: i32,
    /// Only open it, for `naungan work` on other machines
    #[arg(long)]
    open_only: bool,
    /// What it came to as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct OnDay {
    /// As things stand on this day (default: today)
    day: Option<Day>,
    /// Only open it, for `naungan work` on other machines
    #[arg(long)]
    open_only: bool,
    /// What it came to as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Status {
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// `naungan work`.
#[derive(Args, Debug)]
pub(crate) struct Work {
    /// What it came to as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, command: &Command) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let today = office.today();
    let (task, open_only, json) = match command {
        Command::Month(of) => (Task::Month(of.month), of.open_only, of.json),
        Command::Interest(of) => (Task::Interest(of.year), of.open_only, of.json),
        Command::Lapse(on) => (Task::Lapse(on.day.unwrap_or(today)), on.open_only, on.json),
        Command::Penalties(on) => (Task::Penalties(on.day.unwrap_or(today)), on.open_only, on.json),
        Command::Status(status) => return show(&mut office, status.json),
    };
    let run = opening::open(&mut office, task)?;
    if open_only {
        say(&format!("the run {task} is open for {} people: go on with `naungan work`\n", run.people))?;
        return Ok(Outcome::Fine);
    }
    let closed = finish(&mut office, &run)?;
    told(&run, &closed, json)
}

/// Works at whatever run is open.
pub(crate) fn work(cli: &Cli, arguments: &Work) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let all = office.look(|unit, _| runs::all(unit))?;
    let Some(run) = all.into_iter().find(|run| run.state == "open") else {
        bail!("no run is open: begin one with `naungan run month`, `interest`, `lapse` or `penalties`");
    };
    let closed = finish(&mut office, &run)?;
    told(&run, &closed, arguments.json)
}

/// Works a run to its end and publishes it.
pub(crate) fn finish(office: &mut Office, run: &Run) -> Result<Closed> {
    let bar = bar(run);
    let worked = work::work_together(office, run, &|done, people| {
        bar.set_length(people);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    worked.with_context(|| {
        format!(
            "the run {} {} stopped; what is done is kept: go on with `naungan work`",
            run.kind, run.period
        )
    })?;
    close(office, run)
}

fn bar(run: &Run) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {bar:40} {human_pos}/{human_len} {per_sec} {eta}");
    ProgressBar::new(run.people.unsigned_abs())
        .with_message(format!("{} {}", run.kind, run.period))
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn told(run: &Run, closed: &Closed, as_json: bool) -> Result<Outcome> {
    let text = if as_json {
        let answer = json!({
            "run": run.id, "kind": run.kind, "period": run.period, "law": run.law, "people": closed.people,
            "faults": closed.faults, "bills": closed.bills, "owed": closed.owed, "sample": closed.sample,
        });
        format!("{answer:#}\n")
    } else {
        let mut text = format!(
            "{} {}: {} people, {} bills, {}\n",
            run.kind,
            run.period,
            grouped(closed.people.into()),
            grouped(closed.bills.into()),
            grouped(closed.owed.into())
        );
        if closed.sample > 0 {
            text.push_str(&format!("{} of them reckoned again, one by one: the same\n", closed.sample));
        }
        if closed.faults > 0 {
            text.push_str(&format!("{} could not be assessed: see `naungan run status`\n", closed.faults));
        }
        text
    };
    say(&text)?;
    Ok(if closed.faults == 0 { Outcome::Fine } else { Outcome::Partly })
}

fn show(office: &mut Office, as_json: bool) -> Result<Outcome> {
    let all = office.look(|unit, _| {
        let mut rows = Vec::new();
        for run in runs::all(unit)? {
            let progress = runs::progress(unit, run.id)?;
            let faults = runs::faults(unit, run.id, 20)?;
            rows.push((run, progress, faults));
        }
        Ok(rows)
    })?;
    if as_json {
        let rows: Vec<_> = all
            .iter()
            .map(|(run, [chunks, done, people, people_done], faults)| {
                json!({
                    "run": run.id, "kind": run.kind, "period": run.period, "state": run.state, "law": run.law,
                    "chunks": chunks, "chunks_done": done, "people": people, "people_done": people_done,
                    "faults": faults,
                })
            })
            .collect();
        say(&format!("{:#}\n", json!(rows)))?;
        return Ok(Outcome::Fine);
    }
    let mut text = String::new();
    for (run, [chunks, done, people, people_done], faults) in &all {
        text.push_str(&format!(
            "{:>6} {:<9} {:<10} {:<9} {done}/{chunks} chunks, {}/{} people\n",
            run.id,
            run.kind,
            run.period,
            run.state,
            grouped((*people_done).into()),
            grouped((*people).into())
        ));
        for (membership, payer, why) in faults {
            text.push_str(&format!("       membership {membership} of payer {payer}: {why}\n"));
        }
    }
    say(if text.is_empty() { "no run yet\n" } else { &text })?;
    Ok(Outcome::Fine)
}
