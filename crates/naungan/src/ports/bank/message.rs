//! A message of the bank, an element at a time, on a leash.
//!
//! The text comes from outside: no element may be longer than a limit, none may nest deeper than one, and
//! nothing may be declared, so that no entity can unfold into gigabytes.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::events::Event;
use scheme::refusal::Refusal;

use super::answer::Place;

/// Answers to a million orders stay below.
const MESSAGE_BYTES_MAX: u64 = 4_000_000_000;
/// More answers than that are several messages.
const ANSWERS_MAX: u64 = 4_000_000;
/// The standard nests about fifteen deep.
const DEPTH_MAX: usize = 40;
/// A text of the standard has at most 500 letters; one event of a reader is hardly longer.
const EVENT_BYTES_MAX: usize = 64_000;
/// A text comes in a few pieces.
const TEXT_BYTES_MAX: usize = 4_000;

/// What a message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// pain.002: how orders stand.
    StatusReport,
    /// camt.054: what moved on the account.
    Notification,
}

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// An element begins.
    Begin,
    /// An element ends; its text is whole.
    End,
    /// The message is over.
    Over,
}

/// A message being read.
pub(super) struct Message<R: Read> {
    reader: quick_xml::Reader<Leash<R>>,
    buffer: Vec<u8>,
    kind: Kind,
    path: Vec<String>,
    /// How many names of the path stand above the message itself, with its own.
    above: usize,
    /// The element at the end of the path is over.
    ended: bool,
    said: String,
    currency: String,
    number: u64,
}

impl<R: Read> Message<R> {
    /// Reads up to the element that says what the message is.
    pub(super) fn open(input: R) -> Result<Message<R>, Refusal> {
        let inner = BufReader::with_capacity(1 << 16, input);
        let leash = Leash { inner, since: 0, whole: 0, line: 1, why: None };
        let mut reader = quick_xml::Reader::from_reader(leash);
        reader.config_mut().expand_empty_elements = true;
        let mut message = Message {
            reader,
            buffer: Vec::with_capacity(1024),
            kind: Kind::StatusReport,
            path: Vec::new(),
            above: 0,
            ended: false,
            said: String::new(),
            currency: String::new(),
            number: 0,
        };
        loop {
            if message.step()? == Step::Over {
                return Err(message.broken(
                    "tidak berisi CstmrPmtStsRpt atau BkToCstmrDbtCdtNtfctn",
                    "there is no CstmrPmtStsRpt or BkToCstmrDbtCdtNtfctn in it",
                ));
            }
            message.kind = match message.path.last().map(String::as_str) {
                Some("CstmrPmtStsRpt") => Kind::StatusReport,
                Some("BkToCstmrDbtCdtNtfctn") => Kind::Notification,
                _ => continue,
            };
            message.above = message.path.len();
            return Ok(message);
        }
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    /// The names of the elements from the message's own down to this one.
    pub(super) fn names<'m>(&'m self, names: &mut Vec<&'m str>) {
        names.clear();
        names.extend(self.path.iter().skip(self.above).map(String::as_str));
    }

    /// What stands in the element that ends.
    pub(super) fn text(&self) -> &str {
        self.said.trim()
    }

    /// The currency of the last amount.
    pub(super) fn currency(&self) -> &str {
        &self.currency
    }

    /// Where the next answer stands; refuses more of them than a message can have.
    pub(super) fn place(&mut self) -> Result<Place, Refusal> {
        self.number += 1;
        if self.number > ANSWERS_MAX {
            return Err(self.broken("terlalu banyak jawaban", "it has too many answers"));
        }
        Ok(Place { line: self.reader.get_ref().line, number: self.number })
    }

    /// How many answers there were.
    pub(super) fn count(&self) -> u64 {
        self.number
    }

