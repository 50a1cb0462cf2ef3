//! A payroll as somebody may send it.

#![no_main]

#[path = "../src/payroll.rs"]
mod payroll;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| payroll::payroll(bytes));
