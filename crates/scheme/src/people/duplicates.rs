//! Who of those already registered may be the same person, and why.

use base::{Day, Nik};

use super::{Identity, name_key};
use crate::id::PersonId;

/// Why two may be one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Likeness {
    /// The same NIK.
    SameNik,
    /// The same name and date of birth.
    NameAndBirth,
    /// The same name and mother's name.
    NameAndMother,
    /// A NIK with one digit changed, or two neighbours exchanged.
    NearNik,
}

impl Likeness {
    /// How much it tells, out of a hundred; what is alike in two ways adds up.
    pub const fn points(self) -> u32 {
        match self {
            Likeness::SameNik => 100,
            Likeness::NameAndBirth => 60,
            Likeness::NameAndMother => 50,
            Likeness::NearNik => 40,
        }
    }

    /// The name for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Likeness::SameNik => "same_nik",
            Likeness::NameAndBirth => "name_and_birth",
            Likeness::NameAndMother => "name_and_mother",
            Likeness::NearNik => "near_nik",
        }
    }
}

/// From here on nobody registers without saying that it is another person. One likeness short of the NIK is
/// not enough: among many millions, a common name and a date of birth meet by chance every day.
pub const LIKELY: u32 = 90;

/// Somebody registered who may be the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duplicate {
    /// Who.
    pub person: PersonId,
    /// Why.
    pub reasons: Vec<Likeness>,
}

impl Duplicate {
    /// How likely, from 1 to 100.
    pub fn score(&self) -> u32 {
        self.reasons.iter().map(|reason| reason.points()).sum::<u32>().min(100)
    }
}

/// Those of the known who may be the same, the likeliest first.
pub fn candidates(identity: &Identity, known: &[(PersonId, Identity)]) -> Vec<Duplicate> {
    let own = Key::of(identity);
    let alike = known
        .iter()
        .map(|(person, other)| Duplicate { person: *person, reasons: own.alike(&Key::of(other)) });
    let mut alike: Vec<Duplicate> = alike.filter(|duplicate| !duplicate.reasons.is_empty()).collect();
    alike.sort_by_key(|duplicate| (std::cmp::Reverse(duplicate.score()), duplicate.person));
    alike
}

struct Key {
    nik: Nik,
    name: String,
    mother: Option<String>,
    birth_date: Day,
}

impl Key {
    fn of(identity: &Identity) -> Self {
        let mother = identity.mother.as_deref().map(name_key).filter(|key| !key.is_empty());
        Self { nik: identity.nik, name: name_key(&identity.name), mother, birth_date: identity.birth_date }
    }

    fn alike(&self, other: &Key) -> Vec<Likeness> {
        let name = self.name == other.name;
        let found = [
            (Likeness::SameNik, self.nik == other.nik),
            (Likeness::NameAndBirth, name && self.birth_date == other.birth_date),
            (Likeness::NameAndMother, name && self.mother.is_some() && self.mother == other.mother),
            (Likeness::NearNik, is_near(self.nik, other.nik)),
        ];
        found.into_iter().filter(|(_, is_so)| *is_so).map(|(likeness, _)| likeness).collect()
    }
}

/// One digit changed, or two neighbours exchanged: a slip of the hand.
fn is_near(one: Nik, other: Nik) -> bool {
    let (one, other) = (one.to_string().into_bytes(), other.to_string().into_bytes());
    let differ: Vec<usize> = (0..one.len().min(other.len())).filter(|at| one[*at] != other[*at]).collect();
    match *differ.as_slice() {
        [_] => true,
        [a, b] => b == a + 1 && one[a] == other[b] && one[b] == other[a],
        _ => false,
    }
}
