//! The rules of the house, as far as a program can see them. Each complaint names the place and what to do.

mod paths;
mod sizes;
mod sources;
mod walls;

use std::fmt;

use anyhow::{Result, ensure};

use crate::house::{self, File};

/// The functions that are still too long, each with the length it may not pass. It only ever gets shorter.
const RATCHET: &str = "xtask/ratchet.txt";

pub(crate) fn run() -> Result<()> {
    let files = house::files()?;
    let complaints = complaints(&files);
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    ensure!(complaints.is_empty(), "tidy: {} complaint(s)", complaints.len());
    println!("tidy: {} files, nothing to say", files.len());
    Ok(())
}

fn complaints(files: &[File]) -> Vec<Complaint> {
    let ratchet = files.iter().find(|file| file.path == RATCHET);
    let mut found = Vec::new();
    for file in files {
        found.extend(sources::check(file));
        found.extend(paths::check(file));
        found.extend(walls::check(file));
    }
    found.extend(sizes::check(files, ratchet));
    found
}

/// One thing to mend.
#[derive(Debug)]
struct Complaint {
    path: String,
    line: usize,
    what: String,
}

impl Complaint {
    fn new(file: &File, line: usize, what: impl Into<String>) -> Complaint {
        Complaint { path: file.path.clone(), line, what: what.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// Where a word stands by itself, not as a part of a longer one.
fn word_at(line: &str, word: &str) -> Option<usize> {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).map(|(at, _)| at).find(|&at| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
    })
}

/// A line of Rust without its comment. A `//` inside a string ends it too; then we look at less.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::{code, word_at};
    use crate::house::File;

    /// A file as the checks see it.
    pub(super) fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn words_stand_alone() {
        assert_eq!(word_at("a: f64,", "f64"), Some(3));
        assert_eq!(word_at("to_f64(x)", "f64"), None);
        assert_eq!(word_at("xf64 f64", "f64"), Some(5));
    }

    #[test]
    fn comments_are_not_code() {
        assert_eq!(code("let a = 1; // no f64"), "let a = 1; ");
    }
}
