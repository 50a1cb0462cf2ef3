//! The payrolls of the fuzzer's seeds, and every one that once brought the reader down, on stable Rust.

use std::fs;
use std::path::Path;

#[path = "../../../../fuzz/src/payroll.rs"]
mod payroll;

#[test]
fn no_payroll_brings_the_reader_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/payroll");
    let mut count = 0;
    for seed in fs::read_dir(&folder).expect("there are seeds") {
        let path = seed.expect("a readable folder").path();
        // The name of the seed that fails stands above the panic.
        println!("{}", path.display());
        payroll::payroll(&fs::read(&path).expect("a seed can be read"));
        count += 1;
    }
    assert!(count >= 10, "there are seeds in {}", folder.display());
}
