//! The words of the house, tried as tables.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod calendar;
mod cite;
mod compound;
mod dated;
mod exact;
mod id;
mod money;
mod rounding;
mod seed;
mod working_days;

/// The rows of a table in a text: what stands between bars, without empty lines.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = table.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| line.split('|').map(str::trim).collect())
}
