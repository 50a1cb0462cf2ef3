//! How long the payroll reader takes, beside the `csv` library reading the same rows and keeping nothing.
//!
//! `cargo run --release -p naungan --example read_speed -- 10000000`, with the number of rows, and
//! `Plain` or `Quoted` if only one style is wanted. The file lies in the
//! system's temporary folder while it is read, and is removed afterwards. Everybody in it is invented.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use naungan::payroll::{Batch, Field, FieldKind, Payroll, Refusal};

/// Each reader has so many tries, and the shortest counts.
const TRIES: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rows: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |rows| rows.parse())?;
    let only = std::env::args().nth(2);
    for style in [Style::Plain, Style::Quoted] {
        if only.as_ref().is_some_and(|only| *only != format!("{style:?}")) {
            continue;
        }
        let file = Temporary::write(rows, style)?;
        let library = shortest(|| library(&file.path))?;
        let reader = shortest(|| reader(&file.path))?;
        let ratio = reader.as_secs_f64() / library.as_secs_f64();
        println!("{style:?}, {rows} rows, {} MB", fs::metadata(&file.path)?.len() / 1_000_000);
        println!("  csv library {library:.2?}, payroll reader {reader:.2?}, ratio {ratio:.2}");
    }
    if let Some(peak) = peak_memory() {
        println!("peak memory {peak}");
    }
    Ok(())
}

/// How the file is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Style {
    /// As little as possible: digits, ISO dates.
    Plain,
    /// As spreadsheets export for people: quotation marks, points in the amounts, days first.
    Quoted,
}

fn shortest<E>(mut read: impl FnMut() -> Result<(), E>) -> Result<Duration, E> {
    let mut best = Duration::MAX;
    for _ in 0..TRIES {
        let start = Instant::now();
        read()?;
        best = best.min(start.elapsed());
    }
    Ok(best)
}

fn library(path: &Path) -> csv::Result<()> {
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(256 << 10).from_path(path)?;
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        std::hint::black_box(&record);
    }
    Ok(())
}

fn reader(path: &Path) -> Result<(), Refusal> {
    let fields = fields();
    let mut batch = Batch::new(fields.len(), 8192);
    let summary = Payroll::open(path, &fields)?.each_batch(&mut batch, |batch| {
        std::hint::black_box(batch);
        Ok::<(), Refusal>(())
    })?;
    assert_eq!(summary.rejected_rows, 0, "the file has no fault");
    Ok(())
}

fn fields() -> Vec<Field> {
    let classes =
        ["I", "II", "III", "IV", "V"].into_iter().zip(0..).map(|(name, code)| (name.to_owned(), code));
    let segments = ["pu", "bpu"].into_iter().zip(0..).map(|(name, code)| (name.to_owned(), code));
    [
        ("segment", FieldKind::Options(segments.collect())),
        ("wage", FieldKind::Money { min: 0, max: 1_000_000_000_000 }),
        ("risk_class", FieldKind::Options(classes.collect())),
        ("birth_date", FieldKind::Date),
    ]
    .map(|(name, kind)| Field { name: name.to_owned(), kind, headings: vec![], required: true })
    .into()
}

/// A file that is removed when it is no longer needed.
struct Temporary {
    path: PathBuf,
}

impl Temporary {
    fn write(rows: u64, style: Style) -> io::Result<Temporary> {
        let path = std::env::temp_dir().join(format!("naungan-read-speed-{}.csv", std::process::id()));
        let file = Temporary { path };
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&file.path)?);
        writeln!(out, "NIK,Nama,Segmen,Upah,Kelompok Risiko,Tanggal Lahir")?;
        for number in 0..rows {
            write_row(&mut out, number, style)?;
        }
        out.flush()?;
        Ok(file)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Whoever cannot remove it has other worries than a temporary file.
        let _ = fs::remove_file(&self.path);
    }
}

fn write_row(out: &mut impl Write, number: u64, style: Style) -> io::Result<()> {
    let (day, month, year) = (number % 28 + 1, number / 28 % 12 + 1, 1960 + number / 336 % 45);
    let (district, serial) = (number / 9_999 % 10_000, number % 9_999 + 1);
    let nik = format!("99{district:04}{day:02}{month:02}{:02}{serial:04}", year % 100);
    let wage = 2_000_000 + number * 7_919 % 20_000_000;
    let class = ["I", "II", "III", "IV", "V"][(number * 31 % 97 % 5) as usize];
    match style {
        Style::Plain => {
            writeln!(out, "{nik},Siti Rahma {number},pu,{wage},{class},{year}-{month:02}-{day:02}")
        }
        Style::Quoted => {
            let wage = format!("{}.{:03}.{:03}", wage / 1_000_000, wage / 1_000 % 1_000, wage % 1_000);
            let date = format!("{day:02}-{month:02}-{year}");
            writeln!(out, "\"{nik}\",\"Siti Rahma {number}\",\"PU\",\"{wage}\",\"{class}\",\"{date}\"")
        }
    }
}

/// The most memory the process has had, where the system tells.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().skip(1).collect::<Vec<_>>().join(" "))
}
