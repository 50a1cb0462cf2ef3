//! What a list of names costs, beside its yardsticks from the same run: `cargo xtask bench lists`.
//!
//! `ROWS` (lines of the list) and `MEMBERS` in the environment make it smaller or larger.

#[path = "../institution/child.rs"]
mod child;
mod checked;

use anyhow::Result;

fn main() -> Result<()> {
    let server = testing::postgres::Server::durable()?;
    checked::figures(&server.database("lists"), setting("ROWS", 100_000), setting("MEMBERS", 10_000_000))
}

/// A number from the environment.
fn setting(name: &str, default: i64) -> i64 {
    std::env::var(name).ok().and_then(|text| text.replace('_', "").parse().ok()).unwrap_or(default)
}
