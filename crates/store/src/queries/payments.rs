//! Payments, and what they went to.

use anyhow::{Context, Result};
use base::{Day, Moment, Month};
use scheme::id::PayerId;

use crate::{Kind, Row, Unit, Value};

/// Money that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// From whom.
    pub payer: PayerId,
    /// Which of the payer's payments.
    pub id: i64,
    /// How much.
    pub amount: i64,
    /// On which day.
    pub paid: Day,
    /// Since when it is known.
    pub known: Moment,
    /// `bank`, `agent` …
    pub channel: String,
    /// What the channel calls it.
    pub reference: String,
    /// The journal of its entry.
    pub journal: u16,
    /// The entry's number in the journal.
    pub seq: u64,
    /// The day it was taken back, if it was.
    pub reversed: Option<Day>,
}

/// The number that the next payment of a payer gets; the payer is held, and no row is shared with others.
pub fn next_number(unit: &mut Unit<'_>, payer: PayerId) -> Result<i64> {
    let row =
        unit.row("select coalesce(max(id), 0) + 1 from payment where payer = $1", &[Value::Int(payer.0)])?;
    row.context("a payment without a number")?.int(0)
}

/// Adds a payment.
pub fn add(unit: &mut Unit<'_>, payment: &Payment) -> Result<()> {
    unit.execute(
        "insert into payment (payer, id, amount, paid_on, known_at, channel, reference, journal, seq)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(payment.payer.0),
            Value::Int(payment.id),
            Value::Int(payment.amount),
            Value::Day(payment.paid),
            Value::Moment(payment.known),
            Value::Text(&payment.channel),
            Value::Text(&payment.reference),
            Value::Int(payment.journal.into()),
            Value::Int(payment.seq.cast_signed()),
        ],
    )?;
    Ok(())
}

/// Notes that a payment was taken back.
pub fn reverse(unit: &mut Unit<'_>, payer: PayerId, id: i64, on: Day) -> Result<()> {
    unit.execute(
        "update payment set reversed_on = $3 where payer = $1 and id = $2",
        &[Value::Int(payer.0), Value::Int(id), Value::Day(on)],
    )?;
    Ok(())
}

/// Every payment of a payer, the latest last.
pub fn of(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<Payment>> {
    let rows = unit.rows(
        "select payer, id, amount, paid_on, known_at, channel, reference, journal, seq, reversed_on
         from payment where payer = $1 order by id",
        &[Value::Int(payer.0)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Payment {
                payer: PayerId(row.int(0)?),
                id: row.int(1)?,
                amount: row.int(2)?,
                paid: row.day(3)?,
                known: row.moment(4)?,
                channel: row.text(5)?.to_owned(),
                reference: row.text(6)?.to_owned(),
                journal: u16::try_from(row.int(7)?)?,
                seq: row.int(8)?.cast_unsigned(),
                reversed: row.opt_day(9)?,
            })
        })
        .collect()
}

/// A part of a payer's money that went to a bill, with the entry that books it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// Whose money.
    pub payer: PayerId,
    /// The bill's month.
    pub month: Month,
    /// The bill's row.
    pub no: i64,
    /// The journal of the entry.
    pub journal: u16,
    /// Its number in the journal.
    pub seq: u64,
    /// How much; negative for what is released from a bill.
    pub amount: i64,
    /// On which day.
    pub day: Day,
}

/// The columns of an allocation, for adding many.
pub const COLUMNS: [(&str, Kind); 7] = [
    ("payer", Kind::Int),
    ("month", Kind::Month),
    ("no", Kind::Small),
    ("journal", Kind::Small),
    ("seq", Kind::Int),
    ("amount", Kind::Int),
    ("on_day", Kind::Day),
];

/// An allocation's columns.
pub fn values(allocation: &Allocation) -> [Value<'static>; 7] {
    [
        Value::Int(allocation.payer.0),
        Value::Month(allocation.month),
        Value::Int(allocation.no),
        Value::Int(allocation.journal.into()),
        Value::Int(allocation.seq.cast_signed()),
        Value::Int(allocation.amount),
        Value::Day(allocation.day),
    ]
}

/// Adds an allocation.
pub fn allocate(unit: &mut Unit<'_>, allocation: &Allocation) -> Result<()> {
    unit.execute(
        "insert into allocation (payer, month, no, journal, seq, amount, on_day)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &values(allocation),
    )?;
    Ok(())
}

/// What a payer's money went to, in the order of bills.
pub fn allocations(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<Allocation>> {
    let rows = unit.rows(
        "select payer, month, no, journal, seq, amount, on_day from allocation where payer = $1
         order by month, no, on_day, journal, seq",
        &[Value::Int(payer.0)],
    )?;
    rows.iter().map(allocation).collect()
}

/// What went to the bills of one month.
pub fn allocations_of(unit: &mut Unit<'_>, payer: PayerId, month: Month) -> Result<Vec<Allocation>> {
    let rows = unit.rows(
        "select payer, month, no, journal, seq, amount, on_day from allocation where payer = $1 and month = $2
         order by no, on_day, journal, seq",
        &[Value::Int(payer.0), Value::Month(month)],
    )?;
    rows.iter().map(allocation).collect()
}

fn allocation(row: &Row) -> Result<Allocation> {
    Ok(Allocation {
        payer: PayerId(row.int(0)?),
        month: row.month(1)?,
        no: row.int(2)?,
        journal: u16::try_from(row.int(3)?)?,
        seq: row.int(4)?.cast_unsigned(),
        amount: row.int(5)?,
        day: row.day(6)?,
    })
}
