//! Runs the program from the root of the repository and shows what came out.

use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::{Expect, ExpectFile};

/// Runs a command line, words apart by spaces save inside `'…'`, and compares all that a person sees.
pub(crate) fn check(line: &str, expected: &Expect) {
    expected.assert_eq(&run(line));
}

/// The same, for answers too long to stand beside the call.
pub(crate) fn check_seen(line: &str, expected: &ExpectFile) {
    expected.assert_eq(&run(line));
}

/// The answer, complaints after `complaints:`, and an exit status other than 0 at the end.
pub(crate) fn run(line: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_naungan"))
        .args(words(line))
        .current_dir(root())
        .output()
        .expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    let (out, complaints) = (text(output.stdout), text(output.stderr));
    let mut seen = without_fingerprints(&out);
    if !complaints.is_empty() {
        seen.push_str("complaints:\n");
        seen.push_str(&without_fingerprints(&complaints));
    }
    match output.status.code() {
        Some(0) => seen,
        status => format!("{seen}exit status {}\n", status.unwrap_or(-1)),
    }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, piece) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Fingerprints change with every letter of the law: sixteen digits become `…`.
fn without_fingerprints(text: &str) -> String {
    let is_digit = |c: char| c.is_ascii_hexdigit();
    let mut shown = String::new();
    for piece in text.split_inclusive(|c: char| !is_digit(c)) {
        let digits = piece.trim_end_matches(|c: char| !is_digit(c));
        let rest = &piece[digits.len()..];
        shown.push_str(if digits.len() == 16 { "…" } else { digits });
        shown.push_str(rest);
    }
    shown
}
