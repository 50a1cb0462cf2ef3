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

use super::{Cli, Outcome};
use crate::books::grouped;
use crate::pages::texts;
use crate::ports::vacancies::{self, FILE_BYTES_MAX, table};
use crate::report::say;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Vacancies of others, schema.org's `JobPosting` as JSON-LD, as a table (CSV)
    Import(Whole),
    /// A table of vacancies (CSV) as JSON-LD for others
    Export(Whole),
    /// The vacancies that fit each of those who look for work, with the reasons
    Match(Pairs),
}

#[derive(Args, Debug)]
pub(crate) struct Whole {
    /// The file
    file: PathBuf,
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
        Command::Import(arguments) => import(&arguments.file, lang),
        Command::Export(arguments) => export(&arguments.file, lang),
        Command::Match(arguments) => pair(cli, arguments, lang),
    }
}

/// What of a file could be read, and whether all of it could.
struct Taken<T> {
    good: Vec<T>,
    is_whole: bool,
}

/// Says what is wrong with the others.
fn taken<T>(path: &Path, all: Vec<Result<T, Refusal>>, lang: Lang) -> Taken<T> {
    let count = all.len();
    let mut good = Vec::with_capacity(count);
    for one in all {
        match one {
            Ok(one) => good.push(one),
            Err(refusal) => eprintln!("{}: {}", path.display(), lang.pick(&refusal.id, &refusal.en)),
        }
    }
    let is_whole = good.len() == count;
    Taken { good, is_whole }
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
fn either(path: &Path, lang: Lang) -> Result<Taken<Vacancy>> {
    let bytes = bytes(path)?;
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace() && byte.is_ascii());
    let all = if matches!(first, Some(b'{' | b'[')) {
        vacancies::read(&bytes).with_context(|| path.display().to_string())?
    } else {
        table::vacancies(bytes.as_slice()).with_context(|| path.display().to_string())?
    };
    Ok(taken(path, all, lang))
}

fn import(path: &Path, lang: Lang) -> Result<Outcome> {
    let all = vacancies::read(&bytes(path)?).with_context(|| path.display().to_string())?;
    let taken = taken(path, all, lang);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table::VACANCIES)?;
    for vacancy in &taken.good {
        writer.write_record(table::cells(vacancy))?;
    }
    say(&String::from_utf8(writer.into_inner().context("could not write the table")?)?)?;
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

fn told(found: &Match<'_>, lang: Lang) -> String {
    let Vacancy { title, employer, id, .. } = found.vacancy;
    let reasons = found.reasons.iter().map(|reason| {
        let points = reason.points;
        format!("      {points:>3}  {}\n", sentence(reason, lang))
    });
    format!("  {:>3}  {title}, {employer} ({id})\n{}", found.points, reasons.collect::<String>())
}

fn on_the_wire(seeker: &Seeker, found: &Match<'_>) -> serde_json::Value {
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
fn sentence(reason: &Reason, lang: Lang) -> String {
    let (place, filled) = match &reason.why {
        Why::Occupation { wish, .. } => ("wish", wish.to_string()),
        Why::SkillsShared(skills) | Why::SkillsLacking(skills) => ("skills", skills.join(", ")),
        Why::WageEnough(wage) | Why::WageWithin(wage) | Why::WageLess(wage) => ("wage", grouped(*wage, lang)),
        Why::OtherOccupation | Why::SameProvince | Why::SameIslands | Why::Far => ("", String::new()),
    };
    texts::said(lang, reason.why.key(), &[(place, &filled)])
}
