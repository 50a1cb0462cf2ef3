//! Payroll files: what an employer sends becomes columns of facts, and what cannot be read is listed.
//!
//! The caller says which facts it wants as a table of [`Field`]s, opens the file, and takes the people batch
//! by batch. The file is read once, from its beginning, and never held whole.
//!
//! ```
//! use naungan::payroll::{Batch, Field, FieldKind, Payroll, Refusal};
//!
//! let wage = Field {
//!     name: "wage".to_owned(),
//!     kind: FieldKind::Money { min: 1, max: 1_000_000_000_000 },
//!     headings: vec![],
//!     required: true,
//! };
//! let text = "NIK;Nama;Upah\n9971064203920001;Siti Rahma;5.729.876\n";
//! let payroll = Payroll::from_bytes(text.into(), &[wage])?;
//! let mut batch = Batch::new(1, 8192);
//! let summary = payroll.each_batch(&mut batch, |batch| {
//!     assert_eq!(batch.niks(), [9_971_064_203_920_001]);
//!     assert_eq!(batch.values(0), [5_729_876]);
//!     assert_eq!(batch.name(0), b"Siti Rahma");
//!     Ok::<(), Refusal>(())
//! })?;
//! assert_eq!(summary.people, 1);
//! # Ok::<(), Refusal>(())
//! ```
//!
//! Two kinds of no: a [`Reject`] is one cell that cannot be read, and leaves out its row only; a [`Refusal`]
//! is a file that cannot be read, and says where and what to do. Both speak Indonesian and English.

mod amount;
mod archive;
mod batch;
mod choices;
mod cut;
mod day;
mod desk;
mod digits;
mod field;
mod heading;
mod limit;
mod magic;
mod marks;
mod open;
mod problem;
mod reading;
mod refusal;
mod reject;
mod repeat;
mod rows;
mod sheet;
mod source;
mod strings;
mod synonym;
mod table;
mod text;
mod xml;

use std::path::Path;

use desk::Desk;
use open::{Body, Opened};
use table::Table;

pub(crate) use amount::rupiah;
pub use batch::Batch;
pub use field::{Field, FieldKind, TextPlace};
pub use problem::{DateFault, NumberFault, Problem, TextFault};
pub use refusal::{Refusal, WorkbookFault};
pub use reject::{Reject, RejectWriter};
pub use source::Progress;
pub use text::Lang;

/// A payroll whose heading has been read and understood, and whose rows are still to come.
pub struct Payroll {
    opened: Opened,
    desk: Desk,
}

/// What was read, once all of it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Rows that became people.
    pub people: u64,
    /// Rows left out, for one cell or several.
    pub rejected_rows: u64,
    /// Cells that could not be read; at least one a rejected row.
    pub rejected_cells: u64,
    /// Rows without anything in them.
    pub blank_rows: u64,
    /// The row from which repeated people were no longer looked for, if the file was too large to.
    pub repeats_unseen_from: Option<u64>,
}

impl Payroll {
    /// Opens the file and reads as far as its heading.
    pub fn open(path: &Path, fields: &[Field]) -> Result<Payroll, Refusal> {
        Payroll::from_source(source::file(path)?, fields)
    }

    /// The same for a file that is in memory.
    pub fn from_bytes(bytes: Vec<u8>, fields: &[Field]) -> Result<Payroll, Refusal> {
        Payroll::from_source(source::memory(bytes), fields)
    }

    fn from_source(source: source::Counted, fields: &[Field]) -> Result<Payroll, Refusal> {
        let opened = open::open(source, fields)?;
        let desk = Desk::new(&opened, fields);
        Ok(Payroll { opened, desk })
    }

    /// The headings that stand for no fact asked for, as they are in the file.
    pub fn ignored(&self) -> Vec<&str> {
        self.opened.columns.ignored().collect()
    }

    /// Whether the file has a column for the field of this number.
    pub fn has(&self, field: usize) -> bool {
        self.opened.columns.fact(field).is_some()
    }

    /// How far reading has come; keeps counting while the batches are taken.
    pub fn progress(&self) -> Progress {
        self.opened.progress.clone()
    }

    /// Reads the rows and hands them over, a batch at a time, in the order of the file.
    ///
    /// `batch` has as many fields as the payroll was opened with; it is cleared before each filling. The
    /// callee may put another one of the same shape in its place, a new one or one from this payroll. A batch
    /// comes when it is full of people or of rejects, and once more for the rest, so it may be empty of
    /// either. Stops at the first error.
    pub fn each_batch<E: From<Refusal>>(
        self,
        batch: &mut Batch,
        take: impl FnMut(&mut Batch) -> Result<(), E>,
    ) -> Result<Summary, E> {
        let Payroll { opened, mut desk } = self;
        match opened.body {
            Body::Text(mut rows) => pump(&mut rows, &mut desk, batch, take)?,
            Body::Book(mut book, sheet) => {
                let mut rows = book.rows(sheet)?;
                rows.skip_to(opened.columns.line())?;
                pump(&mut rows, &mut desk, batch, take)?;
            }
        }
        Ok(desk.close()?)
    }
}

/// Every row across the desk, every full batch to the taker.
fn pump<E: From<Refusal>>(
    table: &mut impl Table,
    desk: &mut Desk,
    batch: &mut Batch,
    mut take: impl FnMut(&mut Batch) -> Result<(), E>,
) -> Result<(), E> {
    batch.clear();
    while table.advance()? {
        desk.receive(table, batch);
        if batch.is_full() {
            take(batch)?;
            batch.clear();
        }
    }
    if batch.is_bare() { Ok(()) } else { take(batch) }
}

/// Reads a whole payroll and keeps only the count: the door for whoever throws strange bytes at it.
///
/// Never panics, whatever the bytes and the fields.
pub fn read_all(bytes: &[u8], fields: &[Field]) -> Result<Summary, Refusal> {
    let mut batch = Batch::new(fields.len(), 64);
    Payroll::from_bytes(bytes.to_vec(), fields)?.each_batch(&mut batch, |_| Ok(()))
}
