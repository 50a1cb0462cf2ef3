//! The seeds of the fuzzers, and every input that once brought a reader down, on stable Rust.

use std::fs;
use std::path::Path;

use crate::packs;

#[path = "../../../../fuzz/src/law.rs"]
mod law;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let seeds = packs::entries(&folder);
    assert!(seeds.len() >= 10, "there are seeds in {}", folder.display());
    for seed in seeds {
        // The name of the seed that fails stands above the panic.
        println!("{}", seed.display());
        run(&fs::read(&seed).expect("a seed can be read"));
    }
}

#[test]
fn no_file_of_law_brings_the_reader_down() {
    replay("provision", law::provision);
}

#[test]
fn no_rule_brings_the_reader_down() {
    replay("formula", law::formula);
}
