//! The program people run, as a library: its commands, and the readers that tests and fuzzers call.

mod answer;
pub mod assess;
pub mod commands;
mod describe;
mod difference;
pub mod law;
mod nearest;
mod notation;
mod page;
pub mod payroll;
mod question;
pub mod report;
mod text;
mod wire;
