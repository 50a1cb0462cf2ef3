//! PostgreSQL: a server, by the plain synchronous driver and the binary format of its wire.

use std::collections::HashMap;
use std::error::Error;

use ::postgres::fallible_iterator::FallibleIterator;
use ::postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use ::postgres::{Client, CopyInWriter, NoTls, RowIter, Statement};
use anyhow::{Context, Result, ensure};
use base::{Day, Moment};

use crate::engine::{Access, Engine, Fault, Trouble, plain};
use crate::{Row, Settings, Value};

/// More than the program has. Beyond it all are forgotten and prepared again.
const STATEMENTS_MAX: usize = 1024;

/// Days from 1970-01-01 to 2000-01-01, where PostgreSQL counts from.
const EPOCH_DAYS: i32 = 10_957;
const EPOCH_MICROS: i64 = EPOCH_DAYS as i64 * 86_400_000_000;

pub(crate) struct Postgres {
    address: String,
    durable: bool,
    client: Client,
    statements: HashMap<Box<str>, Statement>,
    /// Work was begun and neither kept nor undone.
    open: bool,
    /// The driver no longer knows which answer belongs to which question.
    confused: bool,
}

impl Postgres {
    pub(crate) fn open(address: &str, settings: &Settings) -> Result<Postgres> {
        let client = connect(address, settings.durable)?;
        let address = address.to_owned();
        let (durable, statements) = (settings.durable, HashMap::new());
        Ok(Postgres { address, durable, client, statements, open: false, confused: false })
    }

    /// Connects again if the connection was lost before anything was done in this unit.
    pub(crate) fn begin(&mut self, access: Access) -> Result<()> {
        if self.client.is_closed() {
            self.connect_again()?;
        }
        if let Err(error) = self.begin_here(access) {
            if Trouble::of(&error) != Trouble::Lost {
                return Err(error);
            }
            self.connect_again()?;
            self.begin_here(access)?;
        }
        Ok(())
    }

    pub(crate) fn commit(&mut self) -> Result<()> {
        self.client.batch_execute("commit").map_err(plain)?;
        self.open = false;
        Ok(())
    }

    /// A lost connection is no fault here: the server undoes what was open.
    pub(crate) fn roll_back(&mut self) -> Result<()> {
        if self.confused {
            return self.connect_again();
        }
        if !self.open || self.client.is_closed() {
            return Ok(());
        }
        self.open = false;
        match self.client.batch_execute("rollback").map_err(plain) {
            Err(error) if Trouble::of(&error) != Trouble::Lost => Err(error),
            _ => Ok(()),
        }
    }

