//! A pack of law: read, checked, fingerprinted, asked.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::check;
use crate::complaint::Complaint;
use crate::example::{self, Assumption, Example};
use crate::source::SourceFile;
use crate::tree::Tree;

/// The law of one jurisdiction, checked. Whoever holds one holds law without overlaps, unit errors or cycles.
#[derive(Clone, Debug)]
pub struct LawPack {
    files: Vec<SourceFile>,
    tree: Tree,
    examples: Vec<Example>,
    fingerprint: String,
}

impl LawPack {
    /// Reads and checks the files of a pack; all complaints at once, each with its place.
    ///
    /// Files may come in any order; the fingerprint does not depend on it.
    pub fn read(mut files: Vec<SourceFile>) -> Result<Self, Unreadable> {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        match check::check(&files) {
            Ok(checked) => {
                let fingerprint = fingerprint(&files);
                Ok(Self { files, tree: checked.tree, examples: checked.examples, fingerprint })
            }
            Err(complaints) => Err(Unreadable { files, complaints }),
        }
    }

    /// The checked rules.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The texts.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The examples, in the order of the files.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// Sixteen hexadecimal digits that change with any byte of the pack.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Reads `TABLE[KEY] VALUE` as a value to put in place of the law's.
    pub fn assumption(&self, text: &str) -> Result<Assumption, String> {
        example::assumption(text, &self.tree)
    }

    /// Where an assumption puts its value, as `TABLE[KEY]` in one form.
    pub fn place_of(&self, assumption: &Assumption) -> Option<String> {
        example::place_of(assumption, &self.tree)
    }

    /// The rules with values put in place of the law's; for examples and for asking "what if".
    pub fn assuming(&self, assumptions: &[Assumption]) -> Tree {
        example::assume(&self.tree, assumptions)
    }
}

/// Files that are not a pack, and why.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// The texts, for showing the places.
    pub files: Vec<SourceFile>,
    /// Every complaint.
    pub complaints: Vec<Complaint>,
}

impl Unreadable {
    /// All complaints as rustc would print them.
    pub fn render(&self, colour: bool) -> String {
        let shown: Vec<String> =
            self.complaints.iter().map(|complaint| complaint.render(&self.files, colour)).collect();
        shown.join("\n\n")
    }
}

/// Texts in the order of their paths; the folder a pack was read from does not count.
fn fingerprint(files: &[SourceFile]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update((file.text.len() as u64).to_le_bytes());
        hash.update(file.text.as_bytes());
    }
    hash.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
