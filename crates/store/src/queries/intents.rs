//! What somebody wants to pay, until the money comes.

use anyhow::Result;
use base::Moment;
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// Somebody wants to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Number.
    pub id: i64,
    /// Who.
    pub payer: PayerId,
    /// How much.
    pub amount: i64,
    /// For how many months.
    pub months: i64,
    /// Since when.
    pub made: Moment,
    /// Until when the QR is good.
    pub until: Moment,
    /// When the money came.
    pub paid: Option<Moment>,
}

/// Adds an intent. It is unpaid, whatever else is said.
pub fn add(unit: &mut Unit<'_>, intent: &Intent) -> Result<()> {
    unit.execute(
        "insert into intent (id, payer, amount, months, made_at, until_at) values ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(intent.id),
            Value::Int(intent.payer.0),
            Value::Int(intent.amount),
            Value::Int(intent.months),
            Value::Moment(intent.made),
            Value::Moment(intent.until),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, payer, amount, months, made_at, until_at, paid_at from intent";

/// An intent by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Intent>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// What a payer can still pay, the latest first.
pub fn open_of(unit: &mut Unit<'_>, payer: PayerId, now: Moment) -> Result<Vec<Intent>> {
    let sql = format!(
        "{READ} where payer = $1 and paid_at is null and until_at > $2 order by made_at desc, id desc"
    );
    unit.rows(&sql, &[Value::Int(payer.0), Value::Moment(now)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Intent> {
    Ok(Intent {
        id: row.int(0)?,
        payer: PayerId(row.int(1)?),
        amount: row.int(2)?,
        months: row.int(3)?,
        made: row.moment(4)?,
        until: row.moment(5)?,
        paid: row.opt_moment(6)?,
    })
}

/// Notes that the money came; whether it had not before. A QR that is over may still be paid.
pub fn paid(unit: &mut Unit<'_>, id: i64, at: Moment) -> Result<bool> {
    let changed = unit.execute(
        "update intent set paid_at = $2 where id = $1 and paid_at is null",
        &[Value::Int(id), Value::Moment(at)],
    )?;
    Ok(changed == 1)
}

/// Lets what has not come yet be paid until a moment.
pub fn good_until(unit: &mut Unit<'_>, id: i64, until: Moment) -> Result<()> {
    unit.execute(
        "update intent set until_at = $2 where id = $1 and paid_at is null",
        &[Value::Int(id), Value::Moment(until)],
    )?;
    Ok(())
}
