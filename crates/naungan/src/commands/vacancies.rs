//! `naungan vacancies`: read from others, written for others, and matched with who looks for work.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::jobs::matching::Why;
use scheme::jobs::{Match, Reason, Seeker, Vacancy, rank};
use scheme::refusal::Refusal;
use serde_json::json;

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::actions::publish_vacancy;
use crate::books::grouped;
use crate::pages::texts;
use crate::ports::vacancies::{self, FILE_BYTES_MAX, table};
use crate::report::say;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Keep vacancies of others, schema.org's `JobPosting` as JSON-LD
    Import(Taken),
    /// The vacancies that are open here, or a table of vacancies (CSV), as JSON-LD for others
    Export(Whole),
    /// The vacancies that are open here, with their numbers
    List(Listed),
    /// Take a vacancy back
    Withdraw(Back),
    /// The vacancies that fit each of those who look for work, with the reasons
    Match(Pairs),
}

#[derive(Args, Debug)]
pub(crate) struct Taken {
    /// The file
    file: PathBuf,
    /// Only show them as a table (CSV): nothing is kept
    #[arg(long)]
    table: bool,
    /// The answer as JSON
    #[arg(long, conflicts_with = "table")]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Whole {
    /// A table instead of what is kept here
    file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Listed {
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Back {
    /// The vacancy's number
    vacancy: i64,
}

#[derive(Args, Debug)]
pub(crate) struct Pairs {
    /// The vacancies: JSON-LD, or CSV as `naungan vacancies import` writes it
    vacancies: PathBuf,
    /// Who looks for work: CSV with id,wishes,skills,province,wage; lists are parted by semicolons
    seekers: PathBuf,
    /// At most so many for each
    #[arg(long, default_value_t = 10)]
    most: usize,
    /// The answer as JSON, a match a line
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, command: &Command) -> Result<Outcome> {
    let lang = Lang::from(cli.lang);
    match command {
        Command::Import(arguments) if arguments.table => table_of(&arguments.file, lang),
        Command::Import(arguments) => import(cli, arguments, lang),
        Command::Export(Whole { file: Some(file) }) => export(file, lang),
        Command::Export(Whole { file: None }) => export_kept(cli),
        Command::List(listed) => list(cli, listed, lang),
        Command::Withdraw(back) => {
            let mut office = open::office(cli)?;
            office.unit(|unit, desk| publish_vacancy::withdraw(unit, desk, back.vacancy, None))?;
            answer(false, &json!(null), lang.pick("lowongan ditutup\n", "the vacancy is taken back\n"))
        }
        Command::Match(arguments) => pair(cli, arguments, lang),
    }
}

/// What of a file could be read, and whether all of it could.
struct Read<T> {
    good: Vec<T>,
    is_whole: bool,
}

/// Says what is wrong with the others.
fn taken<T>(path: &Path, all: Vec<Result<T, Refusal>>, lang: Lang) -> Read<T> {
    let count = all.len();
    let mut good = Vec::with_capacity(count);
    for one in all {
        match one {
            Ok(one) => good.push(one),
            Err(refusal) => eprintln!("{}: {}", path.display(), lang.pick(&refusal.id, &refusal.en)),
        }
    }
    let is_whole = good.len() == count;
    Read { good, is_whole }
}

fn outcome(is_whole: bool) -> Outcome {
    if is_whole { Outcome::Fine } else { Outcome::Partly }
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    let could_not = || format!("could not read {}", path.display());
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(could_not)?;
    // One byte more shows that there are too many.
    file.take(FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes).with_context(could_not)?;
    Ok(bytes)
}

/// Vacancies in either form: a table never begins like JSON.
fn either(path: &Path, lang: Lang) -> Result<Read<Vacancy>> {
    let bytes = bytes(path)?;
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace() && byte.is_ascii());
    let all = if matches!(first, Some(b'{' | b'[')) {
        vacancies::read(&bytes).with_context(|| path.display().to_string())?
    } else {
        table::vacancies(bytes.as_slice()).with_context(|| path.display().to_string())?
    };
    Ok(taken(path, all, lang))
}

/// Keeps what could be read; the same file again changes nothing.
fn import(cli: &Cli, asked: &Taken, lang: Lang) -> Result<Outcome> {
    let path = &asked.file;
    let all = vacancies::read(&bytes(path)?).with_context(|| path.display().to_string())?;
    let read = taken(path, all, lang);
    let mut office = open::office(cli)?;
    let kept = office.unit(|unit, desk| publish_vacancy::take_in(unit, desk, &read.good, None))?;
    let (new, known, own) = (kept.new, kept.known, kept.own);
    let text = match lang {
        Lang::Id => {
            format!("{new} lowongan baru, {known} diperbarui, {own} diterbitkan pemberi kerja sendiri\n")
        }
        Lang::En => format!("{new} new vacancies, {known} renewed, {own} published by employers here\n"),
    };
    answer(asked.json, &json!({ "new": new, "known": known, "own": own }), &text)?;
    Ok(outcome(read.is_whole))
}

/// What is open here, for others.
fn export_kept(cli: &Cli) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let all = office.look(publish_vacancy::open)?;
    let all: Vec<Vacancy> = all.into_iter().map(|(_, vacancy)| vacancy).collect();
    say(&vacancies::write(&all))?;
    Ok(Outcome::Fine)
}

