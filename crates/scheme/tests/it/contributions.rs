//! Contributions: what is owed, billed, paid, corrected, penalised and lapsed under the law of Indonesia.

#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes snapshots with hashes")]

mod agree;
mod bills;
mod chance;
mod credit;
mod lapses;
mod late;
mod opened;
mod owed;
mod packed;
mod posted;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use base::{Day, Month};
use rules::{LawPack, SourceFile};
use scheme::contributions::{Bill, BillKind};
use scheme::law::Law;
use scheme::lines::Lines;

/// The law of Indonesia, read once.
pub(crate) fn pack() -> &'static LawPack {
    static PACK: OnceLock<LawPack> = OnceLock::new();
    PACK.get_or_init(|| {
        let mut files = Vec::new();
        let law = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/id");
        collect(&law, &law, &mut files);
        LawPack::read(files).unwrap_or_else(|unreadable| panic!("{}", unreadable.render(false)))
    })
}

/// The same, opened.
pub(crate) fn law() -> &'static Law<'static> {
    static LAW: OnceLock<Law<'static>> = OnceLock::new();
    LAW.get_or_init(|| Law::new(pack().tree()).expect("the pack has every name"))
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).expect("the law lies beside the crates") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let inside = path.strip_prefix(root).expect("it lies in the folder");
            let text = fs::read_to_string(&path).expect("law is text");
            files.push(SourceFile { path: inside.to_string_lossy().into_owned(), text });
        }
    }
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// `jkk.employer 100, jht.worker -20` as lines.
fn lines(text: &str) -> Lines {
    let mut lines = Lines::new();
    for part in text.split(", ").filter(|part| !part.is_empty()) {
        let (slot, amount) = part.split_once(' ').expect("a slot and an amount");
        lines.add(&slot.parse().expect("a slot"), amount.parse().expect("an amount"));
    }
    lines
}

/// `segment self_employed; income 1000000` as facts.
fn facts(text: &str) -> Vec<(String, String)> {
    let pairs = text.split("; ").filter_map(|part| part.split_once(' '));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn bill(month_of: &str, no: u32, text: &str, paid: i64) -> Bill {
    Bill { month: month(month_of), no, kind: BillKind::Contribution, due: None, lines: lines(text), paid }
}