    pub(crate) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        let mut rows = self.query(sql, values)?;
        while rows.next().map_err(plain)?.is_some() {}
        Ok(rows.rows_affected().unwrap_or(0))
    }

    pub(crate) fn rows(&mut self, sql: &str, values: &[Value<'_>], most: usize) -> Result<Vec<Row>> {
        let mut all = Vec::new();
        let mut rows = self.query(sql, values)?;
        while let Some(row) = rows.next().map_err(plain)? {
            ensure!(all.len() < most, "the answer has more rows than {most}");
            all.push(Row::of_postgres(row));
        }
        Ok(all)
    }

    /// The driver takes from the socket no more than is asked for.
    pub(crate) fn each(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&Row) -> Result<()>,
    ) -> Result<Result<()>> {
        let mut rows = self.query(sql, values)?;
        while let Some(row) = rows.next().map_err(plain)? {
            if let Err(error) = each(&Row::of_postgres(row)) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }

    pub(crate) fn script(&mut self, sql: &str) -> Result<()> {
        self.client.batch_execute(sql).map_err(plain)
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        if self.statements.len() >= STATEMENTS_MAX {
            self.statements.clear();
        }
        let statement = self.client.prepare(sql).map_err(plain)?;
        self.statements.insert(sql.into(), statement.clone());
        Ok(statement)
    }

    /// Begins a COPY. If the server refuses it the driver sends one message too many, and from then on takes
    /// each answer for that to the question before; so such a connection is given up.
    pub(crate) fn copy_in(&mut self, sql: &str) -> Result<CopyInWriter<'_>> {
        let statement = self.prepared(sql)?;
        self.confused = true;
        let writer = self.client.copy_in(&statement).map_err(plain)?;
        self.confused = false;
        Ok(writer)
    }

    fn query(&mut self, sql: &str, values: &[Value<'_>]) -> Result<RowIter<'_>> {
        let statement = self.prepared(sql)?;
        let wanted = statement.params().len();
        ensure!(wanted == values.len(), "{} values are given for {wanted} parameters", values.len());
        self.client.query_raw(&statement, values).map_err(plain)
    }

    fn begin_here(&mut self, access: Access) -> Result<()> {
        self.roll_back()?;
        self.client.batch_execute(Engine::Postgres.begin(access)).map_err(plain)?;
        self.open = true;
        Ok(())
    }

    fn connect_again(&mut self) -> Result<()> {
        self.statements.clear();
        self.open = false;
        self.client = connect(&self.address, self.durable).context("could not connect again")?;
        self.confused = false;
        Ok(())
    }
}

fn connect(address: &str, durable: bool) -> Result<Client> {
    // Not `plain`: what never was cannot be lost.
    let mut client = Client::connect(address, NoTls).map_err(Fault::from)?;
    client.batch_execute("set client_min_messages = warning; set time zone 'UTC'").map_err(plain)?;
    if durable {
        client.batch_execute("set synchronous_commit = on").map_err(plain)?;
    }
    Ok(client)
}

/// By the type that the statement has for the parameter, so that null and small numbers fit everywhere.
impl ToSql for Value<'_> {
    fn to_sql(&self, to: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        self.check()?;
        match (self, to) {
            (Value::Null, _) => return Ok(IsNull::Yes),
            (Value::Bool(value), &Type::BOOL) => out.extend_from_slice(&[u8::from(*value)]),
            (Value::Int(value), &Type::INT8) => out.extend_from_slice(&value.to_be_bytes()),
            (Value::Int(value), &Type::INT4) => out.extend_from_slice(&i32::try_from(*value)?.to_be_bytes()),
            (Value::Int(value), &Type::INT2) => out.extend_from_slice(&i16::try_from(*value)?.to_be_bytes()),
            (Value::Int(value), &Type::NUMERIC) => numeric(*value, out),
            (Value::Text(value), &Type::TEXT | &Type::VARCHAR | &Type::BPCHAR | &Type::NAME) => {
                out.extend_from_slice(value.as_bytes());
            }
            (Value::Bytes(value), &Type::BYTEA) => out.extend_from_slice(value),
            (Value::Day(day), &Type::DATE) => out.extend_from_slice(&wire_day(*day)),
            (Value::Month(month), &Type::DATE) => out.extend_from_slice(&wire_day(month.first_day())),
            (Value::Moment(moment), &Type::TIMESTAMPTZ) => out.extend_from_slice(&wire_moment(*moment)),
            _ => return Err(format!("a value of another kind than `{to}` was given").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

pub(crate) fn wire_day(day: Day) -> [u8; 4] {
    (day.epoch_days() - EPOCH_DAYS).to_be_bytes()
}

/// Moments are within the calendar, so nothing overflows.
pub(crate) fn wire_moment(moment: Moment) -> [u8; 8] {
    moment.micros().wrapping_sub(EPOCH_MICROS).to_be_bytes()
}

/// A cell as it came.
#[derive(Clone, Copy)]
pub(crate) struct Wire<'a> {
    of: WireType,
    bytes: &'a [u8],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum WireType {
    Bool,
    Int,
    Numeric,
    Text,
    Bytes,
    Date,
    Moment,
    Other,
}

impl<'a> FromSql<'a> for Wire<'a> {
    fn from_sql(of: &Type, bytes: &'a [u8]) -> Result<Wire<'a>, Box<dyn Error + Sync + Send>> {
        let of = match *of {
            Type::BOOL => WireType::Bool,
            Type::INT2 | Type::INT4 | Type::INT8 => WireType::Int,
            Type::NUMERIC => WireType::Numeric,
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME => WireType::Text,
            Type::BYTEA => WireType::Bytes,
            Type::DATE => WireType::Date,
            Type::TIMESTAMPTZ => WireType::Moment,
            _ => WireType::Other,
        };
        Ok(Wire { of, bytes })
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl<'a> Wire<'a> {
    pub(crate) fn bool(self) -> Option<bool> {
        (self.of == WireType::Bool).then(|| self.bytes == [1])
    }

    pub(crate) fn text(self) -> Option<&'a str> {
        if self.of == WireType::Text { std::str::from_utf8(self.bytes).ok() } else { None }
    }

    pub(crate) fn bytes(self) -> Option<&'a [u8]> {
        (self.of == WireType::Bytes).then_some(self.bytes)
    }
}

pub(crate) fn int_of_wire(wire: Wire<'_>) -> Option<i64> {
    match (wire.of, wire.bytes.len()) {
        (WireType::Int, 8) => Some(i64::from_be_bytes(wire.bytes.try_into().ok()?)),
        (WireType::Int, 4) => Some(i32::from_be_bytes(wire.bytes.try_into().ok()?).into()),
        (WireType::Int, 2) => Some(i16::from_be_bytes(wire.bytes.try_into().ok()?).into()),
        (WireType::Numeric, _) => whole(wire.bytes),
        _ => None,
    }
}

pub(crate) fn day_of_wire(wire: Wire<'_>) -> Option<Day> {
    if wire.of != WireType::Date {
        return None;
    }
    let days = i32::from_be_bytes(wire.bytes.try_into().ok()?);
    Day::from_epoch_days(days.checked_add(EPOCH_DAYS)?)
}

pub(crate) fn moment_of_wire(wire: Wire<'_>) -> Option<Moment> {
    if wire.of != WireType::Moment {
        return None;
    }
    let micros = i64::from_be_bytes(wire.bytes.try_into().ok()?);
    Some(Moment::new(micros.checked_add(EPOCH_MICROS)?))
}

/// The head of a `numeric`: how many digits to the base 10,000, the power of the first, the sign, and how
/// many decimals are shown.
const NUMERIC_HEAD: usize = 8;
const NUMERIC_BASE: u64 = 10_000;
const NUMERIC_NEGATIVE: i16 = 0x4000;

/// The sum of `bigint` is a `numeric`: the number if it is whole and fits.
fn whole(bytes: &[u8]) -> Option<i64> {
    let parts = bytes.chunks_exact(2).map(|pair| i16::from_be_bytes([pair[0], pair[1]]));
    let [_, first_power, sign, _] = parts.clone().take(4).collect::<Vec<_>>()[..] else { return None };
    let mut sum: i128 = 0;
    let mut power = i32::from(first_power);
    for digit in parts.skip(4) {
        match u32::try_from(power) {
            Ok(power) if power <= 4 => sum += i128::from(digit) * i128::from(NUMERIC_BASE.pow(power)),
            _ if digit != 0 => return None,
            _ => {}
        }
        power -= 1;
    }
    match sign {
        0 => i64::try_from(sum).ok(),
        NUMERIC_NEGATIVE => i64::try_from(-sum).ok(),
        _ => None,
    }
}

fn numeric(value: i64, out: &mut BytesMut) {
    let mut rest = value.unsigned_abs();
    let mut digits = Vec::with_capacity(5);
    while rest > 0 {
        digits.push((rest % NUMERIC_BASE) as i16);
        rest /= NUMERIC_BASE;
    }
    let count = digits.len() as i16;
    let sign = if value < 0 { NUMERIC_NEGATIVE } else { 0 };
    out.reserve(NUMERIC_HEAD + 2 * digits.len());
    for part in [count, (count - 1).max(0), sign, 0].into_iter().chain(digits.into_iter().rev()) {
        out.extend_from_slice(&part.to_be_bytes());
    }
}
