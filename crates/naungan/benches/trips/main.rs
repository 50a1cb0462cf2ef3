//! A month of trips through the interface, in batches, while the counter is killed at random: every trip is
//! counted once. `cargo xtask bench trips`.
//!
//! `EVENTS`, `RIDERS` and `KILLS` in the environment make it smaller or larger.

mod told;

use anyhow::Result;
use told::{Plan, told};

fn main() -> Result<()> {
    let events = setting("EVENTS", 1_000_000);
    let riders = setting("RIDERS", 2_000);
    let server = testing::postgres::Server::durable()?;
    let calm = Plan { riders, events, batch: 10_000, clients: 2, kills: 0, calm: 4_000 };
    let came = told(&server.database("calm"), &calm)?;
    println!("{events} trips of {riders} riders, PostgreSQL, every commit on disk, 2 clients");
    println!("  in batches of 10,000                {:>8.1} s {:>10.0} a second", came.seconds, came.rate());
    let kills = setting("KILLS", 10);
    let came = told(&server.database("killed"), &Plan { kills, ..calm })?;
    println!(
        "  killed {:>2} times on the way          {:>8.1} s {:>10.0} a second",
        came.kills,
        came.seconds,
        came.rate()
    );
    println!(
        "  trips {}, put aside {}, asked {} times: every trip counted once",
        came.trips, came.amount, came.asked
    );
    Ok(())
}

/// A number from the environment.
fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.replace('_', "").parse().ok()).unwrap_or(default)
}
