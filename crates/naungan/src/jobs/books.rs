//! Work on the books that takes longer than a page may: a run over everybody, and whether everything agrees.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use store::queries::jobs::Job;
use store::queries::runs as rows;

use super::Progress;
use crate::books::checks;
use crate::office::Office;
use crate::runs::{self, Task, close, open, work};

/// How often it is said how far a run is.
const PAUSE: Duration = Duration::from_millis(250);

/// Reads everything and compares.
pub(super) fn verify(office: &mut Office, _: &Job, _: Progress<'_>) -> Result<Option<String>> {
    let verdict = checks::verify(office)?;
    let checks::Verdict { entries, bills, chunks, faults } = verdict;
    let read = format!("entries={entries};bills={bills};chunks={chunks};faults={}", faults.len());
    Ok(Some(faults.first().map_or_else(|| read.clone(), |first| format!("{read};first={first}"))))
}

/// A run over everybody, from its opening to its publication; one that was begun before goes on.
pub(super) fn run(office: &mut Office, job: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    let kind = job.kind.trim_start_matches("run_");
    let task = Task::read(kind, &job.asked).context("nothing that can be run is asked for")?;
    let known = office.look(|unit, _| rows::find(unit, task.kind(), &task.period()))?;
    let run = match known.filter(|run| run.published.is_none()) {
        Some(run) => run,
        None => open::open(office, task)?,
    };
    watched(office, progress, |office, progress| work::work_together(office, &run, progress))?;
    let closed = close::close(office, &run)?;
    Ok(Some(format!("people={};bills={};owed={}", closed.people, closed.bills, closed.owed)))
}

/// A month of pensions, granted in the name of whoever asked; one that was begun before goes on.
pub(super) fn pensions(office: &mut Office, job: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    let account = job.account.context("nobody has asked for it")?;
    let month = job.asked.parse()?;
    let done =
        watched(office, progress, |office, progress| runs::pensions::run(office, month, account, progress));
    let (_, closed) = done?;
    let runs::pensions::Closed { pensions, amount, suspended, .. } = closed;
    Ok(Some(format!("pensions={pensions};amount={amount};suspended={suspended}")))
}

/// Works, and says now and then how far it is.
fn watched<T: Send>(
    office: &mut Office,
    progress: Progress<'_>,
    works: impl FnOnce(&mut Office, work::Progress<'_>) -> Result<T> + Send,
) -> Result<T> {
    let far = Mutex::new((0, 0));
    let mut beside = office.beside()?;
    thread::scope(|scope| {
        let working = scope.spawn(|| {
            works(office, &|done, people| {
                if let Ok(mut far) = far.lock() {
                    *far = (done.cast_signed(), people.cast_signed());
                }
            })
        });
        while !working.is_finished() {
            let (done, people) = far.lock().map_or((0, 0), |far| *far);
            // That the progress could not be said is no reason to stop.
            let _ = progress(&mut beside, done, people);
            thread::sleep(PAUSE);
        }
        working.join().map_err(|_| anyhow::anyhow!("the run stopped"))?
    })
}
