//! A row of an answer, read by the kind of each column: the wrong kind is an error, never a panic.

use std::ops::Range;

use anyhow::{Context, Result, anyhow, bail};
use base::{Day, Moment, Month};
use rusqlite::types::ValueRef;

use crate::postgres::{Wire, day_of_wire, int_of_wire, moment_of_wire};

/// A row of an answer. Columns count from 0.
#[derive(Debug)]
pub struct Row(Cells);

#[derive(Debug)]
enum Cells {
    Sqlite(Taken),
    Postgres(::postgres::Row),
}

/// A row of SQLite, copied out: texts and bytes lie in one piece that is used again for the next row.
#[derive(Debug, Default)]
struct Taken {
    cells: Vec<Cell>,
    bytes: Vec<u8>,
}

#[derive(Clone, Debug)]
enum Cell {
    Null,
    Int(i64),
    Text(Range<usize>),
    Bytes(Range<usize>),
}

macro_rules! reader {
    ($(#[$doc:meta])* $name:ident, $opt:ident -> $of:ty) => {
        $(#[$doc])*
        pub fn $name(&self, column: usize) -> Result<$of> {
            match self.$opt(column) {
                Ok(Some(value)) => Ok(value),
                Ok(None) => Err(anyhow!("column {column} is null")),
                Err(error) => Err(error),
            }
        }
    };
}

impl Row {
    reader! {
        /// A whole number.
        int, opt_int -> i64
    }
    reader! {
        /// Yes or no.
        bool, opt_bool -> bool
    }
    reader! {
        /// A text.
        text, opt_text -> &str
    }
    reader! {
        /// Bytes.
        bytes, opt_bytes -> &[u8]
    }
    reader! {
        /// A day.
        day, opt_day -> Day
    }
    reader! {
        /// A month; a day that is not the first of one is an error.
        month, opt_month -> Month
    }
    reader! {
        /// A moment.
        moment, opt_moment -> Moment
    }

    /// A whole number, unless null. On PostgreSQL also a sum, if it is whole and small enough.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>> {
        match &self.0 {
            Cells::Sqlite(taken) => match taken.cell(column)? {
                Cell::Null => Ok(None),
                Cell::Int(number) => Ok(Some(*number)),
                _ => Err(other_kind(column, "a whole number")),
            },
            Cells::Postgres(row) => read(row, column, "a whole number", int_of_wire),
        }
    }

    /// Yes or no, unless null.
    pub fn opt_bool(&self, column: usize) -> Result<Option<bool>> {
        match &self.0 {
            Cells::Sqlite(taken) => match taken.cell(column)? {
                Cell::Null => Ok(None),
                Cell::Int(0) => Ok(Some(false)),
                Cell::Int(1) => Ok(Some(true)),
                _ => Err(other_kind(column, "yes or no")),
            },
            Cells::Postgres(row) => read(row, column, "yes or no", Wire::bool),
        }
    }

    /// A text, unless null.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>> {
        match &self.0 {
            Cells::Sqlite(taken) => taken.text(column),
            Cells::Postgres(row) => read(row, column, "a text", Wire::text),
        }
    }

    /// Bytes, unless null.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        match &self.0 {
            Cells::Sqlite(taken) => match taken.cell(column)? {
                Cell::Null => Ok(None),
                Cell::Bytes(range) => Ok(Some(&taken.bytes[range.clone()])),
                _ => Err(other_kind(column, "bytes")),
            },
            Cells::Postgres(row) => read(row, column, "bytes", Wire::bytes),
        }
    }

    /// A day, unless null.
    pub fn opt_day(&self, column: usize) -> Result<Option<Day>> {
        match &self.0 {
            Cells::Sqlite(taken) => match taken.text(column)? {
                None => Ok(None),
                Some(text) => Day::parse(text).map(Some).with_context(|| at(column)),
            },
            Cells::Postgres(row) => read(row, column, "a day", day_of_wire),
        }
    }

    /// A month, unless null.
    pub fn opt_month(&self, column: usize) -> Result<Option<Month>> {
        let Some(day) = self.opt_day(column)? else { return Ok(None) };
        if day.day_of_month() != 1 {
            bail!("column {column} holds {day}, which is not the first of a month");
        }
        Ok(Some(day.month()))
    }

    /// A moment, unless null.
    pub fn opt_moment(&self, column: usize) -> Result<Option<Moment>> {
        match &self.0 {
            Cells::Sqlite(_) => Ok(self.opt_int(column)?.map(Moment::new)),
            Cells::Postgres(row) => read(row, column, "a moment", moment_of_wire),
        }
    }

    /// How many columns it has.
    pub fn width(&self) -> usize {
        match &self.0 {
            Cells::Sqlite(taken) => taken.cells.len(),
            Cells::Postgres(row) => row.len(),
        }
    }

    pub(crate) fn of_postgres(row: ::postgres::Row) -> Row {
        Row(Cells::Postgres(row))
    }

    /// An empty row of SQLite, to be filled.
    pub(crate) fn of_sqlite() -> Row {
        Row(Cells::Sqlite(Taken::default()))
    }

    /// Takes what SQLite points at, in place of what was here.
    pub(crate) fn take(&mut self, row: &rusqlite::Row<'_>, width: usize) -> Result<()> {
        let mut taken = match &mut self.0 {
            Cells::Sqlite(taken) => std::mem::take(taken),
            Cells::Postgres(_) => Taken::default(),
        };
        taken.cells.clear();
        taken.bytes.clear();
        for column in 0..width {
            let cell = match row.get_ref(column)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(number) => Cell::Int(number),
                ValueRef::Text(text) => Cell::Text(taken.keep(text)),
                ValueRef::Blob(bytes) => Cell::Bytes(taken.keep(bytes)),
                ValueRef::Real(_) => bail!("column {column} holds a floating-point number"),
            };
            taken.cells.push(cell);
        }
        self.0 = Cells::Sqlite(taken);
        Ok(())
    }
}

impl Taken {
    fn keep(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }

    fn cell(&self, column: usize) -> Result<&Cell> {
        self.cells.get(column).with_context(|| missing(column, self.cells.len()))
    }

    fn text(&self, column: usize) -> Result<Option<&str>> {
        match self.cell(column)? {
            Cell::Null => Ok(None),
            Cell::Text(range) => {
                let text = std::str::from_utf8(&self.bytes[range.clone()]).with_context(|| at(column))?;
                Ok(Some(text))
            }
            _ => Err(other_kind(column, "a text")),
        }
    }
}

/// A cell of PostgreSQL by its own reader, which answers `None` if the type is another.
fn read<'a, T>(
    row: &'a ::postgres::Row,
    column: usize,
    kind: &'static str,
    reader: impl Fn(Wire<'a>) -> Option<T>,
) -> Result<Option<T>> {
    if column >= row.len() {
        bail!(missing(column, row.len()));
    }
    let wire: Option<Wire<'a>> = row.try_get(column)?;
    wire.map(|wire| reader(wire).ok_or_else(|| other_kind(column, kind))).transpose()
}

fn other_kind(column: usize, kind: &str) -> anyhow::Error {
    anyhow!("column {column} does not hold {kind}")
}

fn missing(column: usize, width: usize) -> String {
    format!("there is no column {column}: the row has {width}, counted from 0")
}

fn at(column: usize) -> String {
    format!("could not read column {column}")
}
