//! A payroll of pensions: a month granted to everybody who draws one, in chunks, each with its own entry.

pub(crate) mod prepare;
mod write;

use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use base::limit::SAMPLE_PEOPLE;
use base::{Day, Month};
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use sha2::{Digest, Sha256};
use store::queries::pensions::{self as rows, OfMonth, Run};
use store::queries::runs::{self, Chunk};
use store::queries::{claims, institution};
use store::{Engine, Unit};

use super::open::CHUNK_PEOPLE;
use super::work::Progress;
use crate::actions::pay_benefits::pays;
use crate::books::pension;
use crate::office::{Desk, Office, kept_law};
use crate::registry;
use prepare::{Prepared, Reckoner};

/// How long a worker waits for chunks that others are at.
const PAUSE: Duration = Duration::from_millis(20);

/// What a payroll came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Closed {
    /// Pensions of which something was granted.
    pub(crate) pensions: i64,
    /// Months, more than pensions where something was behind.
    pub(crate) months: i64,
    /// What they come to.
    pub(crate) amount: i64,
    /// Pensions that wait for proof of life.
    pub(crate) suspended: i64,
    /// One of the sample, and how many were reckoned again.
    pub(crate) sample: Option<OfMonth>,
    pub(crate) sampled: usize,
    /// Claims whose pension the law cannot pass on yet, and why.
    pub(crate) unanswered: Vec<(i64, Refusal)>,
}

/// What a payroll would come to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rehearsed {
    pub(crate) pensions: i64,
    pub(crate) months: i64,
    pub(crate) amount: i64,
    /// Who waits for proof of life: pension, claim, the last day of proof.
    pub(crate) suspended: Vec<(i64, i64, Day)>,
    /// Pensions without an answer: number and why.
    pub(crate) faults: Vec<(i64, String)>,
    /// Pensions that ended with the month before.
    pub(crate) ended: i64,
    /// Claims of which somebody else may draw the pension from now on.
    pub(crate) changing: Vec<i64>,
    /// What the month before came to; nothing where none was run.
    pub(crate) before: Option<i64>,
    /// Pensions of which it is the first month, and those of which more than one is granted.
    pub(crate) begun: i64,
    pub(crate) behind: i64,
    /// Some of them: those that begin or are behind before others.
    pub(crate) due: Vec<Due>,
    /// One of them, drawn by the month, to be explained.
    pub(crate) sample: Option<Due>,
}

/// What a pension would come to.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    pub(crate) pension: i64,
    pub(crate) claim: i64,
    /// More than one where something is behind.
    pub(crate) months: i64,
    pub(crate) amount: i64,
    /// Whether it is the first that is paid of it.
    pub(crate) begins: bool,
}

/// Pensions that a rehearsal names.
const NAMED_MAX: usize = 100;

/// Says what a month would come to; nothing is written.
pub(crate) fn rehearse(office: &mut Office, month: Month) -> Result<Rehearsed> {
    office.look(|unit, desk| {
        in_order(unit, desk, month)?;
        let law = ClaimLaw::new(desk.law)?;
        let mut reckoner = Reckoner::new(&law, month);
        let mut found = Rehearsed::default();
        for (first, last, _) in rows::pieces(unit, month, CHUNK_PEOPLE)? {
            let mut prepared = reckoner.prepare(unit, (first, last + 1))?;
            found.pensions += prepared.payments.len() as i64;
            found.months += prepared.months.len() as i64;
            found.amount += prepared.amount;
            found.suspended.append(&mut prepared.suspended);
            found.faults.append(&mut prepared.faults);
            name(&mut found, month, &prepared);
        }
        found.due.sort_by_key(|due| (!due.stands_out(), due.pension));
        found.due.truncate(NAMED_MAX);
        let before = month.plus_months(-1).unwrap_or(month);
        found.ended = rows::ended_in(unit, before)?;
        found.changing = to_look_at(unit, &law, month)?.into_iter().map(|(claim, _)| claim).collect();
        let mut there = rows::runs(unit)?;
        there.retain(|run| run.month == before);
        for run in there {
            let (_, amount, ..) = rows::totals_of_run(unit, run.id)?;
            found.before = Some(found.before.unwrap_or(0) + amount);
        }
        Ok(found)
    })
}

