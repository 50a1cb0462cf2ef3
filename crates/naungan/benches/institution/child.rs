//! The program itself as a child, with the time it takes and the memory it needs.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

/// What a command took.
pub(crate) struct Took {
    pub(crate) seconds: f64,
    /// The most it ever held, by the kernel's own mark.
    pub(crate) memory_kb: u64,
}

/// Runs the program on a database.
pub(crate) fn naungan(address: &str, words: &[&str]) -> Result<Took> {
    let start = Instant::now();
    let keys = std::env::temp_dir().join("naungan-bench.keys");
    let mut child = Command::new(env!("CARGO_BIN_EXE_naungan"))
        .args(words)
        .env("DATABASE_URL", address)
        .arg("--keys")
        .arg(&keys)
        .stdout(Stdio::null())
        .spawn()?;
    let status_file = format!("/proc/{}/status", child.id());
    let (most, over) = (AtomicU64::new(0), AtomicBool::new(false));
    let status = thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                most.fetch_max(high_water(&status_file), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(10));
            }
        });
        let status = child.wait();
        over.store(true, Ordering::Relaxed);
        status
    })?;
    ensure!(status.success(), "naungan {} ended with {status}", words.join(" "));
    Ok(Took { seconds: start.elapsed().as_secs_f64(), memory_kb: most.load(Ordering::Relaxed) })
}

fn high_water(status: &str) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
