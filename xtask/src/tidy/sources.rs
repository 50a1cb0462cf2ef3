//! What a Rust file says: its first line, words that may not stay, and things a crate must not reach for.

use super::{Complaint, code, word_at};
use crate::house::File;

/// Marks of unfinished work. Split, so that this file does not complain about itself.
const UNFINISHED: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

/// Who is handed what it needs, so that an answer can be given again in ten years; tests may look around.
const SECLUDED: &[&str] = &[
    "crates/base/src/",
    "crates/rules/src/",
    "crates/ledger/src/",
    "crates/print/src/",
    "crates/scheme/src/",
];

/// What a crate must never see, and what to do instead.
const BANNED: [Ban; 4] = [
    Ban {
        below: &["crates/base/src/", "crates/base/tests/"],
        words: &["f32", "f64"],
        instead: "money and rates are exact: use whole units and fractions",
    },
    Ban {
        below: SECLUDED,
        words: &["std::time", "SystemTime", "Instant", "Zoned::now", "Timestamp::now"],
        instead: "no clock here: take the day as an argument",
    },
    Ban {
        below: SECLUDED,
        words: &["std::fs", "std::env", "File::open"],
        instead: "no files here: take the text as an argument",
    },
    Ban {
        below: SECLUDED,
        words: &["std::net", "std::process"],
        instead: "no outside world here: leave it to the caller",
    },
];

struct Ban {
    below: &'static [&'static str],
    words: &'static [&'static str],
    instead: &'static str,
}

pub(super) fn check(file: &File) -> Vec<Complaint> {
    let mut found = Vec::new();
    if file.ends_with(&[".rs"]) {
        found.extend(first_line(file));
        found.extend(banned(file));
        found.extend(grouped_imports(file));
    }
    if file.ends_with(&[".rs", ".py", ".sh", ".html", ".js", ".css", ".sql"]) {
        found.extend(unfinished(file));
    }
    found
}

fn first_line(file: &File) -> Option<Complaint> {
    let says_what_for = file.text.starts_with("//! ");
    (!says_what_for)
        .then(|| Complaint::new(file, 1, "begin with `//!` and a sentence on what the file is for"))
}

fn unfinished(file: &File) -> Vec<Complaint> {
    let mut found = Vec::new();
    for (number, line) in file.lines() {
        for word in UNFINISHED {
            let Some(at) = word_at(line, word) else {
                continue;
            };
            let rest = line[at + word.len()..].trim_start_matches(['(', ' ']);
            let issue =
                rest.strip_prefix('#').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            if !issue {
                found.push(Complaint::new(
                    file,
                    number,
                    format!("{word} without the number of an issue: {word}(#12)"),
                ));
            }
        }
    }
    found
}

fn banned(file: &File) -> Vec<Complaint> {
    let mut found = Vec::new();
    for ban in BANNED.iter().filter(|ban| ban.below.iter().any(|below| file.path.starts_with(below))) {
        for (number, line) in file.lines() {
            for word in ban.words.iter().filter(|word| word_at(code(line), word).is_some()) {
                found.push(Complaint::new(file, number, format!("`{word}`: {}", ban.instead)));
            }
        }
    }
    found
}

/// `use std::{fs, time}` would slip past a look for `std::fs`.
fn grouped_imports(file: &File) -> Vec<Complaint> {
    let guarded = SECLUDED.iter().any(|below| file.path.starts_with(below));
    let grouped = file.lines().filter(|(_, line)| guarded && code(line).contains("use std::{"));
    grouped
        .map(|(number, _)| {
            Complaint::new(file, number, "one `use` a module of std, so that each can be seen")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::{UNFINISHED, check};

    fn complaints(path: &str, text: &str) -> Vec<String> {
        check(&file(path, text)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_first_line_says_what_for() {
        assert_eq!(complaints("crates/rules/src/a.rs", "//! What for.\nfn a() {}\n"), [""; 0]);
        assert_eq!(complaints("crates/rules/src/a.rs", "fn a() {}\n").len(), 1);
        assert_eq!(complaints("crates/rules/src/a.rs", "//!\nfn a() {}\n").len(), 1);
    }

    #[test]
    fn unfinished_work_names_its_issue() {
        for word in UNFINISHED {
            let with = format!("//! A.\n// {word}(#12): later\n// {word} #7\n// {word}S\n");
            assert_eq!(complaints("a.rs", &with), [""; 0]);
            let without = format!("//! A.\n// {word}: later\n");
            let expected = format!("a.rs:2: {word} without the number of an issue: {word}(#12)");
            assert_eq!(complaints("a.rs", &without), [expected]);
        }
    }

    #[test]
    fn no_floats_in_base_and_only_there() {
        let text = "//! A.\n/// Not an f64.\nfn a(b: f64) {}\n";
        let expected =
            "crates/base/src/a.rs:3: `f64`: money and rates are exact: use whole units and fractions";
        assert_eq!(complaints("crates/base/src/a.rs", text), [expected]);
        assert_eq!(complaints("crates/rules/src/a.rs", text), [""; 0]);
    }

    #[test]
    fn no_clock_and_no_files_where_answers_are_given() {
        let text = "//! A.\nuse std::time::Instant;\nuse std::fs;\nuse std::{env, net};\n";
        for secluded in ["base", "rules", "ledger", "scheme"] {
            assert_eq!(complaints(&format!("crates/{secluded}/src/a.rs"), text).len(), 4, "{secluded}");
            assert_eq!(complaints(&format!("crates/{secluded}/tests/it/main.rs"), text), [""; 0]);
        }
        for open in ["store", "naungan", "testing"] {
            assert_eq!(complaints(&format!("crates/{open}/src/a.rs"), text), [""; 0]);
        }
    }
}
