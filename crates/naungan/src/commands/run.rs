//! `naungan run` and `naungan work`: a month, a year's growth, lapses and penalties, for everybody.

use std::io::IsTerminal;

use anyhow::{Context, Result, bail};
use base::{Day, Month};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use rules::render::Lang;
use scheme::memberships::Segment;
use serde_json::json;
use store::queries::coverage as counted;
use store::queries::runs::{self, Run};

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::books::grouped;
use crate::jobs;
use crate::office::Office;
use crate::report::say;
use crate::runs::close::{Closed, close};
use crate::runs::{Task, open as opening, work};
use crate::text::count::{BILLS, PEOPLE};

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
    /// Count again who is protected in a month
    Coverage(Coverage),
    /// Make each office's list of what to look at today
    Signals(Status),
    /// Every run, and how far it is
    Status(Status),
    /// Give up the open run, if nothing of it is done yet
    Abandon(Status),
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
pub(crate) struct Coverage {
    /// The month, such as 2026-05
    month: Month,
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
    /// First what is done once a day and what waits for later; then no run needs to be open
    #[arg(long)]
    daily: bool,
    /// What it came to as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, command: &Command) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let (today, lang) = (office.today(), Lang::from(cli.lang));
    let (task, open_only, json) = match command {
        Command::Month(of) => (Task::Month(of.month), of.open_only, of.json),
        Command::Interest(of) => (Task::Interest(of.year), of.open_only, of.json),
        Command::Lapse(on) => (Task::Lapse(on.day.unwrap_or(today)), on.open_only, on.json),
        Command::Penalties(on) => (Task::Penalties(on.day.unwrap_or(today)), on.open_only, on.json),
        Command::Coverage(of) => return coverage(&mut office, of, lang),
        Command::Signals(status) => return signals(&mut office, lang, status.json),
        Command::Status(status) => return show(&mut office, lang, status.json),
        Command::Abandon(status) => return abandon(&mut office, lang, status.json),
    };
    let run = opening::open(&mut office, task)?;
    if open_only {
        return opened(&run, lang, json);
    }
    let closed = finish(&mut office, &run, lang)?;
    told(&run, &closed, lang, json)
}

fn coverage(office: &mut Office, of: &Coverage, lang: Lang) -> Result<Outcome> {
    let month = of.month;
    let people: i64 = office.unit(|unit, _| {
        counted::count_month(unit, month, Segment::Migrant.name())?;
        Ok(counted::month(unit, month)?.iter().map(|row| row.people).sum())
    })?;
    let shown = PEOPLE.counted(people, lang);
    let text = match lang {
        Lang::Id => format!("{month}: {shown} terlindungi\n"),
        Lang::En => format!("{month}: {shown} protected\n"),
    };
    answer(of.json, &json!({ "month": month.to_string(), "people": people }), &text)
}

/// What offices look at today.
fn signals(office: &mut Office, lang: Lang, as_json: bool) -> Result<Outcome> {
    let made = crate::jobs::signals::all(office, &mut |_, _, _| Ok(()))?;
    let count = grouped(made, lang);
    let text = match lang {
        Lang::Id => format!("{count} isyarat untuk kantor cabang\n"),
        Lang::En => format!("{count} signals for the branches\n"),
    };
    answer(as_json, &json!({ "signals": made }), &text)
}

/// A run that waits for those who work at it.
fn opened(run: &Run, lang: Lang, as_json: bool) -> Result<Outcome> {
    let (name, people) = (named(run, lang), PEOPLE.counted(run.people, lang));
    let text = match lang {
        Lang::Id => format!("proses {name} dibuka untuk {people}: lanjutkan dengan `naungan work`\n"),
        Lang::En => format!("the run {name} is open for {people}: go on with `naungan work`\n"),
    };
    let value = json!({
        "run": run.id, "kind": run.kind, "period": run.period, "state": run.state, "law": run.law,
        "people": run.people,
    });
    answer(as_json, &value, &text)
}

/// Works at whatever run is open.
pub(crate) fn work(cli: &Cli, arguments: &Work) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    if arguments.daily {
        jobs::daily::Days::default().ask(&mut office)?;
        while jobs::one(&mut office)? {}
    }
    let all = office.look(|unit, _| runs::all(unit))?;
    let Some(run) = all.into_iter().find(|run| run.state == "open") else {
        if arguments.daily {
            return Ok(Outcome::Fine);
        }
        bail!(
            "{}",
            lang.pick(
                "tidak ada proses yang terbuka: mulai dengan `naungan run month`, `interest`, `lapse`, atau \
                 `penalties`",
                "no run is open: begin one with `naungan run month`, `interest`, `lapse` or `penalties`",
            )
        );
    };
    let closed = finish(&mut office, &run, lang)?;
    told(&run, &closed, lang, arguments.json)
}

