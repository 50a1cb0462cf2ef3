//! The program people run, as a library: its commands, and the readers that tests and fuzzers call.

mod actions;
mod answer;
mod api;
mod approvals;
pub mod assess;
mod auth;
mod books;
pub mod commands;
pub mod demo;
mod describe;
mod difference;
mod jobs;
pub mod law;
mod control;
mod hex;
mod messages;
mod nearest;
mod notation;
mod office;
mod page;
mod pages;
pub mod payroll;
pub mod ports;
mod question;
mod registry;
mod reports;
pub mod report;
mod runs;
mod serve;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod story;
mod text;
mod views;
#[cfg(test)]
mod trial;
mod wire;
