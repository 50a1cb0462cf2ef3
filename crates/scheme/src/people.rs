//! People: who somebody is, who belongs to the family, and which numbers are one person.

use base::id::Sex;
use base::{Day, Moment, Nik};

use crate::id::PersonId;

mod address;
mod correct;
mod death;
mod duplicates;
mod family;
mod finding;
pub mod merge;
mod name;
mod register;

pub use address::address_key;
pub use correct::{Correction, correct};
pub use death::{day_of_death, died, not_dead};
pub use duplicates::{Duplicate, LIKELY, Likeness, candidates};
pub use family::{Relative, add_relative, end_relation};
pub use finding::Finding;
pub use name::name_key;
pub use register::{Register, Registration, invented, register};

/// What tells a person from others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// The population number.
    pub nik: Nik,
    /// The name as on the card.
    pub name: String,
    /// The mother's name, where it is known.
    pub mother: Option<String>,
    /// The date of birth as stated; the NIK may say another.
    pub birth_date: Day,
    /// The sex as stated.
    pub sex: Sex,
    /// A telephone number.
    pub phone: Option<String>,
}

/// An identity as it became known. A correction is a further record; the old ones are kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdentityRecord {
    /// Whose.
    pub person: PersonId,
    /// What was known.
    pub identity: Identity,
    /// Since when.
    pub known: Moment,
}
