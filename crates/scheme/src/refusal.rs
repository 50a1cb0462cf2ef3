//! A lawful "no": what is refused, in words a person can read, and the provision that says so.

use std::fmt;

use base::Citation;

/// Why something is not done, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// A name that stays the same for ever, for programs.
    pub code: &'static str,
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
    /// The provision, where it is law and not the order of the books.
    pub citation: Option<Citation>,
}

impl Refusal {
    /// A refusal in both languages, on no provision.
    pub fn new(code: &'static str, id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, id: id.into(), en: en.into(), citation: None }
    }

    /// The same, with the provision that orders it.
    #[must_use]
    pub fn under(self, citation: Option<&Citation>) -> Self {
        Self { citation: citation.cloned(), ..self }
    }
}

/// In English, with the provision behind it.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)?;
        match &self.citation {
            Some(citation) => write!(f, " ({})", citation.instrument),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refusal {}
