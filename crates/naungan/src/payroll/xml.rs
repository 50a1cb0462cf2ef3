//! The parts of a workbook as XML, on a leash.
//!
//! A few kilobytes of ZIP can unpack to gigabytes of one endless text. The leash ends the reading when one
//! element grows longer than a row may be.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base::limit::LINE_BYTES_MAX;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};

use super::limit::{CHUNK_BYTES, UNPACKED_BYTES_MAX, UNPACKED_BYTES_MIN, UNPACKED_TIMES_MAX};
use super::refusal::{Refusal, WorkbookFault};

/// How much all parts of a workbook may still unpack to: a hundred sheets of nothing are no less than one.
#[derive(Clone)]
pub(super) struct Meter(Arc<AtomicU64>);

impl Meter {
    /// For a workbook of so many bytes.
    pub(super) fn of(bytes: u64) -> Meter {
        let most = bytes.saturating_mul(UNPACKED_TIMES_MAX).clamp(UNPACKED_BYTES_MIN, UNPACKED_BYTES_MAX);
        Meter(Arc::new(AtomicU64::new(most)))
    }
}

/// A reader that is counted.
struct Metered<R> {
    inner: R,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let left = self.meter.0.load(Ordering::Relaxed);
        match left.checked_sub(count as u64) {
            Some(left) => self.meter.0.store(left, Ordering::Relaxed),
            None => return Err(io::Error::other(SWOLLEN[1])),
        }
        Ok(count)
    }
}

/// A part being read.
pub(super) struct Part<R> {
    reader: quick_xml::Reader<Leash<R>>,
    buffer: Vec<u8>,
    name: String,
}

/// What a part says next, as far as a payroll is concerned.
pub(super) enum Said<'a> {
    /// An element begins; an empty one begins and ends.
    Begin(BytesStart<'a>),
    /// An element ends.
    End(BytesEnd<'a>),
    /// Text, unescaped.
    Text(Cow<'a, str>),
    /// Nothing of interest.
    Other,
    /// The part is over.
    Over,
}

impl<R: Read> Part<R> {
    pub(super) fn new(part: R, name: &str, meter: &Meter) -> Part<R> {
        let part = Metered { inner: part, meter: meter.clone() };
        let leash = Leash { inner: BufReader::with_capacity(CHUNK_BYTES, part), since: 0 };
        let mut reader = quick_xml::Reader::from_reader(leash);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Part { reader, buffer: Vec::with_capacity(1024), name: name.to_owned() }
    }

    /// Reads on by one step.
    pub(super) fn read(&mut self) -> Result<Said<'_>, Refusal> {
        self.buffer.clear();
        self.reader.get_mut().since = 0;
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Start(element)) => Ok(Said::Begin(element)),
            Ok(Event::End(element)) => Ok(Said::End(element)),
            Ok(Event::Text(text)) => Ok(Said::Text(text.xml10_content())),
            Ok(Event::CData(text)) => Ok(Said::Text(text.xml10_content())),
            Ok(Event::GeneralRef(reference)) => Ok(Said::Text(resolved(&reference).into())),
            Ok(Event::Eof) => Ok(Said::Over),
            Ok(_) => Ok(Said::Other),
            Err(error) => Err(broken(&self.name, unreadable(&error))),
        }
    }

    /// Says that the part is not as it should be.
    pub(super) fn broken(&self, why: [String; 2]) -> Refusal {
        broken(&self.name, why)
    }
}

/// A part of the workbook that cannot be read, and why.
pub(super) fn broken(part: &str, why: [String; 2]) -> Refusal {
    Refusal::Workbook(WorkbookFault::Broken { part: part.to_owned(), why })
}

/// What stops a part that unpacks without end, and a text without end.
const SWOLLEN: [&str; 2] = [
    "isinya jauh lebih besar dari buku kerja seukuran ini",
    "it unpacks to far more than a workbook of its size",
];
const LONG: [&str; 2] = ["salah satu teksnya lebih dari 1 MiB", "one of its texts is longer than 1 MiB"];

/// What a library says in English only: the details are for whoever made the program that wrote the file.
pub(super) fn unreadable(error: &dyn std::error::Error) -> [String; 2] {
    let en = error.to_string();
    let own = [SWOLLEN, LONG].into_iter().find(|known| en.contains(known[1]));
    [own.map_or("bagian ini tidak dapat dibaca", |known| known[0]).to_owned(), en]
}

/// The attribute of this name, whatever its prefix.
pub(super) fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let bears = |attribute: &Attribute<'_>| attribute.key.local_name().as_ref() == name;
    element.attributes().flatten().find(bears).map(|attribute| attribute.value)
}

/// What `&amp;` and `&#233;` stand for; an unknown reference stands for itself.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.to_string();
    }
    let name: &str = reference;
    quick_xml::escape::resolve_predefined_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

/// A reader that stops when too much is taken from it in one step.
struct Leash<R> {
    inner: BufReader<Metered<R>>,
    /// Bytes taken since the step began.
    since: usize,
}

impl<R: Read> Read for Leash<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl<R: Read> BufRead for Leash<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > LINE_BYTES_MAX {
            return Err(io::Error::other(LONG[1]));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.since += count;
        self.inner.consume(count);
    }
}
