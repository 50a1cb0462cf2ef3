//! `naungan assess`: a payroll file, a month, and what everybody owes.

mod say;

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base::Month;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rules::facts::Facts;
use rules::render::Lang;
use rules::tree::Tree;

use super::{Cli, Outcome};
use crate::assess::{Assessed, Setting, assess, fields};
use crate::payroll::{self, Payroll, Progress, Refusal, RejectWriter};

/// What to work out.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The payroll: CSV or XLSX with columns such as NIK, Nama, Segmen, Kelompok Risiko, Upah
    file: PathBuf,
    /// The contribution month, such as 2026-02
    #[arg(long, value_name = "YYYY-MM")]
    month: Month,
    /// Write one row a person to this CSV file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write what cannot be read or answered to this CSV file (default: beside the payroll's name,
    /// .rejects.csv)
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// One value for everybody, such as `segment=wage_earner` or `registration_date=2020-01-01`; may be
    /// repeated
    #[arg(long = "set", value_name = "FACT=VALUE")]
    set: Vec<String>,
    /// The summary as JSON
    #[arg(long)]
    json: bool,
}

/// Dates that a payroll rarely has; without a column or `--set` they are taken to be the first day of the
/// month.
const ASSUMED: [&str; 2] = ["registration_date", "payment_date"];

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let pack = crate::law::pack(cli.law.as_deref())?;
    let lang = Lang::from(cli.lang);
    let tree = pack.tree();
    let (fields, facts) = fields(tree);
    let payroll = open(arguments, &fields, lang)?;
    let (constants, assumed) = constants(tree, arguments, &payroll, &facts, lang)?;
    within_the_law(tree, arguments.month, lang)?;
    let brought: Vec<usize> =
        facts.iter().enumerate().filter(|(at, _)| payroll.has(*at)).map(|(_, fact)| *fact).collect();
    let ignored: Vec<String> = payroll.ignored().into_iter().map(str::to_owned).collect();
    let setting = Setting { tree, month: arguments.month, constants, fields: facts };
    let rejects_path = arguments.rejects.clone().unwrap_or_else(|| beside(&arguments.file));
    let mut rejects = RejectWriter::new(rejects_path, spoken(lang));
    let out = arguments.out.as_deref().map(Output::create).transpose()?;
    let worked = work(&setting, payroll, out, &mut rejects);
    let (assessed, out) = worked.map_err(|error| match error.downcast_ref::<Refusal>() {
        Some(refusal) => refused(&arguments.file, refusal, lang),
        None => error,
    })?;
    let rejects_path = rejects.finish().context("could not write the rejects")?;
    if let Some(out) = out {
        out.keep()?;
    }
    let report = say::Report {
        tree,
        fingerprint: pack.fingerprint(),
        file: &arguments.file,
        setting: &setting,
        assessed: &assessed,
        assumed: &assumed,
        brought: &brought,
        ignored: &ignored,
        out: arguments.out.as_deref(),
        rejects: rejects_path.as_deref(),
        lang,
    };
    print!("{}", if arguments.json { report.json() } else { report.text() });
    let refused = assessed.read.rejected_rows + assessed.unanswered;
    Ok(if refused == 0 { Outcome::Fine } else { Outcome::Partly })
}

fn open(arguments: &Arguments, fields: &[payroll::Field], lang: Lang) -> Result<Payroll> {
    let opened = Payroll::open(&arguments.file, fields);
    opened.map_err(|refusal| refused(&arguments.file, &refusal, lang))
}

/// A file that cannot be read: which, where and what to do.
fn refused(file: &Path, refusal: &Refusal, lang: Lang) -> anyhow::Error {
    anyhow::anyhow!("{}: {}", file.display(), refusal.text(spoken(lang)))
}

fn spoken(lang: Lang) -> payroll::Lang {
    lang.pick_value(payroll::Lang::Id, payroll::Lang::En)
}

