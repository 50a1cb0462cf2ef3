//! Many rows at once: binary COPY on PostgreSQL, prepared inserts of many rows on SQLite.

use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::Range;

use ::postgres::CopyInWriter;
use anyhow::{Context, Result, ensure};
use rusqlite::{CachedStatement, Connection};

use crate::engine::{Trouble, plain};
use crate::postgres::{wire_day, wire_moment};
use crate::sqlite::bind_one;
use crate::unit::Link;
use crate::{Kind, Value};

/// What one insert of SQLite may hold.
const SQLITE_VALUES_MAX: usize = 32_766;
/// More rows in one insert bring nothing.
const SQLITE_ROWS_MAX: usize = 100;
/// Written to the server when so much has come together.
const POSTGRES_BLOCK: usize = 1 << 16;

/// A binary COPY begins with these bytes, no flags and no extension.
const POSTGRES_HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// And ends with a row of -1 columns.
const POSTGRES_END: [u8; 2] = (-1_i16).to_be_bytes();

/// Rows on their way into a table.
pub struct Copy<'a> {
    way: Way<'a>,
    table: String,
    columns: Vec<(String, Kind)>,
    /// Taken away when all is finished.
    failed: &'a mut Option<Trouble>,
}

enum Way<'a> {
    Sqlite(Inserts<'a>),
    Postgres(Stream<'a>),
}

impl Copy<'_> {
    /// Adds a row: a value for each column, in order.
    pub fn row(&mut self, values: &[Value<'_>]) -> Result<()> {
        let width = self.columns.len();
        ensure!(values.len() == width, "{} values are given for {width} columns", values.len());
        for (value, (column, kind)) in values.iter().zip(&self.columns) {
            value.check_kind(*kind).with_context(|| format!("could not add to {}.{column}", self.table))?;
        }
        let outcome = match &mut self.way {
            Way::Sqlite(inserts) => inserts.row(values),
            Way::Postgres(stream) => stream.row(values, &self.columns),
        };
        self.noted(outcome)
    }

    /// Ends it and says how many rows were added.
    pub fn finish(mut self) -> Result<u64> {
        let table = std::mem::take(&mut self.table);
        let outcome = match self.way {
            Way::Sqlite(inserts) => inserts.finish(),
            Way::Postgres(stream) => stream.finish(),
        };
        *self.failed = outcome.as_ref().err().map(Trouble::of);
        outcome.with_context(|| format!("could not add rows to {table}"))
    }

    fn noted(&mut self, outcome: Result<()>) -> Result<()> {
        outcome.map_err(|error| {
            *self.failed = Some(Trouble::of(&error));
            error.context(format!("could not add rows to {}", self.table))
        })
    }
}

pub(crate) fn begin<'a>(
    link: &'a mut Link,
    failed: &'a mut Option<Trouble>,
    table: &str,
    columns: &[(&str, Kind)],
) -> Result<Copy<'a>> {
    ensure!(!columns.is_empty(), "no columns are named");
    let names = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let way = match link {
        Link::Sqlite(link) => Way::Sqlite(Inserts::begin(&link.connection, table, &names, columns.len())?),
        Link::Postgres(link) => {
            let writer = link.copy_in(&format!("copy {table} ({names}) from stdin (format binary)"))?;
            let mut block = Vec::with_capacity(POSTGRES_BLOCK + POSTGRES_BLOCK / 4);
            block.extend_from_slice(POSTGRES_HEAD);
            Way::Postgres(Stream { writer, block })
        }
    };
    let columns = columns.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
    Ok(Copy { way, table: table.to_owned(), columns, failed })
}

struct Stream<'a> {
    writer: CopyInWriter<'a>,
    block: Vec<u8>,
}

