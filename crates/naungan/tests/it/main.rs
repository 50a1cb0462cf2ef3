//! What the program promises, as tables of what goes in and what comes out.

#![allow(
    clippy::needless_raw_string_hashes,
    reason = "snapshots are written by a program, always with one hash"
)]

mod assess;
mod bank;
mod claims;
mod counter;
mod demo;
mod explain;
mod explain_json;
mod hledger;
mod jobs;
mod kill;
mod law_commands;
mod lived;
mod paid_later;
mod partner;
mod payroll;
mod program;
mod published;
mod register;
mod seeds;
mod solidarity;
mod vacancies;
