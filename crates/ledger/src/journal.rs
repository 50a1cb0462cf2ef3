//! Journals that only grow: each entry carries the fingerprint of the one before.

use base::Moment;
use sha2::{Digest as _, Sha256};

use crate::entry::{Entry, Place};
use crate::text;

/// How many journals there are, numbered from 0. Entries are spread over them so that writers seldom wait for
/// each other; each is a chain of its own.
pub const JOURNALS: u16 = 16;

/// The last entry of a journal, as far as the next one needs to know it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// The number of the journal.
    pub journal: u16,
    /// Its last entry, or 0.
    pub seq: u64,
    /// The fingerprint of the last entry, or zeros.
    pub hash: [u8; 32],
    /// When the last entry became known.
    pub known: Option<Moment>,
}

/// An entry in its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Posted {
    /// The number of the journal.
    pub journal: u16,
    /// Its number in the journal.
    pub seq: u64,
    /// When it became known; later than anything before it in the journal.
    pub known: Moment,
    /// What it says.
    pub entry: Entry,
    /// Its text, as it is chained, stored and exported.
    pub text: String,
    /// The fingerprint of the one before together with the text.
    pub hash: [u8; 32],
}

impl Posted {
    /// Where it stands.
    pub const fn place(&self) -> Place {
        Place { journal: self.journal, seq: self.seq }
    }
}

impl Head {
    /// A journal without an entry.
    pub const fn start(journal: u16) -> Head {
        Head { journal, seq: 0, hash: [0; 32], known: None }
    }

    /// Posts an entry. A clock that was set back does not set back what is known.
    ///
    /// Stops the program if the clock says a year outside the calendar: nobody could read such an entry.
    pub fn append(&mut self, entry: Entry, now: Moment) -> Posted {
        let known = now.after(self.known);
        assert!(known.day().is_some(), "the clock says {known}, which is outside the calendar");
        let place = Place { journal: self.journal, seq: self.seq + 1 };
        let text = text::write(place, known, &entry);
        let hash = follow(&self.hash, text.as_bytes());
        *self = Head { journal: self.journal, seq: place.seq, hash, known: Some(known) };
        Posted { journal: place.journal, seq: place.seq, known, entry, text, hash }
    }
}

/// The fingerprint of a text that follows another.
pub fn follow(previous: &[u8; 32], text: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(previous).chain_update(text).finalize().into()
}
