//! The yardstick of postings: PostgreSQL's own benchmark on the same server.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use testing::postgres::Server;

/// As many clients as ours.
pub(crate) const CLIENTS: &str = "4";

/// Transactions a second of its TPC-B-like mix.
pub(crate) fn rate(server: &Server, seconds: i64) -> Result<f64> {
    let address = server.database("pgbench");
    let socket = |key: &str| {
        let word = address.split_whitespace().find_map(|word| word.strip_prefix(key));
        word.map(|word| word.trim_matches('\'').to_owned())
    };
    let call = |words: &[&str]| -> Result<String> {
        let mut command = Command::new(program("pgbench")?);
        command.args(["-h", &socket("host=").context("no socket")?]);
        command.args(["-U", &socket("user=").unwrap_or_else(|| "postgres".to_owned())]);
        if let Some(port) = socket("port=") {
            command.args(["-p", &port]);
        }
        command.args(words).arg(socket("dbname=").context("no database")?);
        let output = command.output()?;
        ensure!(output.status.success(), "pgbench: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    call(&["-i", "-q", "-s", "10"])?;
    let text = call(&["-c", CLIENTS, "-j", "2", "-T", &seconds.to_string()])?;
    let line = text.lines().find_map(|line| line.strip_prefix("tps = ")).context("pgbench gave no rate")?;
    Ok(line.split_whitespace().next().context("pgbench gave no rate")?.parse()?)
}

/// Where Debian keeps the server's own programs.
fn program(name: &str) -> Result<std::path::PathBuf> {
    let mut places: Vec<std::path::PathBuf> = std::fs::read_dir("/usr/lib/postgresql")?
        .flatten()
        .map(|entry| entry.path().join("bin").join(name))
        .collect();
    places.sort();
    places.retain(|place| place.exists());
    places.pop().with_context(|| format!("{name} is not installed: apt-get install postgresql"))
}
