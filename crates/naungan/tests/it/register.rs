//! The register through its commands, on a file of SQLite and on PostgreSQL.

mod accounts;
mod keys;
mod mended;
mod statement;
mod told;

use std::path::Path;
use std::process::Command;

use testing::sqlite::{Scratch, scratch};

/// An institution of its own, with a place for files beside it.
pub(crate) struct Institution {
    /// The language it is spoken to in.
    lang: &'static str,
    address: String,
    files: Scratch,
}

/// The same on both engines, in English.
pub(crate) fn both(crediting: &str, today: &str, check: impl Fn(&Institution)) {
    unfounded("en", |institution| {
        institution.does(today, &format!("found Uji --crediting {crediting}"));
        check(institution);
    });
}

/// An empty place on both engines. What is to be seen is written anew from one of them: the other has to say
/// the same.
pub(crate) fn unfounded(lang: &'static str, check: impl Fn(&Institution)) {
    let writes = std::env::var_os("UPDATE_EXPECT").is_some();
    testing::both(|address| {
        if writes && !address.starts_with("sqlite:") {
            return;
        }
        check(&Institution { lang, address: address.to_owned(), files: scratch() });
    });
}

impl Institution {
    /// A file beside the keys.
    pub(crate) fn file(&self, name: &str, text: &str) {
        std::fs::write(self.files.directory().join(name), text).expect("a file can be written");
    }

    /// What a file beside the keys says.
    pub(crate) fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.files.directory().join(name)).expect("the file can be read")
    }

    /// What a command says on a day; complaints and an exit status other than 0 at the end.
    pub(crate) fn says(&self, today: &str, line: &str) -> String {
        let shown = self.raw(today, line);
        without_chance(&shown)
    }

    /// As it is said, codes and all.
    pub(crate) fn raw(&self, today: &str, line: &str) -> String {
        let keys = self.files.directory().join("keys");
        let output = Command::new(env!("CARGO_BIN_EXE_naungan"))
            .args(["--lang", self.lang, "--today", today, "--database", &self.address, "--keys"])
            .arg(&keys)
            .args(words(line))
            .current_dir(self.files.directory())
            .env("USER", "clerk")
            .env_remove("NAUNGAN_KEYS")
            .output()
            .expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
        let mut shown = text(output.stdout);
        let complaints = text(output.stderr);
        if !complaints.is_empty() {
            shown.push_str(&format!("complaints: {complaints}"));
        }
        match output.status.code() {
            Some(0) => shown,
            status => format!("{shown}exit status {}\n", status.unwrap_or(-1)),
        }
    }

    /// The same without the place of the database, which is another each time.
    pub(crate) fn without_place(&self, text: &str) -> String {
        text.replace(self.address.strip_prefix("sqlite:").unwrap_or(&self.address), "…")
    }

    /// Does a command that has to succeed.
    pub(crate) fn does(&self, today: &str, line: &str) -> String {
        let said = self.raw(today, line);
        assert!(!said.contains("exit status"), "`{line}` on {today}: {said}");
        said
    }

    /// A number in the JSON that a command answers with.
    pub(crate) fn number(&self, today: &str, line: &str, name: &str) -> i64 {
        let said = self.does(today, &format!("{line} --json"));
        let value: serde_json::Value = serde_json::from_str(&said).expect("the answer is JSON");
        value[name].as_i64().unwrap_or_else(|| panic!("no number {name} in {said}"))
    }

    /// Where the database is.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Where the scratch files are.
    pub(crate) fn directory(&self) -> &Path {
        self.files.directory()
    }
}

pub(crate) fn words(line: &str) -> Vec<String> {
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

/// Codes are made by chance and moments by the number of steps: eleven digits and times of day become `…`.
fn without_chance(text: &str) -> String {
    let mut shown = String::new();
    for piece in text.split_inclusive(|letter: char| !letter.is_ascii_digit()) {
        let digits = piece.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        shown.push_str(if digits.len() == 11 { "…" } else { digits });
        shown.push_str(&piece[digits.len()..]);
    }
    let mut whole = String::new();
    for (at, piece) in shown.split("T00:").enumerate() {
        let rest = piece.split_once('Z').filter(|_| at > 0).map(|(_, rest)| rest);
        whole.push_str(&rest.map_or_else(|| piece.to_owned(), |rest| format!("T…Z{rest}")));
    }
    let lines = whole.lines().map(|line| match line.strip_prefix("law ") {
        Some(_) => "law …\n".to_owned(),
        None if line.starts_with("  \"law\": ") => "  \"law\": …\n".to_owned(),
        None => format!("{}\n", without_card(line)),
    });
    lines.collect()
}

/// A masked card shows five digits by chance.
fn without_card(line: &str) -> String {
    let Some((before, after)) = line.split_once("KPJ ") else { return line.to_owned() };
    let card = after.split(|letter: char| letter.is_whitespace() || letter == ',').next().unwrap_or_default();
    format!("{before}KPJ …{}", &after[card.len()..])
}
