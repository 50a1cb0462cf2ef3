//! Closing a run: counts and sums have to agree, and a sample of people is reckoned again from their facts.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};
use base::limit::SAMPLE_PEOPLE;
use base::{Moment, Month};
use scheme::facts::{History, Months, Subject};
use scheme::id::{MembershipId, PayerId};
use scheme::lines::Lines;
use scheme::memberships::{Segment, Stretch, pack, payer_timeline};
use sha2::{Digest, Sha256};
use store::Unit;
use store::queries::runs::{self, Run};
use store::queries::{assessments, coverage, figures, solidarity, worker_months};

use super::Task;
use crate::actions::ready_month;
use crate::books::correct::lines_of;
use crate::jobs::{self, share_months};
use crate::office::{Desk, Office};
use crate::registry::{self, members};

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Closed {
    /// People assessed, credited or ended.
    pub(crate) people: i64,
    /// People without an answer.
    pub(crate) faults: i64,
    /// Bills made.
    pub(crate) bills: i64,
    /// What was billed or credited.
    pub(crate) owed: i64,
    /// People reckoned again.
    pub(crate) sample: usize,
}

/// Reconciles a run of which every chunk is done, and publishes it.
pub(crate) fn close(office: &mut Office, run: &Run) -> Result<Closed> {
    let task = Task::read(&run.kind, &run.period)?;
    let mut closed = office.look(|unit, _| totals(unit, run))?;
    if let Task::Month(month) = task {
        office.look(|unit, _| reconcile(unit, run, month, &closed))?;
        closed.sample = office.look(|unit, desk| sample(unit, desk, run, month))?;
    }
    office.unit(|unit, desk| match runs::read(unit, run.id)?.map(|run| run.state).as_deref() {
        Some("open") => {
            if let Task::Month(month) = task {
                coverage::count_month(unit, month, Segment::Migrant.name())?;
                figures::count_collected(unit, desk.now)?;
                ready_month::after(unit, desk, month)?;
                solidarity::count(unit, desk.now)?;
                // Should nobody get so far as to the line below, a worker does it.
                if worker_months::any_waits(unit, month)? {
                    jobs::later(unit, desk, share_months::KIND, &month.to_string(), (None, None))?;
                }
            }
            runs::publish(unit, run.id, desk.now)
        }
        Some(_) => Ok(()),
        None => bail!("the run {task} is gone"),
    })?;
    if let Task::Month(month) = task {
        share_months::all(office, month)?;
    }
    Ok(closed)
}

fn totals(unit: &mut Unit<'_>, run: &Run) -> Result<Closed> {
    let [chunks, finished, ..] = runs::progress(unit, run.id)?;
    ensure!(
        chunks == finished,
        "{} of {chunks} chunks are still open: go on with `naungan work`",
        chunks - finished
    );
    let mut closed = Closed::default();
    for (_, done) in runs::done(unit, run.id)? {
        closed.people += done.assessed;
        closed.faults += done.faults;
        closed.bills += done.bills;
        closed.owed += done.owed;
    }
    Ok(closed)
}

/// What the chunks say and what the rows come to has to be the same.
fn reconcile(unit: &mut Unit<'_>, run: &Run, month: Month, closed: &Closed) -> Result<()> {
    let (people, owed) = assessments::totals_of_run(unit, month, run.id)?;
    ensure!(
        (people, owed) == (closed.people, closed.owed),
        "the chunks of {month} say {} people owe {}, the rows say {people} owe {owed}",
        closed.people,
        closed.owed
    );
    let (bills, billed) = store::queries::bills::totals_of_run(unit, month, run.id)?;
    ensure!(
        (bills, billed) == (closed.bills, closed.owed),
        "the chunks of {month} say {} bills of {}, the rows say {bills} of {billed}",
        closed.bills,
        closed.owed
    );
    Ok(())
}

/// Takes people by numbers that follow from the run, and reckons each from the facts as known now.
fn sample(unit: &mut Unit<'_>, desk: &Desk<'_>, run: &Run, month: Month) -> Result<usize> {
    let Some(payers) = assessments::payers_of(unit, month)? else { return Ok(0) };
    let mut taken = BTreeSet::new();
    for turn in 0..SAMPLE_PEOPLE {
        let drawn = Sha256::digest(format!("{} {turn}", run.id).as_bytes());
        let [payer, member] = [0, 8].map(|at| {
            drawn.iter().skip(at).take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte))
        });
        let Some(payer) = assessments::payer_from(unit, month, run.id, within(payers, payer))? else {
            continue;
        };
        let Some(members) = assessments::members_of(unit, month, payer)? else { continue };
        let member = assessments::member_from(unit, month, payer, within(members, member))?;
        if let Some(membership) = member.filter(|member| taken.insert((payer, *member))) {
            reckon_again(unit, desk, month, payer, membership)?;
        }
    }
    Ok(taken.len())
}

/// A number from the first to the last, by one that was drawn.
fn within((first, last): (i64, i64), drawn: u64) -> i64 {
    first + (drawn % ((last - first).unsigned_abs() + 1)).cast_signed()
}

fn reckon_again(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    month: Month,
    payer: PayerId,
    membership: MembershipId,
) -> Result<()> {
    let rows = assessments::of_month(unit, month, payer, Some(membership))?;
    let mut booked = Lines::new();
    for row in &rows {
        booked = booked.plus(&Lines::unpack(&row.lines, desk.slots).context("an assessment is damaged")?);
    }
    let reckoned = reckoned(unit, desk, month, payer, membership)?;
    ensure!(
        booked == reckoned,
        "membership {membership} for {month} is booked with {booked}, and its facts come to {reckoned}"
    );
    Ok(())
}

/// What a membership owes a payer's bill of a month, from the facts themselves and not from the roll.
pub(crate) fn reckoned(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    month: Month,
    payer: PayerId,
    membership: MembershipId,
) -> Result<Lines> {
    let row = members::row(unit, membership)?;
    let whole = members::whole(unit, row.person)?;
    let stretches = whole.stretches(membership)?;
    let on = |stretch: &&Stretch| stretch.payer == payer && stretch.months().contains(month);
    let Some(stretch) = stretches.iter().find(on) else { return Ok(Lines::new()) };
    let history = registry::history(unit, Subject::Payer(payer))?;
    let own = payer_facts(&history, month);
    lines_of(desk, whole.membership(membership)?.segment.name(), &pack(&stretch.facts), &own, month)
}

fn payer_facts(history: &History, month: Month) -> String {
    let stretches = payer_timeline(history, Moment::EVER);
    let on = |from, until| Months { from, until }.contains(month);
    let found = stretches.iter().find(|stretch| on(stretch.from, stretch.until));
    found.map(|stretch| pack(&stretch.facts)).unwrap_or_default()
}
