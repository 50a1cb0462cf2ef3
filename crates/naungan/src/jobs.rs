//! Work that is done later, beside the pages: written down in the same unit as what asked for it, and safe to
//! do twice. Any number of workers take from the list.

mod books;
pub(crate) mod check_list;
pub(crate) mod check_upload;
pub(crate) mod coverage;
pub(crate) mod daily;
mod deliver;
pub(crate) mod enrol_chosen;
pub(crate) mod deliver_hooks;
mod grievances;
pub(crate) mod notices;
pub(crate) mod rehearsal;
pub(crate) mod renewals;
mod send_code;
pub(crate) mod share_months;
pub(crate) mod signals;
pub(crate) mod statement;
pub(crate) mod take_upload;
pub(crate) mod warnings;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};
use base::Moment;
use store::Unit;
use store::queries::jobs::{self, Job, Taking};

use crate::actions::{ask_registry_again, begin_run, credit_riders, finish_registration, hear_of_death};
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
    (check_list::KIND, check_list::run),
    (check_upload::KIND, check_upload::run),
    (coverage::KIND, coverage::count),
    (credit_riders::KIND, credit_riders::run),
    (crate::messages::DELIVER, deliver::run),
    (enrol_chosen::KIND, enrol_chosen::run),
    (deliver_hooks::KIND, deliver_hooks::run),
    (share_months::KIND, share_months::run),
    (statement::KIND, statement::run),
    (take_upload::KIND, take_upload::run),
    (hear_of_death::KIND, hear_of_death::look),
    (finish_registration::KIND, finish_registration::run),
    (SEND_CODE, send_code::run),
    (SEND_HEIR_CODE, send_code::to_heir),
    (signals::KIND, signals::job),
    (grievances::KIND, grievances::job),
    (notices::KIND, notices::job),
    (rehearsal::KIND, rehearsal::job),
    (renewals::KIND, renewals::job),
    (warnings::KIND, warnings::job),
    ("verify", books::verify),
    ("run_interest", books::run),
    ("run_lapse", books::run),
    ("run_month", books::run),
    ("run_penalties", books::run),
    (begin_run::PENSIONS, books::pensions),
];

/// What somebody waits for with the telephone in her hand. A worker of their own does these, so that none of
/// them waits for a month's run or an employer's file.
const QUICK: &[&str] = &[
    ask_registry_again::REGISTRY,
    crate::messages::DELIVER,
    finish_registration::KIND,
    SEND_CODE,
    SEND_HEIR_CODE,
];

/// What waits for programs of others: an address that hangs keeps nothing else waiting.
const OUTWARD: &[&str] = &[deliver_hooks::KIND];

/// Numbers asked for in one millisecond differ in so many bits.
const TURN_BITS: u32 = 12;

/// Whose turn it is among those of one millisecond, from a start that another program hardly shares.
static TURN: LazyLock<AtomicU32> =
    LazyLock::new(|| AtomicU32::new(getrandom::u32().unwrap_or_else(|_| std::process::id())));

/// A new number, which nobody hands out: about in the order of time, so that nobody waits for anybody.
pub(crate) fn number(desk: &Desk<'_>) -> i64 {
    let turn = TURN.fetch_add(1, Ordering::Relaxed) % (1 << TURN_BITS);
    (desk.now.micros() / 1_000) << TURN_BITS | i64::from(turn)
}

/// What to try where a number is taken. Within one unit time stands still: where it asks for thousands, the
/// next millisecond's numbers serve.
pub(crate) fn next_number(taken: i64) -> i64 {
    taken + (1 << TURN_BITS)
}

/// Writes down work for later.
pub(crate) fn later(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    kind: &'static str,
    asked: &str,
    of: (Option<i64>, Option<scheme::id::PayerId>),
) -> Result<i64> {
    let mut job = waiting(desk, kind, asked, of);
    while !jobs::add(unit, &job)? {
        job.id = next_number(job.id);
    }
    Ok(job.id)
}

