//! What claims cost, each figure beside its yardstick from the same run: `cargo xtask bench claims`.
//!
//! `PENSIONERS`, `CLAIMS` and `DEATHS` in the environment make it smaller or larger.

mod assessed;
#[path = "../institution/child.rs"]
mod child;
mod death;
mod payroll;

use anyhow::Result;

fn main() -> Result<()> {
    assessed::figures(setting("CLAIMS", 20_000))?;
    let server = testing::postgres::Server::durable()?;
    death::figures(&server.database("death"), setting("DEATHS", 5))?;
    let pensioners = setting("PENSIONERS", 1_000_000);
    payroll::figures(&server.database("tenth"), pensioners / 10)?;
    payroll::figures(&server.database("payroll"), pensioners)
}

/// A number from the environment.
fn setting(name: &str, default: i64) -> i64 {
    std::env::var(name).ok().and_then(|text| text.replace('_', "").parse().ok()).unwrap_or(default)
}
