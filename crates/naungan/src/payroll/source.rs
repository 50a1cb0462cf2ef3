//! Where the bytes of a payroll come from, counted as they are read.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::refusal::Refusal;

/// How far reading has come; cheap to clone, and may be watched from another thread.
#[derive(Clone, Debug)]
pub struct Progress {
    read: Arc<AtomicU64>,
    total: u64,
}

impl Progress {
    /// Bytes read so far, never more than the total.
    ///
    /// A workbook is looked through for its heading and its texts first, so its count may stand still at the
    /// end for a moment.
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed).min(self.total)
    }

    /// Bytes of the whole file.
    pub fn bytes_total(&self) -> u64 {
        self.total
    }
}

/// Bytes that can be read again from any place; only workbooks ask for that.
trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

/// A source that counts.
pub(super) struct Counted {
    bytes: Box<dyn Bytes>,
    progress: Progress,
}

impl Counted {
    pub(super) fn progress(&self) -> Progress {
        self.progress.clone()
    }

    fn new(bytes: impl Bytes + 'static, total: u64) -> Counted {
        Counted { bytes: Box::new(bytes), progress: Progress { read: Arc::default(), total } }
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.progress.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// A file on disk.
pub(super) fn file(path: &Path) -> Result<Counted, Refusal> {
    let shown = || path.display().to_string();
    let open = || {
        let file = File::open(path)?;
        let about = file.metadata()?;
        Ok((file, about))
    };
    match open() {
        Ok((_, about)) if about.is_dir() => Err(Refusal::Folder { path: shown() }),
        Ok((file, about)) => Ok(Counted::new(file, about.len())),
        Err(error) if is_missing(&error) => Err(Refusal::Missing { path: shown() }),
        Err(error) if error.kind() == io::ErrorKind::IsADirectory => Err(Refusal::Folder { path: shown() }),
        Err(error) => Err(Refusal::Unreadable { cause: error.to_string() }),
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// A file in memory.
pub(super) fn memory(bytes: Vec<u8>) -> Counted {
    let total = bytes.len() as u64;
    Counted::new(Cursor::new(bytes), total)
}
