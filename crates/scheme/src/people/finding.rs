//! Something that somebody should look at, and that stops nothing.

/// What was noticed, in both languages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// A name that stays the same for ever, for programs.
    pub code: &'static str,
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Finding {
    /// A finding in both languages.
    pub fn new(code: &'static str, id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, id: id.into(), en: en.into() }
    }
}
