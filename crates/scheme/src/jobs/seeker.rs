//! Somebody who looks for work, as far as it matters for that.

use super::Occupation;

/// What is wished and known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seeker {
    /// What the list calls her.
    pub id: String,
    /// Groups of occupations she would work in; the order says nothing.
    pub wishes: Vec<Occupation>,
    /// What she knows.
    pub skills: Vec<String>,
    /// The code of the province she lives in.
    pub province: Option<u8>,
    /// The wage of a month she asks for, in whole coins.
    pub wage: Option<i64>,
}