/// Facts for everybody: the month, those set, and dates that are assumed; with the names of the assumed ones.
fn constants(
    tree: &Tree,
    arguments: &Arguments,
    payroll: &Payroll,
    facts: &[usize],
    lang: Lang,
) -> Result<(Facts, Vec<String>)> {
    let mut constants = Facts::new(tree);
    let refused =
        |fault: rules::facts::FactFault| anyhow::anyhow!("{}: {}", fault.name, lang.of(&fault.words));
    for pair in &arguments.set {
        let Some((name, value)) = pair.split_once('=') else {
            bail!("{}: {pair}", lang.pick("--set ditulis FAKTA=NILAI", "--set is written FACT=VALUE"));
        };
        constants.set(tree, name.trim(), value).map_err(refused)?;
    }
    constants.set(tree, "contribution_month", &arguments.month.to_string()).map_err(refused)?;
    let mut assumed = Vec::new();
    for name in ASSUMED {
        let Some(fact) = tree.names.facts.get(name) else { continue };
        let has = facts.iter().position(|at| at == fact).is_some_and(|at| payroll.has(at));
        if !has && constants.get(*fact).is_none() {
            constants.set(tree, name, &arguments.month.first_day().to_string()).map_err(refused)?;
            assumed.push(name.to_owned());
        }
    }
    let segment = tree.names.facts.get("segment").copied();
    let has_segment = segment.is_some_and(|fact| {
        constants.get(fact).is_some()
            || facts.iter().position(|at| *at == fact).is_some_and(|at| payroll.has(at))
    });
    if !has_segment {
        bail!(
            "{}",
            lang.pick(
                "berkas tidak mempunyai kolom Segmen: tambahkan, atau pakai --set segment=wage_earner",
                "the file has no column for the segment: add one, or use --set segment=wage_earner",
            )
        );
    }
    Ok((constants, assumed))
}

fn within_the_law(tree: &Tree, month: Month, lang: Lang) -> Result<()> {
    let (first, end) = tree.jurisdiction.known;
    let last = end.plus_days(-1).unwrap_or(end);
    if month.first_day() >= first && month.first_day() < end {
        return Ok(());
    }
    match lang {
        Lang::Id => bail!("{month} di luar masa yang dimodelkan: {} sampai {}", first.month(), last.month()),
        Lang::En => {
            bail!("{month} is outside the time that is modelled: {} to {}", first.month(), last.month())
        }
    }
}

fn beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().map_or_else(|| "payroll".into(), std::ffi::OsStr::to_os_string);
    let mut name = stem;
    name.push(".rejects.csv");
    PathBuf::from(name)
}

/// The rows, under another name until they are whole.
struct Output {
    path: PathBuf,
    partial: PathBuf,
    file: BufWriter<File>,
}

impl Output {
    fn create(path: &Path) -> Result<Self> {
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let file =
            File::create(&partial).with_context(|| format!("could not write {}", partial.display()))?;
        Ok(Self { path: path.to_owned(), partial, file: BufWriter::with_capacity(1 << 18, file) })
    }

    /// Gives the rows their name: nothing of that name is ever a part.
    fn keep(mut self) -> Result<()> {
        self.file.flush().with_context(|| format!("could not write {}", self.partial.display()))?;
        std::fs::rename(&self.partial, &self.path)
            .with_context(|| format!("could not write {}", self.path.display()))
    }
}

fn work(
    setting: &Setting<'_>,
    payroll: Payroll,
    mut out: Option<Output>,
    rejects: &mut RejectWriter,
) -> Result<(Assessed, Option<Output>)> {
    let progress = payroll.progress();
    let bar = bar(&progress);
    let file = out.as_mut().map(|out| &mut out.file as &mut (dyn Write + Send));
    let assessed = assess(setting, payroll, file, rejects, || bar.set_position(progress.bytes_read()));
    bar.finish_and_clear();
    match assessed {
        Ok(assessed) => Ok((assessed, out)),
        Err(error) => {
            if let Some(out) = out {
                // The rows are not whole; what was written goes.
                let _ = std::fs::remove_file(&out.partial);
            }
            Err(error)
        }
    }
}

fn bar(progress: &Progress) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {eta}");
    ProgressBar::new(progress.bytes_total())
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