    /// Reads on.
    pub(super) fn step(&mut self) -> Result<Step, Refusal> {
        if self.ended {
            self.path.pop();
            self.said.clear();
            self.ended = false;
        }
        loop {
            let step = self.event()?;
            if self.said.len() > TEXT_BYTES_MAX {
                let id = "salah satu teksnya terlalu panjang";
                return Err(self.broken(id, "one of its texts is too long"));
            }
            if self.path.len() > DEPTH_MAX {
                return Err(self.broken("bersarang terlalu dalam", "it nests too deep"));
            }
            match step {
                Some(Step::Over) if !self.path.is_empty() => {
                    return Err(self.broken("terpotong", "it is cut off"));
                }
                Some(step) => return Ok(step),
                None => {}
            }
        }
    }

    fn event(&mut self) -> Result<Option<Step>, Refusal> {
        self.buffer.clear();
        self.reader.get_mut().since = 0;
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Start(element)) => {
                let name = element.local_name().as_ref().to_owned();
                if name == "Amt" || name == "InstdAmt" {
                    let mut attributes = element.attributes().flatten();
                    let found = attributes.find(|found| found.key.local_name().as_ref() == "Ccy");
                    self.currency = found.map(|found| found.value.into_owned()).unwrap_or_default();
                }
                self.path.push(name);
                self.said.clear();
                Ok(Some(Step::Begin))
            }
            Ok(Event::End(_)) => {
                self.ended = true;
                Ok(Some(Step::End))
            }
            Ok(Event::Text(text)) => {
                self.said.push_str(&text.xml10_content());
                Ok(None)
            }
            Ok(Event::CData(text)) => {
                self.said.push_str(&text.xml10_content());
                Ok(None)
            }
            Ok(Event::GeneralRef(reference)) => {
                let name: &str = &reference;
                let plain = quick_xml::escape::resolve_predefined_entity(name).map(str::to_owned);
                let letter = || Some(reference.resolve_char_ref().ok()??.to_string());
                let Some(text) = plain.or_else(letter) else {
                    return Err(self.broken("memakai entitas", "it uses an entity"));
                };
                self.said.push_str(&text);
                Ok(None)
            }
            Ok(Event::DocType(_)) => Err(self.broken("mempunyai DOCTYPE", "it has a DOCTYPE")),
            Ok(Event::Eof) => Ok(Some(Step::Over)),
            Ok(_) => Ok(None),
            Err(error) => {
                let own = self.reader.get_ref().why;
                let said = error.to_string();
                let (id, en) = own.unwrap_or((&said, &said));
                Err(self.broken(id, en))
            }
        }
    }

    /// Says that it cannot be read, and where.
    pub(super) fn broken(&self, id: &str, en: &str) -> Refusal {
        let line = self.reader.get_ref().line;
        Refusal::new(
            "bank_answer",
            format!("baris {line}: bukan jawaban bank (pain.002 atau camt.054) yang dapat dibaca: {id}"),
            format!("line {line}: it is no answer of a bank (pain.002 or camt.054) that can be read: {en}"),
        )
    }
}

/// A reader that counts lines, and stops when too much is taken from it in one step or altogether.
struct Leash<R> {
    inner: BufReader<R>,
    /// Bytes taken since the step began.
    since: usize,
    whole: u64,
    line: u64,
    /// Why it stopped, in both languages.
    why: Option<(&'static str, &'static str)>,
}

impl<R: Read> Read for Leash<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl<R: Read> BufRead for Leash<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > EVENT_BYTES_MAX {
            self.why = Some(("salah satu teksnya terlalu panjang", "one of its texts is too long"));
        } else if self.whole > MESSAGE_BYTES_MAX {
            self.why = Some(("lebih besar dari 4 GB", "it is larger than 4 GB"));
        }
        match self.why {
            Some((_, why)) => Err(io::Error::other(why)),
            None => self.inner.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        let taken = self.inner.buffer().get(..count).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', taken).count() as u64;
        self.since += count;
        self.whole += count as u64;
        self.inner.consume(count);
    }
}
