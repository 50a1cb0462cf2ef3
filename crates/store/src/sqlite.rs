//! SQLite: a file beside the program, or the memory.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use rusqlite::{CachedStatement, Connection, Statement};

use crate::engine::{Access, Engine, Trouble, plain};
use crate::{Row, Settings, Value};

/// More than the program has; each is a few kilobytes.
const STATEMENTS_MAX: usize = 512;

pub(crate) struct Sqlite {
    pub(crate) connection: Connection,
    read_only: bool,
}

impl Sqlite {
    pub(crate) fn open(path: Option<&Path>, settings: &Settings) -> Result<Sqlite> {
        let connection = match path {
            Some(path) => Connection::open(path),
            None => Connection::open_in_memory(),
        };
        let connection = connection.map_err(plain)?;
        connection.busy_timeout(settings.wait).map_err(plain)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        let synchronous = if settings.durable { "full" } else { "normal" };
        let pragmas = format!(
            "pragma journal_mode = wal; pragma synchronous = {synchronous}; pragma foreign_keys = on; \
             pragma cache_size = -65536; pragma temp_store = memory;"
        );
        patiently(settings.wait, || connection.execute_batch(&pragmas).map_err(plain))?;
        Ok(Sqlite { connection, read_only: false })
    }

    pub(crate) fn begin(&mut self, access: Access) -> Result<()> {
        self.roll_back()?;
        self.read_only = access == Access::Read;
        self.run(Engine::Sqlite.begin(access))
    }

    pub(crate) fn commit(&mut self) -> Result<()> {
        self.run("commit")
    }

    /// After some faults, a full disk among them, SQLite has done it by itself.
    pub(crate) fn roll_back(&mut self) -> Result<()> {
        if self.connection.is_autocommit() { Ok(()) } else { self.run("rollback") }
    }

    pub(crate) fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        let mut statement = self.prepared(sql)?;
        bind(&mut statement, values)?;
        if statement.column_count() == 0 {
            return Ok(statement.raw_execute().map_err(plain)? as u64);
        }
        let mut count = 0;
        let mut rows = statement.raw_query();
        while rows.next().map_err(plain)?.is_some() {
            count += 1;
        }
        Ok(count)
    }

    pub(crate) fn rows(&self, sql: &str, values: &[Value<'_>], most: usize) -> Result<Vec<Row>> {
        let mut statement = self.prepared(sql)?;
        bind(&mut statement, values)?;
        let width = statement.column_count();
        let mut all = Vec::new();
        let mut rows = statement.raw_query();
        while let Some(found) = rows.next().map_err(plain)? {
            ensure!(all.len() < most, "the answer has more rows than {most}");
            let mut row = Row::of_sqlite();
            row.take(found, width)?;
            all.push(row);
        }
        Ok(all)
    }

    pub(crate) fn each(
        &self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&Row) -> Result<()>,
    ) -> Result<Result<()>> {
        let mut statement = self.prepared(sql)?;
        bind(&mut statement, values)?;
        let width = statement.column_count();
        let mut row = Row::of_sqlite();
        let mut rows = statement.raw_query();
        while let Some(found) = rows.next().map_err(plain)? {
            row.take(found, width)?;
            if let Err(error) = each(&row) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }

    pub(crate) fn script(&self, sql: &str) -> Result<()> {
        ensure!(!self.read_only, "a look changes nothing");
        self.connection.execute_batch(sql).map_err(plain)
    }

    fn prepared(&self, sql: &str) -> Result<CachedStatement<'_>> {
        let statement = self.connection.prepare_cached(sql).map_err(plain)?;
        // A pragma would do the same for the whole connection, but it throws away every prepared statement.
        ensure!(!self.read_only || statement.readonly(), "a look changes nothing");
        Ok(statement)
    }

    fn run(&self, sql: &str) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql).map_err(plain)?;
        statement.raw_execute().map_err(plain)?;
        Ok(())
    }
}

/// To SQLite `$1` is a name, counted in the order in which names appear; the number in it is what we mean.
fn bind(statement: &mut Statement<'_>, values: &[Value<'_>]) -> Result<()> {
    let count = statement.parameter_count();
    let mut last = 0;
    for index in 1..=count {
        let name = statement.parameter_name(index).and_then(|name| name.strip_prefix('$'));
        let number: Option<usize> = name.and_then(|number| number.parse().ok());
        let Some(number) = number else { bail!("a parameter is not written as $1") };
        last = last.max(number);
        let value = number.checked_sub(1).and_then(|number| values.get(number));
        let Some(value) = value else { bail!("there is no value for ${number}: {} are given", values.len()) };
        value.check()?;
        bind_one(statement, index, value)?;
    }
    ensure!(last == values.len(), "{} values are given for {last} parameters", values.len());
    Ok(())
}

pub(crate) fn bind_one(statement: &mut Statement<'_>, index: usize, value: &Value<'_>) -> Result<()> {
    match value {
        Value::Null => statement.raw_bind_parameter(index, rusqlite::types::Null),
        Value::Bool(value) => statement.raw_bind_parameter(index, value),
        Value::Int(value) => statement.raw_bind_parameter(index, value),
        Value::Text(value) => statement.raw_bind_parameter(index, value),
        Value::Bytes(value) => statement.raw_bind_parameter(index, value),
        Value::Day(day) => {
            let text = iso(day.year(), day.month_number(), day.day_of_month());
            statement.raw_bind_parameter(index, std::str::from_utf8(&text)?)
        }
        Value::Month(month) => {
            let text = iso(month.year(), month.number(), 1);
            statement.raw_bind_parameter(index, std::str::from_utf8(&text)?)
        }
        Value::Moment(moment) => statement.raw_bind_parameter(index, moment.micros()),
    }?;
    Ok(())
}

/// `YYYY-MM-DD`, without a piece of memory for each.
fn iso(year: i32, month: u32, day: u32) -> [u8; 10] {
    let digit = |number: u32, place: u32| b'0' + (number / place % 10) as u8;
    let year = year.unsigned_abs();
    [
        digit(year, 1000),
        digit(year, 100),
        digit(year, 10),
        digit(year, 1),
        b'-',
        digit(month, 10),
        digit(month, 1),
        b'-',
        digit(day, 10),
        digit(day, 1),
    ]
}

/// Turning a fresh file to write-ahead logging does not wait for others by itself.
fn patiently(wait: Duration, mut work: impl FnMut() -> Result<()>) -> Result<()> {
    let begun = Instant::now();
    loop {
        match work() {
            Err(error) if Trouble::of(&error) == Trouble::Conflict && begun.elapsed() < wait => {
                thread::sleep(Duration::from_millis(5));
            }
            outcome => return outcome,
        }
    }
}
