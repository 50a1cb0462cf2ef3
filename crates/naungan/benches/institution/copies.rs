//! The yardstick of a run: the very rows it wrote, written again into tables of the same shape by bulk copy
//! alone.

use std::io::{Read, Write};
use std::time::Instant;

use anyhow::{Result, bail};
use store::{Address, Engine, schema};

/// What the copy took.
pub(crate) struct Copied {
    pub(crate) rows: u64,
    pub(crate) seconds: f64,
    pub(crate) how: &'static str,
}

const TABLES: [&str; 2] = ["assessment", "bill"];

/// Writes the rows of the run again.
pub(crate) fn again(address: &Address) -> Result<Copied> {
    match address {
        Address::Postgres(address) => postgres(address),
        Address::Sqlite(path) => sqlite(path),
        Address::Memory => bail!("a database in memory is gone already"),
    }
}

/// COPY in its binary form, which no client has to write anew: the bytes that the server gave go back to it.
fn postgres(address: &str) -> Result<Copied> {
    let mut client = postgres::Client::connect(address, postgres::NoTls)?;
    let mut bytes = Vec::new();
    for table in TABLES {
        let mut out = Vec::new();
        client
            .copy_out(&format!("copy (select * from {table} order by 1, 2, 3, 4) to stdout (format binary)"))?
            .read_to_end(&mut out)?;
        client.batch_execute(&format!("create table {table}_again (like {table} including all)"))?;
        bytes.push(out);
    }
    let start = Instant::now();
    let mut rows = 0;
    for (table, bytes) in TABLES.iter().zip(&bytes) {
        let mut copy = client.copy_in(&format!("copy {table}_again from stdin (format binary)"))?;
        copy.write_all(bytes)?;
        rows += copy.finish()?;
    }
    Ok(Copied { rows, seconds: start.elapsed().as_secs_f64(), how: "COPY" })
}

/// A prepared insert of a hundred rows, in one transaction, under the same settings.
fn sqlite(path: &std::path::Path) -> Result<Copied> {
    const ROWS: usize = 100;
    let connection = rusqlite::Connection::open(path)?;
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -65536",
    )?;
    let text = schema(Engine::Sqlite);
    let mut all = Vec::new();
    for table in TABLES {
        for statement in statements(text, table) {
            connection.execute_batch(&statement)?;
        }
        all.push(read(&connection, table)?);
    }
    let start = Instant::now();
    let mut count = 0;
    connection.execute_batch("begin immediate")?;
    for (table, rows) in TABLES.iter().zip(&all) {
        let width = rows.first().map_or(1, Vec::len);
        let one = format!("({})", vec!["?"; width].join(", "));
        for part in rows.chunks(ROWS) {
            let places = vec![one.as_str(); part.len()].join(", ");
            let mut statement =
                connection.prepare_cached(&format!("insert into {table}_again values {places}"))?;
            for (at, value) in part.iter().flatten().enumerate() {
                statement.raw_bind_parameter(at + 1, value)?;
            }
            count += statement.raw_execute()? as u64;
        }
    }
    connection.execute_batch("commit")?;
    Ok(Copied { rows: count, seconds: start.elapsed().as_secs_f64(), how: "a prepared insert" })
}

/// The schema's own statements for a table, for one of another name.
fn statements(schema: &str, table: &str) -> Vec<String> {
    let begins = |statement: &str| {
        statement.contains(&format!("create table {table} ")) || statement.contains(&format!(" on {table} ("))
    };
    schema
        .split(";\n")
        .filter(|statement| begins(statement))
        .map(|statement| {
            statement
                .replace(&format!("create table {table} "), &format!("create table {table}_again "))
                .replace(&format!(" on {table} ("), &format!(" on {table}_again ("))
                .replace(&format!("index {table}_"), &format!("index {table}_again_"))
        })
        .collect()
}

fn read(connection: &rusqlite::Connection, table: &str) -> Result<Vec<Vec<rusqlite::types::Value>>> {
    let mut statement = connection.prepare(&format!("select * from {table} order by 1, 2, 3, 4"))?;
    let width = statement.column_count();
    let rows = statement.query_map([], |row| (0..width).map(|at| row.get(at)).collect())?;
    Ok(rows.collect::<Result<_, _>>()?)
}