/// Work that nobody has begun.
fn waiting(
    desk: &Desk<'_>,
    kind: &'static str,
    asked: &str,
    of: (Option<i64>, Option<scheme::id::PayerId>),
) -> Job {
    Job {
        id: number(desk),
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
    }
}

/// Works until it is told to stop.
pub(crate) fn work(office: &mut Office, stop: &AtomicBool) {
    let mut days = daily::Days::default();
    until(stop, || days.ask(office).and_then(|_| one_of(office, Taking::AllBut(OUTWARD))));
}

/// The same for nothing but what is quick.
pub(crate) fn work_quickly(office: &mut Office, stop: &AtomicBool) {
    until(stop, || one_of(office, Taking::Only(QUICK)));
}

/// The same for what others have to answer, who may be slow or gone.
pub(crate) fn work_outward(office: &mut Office, stop: &AtomicBool) {
    until(stop, || one_of(office, Taking::Only(OUTWARD)));
}

/// Does one after the other; where there is none it waits a while, and longer after a failure.
fn until(stop: &AtomicBool, mut next: impl FnMut() -> Result<bool>) {
    while !stop.load(Ordering::Relaxed) {
        match next() {
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
    one_of(office, Taking::All)
}

/// Does all that waits of some kinds, for whoever has no worker beside her.
pub(crate) fn all_of(office: &mut Office, kinds: &[&str]) -> Result<()> {
    let who = office.who.clone();
    while one_of(office, Taking::Only(kinds))? {}
    office.who = who;
    Ok(())
}

/// The same of some kinds.
fn one_of(office: &mut Office, taking: Taking<'_>) -> Result<bool> {
    let claimed = office.unit(|unit, desk| {
        jobs::reclaim(unit, Moment::new(desk.now.micros() - STUCK_MICROS))?;
        jobs::claim(unit, desk.now, taking)
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
    if job.kind == deliver_hooks::KIND {
        return deliver_hooks::pause(job.tries);
    }
    (job.tries < TRIES_MAX).then(|| WAIT_MICROS * job.tries.max(1))
}

/// The name of a draft, as a job keeps it.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = (0..text.len()).step_by(2).map(|at| text.get(at..at + 2));
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

fn does(job: &Job) -> Result<Does> {
    match KINDS.iter().find(|(kind, _)| *kind == job.kind) {
        Some((_, does)) => Ok(*does),
        None => bail!("nobody knows how to do `{}`", job.kind),
    }
}

#[cfg(test)]
mod tests {
    use store::queries::jobs::{self, Taking};

    use super::{QUICK, SEND_CODE, from_hex, later, one_of};
    use crate::trial::Trial;

    /// A run of an hour waits before it, and another worker may be at one.
    #[test]
    fn a_code_does_not_wait_for_long_work() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2026-05-20");
            let asked = trial.office.unit(|unit, desk| {
                Ok([
                    later(unit, desk, "run_month", "2026-05", (None, None))?,
                    later(unit, desk, SEND_CODE, "00", (None, None))?,
                ])
            });
            let asked = asked.expect("asked for");
            assert!(one_of(&mut trial.office, Taking::Only(QUICK)).expect("it is done"));
            assert!(!one_of(&mut trial.office, Taking::Only(QUICK)).expect("nothing quick is left"));
            let states = asked.map(|id| {
                let job = trial.office.look(|unit, _| jobs::read(unit, id)).expect("a look");
                job.expect("a job").state
            });
            assert_eq!(states, ["waiting", "done"]);
        });
    }

    #[test]
    fn a_name_is_read_back() {
        assert_eq!(from_hex(&crate::hex::of(&[0, 255, 16])), Some(vec![0, 255, 16]));
        assert_eq!(from_hex("0"), None);
        assert_eq!(from_hex("zz"), None);
    }
}
