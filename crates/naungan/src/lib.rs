//! The program people run, as a library: its commands, and the readers that tests and fuzzers call.

mod actions;
mod answer;
pub mod assess;
mod books;
pub mod commands;
pub mod demo;
mod describe;
mod difference;
pub mod law;
mod control;
mod nearest;
mod notation;
mod office;
mod page;
pub mod payroll;
mod question;
mod registry;
pub mod report;
mod runs;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod story;
mod text;
mod wire;
