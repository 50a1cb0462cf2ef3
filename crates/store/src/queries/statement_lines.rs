//! Lines of a bank's statements, from the moment they came until money stands where it belongs.

use std::collections::BTreeMap;

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::PayerId;

use crate::{Kind, Row, Unit, Value};

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementLine {
    /// Number.
    pub id: i64,
    /// The work that books the statement.
    pub statement: i64,
    /// Which line of it.
    pub no: i64,
    /// Rupiah, where it could be read.
    pub amount: Option<i64>,
    /// The day of the bank, where it could be read.
    pub paid: Option<Day>,
    /// `waiting`, `booked`, `known`, `open`, `asked` or `returned`.
    pub state: String,
    /// What tells the same line in another statement.
    pub print: Vec<u8>,
    /// What the bank said, and why it was not booked.
    pub sealed: Vec<u8>,
    /// To whom it was booked, or is to be.
    pub payer: Option<PayerId>,
    /// Who did the last thing to it.
    pub account: Option<i64>,
    /// When it came.
    pub made: Moment,
    /// When that was done.
    pub done: Option<Moment>,
}

const COLUMNS: [(&str, Kind); 12] = [
    ("id", Kind::Int),
    ("statement", Kind::Int),
    ("no", Kind::Int),
    ("amount", Kind::Int),
    ("paid_on", Kind::Day),
    ("state", Kind::Text),
    ("print", Kind::Bytes),
    ("sealed", Kind::Bytes),
    ("payer", Kind::Int),
    ("account", Kind::Int),
    ("made_at", Kind::Moment),
    ("done_at", Kind::Moment),
];

/// Adds the lines of a statement.
pub fn add_all(unit: &mut Unit<'_>, lines: &[StatementLine]) -> Result<()> {
    let mut copy = unit.copy("statement_line", &COLUMNS)?;
    for line in lines {
        copy.row(&[
            Value::Int(line.id),
            Value::Int(line.statement),
            Value::Int(line.no),
            line.amount.into(),
            line.paid.into(),
            Value::Text(&line.state),
            Value::Bytes(&line.print),
            Value::Bytes(&line.sealed),
            line.payer.map(|payer| payer.0).into(),
            line.account.into(),
            Value::Moment(line.made),
            line.done.into(),
        ])?;
    }
    copy.finish()?;
    Ok(())
}

const READ: &str = "select id, statement, no, amount, paid_on, state, print, sealed, payer, account, made_at,
    done_at from statement_line";

/// A line by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<StatementLine>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Lines of a statement that wait, in order, at most so many.
pub fn waiting(unit: &mut Unit<'_>, statement: i64, limit: i64) -> Result<Vec<StatementLine>> {
    let sql = format!("{READ} where statement = $1 and state = 'waiting' order by id limit $2");
    unit.rows(&sql, &[Value::Int(statement), Value::Int(limit)])?.iter().map(from_row).collect()
}

/// All lines of a statement, in order.
pub fn of_statement(unit: &mut Unit<'_>, statement: i64) -> Result<Vec<StatementLine>> {
    let sql = format!("{READ} where statement = $1 order by id");
    unit.rows(&sql, &[Value::Int(statement)])?.iter().map(from_row).collect()
}

/// Lines of all statements in a state, after a number, at most so many.
pub fn in_state(unit: &mut Unit<'_>, state: &str, after: i64, limit: i64) -> Result<Vec<StatementLine>> {
    let sql = format!("{READ} where state = $1 and id > $2 order by id limit $3");
    let values = [Value::Text(state), Value::Int(after), Value::Int(limit)];
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

/// Whether the same line of another statement is booked, returned or asked for; or, if so wanted, open.
pub fn is_known(unit: &mut Unit<'_>, print: &[u8], id: i64, also_open: bool) -> Result<bool> {
    let row = unit.row(
        "select count(*) from statement_line
         where print = $1 and id <> $2
             and (state in ('booked', 'asked', 'returned') or (state = 'open' and $3))",
        &[Value::Bytes(print), Value::Int(id), Value::Bool(also_open)],
    )?;
    Ok(row.map_or(Ok(0), |row| row.int(0))? > 0)
}

/// What is done to a line.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The state it is in.
    pub from: &'a str,
    /// The state it comes to.
    pub to: &'a str,
    /// To whom it is booked, or is to be.
    pub payer: Option<PayerId>,
    /// By whom.
    pub account: Option<i64>,
}

/// Does it, if the line is still where it was; whether it was.
pub fn step(unit: &mut Unit<'_>, id: i64, step: Step<'_>, now: Moment) -> Result<bool> {
    let changed = unit.execute(
        "update statement_line set state = $3, payer = $4, account = $5, done_at = $6
         where id = $1 and state = $2",
        &[
            Value::Int(id),
            Value::Text(step.from),
            Value::Text(step.to),
            step.payer.map(|payer| payer.0).into(),
            step.account.into(),
            Value::Moment(now),
        ],
    )?;
    Ok(changed == 1)
}

/// The same line of earlier statements is booked too: nobody has to look at it any more.
pub fn booked_elsewhere(unit: &mut Unit<'_>, print: &[u8], payer: PayerId, now: Moment) -> Result<u64> {
    unit.execute(
        "update statement_line set state = 'known', payer = $2, done_at = $3
         where print = $1 and state = 'open'",
        &[Value::Bytes(print), Value::Int(payer.0), Value::Moment(now)],
    )
}

/// Writes down what is known of it by now.
pub fn set_sealed(unit: &mut Unit<'_>, id: i64, sealed: &[u8]) -> Result<()> {
    let values = [Value::Int(id), Value::Bytes(sealed)];
    unit.execute("update statement_line set sealed = $2 where id = $1", &values)?;
    Ok(())
}

/// How many lines of a statement are in each state, and what they come to.
pub fn counts(unit: &mut Unit<'_>, statement: i64) -> Result<BTreeMap<String, (i64, i64)>> {
    let rows = unit.rows(
        "select state, count(*), cast(coalesce(sum(amount), 0) as bigint) from statement_line
         where statement = $1 group by state",
        &[Value::Int(statement)],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), (row.int(1)?, row.int(2)?)))).collect()
}

fn from_row(row: &Row) -> Result<StatementLine> {
    Ok(StatementLine {
        id: row.int(0)?,
        statement: row.int(1)?,
        no: row.int(2)?,
        amount: row.opt_int(3)?,
        paid: row.opt_day(4)?,
        state: row.text(5)?.to_owned(),
        print: row.bytes(6)?.to_vec(),
        sealed: row.bytes(7)?.to_vec(),
        payer: row.opt_int(8)?.map(PayerId),
        account: row.opt_int(9)?,
        made: row.moment(10)?,
        done: row.opt_moment(11)?,
    })
}
