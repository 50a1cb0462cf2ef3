//! Vacancies as somebody may publish them.

#![no_main]

#[path = "../src/vacancies.rs"]
mod vacancies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vacancies::vacancies(bytes));
