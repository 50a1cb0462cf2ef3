//! The inside of a rule block.

#![no_main]

#[allow(dead_code, reason = "each target calls one of them")]
#[path = "../src/law.rs"]
mod law;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::formula(bytes));
