//! Each fuzz target for a while. cargo-fuzz keeps the input of a crash under `fuzz/artifacts/`.

use anyhow::{Result, ensure};

use crate::house::{must, output, program, root};

const MISSING: &str = "\
could not find nightly Rust with cargo-fuzz. Install both with
    rustup toolchain install nightly --profile minimal
    cargo install --locked cargo-fuzz";

pub(crate) fn run(seconds: u32) -> Result<()> {
    ensure!(root().join("fuzz/Cargo.toml").exists(), "there is no fuzz/Cargo.toml");
    let listed = output("cargo", &["+nightly", "fuzz", "list"]);
    ensure!(listed.is_ok(), MISSING);
    for target in listed?.lines() {
        println!("{target}, {seconds} s");
        let limit = format!("-max_total_time={seconds}");
        must(program("cargo", &["+nightly", "fuzz", "run", target, "--", &limit]))?;
    }
    Ok(())
}