fn list(cli: &Cli, listed: &Listed, lang: Lang) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let all = office.look(publish_vacancy::open)?;
    let text: String =
        all.iter().map(|(row, _)| format!("{} {}, {}\n", row.id, row.title, row.employer)).collect();
    let empty = lang.pick("tidak ada lowongan terbuka\n", "no vacancy is open\n");
    let value = all.iter().map(|(row, _)| {
        let payer = row.payer.map(|payer| payer.0);
        json!({ "vacancy": row.id, "title": row.title, "employer": row.employer, "payer": payer })
    });
    let value = value.collect::<serde_json::Value>();
    answer(listed.json, &value, if text.is_empty() { empty } else { &text })
}

fn table_of(path: &Path, lang: Lang) -> Result<Outcome> {
    let all = vacancies::read(&bytes(path)?).with_context(|| path.display().to_string())?;
    let taken = taken(path, all, lang);
    let rows = taken.good.iter().map(|vacancy| table::cells(vacancy).to_vec());
    say(&String::from_utf8(crate::reports::csv::table(&table::VACANCIES, rows)?)?)?;
    Ok(outcome(taken.is_whole))
}

fn export(path: &Path, lang: Lang) -> Result<Outcome> {
    let all = table::vacancies(bytes(path)?.as_slice()).with_context(|| path.display().to_string())?;
    let taken = taken(path, all, lang);
    say(&vacancies::write(&taken.good))?;
    Ok(outcome(taken.is_whole))
}

fn pair(cli: &Cli, arguments: &Pairs, lang: Lang) -> Result<Outcome> {
    let vacancies = either(&arguments.vacancies, lang)?;
    let path = &arguments.seekers;
    let seekers = table::seekers(bytes(path)?.as_slice()).with_context(|| path.display().to_string())?;
    let seekers = taken(path, seekers, lang);
    let today = cli.place.clock().today();
    for seeker in &seekers.good {
        let found = rank(seeker, &vacancies.good, today);
        let shown = found.iter().take(arguments.most);
        if arguments.json {
            for found in shown {
                say(&format!("{}\n", on_the_wire(seeker, found)))?;
            }
        } else {
            say(&format!("{}\n{}", seeker.id, shown.map(|found| told(found, lang)).collect::<String>()))?;
        }
    }
    Ok(outcome(vacancies.is_whole && seekers.is_whole))
}

pub(super) fn told(found: &Match<'_>, lang: Lang) -> String {
    let Vacancy { title, employer, id, .. } = found.vacancy;
    let reasons = found.reasons.iter().map(|reason| {
        let points = reason.points;
        format!("      {points:>3}  {}\n", sentence(reason, lang))
    });
    format!("  {:>3}  {title}, {employer} ({id})\n{}", found.points, reasons.collect::<String>())
}

pub(super) fn on_the_wire(seeker: &Seeker, found: &Match<'_>) -> serde_json::Value {
    let reasons: Vec<_> = found
        .reasons
        .iter()
        .map(|reason| {
            let [id, en] = [Lang::Id, Lang::En].map(|lang| sentence(reason, lang));
            json!({ "key": reason.why.key(), "points": reason.points, "id": id, "en": en })
        })
        .collect();
    let Vacancy { id, employer, .. } = found.vacancy;
    json!({
        "seeker": seeker.id, "vacancy": id, "employer": employer, "points": found.points, "reasons": reasons,
    })
}

/// A reason as a person reads it.
pub(crate) fn sentence(reason: &Reason, lang: Lang) -> String {
    let (place, filled) = match &reason.why {
        Why::Occupation { wish, .. } => ("wish", wish.to_string()),
        Why::SkillsShared(skills) | Why::SkillsLacking(skills) => ("skills", skills.join(", ")),
        Why::WageEnough(wage) | Why::WageWithin(wage) | Why::WageLess(wage) => ("wage", grouped(*wage, lang)),
        Why::OtherOccupation | Why::SameProvince | Why::SameIslands | Why::Far => ("", String::new()),
    };
    texts::said(lang, reason.why.key(), &[(place, &filled)])
}
