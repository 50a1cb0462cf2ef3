//! `naungan report`: an employer's wage report of a month, from the file that its payroll program writes.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base::Month;
use clap::Args;
use rules::render::Lang;
use scheme::id::{MembershipId, PayerId};
use serde_json::json;

use super::register::{answer, bills_json, bills_text};
use super::{Cli, Outcome, open};
use crate::actions::change_membership;
use crate::books::correct::Corrected;
use crate::books::grouped;
use crate::office::Office;
use crate::payroll::{self, Batch, Payroll, Refusal, RejectWriter, Summary};
use crate::reports::columns::Columns;
use crate::reports::row;
use crate::reports::take::{self, Employer, Taken, take};
use crate::reports::whose::Whose;

/// What is reported.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The report: CSV or XLSX with columns such as NIK, Nama, Upah; Tanggal Lahir and Jenis Kelamin of new
    /// hires
    file: PathBuf,
    /// The employer, branch or project, by number
    #[arg(long)]
    employer: i64,
    /// The first month that it speaks of
    #[arg(long, value_name = "YYYY-MM")]
    month: Month,
    /// It names everybody: who is missing left on the last day of the month before
    #[arg(long)]
    complete: bool,
    /// Say what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Write rows that cannot be taken to this CSV file (default: beside the report's name, .rejects.csv)
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// The summary as JSON
    #[arg(long)]
    json: bool,
}

/// Rows in one unit.
const BATCH_ROWS: usize = 200;

/// What came of a report.
#[derive(Default)]
struct Sum {
    changed: u64,
    unchanged: u64,
    registered: u64,
    enrolled: u64,
    ended: u64,
    /// Rows that could be read and not taken.
    refused: u64,
    /// Why nobody was ended although the report was said to be complete.
    kept: bool,
    /// Members missing from a complete report whose membership could not be ended, and why.
    not_ended: Vec<(i64, String)>,
    bills: Vec<Corrected>,
    seen: HashSet<MembershipId>,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let spoken = lang.pick_value(payroll::Lang::Id, payroll::Lang::En);
    let employer =
        office.look(|unit, desk| Employer::load(unit, desk, PayerId(arguments.employer), arguments.month))?;
    let law = office.law;
    let segment = law.segment(employer.segment.name()).context("the law has no such segment")?;
    let columns = Columns::of(law.tree(), segment);
    let opened =
        columns.open(|fields| Payroll::open(&arguments.file, fields), &employer.facts_missing(law, segment));
    let payroll = opened.map_err(|refusal| refused(&arguments.file, &refusal, spoken))?;
    let ignored: Vec<String> = payroll.ignored().into_iter().map(str::to_owned).collect();
    let rejects_path = arguments.rejects.clone().unwrap_or_else(|| beside(&arguments.file));
    let mut rejects = RejectWriter::new(rejects_path, spoken);
    let mut sum = Sum::default();
    let read = work(&mut office, payroll, (&employer, &columns), &mut rejects, &mut sum, arguments.dry_run);
    let read = read.map_err(|error| match error.downcast_ref::<Refusal>() {
        Some(refusal) => refused(&arguments.file, refusal, spoken),
        None => error,
    })?;
    let rejects = rejects.finish().context("could not write the rejects")?;
    if arguments.complete {
        sum.kept = read.rejected_rows + sum.refused > 0;
        if !sum.kept {
            end_the_missing(&mut office, &employer, &mut sum, arguments.dry_run, lang)?;
        }
    }
    let told = Told { arguments, read, sum: &sum, ignored: &ignored, rejects: rejects.as_deref(), lang };
    answer(arguments.json, &told.json(), &told.text())?;
    let left = read.rejected_rows + sum.refused + sum.not_ended.len() as u64;
    Ok(if left == 0 { Outcome::Fine } else { Outcome::Partly })
}

fn refused(file: &Path, refusal: &Refusal, lang: payroll::Lang) -> anyhow::Error {
    anyhow::anyhow!("{}: {}", file.display(), refusal.text(lang))
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_stem().unwrap_or(OsStr::new("report")).to_os_string();
    name.push(".rejects.csv");
    PathBuf::from(name)
}

/// Takes every row, some hundreds a unit.
fn work(
    office: &mut Office,
    payroll: Payroll,
    (employer, columns): (&Employer, &Columns),
    rejects: &mut RejectWriter,
    sum: &mut Sum,
    dry_run: bool,
) -> Result<Summary> {
    let tree = office.law.tree();
    let mut batch = Batch::new(columns.fields.len(), BATCH_ROWS);
    payroll.each_batch(&mut batch, |batch| {
        for reject in batch.rejects() {
            rejects.write(reject)?;
        }
        let rows: Vec<row::Row> = (0..batch.len()).map(|at| columns.row(tree, batch, at)).collect();
        let done = take(office, employer, &rows, &Whose::Operator { dry_run })?;
        sum.bills.extend(done.bills);
        for taken in done.taken {
            sum.add(taken, rejects)?;
        }
        Ok::<(), anyhow::Error>(())
    })
}

