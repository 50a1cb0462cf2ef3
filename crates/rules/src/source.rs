//! The texts of a pack, and places in them.

/// A file of a pack: its path inside the pack and its whole text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path inside the pack, with `/`, such as `id/facts.md`.
    pub path: String,
    /// The text, UTF-8.
    pub text: String,
}

/// A place in one file: bytes `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Index of the file in the pack.
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A place from byte offsets.
    pub fn new(file: usize, start: usize, end: usize) -> Self {
        Self { file: file as u32, start: start as u32, end: end as u32 }
    }

    /// The smallest place that holds both; both are in one file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text at this place.
    pub fn text(self, files: &[SourceFile]) -> &str {
        &files[self.file as usize].text[self.start as usize..self.end as usize]
    }

    /// Line and column, from 1, columns in characters.
    pub fn line_column(self, files: &[SourceFile]) -> (usize, usize) {
        let before = &files[self.file as usize].text[..self.start as usize];
        let line = before.matches('\n').count() + 1;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (line, before[line_start..].chars().count() + 1)
    }
}

/// A piece of text with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    /// The text, trimmed.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) span: Span,
}
