//! A steady load: requests leave on time, whether the ones before were answered or not, and each is timed
//! from when it should have left.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::http::{Caller, Line};

/// More requests are never on their way at once.
const LINES: usize = 16;

/// One request of a load.
pub(crate) struct Step {
    /// What kind of page it is.
    pub(crate) kind: &'static str,
    pub(crate) caller: Caller,
    pub(crate) path: String,
    /// Sent as JSON, where there is one.
    pub(crate) body: Option<String>,
}

/// Milliseconds that requests took, by kind.
pub(crate) type Took = Vec<(&'static str, f64)>;

/// Sends the steps, so many a second.
pub(crate) fn steady(address: &str, steps: &[Step], rate: u32) -> Result<Took> {
    let (next, took) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(steps.len())));
    let start = Instant::now();
    let outcomes: Vec<Result<()>> = thread::scope(|scope| {
        let lines: Vec<_> = (0..LINES)
            .map(|_| {
                scope.spawn(|| {
                    let mut line = Line::to(address)?;
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(step) = steps.get(at) else { return Ok(()) };
                        let due = start + Duration::from_secs_f64(at as f64 / f64::from(rate));
                        thread::sleep(due.saturating_duration_since(Instant::now()));
                        let answer = match &step.body {
                            Some(body) => line.post(&step.caller, &step.path, &format!("load-{at}"), body)?,
                            None => line.get(&step.caller, &step.path)?,
                        };
                        let milliseconds = due.elapsed().as_secs_f64() * 1e3;
                        ensure!(answer.status == 200, "{}: {} {}", step.path, answer.status, answer.body);
                        took.lock().unwrap_or_else(PoisonError::into_inner).push((step.kind, milliseconds));
                    }
                })
            })
            .collect();
        lines.into_iter().map(|line| line.join().unwrap_or(Ok(()))).collect()
    });
    outcomes.into_iter().collect::<Result<()>>()?;
    Ok(took.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// A line for each kind, and one for all.
pub(crate) fn print(took: &Took) {
    let mut kinds: Vec<&str> = took.iter().map(|(kind, _)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        print_one(kind, took.iter().filter(|(known, _)| *known == kind).map(|(_, took)| *took).collect());
    }
    print_one("all", took.iter().map(|(_, took)| *took).collect());
}

fn print_one(kind: &str, mut took: Vec<f64>) {
    took.sort_by(f64::total_cmp);
    let at = |part: usize| took[(took.len() * part / 100).min(took.len() - 1)];
    println!(
        "    {kind:<34} {:>6} requests: half within {:>6.1} ms, 99 of 100 within {:>6.1} ms, \
         all within {:>6.1} ms",
        took.len(),
        at(50),
        at(99),
        at(100)
    );
}
