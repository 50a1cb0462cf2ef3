//! Working at a run: claim chunks, do them, mark them, all in one unit; as many workers as wanted, nothing
//! lost when one dies.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use store::queries::runs::{self, Chunk, Done, Run};
use store::{Address, Engine, Unit};

use super::month::{self, Prepared, Reckoner};
use super::{Task, each_payer, interest};
use crate::office::{Desk, Office};

/// How long a worker waits for chunks that others are at.
const PAUSE: Duration = Duration::from_millis(50);

/// Chunks that one unit takes where there is one writer: so many that each is reckoned while the one before
/// is written, so few that little is done again after a fall.
const BATCH: i64 = 8;

/// What hears of people done and people in all.
pub(crate) type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// Works at a run with as many workers as the engine has use for, until none of its chunks is open.
pub(crate) fn work_together(office: &mut Office, run: &Run, progress: Progress<'_>) -> Result<()> {
    office.take_law(&run.law, run.known)?;
    match (office.store.engine(), &office.address) {
        // One writer at a time, and a second connection that reads ahead for it.
        (Engine::Sqlite, Address::Sqlite(_)) if run.kind == "month" => {
            let mut ahead = office.beside()?;
            work(office, Some(&mut ahead), run, progress)
        }
        (Engine::Sqlite, _) => work(office, None, run, progress),
        (Engine::Postgres, _) => side_by_side(office, run, progress),
    }
}

fn side_by_side(office: &mut Office, run: &Run, progress: Progress<'_>) -> Result<()> {
    let more_workers = thread::available_parallelism().map_or(0, |cores| cores.get() - 1);
    let mut others: Vec<Office> = (0..more_workers).map(|_| office.beside()).collect::<Result<_>>()?;
    thread::scope(|scope| {
        let handles: Vec<_> =
            others.iter_mut().map(|other| scope.spawn(move || work(other, None, run, &|_, _| {}))).collect();
        let mine = work(office, None, run, progress);
        for handle in handles {
            handle.join().map_err(|_| anyhow!("a worker stopped"))?.context("another worker failed")?;
        }
        mine
    })
}

/// One worker.
fn work(
    office: &mut Office,
    mut ahead: Option<&mut Office>,
    run: &Run,
    progress: Progress<'_>,
) -> Result<()> {
    let task = Task::read(&run.kind, &run.period)?;
    let mut worker = Worker::new(office, task);
    loop {
        let most = if ahead.is_some() { BATCH } else { 1 };
        let claimed = office.unit(|unit, desk| {
            let chunks = runs::claim(unit, run.id, most)?;
            worker.chunks(unit, desk, ahead.as_deref_mut(), run, &chunks)?;
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

/// What one worker keeps from chunk to chunk.
struct Worker {
    name: String,
    task: Task,
    reckoner: Option<Reckoner>,
}

impl Worker {
    fn new(office: &Office, task: Task) -> Worker {
        let name = format!("{}:{}", std::process::id(), thread::current().name().unwrap_or("worker"));
        let reckoner = match task {
            Task::Month(month) => Some(Reckoner::new(office.law, office.slots.clone(), month)),
            _ => None,
        };
        Worker { name, task, reckoner }
    }

    /// Does the chunks a unit has claimed.
    fn chunks(
        &mut self,
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        ahead: Option<&mut Office>,
        run: &Run,
        chunks: &[Chunk],
    ) -> Result<()> {
        if let (Some(ahead), Some(reckoner), false) = (ahead, &mut self.reckoner, chunks.is_empty()) {
            return ahead_of_writing(unit, desk, (ahead, reckoner), run, chunks, &self.name);
        }
        for chunk in chunks {
            let done = self.chunk(unit, desk, run, chunk)?;
            runs::finish(unit, chunk, &done, &self.name, desk.now)?;
        }
        Ok(())
    }

    fn chunk(&mut self, unit: &mut Unit<'_>, desk: &Desk<'_>, run: &Run, chunk: &Chunk) -> Result<Done> {
        match (self.task, &mut self.reckoner) {
            (Task::Month(_), Some(reckoner)) => {
                let prepared = reckoner.prepare(unit, chunk, run.day)?;
                month::write(unit, desk, run, prepared)
            }
            (Task::Interest(year), _) => interest::chunk(unit, desk, run, chunk, year),
            (Task::Lapse(day), _) => each_payer::lapse(unit, desk, chunk, day),
            (Task::Penalties(day), _) => each_payer::penalties(unit, desk, chunk, day),
            (Task::Month(_), None) => Err(anyhow!("a worker of another run")),
        }
    }
}

/// Reads and reckons each chunk by a second connection while the one before is written.
///
/// The unit that writes has begun, so nobody else can change what is read ahead; and what it writes itself
/// belongs to other payers than those that are read.
fn ahead_of_writing(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (ahead, reckoner): (&mut Office, &mut Reckoner),
    run: &Run,
    chunks: &[Chunk],
    worker: &str,
) -> Result<()> {
    thread::scope(|scope| {
        let (send, receive) = sync_channel(1);
        let reading = scope.spawn(move || read_ahead(ahead, reckoner, run, chunks, &send));
        let written = write_behind(unit, desk, run, chunks, worker, &receive);
        let read = reading.join().map_err(|_| anyhow!("the reader stopped"))?;
        // When the reader has failed, its reason says more than the writer's.
        read.and(written)
    })
}

fn read_ahead(
    ahead: &mut Office,
    reckoner: &mut Reckoner,
    run: &Run,
    chunks: &[Chunk],
    send: &SyncSender<Prepared>,
) -> Result<()> {
    ahead.look(|unit, _| {
        for chunk in chunks {
            let prepared = reckoner.prepare(unit, chunk, run.day)?;
            if send.send(prepared).is_err() {
                // The writer has given up, and says why.
                break;
            }
        }
        Ok(())
    })
}

fn write_behind(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    run: &Run,
    chunks: &[Chunk],
    worker: &str,
    receive: &Receiver<Prepared>,
) -> Result<()> {
    for chunk in chunks {
        let prepared = receive.recv().context("the reader gave up")?;
        let done = month::write(unit, desk, run, prepared)?;
        runs::finish(unit, chunk, &done, worker, desk.now)?;
    }
    Ok(())
}
