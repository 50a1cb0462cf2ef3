//! `naungan assess` on a payroll of many rows beside only reading and writing those rows with the csv
//! library.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::people::number;
use crate::say;

const MONTH: &str = "2026-02";
const CLASSES: [&str; 5] = ["very_low", "low", "medium", "high", "very_high"];

/// Prints the figures for so many rows.
pub(crate) fn figures(rows: usize) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let input = folder.join("payroll.csv");
    let (copied, assessed) = (folder.join("copied.csv"), folder.join("assessed.csv"));
    println!("assess, {rows} rows of CSV");
    write_payroll(&input, rows).expect("room for a payroll");
    println!("  payroll of {} MB", fs::metadata(&input).map_or(0, |file| file.len() / 1_000_000));
    let copy_seconds = (0..2).map(|_| copy(&input, &copied)).fold(f64::INFINITY, f64::min);
    let (mut seconds, mut memory) = (f64::INFINITY, 0);
    for _ in 0..2 {
        let (once, peak) = run(&input, &assessed);
        seconds = seconds.min(once);
        memory = memory.max(peak);
    }
    say("reading and writing the rows with the csv library", copy_seconds, rows);
    say("naungan assess, a row a person with all programmes", seconds, rows);
    println!("  {:<58} {:>8.2}", "assess / csv library", seconds / copy_seconds);
    println!("  {:<58} {:>8} MB", "assess, peak memory", memory / 1_000);
    println!(
        "  {:<58} {:>8} MB",
        "rows written",
        fs::metadata(&assessed).map_or(0, |file| file.len() / 1_000_000)
    );
    for path in [input, copied, assessed] {
        let _ = fs::remove_file(path);
    }
}

/// Invented wage earners; their NIKs begin with 99.
fn write_payroll(path: &Path, rows: usize) -> std::io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(file, "NIK,Nama,KPJ,Segmen,Kelompok Risiko,Upah,Tanggal Lahir,Skala Usaha")?;
    for row in 0..rows {
        let x = number(row as u64);
        let (day, month, year) = (1 + x % 28, 1 + (x >> 8) % 12, 60 + (x >> 16) % 40);
        let place = row / 9_999;
        let serial = 1 + row % 9_999;
        writeln!(
            file,
            "99{place:04}{day:02}{month:02}{year:02}{serial:04},Pekerja {row},{kpj:011},\
             wage_earner,{class},{wage},19{year:02}-{month:02}-{day:02},medium",
            place = place % 10_000,
            kpj = x % 100_000_000_000,
            class = CLASSES[(x >> 40) as usize % 5],
            wage = 1_000_000 + x % 29_000_000,
        )?;
    }
    file.flush()
}

fn copy(from: &Path, to: &Path) -> f64 {
    let start = Instant::now();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(from).expect("the payroll");
    let mut writer = csv::Writer::from_path(to).expect("room for a copy");
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).expect("rows") {
        writer.write_byte_record(&record).expect("room for a copy");
    }
    writer.flush().expect("room for a copy");
    start.elapsed().as_secs_f64()
}

/// Seconds, and the peak of resident memory in kB.
fn run(input: &Path, out: &Path) -> (f64, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_naungan"))
        .args(["assess", "--month", MONTH, "--out"])
        .arg(out)
        .arg(input)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program");
    let mut peak = 0;
    loop {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        peak = peak.max(resident(&status));
        if let Some(status) = child.try_wait().expect("the program") {
            assert!(status.success(), "every row is worked out");
            return (start.elapsed().as_secs_f64(), peak);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The high-water mark that the kernel keeps.
fn resident(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|kb| kb.parse().ok()).unwrap_or(0)
}
