//! An employer's file is read and compared with the register, row by row; nothing is changed by it yet.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use rules::tree::Words;
use scheme::id::MembershipId;
use serde_json::json;
use store::queries::jobs::Job;
use store::queries::uploads::{self, Upload};
use store::seal;

use super::Progress;
use crate::office::Office;
use crate::payroll::{Batch, Lang, Payroll, Refusal, Reject};
use crate::reports::check::{Checked, Known, State, check};
use crate::reports::columns::Columns;
use crate::reports::row::{Row, words};
use crate::reports::rows::{Fault, Kept};
use crate::reports::take::Employer;

/// The word of this kind of work.
pub(crate) const KIND: &str = "check upload";

/// Rows in one unit.
const BATCH_ROWS: usize = 1_000;

/// More rows than the largest employer has, and few enough to be worked through beside the pages.
const ROWS_MAX: u64 = 100_000;

/// The file has more rows than are taken here.
#[derive(Debug, thiserror::Error)]
#[error("too many rows")]
struct TooMany;

/// What an uploaded file is sealed under.
pub(crate) fn context(upload: i64) -> String {
    seal::context("upload", "sealed", upload)
}

/// Checks the file that was asked for.
pub(super) fn run(office: &mut Office, job: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    let id: i64 = job.asked.parse().context("no upload's number")?;
    let Some(upload) = office.look(|unit, _| uploads::read(unit, id))? else { return Ok(None) };
    if upload.state != "checking" {
        return Ok(None);
    }
    // An earlier try may have come half the way.
    office.unit(|unit, _| uploads::remove_rows(unit, id))?;
    match checked(office, &upload, progress) {
        Ok(()) => office.unit(|unit, _| uploads::set_state(unit, id, "checked", None))?,
        Err(error) => {
            let said = whole_fault(&error).ok_or(error)?;
            let told = json!({ "id": said.id, "en": said.en }).to_string();
            office.unit(|unit, _| {
                uploads::remove_rows(unit, id)?;
                uploads::set_state(unit, id, "failed", Some(&told))
            })?;
        }
    }
    Ok(None)
}

/// What is wrong with the file as a whole.
fn whole_fault(error: &anyhow::Error) -> Option<Words> {
    if let Some(refusal) = error.downcast_ref::<Refusal>() {
        return Some(words(refusal.text(Lang::Id), refusal.text(Lang::En)));
    }
    error.downcast_ref::<TooMany>().map(|TooMany| {
        words(
            format!("lebih dari {ROWS_MAX} baris: bagi menjadi beberapa berkas"),
            format!("more than {ROWS_MAX} rows: divide it into several files"),
        )
    })
}

/// What has been read so far.
#[derive(Default)]
struct Far {
    seen: BTreeSet<MembershipId>,
    refused: bool,
    rows: u64,
    last: u64,
}

fn checked(office: &mut Office, upload: &Upload, progress: Progress<'_>) -> Result<()> {
    let sealed = office.look(|unit, _| uploads::sealed(unit, upload.id))?.context("the file is gone")?;
    let bytes = office.keys.open(&context(upload.id), &sealed)?;
    let employer = office.look(|unit, desk| Employer::load(unit, desk, upload.payer, upload.month))?;
    let law = office.law;
    let segment = law.segment(employer.segment.name()).context("the law has no such segment")?;
    let columns = Columns::of(law.tree(), segment);
    let needed = employer.facts_missing(law, segment);
    let payroll = columns.open(|fields| Payroll::from_bytes(bytes.clone(), fields), &needed)?;
    // What can be said once for everybody is not asked of each row.
    let needed: Vec<String> = needed.into_iter().filter(|name| columns.has_amount(name)).collect();
    let known = office.look(|unit, desk| Known::load(unit, desk, &employer))?;
    let read = payroll.progress();
    let mut far = Far::default();
    let mut batch = Batch::new(columns.fields.len(), BATCH_ROWS);
    payroll.each_batch(&mut batch, |batch| {
        let rows: Vec<Row> = (0..batch.len()).map(|at| columns.row(law.tree(), batch, at)).collect();
        let rejects = rejected(batch.rejects());
        far.rows += (rows.len() + rejects.len()) as u64;
        if far.rows > ROWS_MAX {
            return Err(TooMany.into());
        }
        let found = check(office, &employer, &known, &needed, &rows)?;
        let found: Vec<Checked> = found.into_iter().chain(rejects).collect();
        for one in &found {
            far.seen.extend(one.membership);
            far.refused |= one.state == State::Refused;
            far.last = far.last.max(one.kept.line);
        }
        keep(office, upload.id, &found)?;
        progress(office, percent(read.bytes_read(), read.bytes_total()), 100)
    })?;
    if upload.complete {
        let mut leaving = known.leaving(&far.seen, far.refused);
        for (place, one) in (far.last + 1..).zip(&mut leaving) {
            one.kept.line = place;
        }
        keep(office, upload.id, &leaving)?;
    }
    Ok(())
}

fn percent(done: u64, total: u64) -> i64 {
    let percent = done.saturating_mul(100).checked_div(total).unwrap_or(0).min(100);
    i64::try_from(percent).unwrap_or(100)
}

/// Rows that could not be read, each with all that is wrong with it.
fn rejected(rejects: &[Reject]) -> Vec<Checked> {
    let mut rows: BTreeMap<u64, Kept> = BTreeMap::new();
    for reject in rejects {
        let kept = rows.entry(reject.row).or_insert_with(|| Kept { line: reject.row, ..Kept::default() });
        kept.faults.push(Fault::from(reject));
    }
    let refused = |kept| Checked { state: State::Refused, unusual: None, membership: None, kept };
    rows.into_values().map(refused).collect()
}

/// Writes rows down, under their places in the file.
fn keep(office: &mut Office, upload: i64, found: &[Checked]) -> Result<()> {
    office.unit(|unit, desk| {
        let mut rows = Vec::with_capacity(found.len());
        for one in found {
            let no = i64::try_from(one.kept.line)?;
            rows.push(uploads::Row {
                upload,
                no,
                state: one.state.word().to_owned(),
                unusual: one.unusual.map(str::to_owned),
                confirmed: false,
                membership: one.membership,
                sealed: one.kept.seal(desk, upload, no)?,
            });
        }
        uploads::add_rows(unit, &rows)
    })
}
