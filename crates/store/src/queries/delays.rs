//! Compensation for delay: which order was paid late, and with which order that is made good.

use anyhow::Result;
use base::Day;

use crate::{Row, Unit, Value};

/// What is owed because an order was paid late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    /// The order that was late.
    pub order: i64,
    /// Its claim.
    pub claim: i64,
    /// The last day without delay.
    pub due: Day,
    /// The day it was paid.
    pub paid: Day,
    /// How much is owed for it.
    pub amount: i64,
    /// The order that pays it.
    pub paid_with: i64,
}

/// Writes down what is owed for delay.
pub fn add(unit: &mut Unit<'_>, delay: &Delay) -> Result<()> {
    unit.execute(
        "insert into delay (payment_order, claim, due, paid, amount, paid_with)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(delay.order),
            Value::Int(delay.claim),
            Value::Day(delay.due),
            Value::Day(delay.paid),
            Value::Int(delay.amount),
            Value::Int(delay.paid_with),
        ],
    )?;
    Ok(())
}

const READ: &str = "select payment_order, claim, due, paid, amount, paid_with from delay";

/// What is owed for delay in a claim, by order.
pub fn of_claim(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Delay>> {
    let sql = format!("{READ} where claim = $1 order by payment_order");
    unit.rows(&sql, &[Value::Int(claim)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Delay> {
    Ok(Delay {
        order: row.int(0)?,
        claim: row.int(1)?,
        due: row.day(2)?,
        paid: row.day(3)?,
        amount: row.int(4)?,
        paid_with: row.int(5)?,
    })
}
