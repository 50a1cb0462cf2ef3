//! Work that is done later, beside the pages: written down in the same unit as what asked for it, and safe to
//! do twice. Any number of workers take from the list.

mod books;
pub(crate) mod check_upload;
pub(crate) mod coverage;
pub(crate) mod daily;
mod deliver;
mod grievances;
mod send_code;
pub(crate) mod signals;
pub(crate) mod statement;
pub(crate) mod take_upload;
pub(crate) mod warnings;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use base::Moment;
use store::Unit;
use store::queries::jobs::{self, Job};

use crate::actions::{ask_registry_again, begin_run, hear_of_death};
use crate::office::{Desk, Office};

/// A worker that found nothing looks again after this.
const PAUSE: Duration = Duration::from_millis(200);
/// What a worker has not touched for so long is taken by another.
const STUCK_MICROS: i64 = 10 * 60 * 1_000_000;
/// How often something is tried, and how long is waited in between.
const TRIES_MAX: i64 = 5;
const WAIT_MICROS: i64 = 60 * 1_000_000;

/// What hears how far a job is: done, of how many.
pub(crate) type Progress<'a> = &'a mut dyn FnMut(&mut Office, i64, i64) -> Result<()>;

/// Does a job of some kind; gives what is to be told of it.
type Does = fn(&mut Office, &Job, Progress<'_>) -> Result<Option<String>>;

/// The kind of job that sends a code to sign in with.
pub(crate) const SEND_CODE: &str = "send_code";

/// The kind of job that sends a code to a relative of somebody who died.
pub(crate) const SEND_HEIR_CODE: &str = "send_heir_code";

/// Which kind is done by what.
const KINDS: &[(&str, Does)] = &[
    (ask_registry_again::REGISTRY, ask_registry_again::run),
    (check_upload::KIND, check_upload::run),
    (coverage::KIND, coverage::count),
    (crate::messages::DELIVER, deliver::run),
    (statement::KIND, statement::run),
    (take_upload::KIND, take_upload::run),
    (hear_of_death::KIND, hear_of_death::look),
    (SEND_CODE, send_code::run),
    (SEND_HEIR_CODE, send_code::to_heir),
    (signals::KIND, signals::job),
    (grievances::KIND, grievances::job),
    (warnings::KIND, warnings::job),
    ("verify", books::verify),
    ("run_interest", books::run),
    ("run_lapse", books::run),
    ("run_month", books::run),
    ("run_penalties", books::run),
    (begin_run::PENSIONS, books::pensions),
];

/// A new number, which nobody hands out: about in the order of time, so that nobody waits for anybody.
pub(crate) fn number(desk: &Desk<'_>) -> Result<i64> {
    let mut bytes = [0_u8; 2];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("could not draw random bytes: {error}"))?;
    Ok((desk.now.micros() / 1_000) << 12 | i64::from(u16::from_be_bytes(bytes) % (1 << 12)))
}

/// Writes down work for later.
pub(crate) fn later(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    kind: &'static str,
    asked: &str,
    of: (Option<i64>, Option<scheme::id::PayerId>),
) -> Result<i64> {
    let job = waiting(desk, kind, asked, of)?;
    jobs::add(unit, &job)?;
    Ok(job.id)
}

/// Work that nobody has begun.
fn waiting(
    desk: &Desk<'_>,
    kind: &'static str,
    asked: &str,
    of: (Option<i64>, Option<scheme::id::PayerId>),
) -> Result<Job> {
    Ok(Job {
        id: number(desk)?,
        kind: kind.to_owned(),
        asked: asked.to_owned(),
        account: of.0,
        payer: of.1,
        state: "waiting".to_owned(),
        done: 0,
        total: 0,
        told: None,
        tries: 0,
        not_before: desk.now,
        made: desk.now,
        changed: desk.now,
    })
}

/// Works until it is told to stop.
pub(crate) fn work(office: &mut Office, stop: &Arc<AtomicBool>) {
    let mut days = daily::Days::default();
    while !stop.load(Ordering::Relaxed) {
        match days.ask(office).and_then(|_| one(office)) {
            Ok(true) => {}
            Ok(false) => thread::sleep(PAUSE),
            Err(error) => {
                eprintln!("worker: {error:#}");
                thread::sleep(PAUSE * 10);
            }
        }
    }
}

/// Does the next job, if there is one.
pub(crate) fn one(office: &mut Office) -> Result<bool> {
    let claimed = office.unit(|unit, desk| {
        jobs::reclaim(unit, Moment::new(desk.now.micros() - STUCK_MICROS))?;
        jobs::claim(unit, desk.now)
    })?;
    let Some(job) = claimed else { return Ok(false) };
    office.who = format!("job {}", job.kind);
    let outcome = does(&job).and_then(|does| {
        does(office, &job, &mut |office, done, total| {
            office.unit(|unit, desk| jobs::progress(unit, job.id, done, total, desk.now))
        })
    });
    office.unit(|unit, desk| match &outcome {
        Ok(told) => jobs::finish(unit, job.id, told.as_deref(), desk.now).map(drop),
        Err(error) => {
            let again = pause(&job).map(|micros| Moment::new(desk.now.micros() + micros));
            jobs::fail(unit, job.id, &format!("{error:#}"), again, desk.now).map(drop)
        }
    })?;
    Ok(true)
}

/// How long to wait until something is tried again; nothing when it was the last time.
fn pause(job: &Job) -> Option<i64> {
    if job.kind == crate::messages::DELIVER {
        return deliver::pause(job.tries);
    }
    (job.tries < TRIES_MAX).then(|| WAIT_MICROS * job.tries.max(1))
}

fn does(job: &Job) -> Result<Does> {
    match KINDS.iter().find(|(kind, _)| *kind == job.kind) {
        Some((_, does)) => Ok(*does),
        None => bail!("nobody knows how to do `{}`", job.kind),
    }
}
