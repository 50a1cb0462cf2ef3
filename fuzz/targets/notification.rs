//! A bank's answer as somebody may send it.

#![no_main]

#[allow(dead_code, reason = "each target calls one of them")]
#[path = "../src/bank.rs"]
mod bank;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bank::notification(bytes));
