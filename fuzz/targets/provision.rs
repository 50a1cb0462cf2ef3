//! A file of law as somebody may write it.

#![no_main]

#[allow(dead_code, reason = "each target calls one of them")]
#[path = "../src/law.rs"]
mod law;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::provision(bytes));
