//! Money that came to a pot, in the order in which it lies on the pot's line.

use anyhow::{Context, Result};
use base::{Day, Moment};
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// A gift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gift {
    /// To which pot.
    pub pot: PayerId,
    /// Which of the pot's gifts.
    pub no: i64,
    /// The pot's payment.
    pub payment: i64,
    /// How much.
    pub amount: i64,
    /// How much of it went back.
    pub returned: i64,
    /// The day it came.
    pub day: Day,
    /// Whether who gave it wants to be named.
    pub shown: bool,
    /// Who took it.
    pub account: Option<i64>,
    /// Who gave it, where somebody is named.
    pub sealed: Option<Vec<u8>>,
    /// The journal of its entry.
    pub journal: u16,
    /// The entry's number in the journal.
    pub seq: u64,
    /// When.
    pub known: Moment,
    /// Which promise it keeps.
    pub pledge: Option<i64>,
}

/// The number of a pot's next gift; the pot is held.
pub fn next_number(unit: &mut Unit<'_>, pot: PayerId) -> Result<i64> {
    let row = unit.row("select coalesce(max(no), 0) + 1 from gift where pot = $1", &[Value::Int(pot.0)])?;
    row.context("a gift without a number")?.int(0)
}

/// Adds a gift.
pub fn add(unit: &mut Unit<'_>, one: &Gift) -> Result<()> {
    unit.execute(
        "insert into gift (pot, no, payment, amount, returned, day, shown, account, sealed, journal, seq,
             known_at, pledge)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            Value::Int(one.pot.0),
            Value::Int(one.no),
            Value::Int(one.payment),
            Value::Int(one.amount),
            Value::Int(one.returned),
            Value::Day(one.day),
            Value::Bool(one.shown),
            one.account.into(),
            one.sealed.as_deref().into(),
            Value::Int(one.journal.into()),
            Value::Int(one.seq.cast_signed()),
            Value::Moment(one.known),
            one.pledge.into(),
        ],
    )?;
    Ok(())
}

const READ: &str = "select pot, no, payment, amount, returned, day, shown, account, sealed, journal, seq,
    known_at, pledge from gift";

/// The gifts of a pot, in order.
pub fn of_pot(unit: &mut Unit<'_>, pot: PayerId) -> Result<Vec<Gift>> {
    let sql = format!("{READ} where pot = $1 order by no");
    unit.rows(&sql, &[Value::Int(pot.0)])?.iter().map(from_row).collect()
}

/// One of a pot's gifts.
pub fn read(unit: &mut Unit<'_>, pot: PayerId, no: i64) -> Result<Option<Gift>> {
    let row =
        unit.row(&format!("{READ} where pot = $1 and no = $2"), &[Value::Int(pot.0), Value::Int(no)])?;
    row.as_ref().map(from_row).transpose()
}

/// The gift that a pot's payment is.
pub fn of_payment(unit: &mut Unit<'_>, pot: PayerId, payment: i64) -> Result<Option<Gift>> {
    let values = [Value::Int(pot.0), Value::Int(payment)];
    let row = unit.row(&format!("{READ} where pot = $1 and payment = $2"), &values)?;
    row.as_ref().map(from_row).transpose()
}

/// The latest gifts of people who want to be named, at most so many; none of what went back wholly.
pub fn shown(unit: &mut Unit<'_>, most: i64) -> Result<Vec<Gift>> {
    let sql = format!(
        "{READ} where shown and sealed is not null and returned < amount
         order by known_at desc, pot, no limit $1"
    );
    unit.rows(&sql, &[Value::Int(most)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Gift> {
    Ok(Gift {
        pot: PayerId(row.int(0)?),
        no: row.int(1)?,
        payment: row.int(2)?,
        amount: row.int(3)?,
        returned: row.int(4)?,
        day: row.day(5)?,
        shown: row.bool(6)?,
        account: row.opt_int(7)?,
        sealed: row.opt_bytes(8)?.map(<[u8]>::to_vec),
        journal: u16::try_from(row.int(9)?)?,
        seq: row.int(10)?.cast_unsigned(),
        known: row.moment(11)?,
        pledge: row.opt_int(12)?,
    })
}

/// Names who gave it; `sealed` is the name.
pub fn name(unit: &mut Unit<'_>, (pot, no): (PayerId, i64), sealed: &[u8], shown: bool) -> Result<()> {
    unit.execute(
        "update gift set sealed = $3, shown = $4 where pot = $1 and no = $2",
        &[Value::Int(pot.0), Value::Int(no), Value::Bytes(sealed), Value::Bool(shown)],
    )?;
    Ok(())
}

/// Names who gave it from now on, or no longer; whether there is a name.
pub fn show(unit: &mut Unit<'_>, (pot, no): (PayerId, i64), shown: bool) -> Result<bool> {
    let changed = unit.execute(
        "update gift set shown = $3 where pot = $1 and no = $2 and sealed is not null",
        &[Value::Int(pot.0), Value::Int(no), Value::Bool(shown)],
    )?;
    Ok(changed == 1)
}

/// Notes that so much more of a gift went back.
pub fn give_back(unit: &mut Unit<'_>, (pot, no): (PayerId, i64), amount: i64) -> Result<()> {
    unit.execute(
        "update gift set returned = returned + $3 where pot = $1 and no = $2",
        &[Value::Int(pot.0), Value::Int(no), Value::Int(amount)],
    )?;
    Ok(())
}

/// What came to each pot and what of it went back.
pub fn sums(unit: &mut Unit<'_>) -> Result<Vec<(PayerId, i64, i64)>> {
    let rows = unit.rows(
        "select pot, cast(sum(amount) as bigint), cast(sum(returned) as bigint) from gift
         group by pot order by pot",
        &[],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), row.int(1)?, row.int(2)?))).collect()
}
