//! Verification of one journal, entry by entry, up to the first fault.

use std::collections::HashSet;
use std::fmt;

use base::Moment;

use crate::entry::Place;
use crate::journal::{Head, follow};
use crate::text::{self, TextFault, Unread, Written};

/// A journal as far as it has been read and found in order.
///
/// It keeps eight bytes an entry, so that an entry that takes back an earlier one can be held against it.
#[derive(Clone, Debug)]
pub struct Chain {
    head: Head,
    noted: Vec<Head>,
    prints: Vec<u64>,
    reversed: HashSet<u64>,
    abroad: Vec<Abroad>,
}

/// An entry that takes back one of another journal; it can be judged when both have been read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Abroad {
    pub(crate) known: Moment,
    pub(crate) place: Place,
    pub(crate) target: Place,
    pub(crate) print: u64,
}

impl Chain {
    /// A journal of which nothing has been read.
    pub fn new(journal: u16) -> Chain {
        let (noted, prints, abroad) = (Vec::new(), Vec::new(), Vec::new());
        Chain { head: Head::start(journal), noted, prints, reversed: HashSet::new(), abroad }
    }

    /// The last entry that was found in order.
    pub const fn head(&self) -> &Head {
        &self.head
    }

    /// Somebody noted this head earlier: the journal must go at least so far, and say the same there.
    pub fn expect(&mut self, head: Head) {
        self.noted.push(head);
    }

    /// Reads the next entry: the number and the fingerprint it is stored under, and its text.
    ///
    /// After a fault the chain stands where it stood; nothing beyond a fault can be trusted.
    pub fn next(&mut self, seq: u64, text: &str, hash: &[u8; 32]) -> Result<Written, Fault> {
        let place = self.due();
        let fault = |what| Fault { journal: place.journal, seq: place.seq, what };
        if seq != place.seq {
            return Err(fault(Wrong::Gap { found: seq }));
        }
        if follow(&self.head.hash, text.as_bytes()) != *hash {
            return Err(fault(Wrong::Hash));
        }
        let written = match text::read(text) {
            Ok(written) => written,
            Err(wrong) if matches!(wrong.what, Unread::Refused(_)) => {
                return Err(fault(Wrong::Refused(wrong.into())));
            }
            Err(wrong) => return Err(fault(Wrong::Unreadable(wrong.into()))),
        };
        if written.place != place {
            return Err(fault(Wrong::Elsewhere { says: Some(written.place) }));
        }
        if self.head.known.is_some_and(|before| written.known <= before) {
            return Err(fault(Wrong::NotLater { known: written.known }));
        }
        if self.noted.iter().any(|noted| noted.seq == seq && noted.hash != *hash) {
            return Err(fault(Wrong::NotAsNoted));
        }
        let print = written.entry.print();
        if let Some(target) = written.entry.reverses() {
            if target.journal == place.journal {
                self.take_back(target, print).map_err(fault)?;
            } else {
                self.abroad.push(Abroad { known: written.known, place, target, print });
            }
        }
        self.prints.push(print);
        self.head = Head { journal: place.journal, seq, hash: *hash, known: Some(written.known) };
        Ok(written)
    }

    /// What is wrong when nothing more comes: a head that was noted has not been reached.
    pub fn finish(&self) -> Result<(), Fault> {
        let Place { journal, seq } = self.due();
        match self.noted.iter().map(|noted| noted.seq).max() {
            Some(last) if last >= seq => Err(Fault { journal, seq, what: Wrong::CutOff { last } }),
            _ => Ok(()),
        }
    }

    /// Where the next entry has to stand.
    pub(crate) const fn due(&self) -> Place {
        Place { journal: self.head.journal, seq: self.head.seq + 1 }
    }

    pub(crate) fn abroad(&self) -> &[Abroad] {
        &self.abroad
    }

    /// Notes that an entry of this journal is taken back by one with this print.
    pub(crate) fn take_back(&mut self, target: Place, print: u64) -> Result<(), Wrong> {
        let at = target.seq.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        let Some(original) = at.and_then(|at| self.prints.get(at)) else {
            return Err(Wrong::NothingReversed { target });
        };
        if original.wrapping_add(print) != 0 {
            return Err(Wrong::NotNegated { target });
        }
        if !self.reversed.insert(target.seq) {
            return Err(Wrong::ReversedTwice { target });
        }
        Ok(())
    }
}

/// The first entry of a journal that is not in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The number of the journal.
    pub journal: u16,
    /// The number of the entry in it.
    pub seq: u64,
    /// What is wrong.
    pub what: Wrong,
}

impl Fault {
    /// Where it is.
    pub const fn place(&self) -> Place {
        Place { journal: self.journal, seq: self.seq }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}: {}", self.place(), self.what)
    }
}

impl std::error::Error for Fault {}

/// What can be wrong with an entry in its journal, in order of precedence.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Wrong {
    /// In an export: the entry or its fingerprint is not whole.
    #[error("expected {0}")]
    Torn(&'static str),
    /// There are no more journals than that.
    #[error("there is no journal {0}")]
    NoJournal(u16),
    /// Another entry stands in its place.
    #[error("it is not there: {found} stands in its place")]
    Gap {
        /// The number of the other.
        found: u64,
    },
    /// The text, the fingerprint or the one before has been changed.
    #[error("its fingerprint does not follow from the entry before and its text")]
    Hash,
    /// It is chained here, and its text says that it stands elsewhere.
    #[error("its text says that it stands {}", stands(*.says))]
    Elsewhere {
        /// Where, if that can be read.
        says: Option<Place>,
    },
    /// The text is not one of an entry.
    #[error("its text cannot be read: {0}")]
    Unreadable(Box<TextFault>),
    /// The text can be read and breaks the rules of entries.
    #[error("its text is not an entry: {0}")]
    Refused(Box<TextFault>),
    /// It did not become known after the one before.
    #[error("it became known at {known}, which is not after the entry before")]
    NotLater {
        /// When, as it says.
        known: Moment,
    },
    /// Somebody noted another fingerprint for it.
    #[error("its fingerprint is not the one that was noted")]
    NotAsNoted,
    /// It takes back what is not there before it.
    #[error("it takes back {target}, which is not there")]
    NothingReversed {
        /// What it names.
        target: Place,
    },
    /// It does not negate what it takes back.
    #[error("it takes back {target} with other lines")]
    NotNegated {
        /// What it names.
        target: Place,
    },
    /// It takes back what was taken back before.
    #[error("it takes back {target}, which was taken back before")]
    ReversedTwice {
        /// What it names.
        target: Place,
    },
    /// The journal ends before it.
    #[error("it is not there: the journal was noted to go on to {last}")]
    CutOff {
        /// The last entry that was noted.
        last: u64,
    },
}

fn stands(says: Option<Place>) -> String {
    says.map_or("nowhere".to_owned(), |place| format!("at {place}"))
}
