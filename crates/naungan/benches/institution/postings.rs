//! Single postings: a bank's file of payments by four clients, beside pgbench's own mix on the same server.

use std::fmt::Write as _;

use anyhow::Result;
use store::{Store, Value};
use testing::postgres::Server;

use crate::pgbench::{CLIENTS, rate};
use crate::{at, child, fill};

/// Prints both rates.
pub(crate) fn figures(server: &Server, seconds: i64) -> Result<()> {
    println!("single postings, PostgreSQL, {CLIENTS} clients, every commit on disk");
    let theirs = rate(server, seconds)?;
    println!("  pgbench, its TPC-B-like mix         {theirs:>8.0} a second");
    let (count, took) = payments(server, (theirs * seconds as f64 * 0.6) as i64)?;
    let ours = count as f64 / took;
    println!("  naungan pay --file, one bill each   {ours:>8.0} a second: {:.2}", ours / theirs);
    Ok(())
}

/// An institution whose self-employed have a bill each, and a file that pays them one by one.
fn payments(server: &Server, count: i64) -> Result<(usize, f64)> {
    let address = server.database("postings");
    child::naungan(&address, &["found", "Bench", "--today", fill::TODAY])?;
    fill::institution(&at(&address), count * 13 / 3 + 13)?;
    child::naungan(&address, &["run", "month", fill::MONTH, "--today", fill::TODAY])?;
    let mut store = Store::open(&at(&address))?;
    let rows = store.look(|unit| {
        unit.rows(
            "select b.code, b.owed from bill as b join payer as p on p.id = b.payer
             where b.no = 0 and p.kind = 'own' order by b.code limit $1",
            &[Value::Int(count)],
        )
    })?;
    let mut text = String::from("code,amount,date,reference\n");
    for (at, row) in rows.iter().enumerate() {
        let _ = writeln!(text, "{:011},{},{},bench-{at}", row.int(0)?, row.int(1)?, fill::TODAY);
    }
    let file = server.directory().join("payments.csv");
    std::fs::write(&file, text)?;
    let file = file.display().to_string();
    let today = ["--today", fill::TODAY];
    let words = ["pay", "--file", &file, "--workers", CLIENTS, today[0], today[1]];
    let took = child::naungan(&address, &words)?;
    Ok((rows.len(), took.seconds))
}
