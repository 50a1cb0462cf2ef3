//! What funders were asked before their months end, and what they said.

use anyhow::Result;
use base::{Day, Moment, Month};
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// A question to a funder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// Whose money ends.
    pub pot: PayerId,
    /// After which month.
    pub until: Month,
    /// When it was asked.
    pub asked: Day,
    /// For how many.
    pub people: i64,
    /// `asked`, `renewed` or `declined`.
    pub state: String,
    /// Who answered.
    pub account: Option<i64>,
    /// Since when.
    pub known: Moment,
}

/// Asks, unless it was asked before; whether it was not.
pub fn ask(unit: &mut Unit<'_>, renewal: &Renewal) -> Result<bool> {
    let added = unit.execute(
        "insert into renewal (pot, until_month, asked_on, people, state, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        &[
            Value::Int(renewal.pot.0),
            Value::Month(renewal.until),
            Value::Day(renewal.asked),
            Value::Int(renewal.people),
            Value::Text(&renewal.state),
            renewal.account.into(),
            Value::Moment(renewal.known),
        ],
    )?;
    Ok(added == 1)
}

/// Writes an answer down; whether one was waited for.
pub fn answer(
    unit: &mut Unit<'_>,
    (pot, until): (PayerId, Month),
    state: &str,
    account: Option<i64>,
    now: Moment,
) -> Result<bool> {
    let changed = unit.execute(
        "update renewal set state = $3, account = $4, known_at = $5
         where pot = $1 and until_month = $2 and state = 'asked'",
        &[Value::Int(pot.0), Value::Month(until), Value::Text(state), account.into(), Value::Moment(now)],
    )?;
    Ok(changed == 1)
}

const READ: &str = "select pot, until_month, asked_on, people, state, account, known_at from renewal";

/// What a funder was asked, the latest first.
pub fn of_pot(unit: &mut Unit<'_>, pot: PayerId) -> Result<Vec<Renewal>> {
    let sql = format!("{READ} where pot = $1 order by until_month desc");
    unit.rows(&sql, &[Value::Int(pot.0)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Renewal> {
    Ok(Renewal {
        pot: PayerId(row.int(0)?),
        until: row.month(1)?,
        asked: row.day(2)?,
        people: row.int(3)?,
        state: row.text(4)?.to_owned(),
        account: row.opt_int(5)?,
        known: row.moment(6)?,
    })
}
