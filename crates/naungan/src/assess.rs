//! A payroll under the law: reads people batch by batch, works out what each owes, writes a row a person.
//!
//! Reading and reckoning run side by side: one thread reads, the other works the law and writes. A few
//! batches go round between them, so that memory stays the same whatever the size of the file.

mod digits;
mod fields;
mod layout;
mod plans;
mod rows;
mod summary;

use std::io::Write;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::{Context, Result};
use base::Month;
use rules::facts::Facts;
use rules::tree::Tree;

use crate::payroll::{Batch, Payroll, RejectWriter, Summary as Read};
use plans::Plans;

pub use fields::{fields, from_nik};
pub use layout::Layout;
pub use summary::Summary;

/// People in a batch.
const BATCH: usize = 8_192;

/// Batches that go round between the two threads.
const BATCHES: usize = 4;

/// What the whole file has in common.
pub struct Setting<'a> {
    /// The law.
    pub tree: &'a Tree,
    /// The month.
    pub month: Month,
    /// Facts that hold for everybody: the month, what the caller set, what is assumed.
    pub constants: Facts,
    /// Facts by index, in the order of the payroll's fields.
    pub fields: Vec<usize>,
}

/// What came of a payroll.
pub struct Assessed {
    /// What was read.
    pub read: Read,
    /// The columns of the answer.
    pub layout: Layout,
    /// What is owed by all.
    pub summary: Summary,
    /// Rows left out because the law needs a fact they lack, or does not reach them.
    pub unanswered: u64,
}

/// Works out a payroll. Rows go to `out`, what cannot be read or answered to `rejects`; `each` hears of
/// every batch.
pub fn assess(
    setting: &Setting<'_>,
    payroll: Payroll,
    out: Option<&mut (dyn Write + Send)>,
    rejects: &mut RejectWriter,
    each: impl Fn(),
) -> Result<Assessed> {
    let plans = Plans::new(setting, &payroll);
    let (to_reckon, from_reader) = sync_channel::<Batch>(BATCHES);
    let (to_reader, from_reckoner) = sync_channel::<Batch>(BATCHES);
    let shape = setting.fields.len();
    for _ in 1..BATCHES {
        to_reader.send(Batch::new(shape, BATCH)).context("could not start")?;
    }
    std::thread::scope(|scope| {
        let reckoner = scope.spawn(move || reckon(plans, from_reader, &to_reader, out, rejects));
        let mut first = Batch::new(shape, BATCH);
        let read = payroll.each_batch(&mut first, |batch| {
            each();
            hand_over(batch, &to_reckon, &from_reckoner)
        });
        drop(to_reckon);
        let answer = reckoner.join().map_err(|_| anyhow::anyhow!("the reckoning thread stopped"))?;
        // What the reckoner says went wrong is the cause; the reader then only saw the line go dead.
        let (layout, summary, unanswered) = answer?;
        Ok(Assessed { read: read?, layout, summary, unanswered })
    })
}

/// Sends a full batch and puts an empty one in its place.
fn hand_over(batch: &mut Batch, to: &SyncSender<Batch>, empty: &Receiver<Batch>) -> Result<()> {
    let next = empty.recv().context("could not go on")?;
    to.send(std::mem::replace(batch, next)).context("could not go on")
}

fn reckon(
    mut plans: Plans<'_>,
    batches: Receiver<Batch>,
    back: &SyncSender<Batch>,
    mut out: Option<&mut (dyn Write + Send)>,
    rejects: &mut RejectWriter,
) -> Result<(Layout, Summary, u64)> {
    let mut summary = Summary::new(&plans.layout);
    let mut rows = rows::Rows::new(&plans.layout, plans.tree());
    let mut unanswered = 0;
    if let Some(out) = &mut out {
        out.write_all(rows.heading().as_bytes()).context("could not write the rows")?;
    }
    for mut batch in batches {
        for reject in batch.rejects() {
            rejects.write(reject).context("could not write the rejects")?;
        }
        for reject in plans.run(&batch) {
            unanswered += 1;
            rejects.write(&reject).context("could not write the rejects")?;
        }
        summary.add(&plans);
        if let Some(out) = &mut out {
            out.write_all(rows.write(&batch, &plans)).context("could not write the rows")?;
        }
        batch.clear();
        // The reader may have ended; then nobody waits for the batch.
        let _ = back.send(batch);
    }
    Ok((plans.layout, summary, unanswered))
}
