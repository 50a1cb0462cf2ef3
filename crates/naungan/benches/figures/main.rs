//! Every figure of one run, each beside its yardstick: `cargo xtask bench`, or `cargo bench -p naungan`.
//!
//! `PEOPLE` and `ROWS` in the environment make it smaller or larger.

mod by_hand;
mod files;
mod in_columns;
mod people;
mod small;

use std::time::Instant;

fn main() {
    let people = setting("PEOPLE", 40_000_000);
    let pack = match naungan::law::pack(None) {
        Ok(pack) => pack,
        Err(error) => {
            eprintln!("{error:#}");
            std::process::exit(1);
        }
    };
    small::figures(&pack);
    in_columns::figures(&pack, people);
    if setting("ROWS", 10_000_000) > 0 {
        files::figures(setting("ROWS", 10_000_000));
    }
}

/// A number from the environment.
fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.replace('_', "").parse().ok()).unwrap_or(default)
}

/// Seconds of the best of three.
fn best(mut work: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..3 {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}

/// One line of the report.
fn say(what: &str, seconds: f64, count: usize) {
    println!("  {what:<58} {seconds:>8.3} s  {:>8.2} ns each", seconds * 1e9 / count as f64);
}
