//! The lines of a bank's statement, booked one by one; done again, what is booked already is known.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, anyhow};
use rules::render::Lang;
use scheme::id::PayerId;
use store::queries::jobs::{self, Job};
use store::queries::statement_lines::{self as rows, StatementLine, Step};

use super::Progress;
use crate::actions::book_lines;
use crate::actions::keep_statement::Kept;
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::office::Office;

/// The kind of this work.
pub(crate) const KIND: &str = "statement";

/// Lines between two words on how far it is.
const AT_ONCE: i64 = 50;

/// Books what waits.
pub(super) fn run(office: &mut Office, job: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    loop {
        let (counts, some) = office
            .look(|unit, _| Ok((rows::counts(unit, job.id)?, rows::waiting(unit, job.id, AT_ONCE)?)))?;
        let of = |state: &str| counts.get(state).copied().unwrap_or_default();
        let total: i64 = counts.values().map(|(count, _)| count).sum();
        progress(office, total - of("waiting").0, total)?;
        if some.is_empty() {
            return Ok(Some(told(&counts)));
        }
        for line in some {
            book(office, job, &line)?;
        }
    }
}

/// What came of a statement, for the list of them.
fn told(counts: &BTreeMap<String, (i64, i64)>) -> String {
    let of = |state: &str| counts.get(state).copied().unwrap_or_default();
    let ((booked, amount), (known, _), (open, _)) = (of("booked"), of("known"), of("open"));
    format!("booked={booked};amount={amount};known={known};open={open}")
}

/// Books what waits without leaving it to a worker; so many connections share it. Work that was begun and is
/// not ended is gone on with by a worker.
pub(crate) fn at_once(office: &mut Office, number: i64, workers: usize) -> Result<()> {
    let (job, lines) = office.look(|unit, _| {
        Ok((jobs::read(unit, number)?.context("no such statement")?, rows::waiting(unit, number, i64::MAX)?))
    })?;
    let (next, total) = (AtomicUsize::new(0), i64::try_from(lines.len())?);
    let work = |office: &mut Office| {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(line) = lines.get(at) else { return Ok(()) };
            let done = i64::try_from(at)?;
            if done % AT_ONCE == 0 {
                office.unit(|unit, desk| jobs::progress(unit, number, done, total, desk.now))?;
            }
            book(office, &job, line)?;
        }
    };
    let mut others: Vec<Office> = (1..workers).map(|_| office.beside()).collect::<Result<_>>()?;
    thread::scope(|scope| {
        let work = &work;
        let handles: Vec<_> = others.iter_mut().map(|other| scope.spawn(move || work(other))).collect();
        let mine: Result<()> = work(office);
        for handle in handles {
            handle.join().map_err(|_| anyhow!("a worker stopped"))??;
        }
        mine
    })?;
    office.unit(|unit, desk| {
        let told = told(&rows::counts(unit, number)?);
        jobs::finish(unit, number, Some(&told), desk.now).map(drop)
    })
}

fn book(office: &mut Office, job: &Job, line: &StatementLine) -> Result<()> {
    let (kept, is_known) = office.look(|unit, desk| {
        Ok((Kept::open(desk, line)?, rows::is_known(unit, &line.print, line.id, false)?))
    })?;
    let (Some(code), Some(amount), Some(day), false) = (kept.code, line.amount, line.paid, is_known) else {
        return settle(office, job, line, ("known", None), None);
    };
    let payment = ReceivePayment {
        for_whom: ForWhom::Code(code),
        amount,
        day,
        channel: kept.channel.clone(),
        reference: kept.reference.clone(),
    };
    let error = match receive_payment::told(office, &payment, Some(&kept.key(line.id))) {
        Ok(received) => {
            let state = if received.is_new { "booked" } else { "known" };
            return settle(office, job, line, (state, Some(PayerId(received.answer.payer))), None);
        }
        Err(error) => error,
    };
    let why = [Lang::Id, Lang::En].map(|lang| book_lines::why(office, &payment, &error, lang));
    let [Some(id), Some(en)] = [why[0].as_ref(), why[1].as_ref()].map(|why| why.ok().cloned().flatten())
    else {
        return Err(error);
    };
    let kept = Kept { why: Some([id, en]), ..kept };
    settle(office, job, line, ("open", None), Some(&kept))
}

/// Writes down what came of a line.
fn settle(
    office: &mut Office,
    job: &Job,
    line: &StatementLine,
    (state, payer): (&str, Option<PayerId>),
    kept: Option<&Kept>,
) -> Result<()> {
    office.unit(|unit, desk| {
        if let Some(kept) = kept {
            rows::set_sealed(unit, line.id, &kept.sealed(desk, line.id)?)?;
        }
        let is_open_elsewhere = state == "open" && rows::is_known(unit, &line.print, line.id, true)?;
        let to = if is_open_elsewhere { "known" } else { state };
        rows::step(unit, line.id, Step { from: "waiting", to, payer, account: job.account }, desk.now)?;
        if let Some(payer) = payer {
            rows::booked_elsewhere(unit, &line.print, payer, desk.now)?;
        }
        Ok(())
    })
}
