//! Where a value comes from, who looked last, and how far to believe it.

use std::fmt;

use crate::calendar::Day;

/// How far a source is to be believed, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Confidence {
    /// The text itself was seen.
    A,
    /// Two sources agree.
    B,
    /// One source says so.
    C,
    /// From memory.
    D,
}

impl Confidence {
    /// Reads the letter; `None` if it is none of A to D.
    pub fn parse(letter: &str) -> Option<Confidence> {
        match letter {
            "A" => Some(Confidence::A),
            "B" => Some(Confidence::B),
            "C" => Some(Confidence::C),
            "D" => Some(Confidence::D),
            _ => None,
        }
    }

    /// The letter.
    pub const fn letter(self) -> char {
        match self {
            Confidence::A => 'A',
            Confidence::B => 'B',
            Confidence::C => 'C',
            Confidence::D => 'D',
        }
    }

    /// Whether an answer that rests on it has to say so.
    pub const fn is_uncertain(self) -> bool {
        matches!(self, Confidence::D)
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.letter())
    }
}

/// The instrument that orders something, and the day somebody last compared it with the source.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Citation {
    /// The instrument and its article in words, such as `PP 44/2015 art. 16`.
    pub instrument: String,
    /// The same in Indonesian, `PP 44/2015 Pasal 16`; empty where nobody has said it.
    pub in_indonesian: String,
    /// The day of the last comparison.
    pub checked: Day,
    /// How far the source is to be believed.
    pub confidence: Confidence,
}

/// As the law's files write it: `PP 44/2015 art. 16 · checked 2026-11-20 · B`.
impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Citation { instrument, checked, confidence, .. } = self;
        write!(f, "{instrument} · checked {checked} · {confidence}")
    }
}