impl Due {
    /// Whether it is no month like the others.
    fn stands_out(&self) -> bool {
        self.begins || self.months > 1
    }

    fn of(payment: &prepare::Payment, month: Month) -> Due {
        let pension = &payment.pension;
        let last = pension.until.map_or(month, |until| until.min(month));
        Due {
            pension: pension.id,
            claim: pension.claim,
            months: i64::from(last.index() - pension.next.index()) + 1,
            amount: payment.amount,
            begins: pension.next == pension.start,
        }
    }
}

/// Names some of a chunk, and counts what stands out in it.
fn name(found: &mut Rehearsed, month: Month, prepared: &Prepared) {
    let (mut plain, mut odd) = (0, 0);
    for payment in &prepared.payments {
        let due = Due::of(payment, month);
        found.begun += i64::from(due.begins);
        found.behind += i64::from(due.months > 1);
        let named = if due.stands_out() { &mut odd } else { &mut plain };
        if *named < NAMED_MAX {
            *named += 1;
            found.due.push(due);
        }
    }
    if found.sample.is_none() && !prepared.payments.is_empty() {
        let drawn = drawn(&month.to_string()) % prepared.payments.len() as u64;
        found.sample = prepared.payments.get(drawn as usize).map(|payment| Due::of(payment, month));
    }
}

/// A number that nobody chooses: the same for the same text.
fn drawn(text: &str) -> u64 {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte))
}

/// Runs a month, or goes on where it was left. The same month again grants what was not granted yet: nothing,
/// or what waited.
pub(crate) fn run(
    office: &mut Office,
    month: Month,
    account: i64,
    progress: Progress<'_>,
) -> Result<(Run, Closed)> {
    office.look(|unit, desk| {
        pays(unit, account)?;
        in_order(unit, desk, month)
    })?;
    let unanswered = pass_on(office, month)?;
    let run = open(office, month, account)?;
    work_together(office, &run, progress)?;
    let closed = close(office, &run)?;
    Ok((run, Closed { unanswered, ..closed }))
}

/// Months are run in their order, none before the month that comes before it has begun.
pub(crate) fn in_order(unit: &mut Unit<'_>, desk: &Desk<'_>, month: Month) -> Result<()> {
    let known = rows::runs(unit)?;
    if let Some(open) = known.iter().find(|run| run.published.is_none() && run.month != month) {
        let open = open.month;
        let id = format!("pembayaran pensiun {open} masih terbuka: selesaikan dahulu");
        let en = format!("the payroll of pensions of {open} is still open: finish it first");
        return Err(Refusal::new("run_open", id, en).into());
    }
    if let Some(last) = known.last().filter(|last| last.month > month) {
        let last = last.month;
        let id = format!("pensiun {last} sudah diproses: bulan diproses berurutan");
        let en = format!("pensions of {last} were run already: months are run one after another");
        return Err(Refusal::new("months_in_order", id, en).into());
    }
    if desk.today.month().next().is_some_and(|next| month > next) {
        let id = format!("{month} belum dapat diproses: hari ini {}", desk.today);
        let en = format!("{month} cannot be run yet: today is {}", desk.today);
        return Err(Refusal::new("not_yet", id, en).into());
    }
    Ok(())
}

