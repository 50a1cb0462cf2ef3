//! What the institution's memory costs, each figure beside its yardstick from the same run: `cargo xtask
//! bench institution`.
//!
//! `MEMBERS`, `REGISTERED` and `SECONDS` in the environment make it smaller or larger; `FILL=address` only
//! fills a database, to look into a run with other tools.

mod child;
mod copies;
mod fill;
mod find;
mod pgbench;
mod postings;

use anyhow::Result;
use store::Address;

fn main() -> Result<()> {
    let members = setting("MEMBERS", 1_300_000);
    if let Ok(address) = std::env::var("FILL") {
        child::naungan(&address, &["found", "Bench", "--today", fill::TODAY])?;
        return fill::institution(&at(&address), members).map(drop);
    }
    let scratch = testing::sqlite::scratch();
    let server = testing::postgres::Server::durable()?;
    println!("run month, {members} members (ten wage earners to three self-employed) and a tenth of them");
    for (engine, small, large) in [
        ("PostgreSQL", server.database("small"), server.database("large")),
        (
            "SQLite",
            format!("{}/small.db", scratch.directory().display()),
            scratch.path().display().to_string(),
        ),
    ] {
        let tenth = month(engine, &small, members / 10)?;
        let whole = month(engine, &large, members)?;
        println!("  {engine:<11} ten times the members: {:.1} times the time", whole / tenth);
    }
    postings::figures(&server, setting("SECONDS", 15))?;
    find::figures(&server.database("people"), setting("REGISTERED", 10_000_000))?;
    find::figures(&format!("{}/people.db", scratch.directory().display()), setting("REGISTERED", 10_000_000))
}

/// One month of an institution: seconds of the run.
fn month(engine: &str, address: &str, members: i64) -> Result<f64> {
    child::naungan(address, &["found", "Bench", "--today", fill::TODAY])?;
    let filled = fill::institution(&at(address), members)?;
    let run = child::naungan(address, &["run", "month", fill::MONTH, "--today", fill::TODAY])?;
    let copied = copies::again(&at(address))?;
    let rows = copied.rows as f64;
    let (ours, alone) = (rows / run.seconds, rows / copied.seconds);
    println!(
        "  {engine:<11} {:>9} members, {:>7} payers: {:>6.2} s, {:>7.0} rows/s, {} MB; \
         the same {} rows by {} alone {:>7.0} rows/s: {:.2}",
        members,
        filled.payers,
        run.seconds,
        ours,
        run.memory_kb / 1024,
        copied.rows,
        copied.how,
        alone,
        ours / alone
    );
    Ok(run.seconds)
}

/// A database's address.
fn at(address: &str) -> Address {
    let Ok(address) = address.parse();
    address
}

/// A number from the environment.
fn setting(name: &str, default: i64) -> i64 {
    std::env::var(name).ok().and_then(|text| text.replace('_', "").parse().ok()).unwrap_or(default)
}
