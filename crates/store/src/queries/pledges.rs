//! What donors promise, until the money comes.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// A promise to a pot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pledge {
    /// Number.
    pub id: i64,
    /// To which pot.
    pub pot: PayerId,
    /// How much.
    pub amount: i64,
    /// What has come of it.
    pub received: i64,
    /// The code it is paid under.
    pub code: i64,
    /// Until when it is promised.
    pub due: Option<Day>,
    /// `open`, `kept` or `withdrawn`.
    pub state: String,
    /// Who promised.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

impl Pledge {
    /// What is still to come.
    pub fn open(&self) -> i64 {
        if self.state == "open" { self.amount - self.received } else { 0 }
    }
}

/// Adds a promise.
pub fn add(unit: &mut Unit<'_>, one: &Pledge) -> Result<()> {
    unit.execute(
        "insert into pledge (id, pot, amount, received, code, due_on, state, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(one.id),
            Value::Int(one.pot.0),
            Value::Int(one.amount),
            Value::Int(one.received),
            Value::Int(one.code),
            one.due.into(),
            Value::Text(&one.state),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, pot, amount, received, code, due_on, state, account, known_at from pledge";

/// A promise by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Pledge>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// The promise that is paid under a code.
pub fn by_code(unit: &mut Unit<'_>, code: i64) -> Result<Option<Pledge>> {
    let row = unit.row(&format!("{READ} where code = $1"), &[Value::Int(code)])?;
    row.as_ref().map(from_row).transpose()
}

/// The first promise to a pot of which exactly this amount is still to come.
pub fn fitting(unit: &mut Unit<'_>, pot: PayerId, amount: i64) -> Result<Option<Pledge>> {
    let sql = format!(
        "{READ} where pot = $1 and state = 'open' and amount - received = $2
             and exists (select 1 from pot where payer = $1 and donor is not null)
         order by id limit 1"
    );
    let row = unit.row(&sql, &[Value::Int(pot.0), Value::Int(amount)])?;
    row.as_ref().map(from_row).transpose()
}

/// The promises to a pot, in order.
pub fn of_pot(unit: &mut Unit<'_>, pot: PayerId) -> Result<Vec<Pledge>> {
    let sql = format!("{READ} where pot = $1 order by id");
    unit.rows(&sql, &[Value::Int(pot.0)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Pledge> {
    Ok(Pledge {
        id: row.int(0)?,
        pot: PayerId(row.int(1)?),
        amount: row.int(2)?,
        received: row.int(3)?,
        code: row.int(4)?,
        due: row.opt_day(5)?,
        state: row.text(6)?.to_owned(),
        account: row.opt_int(7)?,
        known: row.moment(8)?,
    })
}

/// Writes how much it is now, what has come of it, and how it stands; the pot is held.
pub fn change(unit: &mut Unit<'_>, one: &Pledge) -> Result<()> {
    unit.execute(
        "update pledge set amount = $2, received = $3, state = $4 where id = $1",
        &[Value::Int(one.id), Value::Int(one.amount), Value::Int(one.received), Value::Text(&one.state)],
    )?;
    Ok(())
}

/// What is promised and has not come, of every pot where something is.
pub fn open(unit: &mut Unit<'_>) -> Result<Vec<(PayerId, i64)>> {
    let rows = unit.rows(
        "select pot, cast(sum(amount - received) as bigint) from pledge where state = 'open'
         group by pot order by pot",
        &[],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), row.int(1)?))).collect()
}
