//! Sends a message: by the mail server where there is one that takes it, else into the outbox, and a line
//! into the log. What could not be sent waits, and is tried again after longer and longer pauses.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use store::queries::jobs::Job;
use store::queries::messages;

use super::Progress;
use crate::messages as gateway;
use crate::messages::mail::Letter;
use crate::office::Office;

/// The first pause; each further one is twice as long…
const FIRST_MICROS: i64 = 30 * 1_000_000;
/// … up to six hours …
const LONGEST_MICROS: i64 = 6 * 3600 * 1_000_000;
/// … for five days, as mail servers do.
const TRIES_MAX: i64 = 30;

/// How long to wait after so many tries; nothing when it was the last.
pub(super) fn pause(tries: i64) -> Option<i64> {
    let doubled = u32::try_from(tries.clamp(1, 20) - 1).unwrap_or(0);
    (tries < TRIES_MAX).then(|| (FIRST_MICROS << doubled).min(LONGEST_MICROS))
}

/// Sends the message that the job names, unless it was sent before.
pub(super) fn run(office: &mut Office, job: &Job, _: Progress<'_>) -> Result<Option<String>> {
    let id: i64 = job.asked.parse()?;
    let found = office.look(|unit, desk| {
        let message = messages::read(unit, id)?.filter(|message| message.state == "waiting");
        message.map(|message| Ok((gateway::read(desk, &message)?, message.channel))).transpose()
    })?;
    let Some(((address, text), channel)) = found else { return Ok(None) };
    if let Err(error) = send(office, id, &channel, &address, &text) {
        eprintln!("message {id}: {channel} {}: {error:#}", gateway::masked(&address));
        if pause(job.tries).is_none() {
            office.unit(|unit, _| messages::failed(unit, id))?;
        }
        return Err(error);
    }
    note(office, id)?;
    eprintln!("message {id}: {channel} {}", gateway::masked(&address));
    Ok(None)
}

fn send(office: &Office, id: i64, channel: &str, address: &str, text: &str) -> Result<()> {
    match office.mail.as_ref().filter(|mail| mail.takes(address)) {
        Some(mail) => mail.send(&Letter { id, address, subject: &office.institution.name, text }),
        None => gateway::put(&office.outbox, id, channel, address, text),
    }
}

/// Notes that it has left. A connection that was lost meanwhile is no reason to send it again.
fn note(office: &mut Office, id: i64) -> Result<()> {
    let mut noted = office.unit(|unit, desk| messages::sent(unit, id, desk.now));
    for _ in 0..3 {
        if noted.is_ok() {
            break;
        }
        thread::sleep(Duration::from_millis(500));
        noted = office.unit(|unit, desk| messages::sent(unit, id, desk.now));
    }
    noted?;
    if let Some(mail) = office.mail.as_ref().map(Arc::clone) {
        mail.is_noted(id);
    }
    Ok(())
}
