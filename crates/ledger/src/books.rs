//! Verification of all journals together, up to the first fault of each.

use crate::chain::{Chain, Fault, Wrong};
use crate::entry::Place;
use crate::journal::{Head, JOURNALS, follow};
use crate::text::{self, TextFault, Unread, Written};

/// All journals, as far as they have been read.
#[derive(Clone, Debug)]
pub struct Books {
    chains: Vec<Chain>,
    // Journals that have had their first fault; what they say afterwards proves nothing.
    lost: [bool; JOURNALS as usize],
    // Heads noted of journals that cannot be.
    strays: Vec<Head>,
}

/// What is wrong with an entry, of which perhaps nobody can say which it was.
pub(crate) type Blame = (Option<Place>, Wrong);

impl Default for Books {
    fn default() -> Books {
        Books::new()
    }
}

impl Books {
    /// Journals of which nothing has been read.
    pub fn new() -> Books {
        Books {
            chains: (0..JOURNALS).map(Chain::new).collect(),
            lost: [false; JOURNALS as usize],
            strays: Vec::new(),
        }
    }

    /// Somebody noted this head earlier: its journal must go at least so far, and say the same there.
    pub fn expect(&mut self, head: Head) {
        match self.chains.get_mut(usize::from(head.journal)) {
            Some(chain) => chain.expect(head),
            None => self.strays.push(head),
        }
    }

    /// Reads the next entry of a journal, as it is stored: place, text, fingerprint.
    ///
    /// `None` after a fault in the same journal; only the first is reported.
    pub fn next(&mut self, place: Place, text: &str, hash: &[u8; 32]) -> Result<Option<Written>, Fault> {
        let Place { journal, seq } = place;
        let Some(chain) = self.chains.get_mut(usize::from(journal)) else {
            return Err(Fault { journal, seq, what: Wrong::NoJournal(journal) });
        };
        let lost = &mut self.lost[usize::from(journal)];
        if *lost {
            return Ok(None);
        }
        let read = chain.next(seq, text, hash);
        *lost = read.is_err();
        read.map(Some)
    }

    /// What can only be said when all has been read: entries that take back those of other journals, and
    /// journals that end too early.
    pub fn finish(&mut self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut abroad: Vec<_> = self.chains.iter().flat_map(Chain::abroad).copied().collect();
        abroad.sort_by_key(|reversal| (reversal.known, reversal.place));
        for reversal in abroad {
            let Place { journal, seq } = reversal.place;
            let target = usize::from(reversal.target.journal);
            let judged = match self.chains.get_mut(target) {
                Some(chain) => chain.take_back(reversal.target, reversal.print),
                None => Err(Wrong::NothingReversed { target: reversal.target }),
            };
            let what = match judged {
                Ok(()) => continue,
                // It may stand beyond the other journal's fault, where nothing was read.
                Err(Wrong::NothingReversed { .. }) if self.lost.get(target) == Some(&true) => continue,
                Err(what) => what,
            };
            faults.push(Fault { journal, seq, what });
        }
        let standing = self.chains.iter().zip(self.lost).filter(|(_, lost)| !lost);
        faults.extend(standing.filter_map(|(chain, _)| chain.finish().err()));
        faults.extend(self.strays.iter().map(|head| {
            let Head { journal, seq, .. } = *head;
            Fault { journal, seq, what: Wrong::NoJournal(journal) }
        }));
        faults
    }

    /// The last entry of each journal that was found in order; journals without one are left out.
    pub fn heads(&self) -> impl Iterator<Item = &Head> {
        self.chains.iter().map(Chain::head).filter(|head| head.seq > 0)
    }

    /// Reads an entry of an export, which stands where its own text says.
    pub(crate) fn take(&mut self, text: &[u8], hash: &[u8; 32]) -> Result<Option<Written>, Blame> {
        let says = text::peek(text);
        let blame = match (std::str::from_utf8(text), says) {
            (Ok(text), Some(place)) => match self.read(place, text, hash) {
                Ok(written) => return Ok(written),
                Err(blame) => blame,
            },
            (Ok(text), None) => (None, unreadable(text)),
            (Err(fault), _) => {
                let line = text[..fault.valid_up_to()].split(|byte| *byte == b'\n').count();
                let what = Unread::Expected("UTF-8");
                (says, Wrong::Unreadable(Box::new(TextFault { line, what })))
            }
        };
        if says.is_some_and(|place| self.is_lost(place.journal)) {
            return Ok(None);
        }
        let blame = match self.claim(text, hash) {
            Some(place) if says != Some(place) => (Some(place), Wrong::Elsewhere { says }),
            _ => blame,
        };
        self.lose(blame.0);
        Err(blame)
    }

    /// An entry of an export that is not whole.
    pub(crate) fn torn(&mut self, text: &[u8], expected: &'static str) -> Option<Blame> {
        let says = text::peek(text);
        if says.is_some_and(|place| self.is_lost(place.journal)) {
            return None;
        }
        self.lose(says);
        Some((says, Wrong::Torn(expected)))
    }

    fn read(&mut self, place: Place, text: &str, hash: &[u8; 32]) -> Result<Option<Written>, Blame> {
        let Some(chain) = self.chains.get_mut(usize::from(place.journal)) else {
            return Err((None, Wrong::NoJournal(place.journal)));
        };
        if self.lost[usize::from(place.journal)] {
            return Ok(None);
        }
        chain.next(place.seq, text, hash).map(Some).map_err(|fault| (Some(fault.place()), fault.what))
    }

    /// The place an entry was chained at, if its text says another: the fingerprint follows in that journal,
    /// either as the text stands or with the place that is due there.
    fn claim(&self, text: &[u8], hash: &[u8; 32]) -> Option<Place> {
        let standing = self.chains.iter().zip(self.lost).filter(|(_, lost)| !lost);
        standing.map(|(chain, _)| chain).find_map(|chain| {
            let place = chain.due();
            let mut mended = format!("entry {} {} ", place.journal, place.seq).into_bytes();
            mended.extend_from_slice(text.get(mended.len()..)?);
            let before = &chain.head().hash;
            (follow(before, text) == *hash || follow(before, &mended) == *hash).then_some(place)
        })
    }

    fn is_lost(&self, journal: u16) -> bool {
        self.lost.get(usize::from(journal)) == Some(&true)
    }

    fn lose(&mut self, place: Option<Place>) {
        if let Some(lost) = place.and_then(|place| self.lost.get_mut(usize::from(place.journal))) {
            *lost = true;
        }
    }
}

fn unreadable(text: &str) -> Wrong {
    match text::read(text) {
        Err(fault) => Wrong::Unreadable(fault.into()),
        // `peek` reads no less than `read`.
        Ok(_) => Wrong::Hash,
    }
}