fn abandon(office: &mut Office, lang: Lang, json: bool) -> Result<Outcome> {
    let (run, gone) = opening::abandon(office)?;
    let run = named(&run, lang);
    let text = match (lang, gone) {
        (Lang::Id, true) => format!("proses {run} dibatalkan\n"),
        (Lang::En, true) => format!("the run {run} is given up\n"),
        (Lang::Id, false) => {
            format!("sebagian proses {run} sudah selesai: lanjutkan dengan `naungan work`\n")
        }
        (Lang::En, false) => format!("a part of the run {run} is done: go on with `naungan work`\n"),
    };
    super::register::answer(json, &json!({ "run": run, "abandoned": gone }), &text)?;
    Ok(if gone { Outcome::Fine } else { Outcome::Faults })
}

/// Works a run to its end and publishes it.
fn finish(office: &mut Office, run: &Run, lang: Lang) -> Result<Closed> {
    let bar = bar(run, lang);
    let worked = work::work_together(office, run, &|done, people| {
        bar.set_length(people);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    worked.with_context(|| match (lang, named(run, lang)) {
        (Lang::Id, run) => {
            format!("proses {run} terhenti; yang selesai tersimpan: lanjutkan dengan `naungan work`")
        }
        (Lang::En, run) => {
            format!("the run {run} stopped; what is done is kept: go on with `naungan work`")
        }
    })?;
    close(office, run)
}

/// What kind of run it is, in a word.
fn kind(kind: &str, lang: Lang) -> &str {
    let id = match kind {
        "month" => "bulan",
        "interest" => "pengembangan",
        "lapse" => "gugur",
        "penalties" => "denda",
        other => other,
    };
    lang.pick(id, kind)
}

/// What is run, and for when.
pub(super) fn named(run: &Run, lang: Lang) -> String {
    format!("{} {}", kind(&run.kind, lang), run.period)
}

/// How far work on everybody of a run is, where somebody looks on.
pub(super) fn bar(run: &Run, lang: Lang) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {bar:40} {human_pos}/{human_len} {per_sec} {eta}");
    ProgressBar::new(run.people.unsigned_abs())
        .with_message(named(run, lang))
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn told(run: &Run, closed: &Closed, lang: Lang, as_json: bool) -> Result<Outcome> {
    let text = if as_json {
        let answer = json!({
            "run": run.id, "kind": run.kind, "period": run.period, "law": run.law, "people": closed.people,
            "faults": closed.faults, "bills": closed.bills, "owed": closed.owed, "sample": closed.sample,
        });
        format!("{answer:#}\n")
    } else {
        closed_text(run, closed, lang)
    };
    say(&text)?;
    Ok(if closed.faults == 0 { Outcome::Fine } else { Outcome::Partly })
}

fn closed_text(run: &Run, closed: &Closed, lang: Lang) -> String {
    let (people, bills) = (PEOPLE.counted(closed.people, lang), BILLS.counted(closed.bills, lang));
    let mut text = format!("{}: {people}, {bills}, {}\n", named(run, lang), grouped(closed.owed, lang));
    if closed.sample > 0 {
        let sample = grouped(closed.sample as u64, lang);
        text.push_str(&match lang {
            Lang::Id => format!("{sample} di antaranya dihitung ulang satu per satu: sama\n"),
            Lang::En => format!("{sample} of them reckoned again, one by one: the same\n"),
        });
    }
    if closed.faults > 0 {
        let faults = grouped(closed.faults, lang);
        text.push_str(&match lang {
            Lang::Id => format!("{faults} tidak dapat ditetapkan: lihat `naungan run status`\n"),
            Lang::En => format!("{faults} could not be assessed: see `naungan run status`\n"),
        });
    }
    text
}

/// A run, how far it is, and what it could not assess.
type Row = (Run, [i64; 4], Vec<(i64, i64, String)>);

fn show(office: &mut Office, lang: Lang, as_json: bool) -> Result<Outcome> {
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
    say(&status_text(&all, lang))?;
    Ok(Outcome::Fine)
}

fn status_text(all: &[Row], lang: Lang) -> String {
    if all.is_empty() {
        return format!("{}\n", lang.pick("belum ada proses", "no run yet"));
    }
    let mut text = String::new();
    for (run, [chunks, done, people, people_done], faults) in all {
        let state = match run.state.as_str() {
            "open" => lang.pick("terbuka", "open"),
            "published" => lang.pick("terbit", "published"),
            other => other,
        };
        let [of_chunks, of_people] = lang.pick_value(["bagian", "orang"], ["chunks", "people"]);
        text.push_str(&format!(
            "{:>6} {:<12} {:<10} {state:<9} {done}/{chunks} {of_chunks}, {}/{} {of_people}\n",
            run.id,
            kind(&run.kind, lang),
            run.period,
            grouped(*people_done, lang),
            grouped(*people, lang)
        ));
        for (membership, payer, why) in faults {
            text.push_str(&match lang {
                Lang::Id => format!("       kepesertaan {membership} pada pembayar {payer}: {why}\n"),
                Lang::En => format!("       membership {membership} of payer {payer}: {why}\n"),
            });
        }
    }
    text
}