impl Sum {
    fn add(&mut self, taken: Taken, rejects: &mut RejectWriter) -> Result<()> {
        match taken {
            Taken::Unchanged(membership) => {
                self.unchanged += 1;
                self.seen.insert(membership);
            }
            Taken::Changed(membership) => {
                self.changed += 1;
                self.seen.insert(membership);
            }
            Taken::Hired { membership, is_new } => {
                self.enrolled += 1;
                self.registered += u64::from(is_new);
                self.seen.insert(membership);
            }
            Taken::Refused(reject) | Taken::Unconfirmed(reject, _) => {
                self.refused += 1;
                rejects.write(&reject)?;
            }
        }
        Ok(())
    }
}

/// Ends everybody of the employer who was not in a complete report.
fn end_the_missing(
    office: &mut Office,
    employer: &Employer,
    sum: &mut Sum,
    dry_run: bool,
    lang: Lang,
) -> Result<()> {
    let Some(last) = employer.month.plus_months(-1).map(Month::last_day) else { bail!("no month before") };
    let missing: Vec<MembershipId> =
        employer.members.iter().copied().filter(|member| !sum.seen.contains(member)).collect();
    for membership in missing {
        if dry_run {
            sum.ended += 1;
            continue;
        }
        match change_membership::end(office, membership, last, "other") {
            Ok(bills) => {
                sum.ended += 1;
                sum.bills.extend(bills);
            }
            Err(error) => {
                let refusal = take::refusal_in(&error).map(|refusal| lang.pick(&refusal.id, &refusal.en));
                let Some(words) = refusal.map(str::to_owned) else { return Err(error) };
                sum.not_ended.push((membership.0, words));
            }
        }
    }
    Ok(())
}

/// What is said at the end.
struct Told<'a> {
    arguments: &'a Arguments,
    read: Summary,
    sum: &'a Sum,
    ignored: &'a [String],
    rejects: Option<&'a Path>,
    lang: Lang,
}

impl Told<'_> {
    fn json(&self) -> serde_json::Value {
        let Told { arguments, read, sum, ignored, rejects, .. } = self;
        let not_ended =
            sum.not_ended.iter().map(|(membership, why)| json!({ "membership": membership, "why": why }));
        json!({
            "employer": arguments.employer, "month": arguments.month.to_string(),
            "dry_run": arguments.dry_run, "rows": read.people + read.rejected_rows,
            "unchanged": sum.unchanged, "changed": sum.changed, "enrolled": sum.enrolled,
            "registered": sum.registered, "ended": sum.ended,
            "rejected": read.rejected_rows + sum.refused, "nobody_ended_for_rejects": sum.kept,
            "not_ended": not_ended.collect::<serde_json::Value>(), "ignored_columns": ignored,
            "rejects": rejects.map(|path| path.display().to_string()), "bills": bills_json(&sum.bills),
        })
    }

    fn text(&self) -> String {
        let Told { arguments, read, sum, lang, .. } = self;
        let count = |number: u64| grouped(number, *lang);
        let rejected = read.rejected_rows + sum.refused;
        let rows = [
            (lang.pick("baris dibaca", "rows read"), read.people + read.rejected_rows),
            (lang.pick("tidak berubah", "unchanged"), sum.unchanged),
            (lang.pick("berubah", "changed"), sum.changed),
            (lang.pick("didaftarkan sebagai peserta", "enrolled"), sum.enrolled),
            (lang.pick("di antaranya orang baru", "of them new people"), sum.registered),
            (lang.pick("berakhir", "ended"), sum.ended),
            (lang.pick("ditolak", "rejected"), rejected),
        ];
        let rows: Vec<Vec<String>> =
            rows.iter().map(|(name, number)| vec![(*name).to_owned(), count(*number)]).collect();
        let mut text = match lang {
            Lang::Id => format!("laporan pembayar {} untuk {}\n", arguments.employer, arguments.month),
            Lang::En => format!("report of payer {} for {}\n", arguments.employer, arguments.month),
        };
        for line in crate::report::columns(&rows, &[1]) {
            text.push_str(&format!("  {line}\n"));
        }
        if sum.kept {
            text.push_str(lang.pick(
                "tidak ada yang diakhiri: ada baris yang ditolak\n",
                "nobody was ended: some rows were rejected\n",
            ));
        }
        for (membership, why) in &sum.not_ended {
            text.push_str(&format!("  {membership}: {why}\n"));
        }
        text.push_str(&bills_text(&sum.bills, *lang));
        if !self.ignored.is_empty() {
            let ignored = lang.pick("kolom yang tidak dipakai", "columns not used");
            text.push_str(&format!("{ignored}: {}\n", self.ignored.join(", ")));
        }
        if let Some(path) = self.rejects {
            text.push_str(&format!("{}: {}\n", lang.pick("yang ditolak", "rejects"), path.display()));
        }
        if arguments.dry_run {
            text.push_str(lang.pick("percobaan: tidak ada yang disimpan\n", "a trial: nothing was kept\n"));
        }
        text
    }
}