impl Stream<'_> {
    fn row(&mut self, values: &[Value<'_>], columns: &[(String, Kind)]) -> Result<()> {
        self.block.extend_from_slice(&(values.len() as i16).to_be_bytes());
        for (value, (_, kind)) in values.iter().zip(columns) {
            self.value(value, *kind)?;
        }
        if self.block.len() >= POSTGRES_BLOCK {
            self.send()?;
        }
        Ok(())
    }

    fn value(&mut self, value: &Value<'_>, kind: Kind) -> Result<()> {
        match value {
            Value::Null => self.block.extend_from_slice(&(-1_i32).to_be_bytes()),
            Value::Bool(value) => self.field(&[u8::from(*value)])?,
            Value::Int(value) if kind == Kind::Small => self.field(&i16::try_from(*value)?.to_be_bytes())?,
            Value::Int(value) => self.field(&value.to_be_bytes())?,
            Value::Text(value) => self.field(value.as_bytes())?,
            Value::Bytes(value) => self.field(value)?,
            Value::Day(day) => self.field(&wire_day(*day))?,
            Value::Month(month) => self.field(&wire_day(month.first_day()))?,
            Value::Moment(moment) => self.field(&wire_moment(*moment))?,
        }
        Ok(())
    }

    fn field(&mut self, bytes: &[u8]) -> Result<()> {
        let length = i32::try_from(bytes.len()).context("a value is too long")?;
        self.block.extend_from_slice(&length.to_be_bytes());
        self.block.extend_from_slice(bytes);
        Ok(())
    }

    fn send(&mut self) -> Result<()> {
        self.writer.write_all(&self.block).map_err(plain)?;
        self.block.clear();
        Ok(())
    }

    /// The server's own word comes with the end, also where the writer only found its door shut.
    fn finish(mut self) -> Result<u64> {
        self.block.extend_from_slice(&POSTGRES_END);
        self.send()?;
        self.writer.finish().map_err(plain)
    }
}

/// Rows wait in one piece of memory until they fill an insert.
struct Inserts<'a> {
    many: CachedStatement<'a>,
    one: CachedStatement<'a>,
    rows: usize,
    width: usize,
    waiting: Vec<Waiting>,
    bytes: Vec<u8>,
    added: u64,
}

#[derive(Clone)]
enum Waiting {
    Text(Range<usize>),
    Bytes(Range<usize>),
    Plain(Value<'static>),
}

impl<'a> Inserts<'a> {
    fn begin(connection: &'a Connection, table: &str, names: &str, width: usize) -> Result<Inserts<'a>> {
        let rows = (SQLITE_VALUES_MAX / width).clamp(1, SQLITE_ROWS_MAX);
        let many = connection.prepare_cached(&insert(table, names, width, rows)).map_err(plain)?;
        let one = connection.prepare_cached(&insert(table, names, width, 1)).map_err(plain)?;
        let waiting = Vec::with_capacity(rows * width);
        Ok(Inserts { many, one, rows, width, waiting, bytes: Vec::new(), added: 0 })
    }

    fn row(&mut self, values: &[Value<'_>]) -> Result<()> {
        for value in values {
            let waiting = match *value {
                Value::Text(text) => Waiting::Text(self.keep(text.as_bytes())),
                Value::Bytes(bytes) => Waiting::Bytes(self.keep(bytes)),
                Value::Null => Waiting::Plain(Value::Null),
                Value::Bool(value) => Waiting::Plain(Value::Bool(value)),
                Value::Int(value) => Waiting::Plain(Value::Int(value)),
                Value::Day(value) => Waiting::Plain(Value::Day(value)),
                Value::Month(value) => Waiting::Plain(Value::Month(value)),
                Value::Moment(value) => Waiting::Plain(Value::Moment(value)),
            };
            self.waiting.push(waiting);
        }
        if self.waiting.len() == self.rows * self.width {
            self.added += insert_all(&mut self.many, &self.waiting, &self.bytes)?;
            self.waiting.clear();
            self.bytes.clear();
        }
        Ok(())
    }

    fn keep(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }

    fn finish(mut self) -> Result<u64> {
        for row in self.waiting.chunks(self.width) {
            self.added += insert_all(&mut self.one, row, &self.bytes)?;
        }
        Ok(self.added)
    }
}

fn insert_all(statement: &mut CachedStatement<'_>, waiting: &[Waiting], bytes: &[u8]) -> Result<u64> {
    for (index, waiting) in waiting.iter().enumerate() {
        let value = match waiting {
            Waiting::Text(range) => Value::Text(std::str::from_utf8(&bytes[range.clone()])?),
            Waiting::Bytes(range) => Value::Bytes(&bytes[range.clone()]),
            Waiting::Plain(value) => *value,
        };
        bind_one(statement, index + 1, &value)?;
    }
    Ok(statement.raw_execute().map_err(plain)? as u64)
}

fn insert(table: &str, names: &str, width: usize, rows: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(", "));
    let mut sql = format!("insert into {table} ({names}) values {row}");
    for _ in 1..rows {
        let _ = write!(sql, ", {row}");
    }
    sql
}
