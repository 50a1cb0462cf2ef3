//! The program people run, as a library: its commands, and the readers that tests and fuzzers call.

pub mod assess;
pub mod commands;
pub mod law;
pub mod payroll;
pub mod report;
mod answer;
mod describe;
mod difference;
mod nearest;
mod notation;
mod page;
mod question;
mod text;
mod wire;
