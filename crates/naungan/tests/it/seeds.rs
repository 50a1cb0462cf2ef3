//! The fuzzer's seeds, and every input that once brought a reader down, on stable Rust.

use std::fs;
use std::path::Path;

use testing::Random;

#[path = "../../../../fuzz/src/bank.rs"]
mod bank;
#[path = "../../../../fuzz/src/payroll.rs"]
mod payroll;
#[path = "../../../../fuzz/src/vacancies.rs"]
mod vacancies;

/// Reads every seed of a target; there are at least so many.
fn check(target: &str, least: usize, read: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut count = 0;
    for seed in fs::read_dir(&folder).expect("there are seeds") {
        let path = seed.expect("a readable folder").path();
        // The name of the seed that fails stands above the panic.
        println!("{}", path.display());
        read(&fs::read(&path).expect("a seed can be read"));
        count += 1;
    }
    assert!(count >= least, "there are seeds in {}", folder.display());
}

#[test]
fn no_payroll_brings_the_reader_down() {
    check("payroll", 10, payroll::payroll);
}

/// Reads the seed cut, turned and doubled by chance: what a fuzzer does first, in a second.
fn bent(bytes: &[u8], read: fn(&[u8])) {
    let mut random = Random::new(bytes.len() as u64);
    for _ in 0..400 {
        let mut bytes = bytes.to_vec();
        for _ in 0..=random.below(4) {
            let (from, to) = (random.below(bytes.len() as u64 + 1), random.below(bytes.len() as u64 + 1));
            let (from, to) = (from.min(to) as usize, from.max(to) as usize);
            match random.below(4) {
                0 => bytes.truncate(to),
                1 => drop(bytes.drain(from..to)),
                2 => bytes.extend_from_within(from..to),
                _ if from < bytes.len() => bytes[from] = *random.pick(b"<>&;\"'[]{},.-0 9/aT\0\xff\n"),
                _ => {}
            }
        }
        read(&bytes);
    }
    read(bytes);
}

#[test]
fn no_answer_of_a_bank_brings_the_reader_down() {
    check("status_report", 5, |bytes| bent(bytes, bank::status_report));
    check("notification", 4, |bytes| bent(bytes, bank::notification));
}

#[test]
fn no_vacancy_brings_the_reader_down() {
    check("vacancies", 4, |bytes| bent(bytes, vacancies::vacancies));
}
