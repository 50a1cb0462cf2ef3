//! A unit of work: statements that are kept together or not at all.

use anyhow::{Context, Result};

use crate::ahead::Ahead;
use crate::copy;
use crate::engine::{Access, Trouble};
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::{Copy, Engine, Kind, Row, Value};

/// More of a statement is not shown in a message.
const SHOWN_CHARS_MAX: usize = 160;

/// The connection, by its engine.
pub(crate) enum Link {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

/// A unit of work that is under way.
pub struct Unit<'a> {
    pub(crate) link: &'a mut Link,
    /// The fault of a statement. After it nothing of the unit can be kept.
    pub(crate) failed: &'a mut Option<Trouble>,
    /// What it knows and keeps back, where it works on many at once.
    pub(crate) ahead: Option<Box<Ahead>>,
}

/// The same call on either connection.
macro_rules! on {
    ($link:expr, $either:ident => $call:expr) => {
        match $link {
            Link::Sqlite($either) => $call,
            Link::Postgres($either) => $call,
        }
    };
}

impl Link {
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    pub(crate) fn begin(&mut self, access: Access) -> Result<()> {
        on!(self, link => link.begin(access))
    }

    pub(crate) fn commit(&mut self) -> Result<()> {
        on!(self, link => link.commit())
    }

    pub(crate) fn roll_back(&mut self) -> Result<()> {
        on!(self, link => link.roll_back())
    }

    pub(crate) fn script(&mut self, sql: &str) -> Result<()> {
        on!(self, link => link.script(sql))
    }
}

impl Unit<'_> {
    /// Which program keeps the database.
    pub fn engine(&self) -> Engine {
        self.link.engine()
    }

    /// Does a statement and says how many rows it changed.
    pub fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        self.catch_up_for(sql)?;
        self.execute_aside(sql, values)
    }

    /// The same for a statement to which no row that waits can matter.
    pub(crate) fn execute_aside(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        self.fits(values)?;
        let outcome = on!(&mut *self.link, link => link.execute(sql, values));
        self.noted(sql, outcome)
    }

    /// All rows of an answer; for many, `each` is the better way.
    pub fn rows(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        self.catch_up_for(sql)?;
        self.rows_aside(sql, values)
    }

    /// The same for a statement to which no row that waits can matter.
    pub(crate) fn rows_aside(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        self.fits(values)?;
        let outcome = on!(&mut *self.link, link => link.rows(sql, values, usize::MAX));
        self.noted(sql, outcome)
    }

    /// The only row of an answer, if there is one. An answer with a second row is an error.
    pub fn row(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Option<Row>> {
        self.catch_up_for(sql)?;
        self.fits(values)?;
        let outcome = on!(&mut *self.link, link => link.rows(sql, values, 1));
        Ok(self.noted(sql, outcome)?.pop())
    }

    /// Every row of an answer in turn, however many: memory does not grow. An error of `each` ends it.
    pub fn each(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&Row) -> Result<()>,
    ) -> Result<()> {
        self.catch_up_for(sql)?;
        self.fits(values)?;
        let outcome = on!(&mut *self.link, link => link.each(sql, values, each));
        self.noted(sql, outcome)?
    }

    /// Several statements without values, as a file has them.
    pub fn script(&mut self, sql: &str) -> Result<()> {
        self.catch_up()?;
        let outcome = on!(&mut *self.link, link => link.script(sql));
        self.noted(sql, outcome)
    }

    /// Begins to add many rows to a table, by far the quickest way. If it is not finished nothing of the unit
    /// is kept.
    pub fn copy(&mut self, table: &str, columns: &[(&str, Kind)]) -> Result<Copy<'_>> {
        self.catch_up_with(table)?;
        *self.failed = Some(Trouble::Other);
        copy::begin(self.link, self.failed, table, columns)
            .with_context(|| format!("could not begin to add rows to {table}"))
    }

    /// What somebody wrote and no engine keeps is said without the statement, which is none of theirs.
    fn fits(&mut self, values: &[Value<'_>]) -> Result<()> {
        values.iter().try_for_each(Value::check).map_err(|unkept| {
            *self.failed = Some(Trouble::Other);
            unkept.into()
        })
    }

    fn noted<T>(&mut self, sql: &str, outcome: Result<T>) -> Result<T> {
        outcome.map_err(|error| {
            *self.failed = Some(Trouble::of(&error));
            error.context(format!("could not do `{}`", shown(sql)))
        })
    }
}

/// The beginning of a statement on one line.
fn shown(sql: &str) -> String {
    let line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
