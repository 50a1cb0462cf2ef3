//! Sends a notice to a partner's program, after longer and longer pauses where nobody answers; after the
//! last it waits until the partner asks for it.

use anyhow::{Context, Result, bail};
use base::Moment;
use store::queries::hooks::{self, Delivery};
use store::queries::jobs::Job;
use store::seal;

use super::Progress;
use crate::office::Office;
use crate::ports::webhooks::{self, Reach};

/// The kind of this work.
pub(crate) const KIND: &str = "deliver_hook";

/// How long is waited after each try, in seconds: a minute, five, half an hour, two hours, twelve.
const PAUSES: [i64; 5] = [60, 5 * 60, 30 * 60, 2 * 3600, 12 * 3600];

/// How long to wait after so many tries; nothing when it was the last.
pub(super) fn pause(tries: i64) -> Option<i64> {
    let at = usize::try_from(tries.max(1) - 1).ok()?;
    PAUSES.get(at).map(|seconds| seconds * 1_000_000)
}

/// Sends the notice that the job names, unless it was sent or the address is no longer told.
pub(super) fn run(office: &mut Office, job: &Job, _: Progress<'_>) -> Result<Option<String>> {
    let (hook, no) = job.asked.split_once(' ').context("no notice is named")?;
    let (hook, no): (i64, i64) = (hook.parse()?, no.parse()?);
    let found = office.look(|unit, desk| {
        let Some(row) = hooks::read(unit, hook)?.filter(|row| row.ended.is_none()) else { return Ok(None) };
        let Some(waits) = hooks::delivery(unit, hook, no)?.filter(|one| one.state == "waiting") else {
            return Ok(None);
        };
        let event = hooks::event_no(unit, row.payer, no)?.context("the event of a notice is gone")?;
        let secret = desk.keys.open(&seal::context("hook", "sealed", hook), &row.sealed)?;
        Ok(Some((row.address, secret, event, waits)))
    })?;
    let Some((address, secret, event, waits)) = found else { return Ok(None) };
    let body = webhooks::cloud_event(&event)?.to_string();
    let answer = webhooks::send(Reach::told(), &address, (&secret, office.now()), &body);
    let status = answer.as_ref().ok().copied();
    let is_taken = status.is_some_and(|status| (200..300).contains(&status));
    office.unit(|unit, desk| {
        let pause = pause(job.tries);
        let state = match (is_taken, pause) {
            (true, _) => "sent",
            (false, Some(_)) => "waiting",
            (false, None) => "parked",
        };
        let row = Delivery {
            state: state.to_owned(),
            tries: waits.tries + 1,
            status: status.map(i64::from),
            next: Moment::new(desk.now.micros() + pause.unwrap_or(0)),
            changed: desk.now,
            ..waits.clone()
        };
        hooks::note(unit, &row)
    })?;
    match answer {
        Ok(_) if is_taken => Ok(None),
        Ok(status) => bail!("the program answered {status}"),
        Err(error) => Err(error),
    }
}