/// Claims of which somebody has to look who draws the pension, and the day: what was noted, and children that
/// have come of age.
fn to_look_at(unit: &mut Unit<'_>, law: &ClaimLaw<'_>, month: Month) -> Result<Vec<(i64, Day)>> {
    let mut found = rows::to_look_at(unit)?;
    // Whose birthday is on the first draws that month still.
    let before = month.plus_months(-1).unwrap_or(month).last_day();
    let mut known = prepare::Known::default();
    rows::each_child(unit, &mut |claim, born| {
        if !known.of(born, || Ok(scheme::claims::payroll::child_draws(law, born, before)?))? {
            found.push((claim, before));
        }
        Ok(())
    })?;
    found.sort_unstable();
    found.dedup_by_key(|(claim, _)| *claim);
    Ok(found)
}

/// Pensions go on to whoever follows, claim by claim; those the law cannot answer yet wait for the next time.
fn pass_on(office: &mut Office, month: Month) -> Result<Vec<(i64, Refusal)>> {
    let law = ClaimLaw::new(office.law)?;
    let mut unanswered = Vec::new();
    for (claim, day) in office.look(|unit, _| to_look_at(unit, &law, month))? {
        let done = office.unit(|unit, desk| {
            claims::hold(unit, claim)?;
            pension::pass_on(unit, desk, claim, day)
        });
        match done.map_err(anyhow::Error::downcast::<Refusal>) {
            Ok(_) => {}
            Err(Ok(refusal)) => unanswered.push((claim, refusal)),
            Err(Err(error)) => return Err(error),
        }
    }
    Ok(unanswered)
}

fn open(office: &mut Office, month: Month, account: i64) -> Result<Run> {
    let pack = office.pack.clone();
    office.unit(|unit, desk| {
        if let Some(statement) = unit.engine().hold_new_runs() {
            unit.execute(statement, &[])?;
        }
        let known = rows::runs(unit)?;
        if let Some(open) = known.iter().find(|run| run.published.is_none()) {
            return Ok(open.clone());
        }
        kept_law::keep(unit, &pack, desk.now)?;
        let pieces = rows::pieces(unit, month, CHUNK_PEOPLE)?;
        let people = pieces.iter().map(|(.., people)| people).sum();
        let run = Run {
            id: institution::take_numbers(unit, 1)?,
            month,
            turn: known.iter().filter(|run| run.month == month).count() as i64 + 1,
            published: None,
            law: desk.fingerprint.to_owned(),
            known: desk.now,
            day: desk.today,
            people,
            first_order: institution::take_numbers(unit, people.max(1))?,
            account: Some(account),
        };
        rows::open(unit, &run)?;
        let chunks = (1..).zip(&pieces).map(|(no, (first, last, people))| Chunk {
            run: run.id,
            no,
            from: *first,
            until: last + 1,
            people: *people,
        });
        runs::add_chunks(unit, &chunks.collect::<Vec<_>>())?;
        registry::note(unit, desk, "pensions run", 0)?;
        Ok(run)
    })
}

/// As many workers as the engine has use for.
fn work_together(office: &mut Office, run: &Run, progress: Progress<'_>) -> Result<()> {
    office.take_law(&run.law, run.known)?;
    if office.store.engine() == Engine::Sqlite {
        return work(office, run, progress);
    }
    let more = thread::available_parallelism().map_or(0, |cores| cores.get() - 1);
    let mut others: Vec<Office> = (0..more).map(|_| office.beside()).collect::<Result<_>>()?;
    thread::scope(|scope| {
        let handles: Vec<_> =
            others.iter_mut().map(|other| scope.spawn(move || work(other, run, &|_, _| {}))).collect();
        let mine = work(office, run, progress);
        for handle in handles {
            handle.join().map_err(|_| anyhow!("a worker stopped"))?.context("another worker failed")?;
        }
        mine
    })
}

fn work(office: &mut Office, run: &Run, progress: Progress<'_>) -> Result<()> {
    let law = ClaimLaw::new(office.law)?;
    let mut reckoner = Reckoner::new(&law, run.month);
    let worker = format!("{}:{}", std::process::id(), thread::current().name().unwrap_or("worker"));
    loop {
        let claimed = office.unit(|unit, desk| {
            let chunks = runs::claim(unit, run.id, 1)?;
            for chunk in &chunks {
                let prepared = reckoner.prepare(unit, (chunk.from, chunk.until))?;
                let done = write::write(unit, desk, &law, (run, chunk), &prepared)?;
                runs::finish(unit, chunk, &done, &worker, desk.now)?;
            }
            Ok(chunks.len())
        })?;
        let [chunks, done, people, people_done] = office.look(|unit, _| runs::progress(unit, run.id))?;
        progress(people_done.cast_unsigned(), people.cast_unsigned());
        if done == chunks {
            return Ok(());
        }
        if claimed == 0 {
            thread::sleep(PAUSE);
        }
    }
}

/// Counts and sums have to agree, and a sample is asked of the law again, one by one.
fn close(office: &mut Office, run: &Run) -> Result<Closed> {
    let mut closed = Closed::default();
    let mut most = (0, 0);
    office.look(|unit, desk| {
        closed = Closed::default();
        for (_, done) in runs::done(unit, run.id)? {
            closed.pensions += done.bills;
            closed.months += done.assessed;
            closed.amount += done.owed;
            closed.suspended += done.faults;
        }
        let (months, amount, first, last) = rows::totals_of_run(unit, run.id)?;
        ensure!(
            (months, amount) == (closed.months, closed.amount),
            "the chunks of {} say {} months of {}, the rows say {months} of {amount}",
            run.month,
            closed.months,
            closed.amount
        );
        most = (first, last);
        let law = ClaimLaw::new(desk.law)?;
        for turn in 0..SAMPLE_PEOPLE {
            let drawn = drawn(&format!("{} {turn}", run.id));
            let from = most.0 + (drawn % ((most.1 - most.0).unsigned_abs() + 1)).cast_signed();
            let Some(one) = rows::first_of_run(unit, run.id, from)? else { break };
            let known = rows::read(unit, one.pension)?.context("a pension is lost")?;
            let asked = pension::of_month(&law, &known, one.month)?;
            ensure!(
                asked == one.amount,
                "pension {} for {} is granted with {}, and the law says {asked}",
                one.pension,
                one.month,
                one.amount
            );
            closed.sample = closed.sample.or(Some(one));
            closed.sampled += 1;
        }
        Ok(())
    })?;
    office.unit(|unit, desk| rows::publish(unit, run.id, desk.now))?;
    Ok(closed)
}

/// SHA-256 of what a chunk granted, the same whether it is about to be written or read again.
pub(crate) fn digest<'m>(months: impl IntoIterator<Item = &'m OfMonth>) -> [u8; 32] {
    let mut hash = Sha256::new();
    for one in months {
        hash.update(one.pension.to_le_bytes());
        hash.update(one.month.index().to_le_bytes());
        hash.update(one.amount.to_le_bytes());
    }
    hash.finalize().into()
}

/// Whether the rows of a payroll are what its chunks left.
pub(crate) fn faults(unit: &mut Unit<'_>, run: &Run) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for (chunk, done) in runs::done(unit, run.id)? {
        let mut there = Vec::new();
        rows::each_of_run(unit, run.id, (chunk.from, chunk.until), &mut |one| {
            there.push(*one);
            Ok(())
        })?;
        if digest(&there) != done.digest {
            faults.push(format!("chunk {} of pensions of {}: its months were changed", chunk.no, run.month));
        }
    }
    Ok(faults)
}

impl Prepared {
    /// The rows as they will be written.
    fn rows(&self, run: &Run) -> Vec<OfMonth> {
        let row = |(pension, month, amount): &(i64, Month, i64)| OfMonth {
            pension: *pension,
            month: *month,
            no: 0,
            run: Some(run.id),
            amount: *amount,
            known: run.known,
        };
        self.months.iter().map(row).collect()
    }
}
