//! What another administrator has to confirm before an account is usable.

use anyhow::Result;
use base::Moment;

use crate::{Row, Unit, Value};

/// A step that was asked for. Whoever has the database itself is account 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Of which account.
    pub account: i64,
    /// When.
    pub asked: Moment,
    /// `opened`, `password` or `second`.
    pub what: String,
    /// By whom.
    pub asked_by: i64,
    /// Who confirmed it, and when.
    pub confirmed: Option<(i64, Moment)>,
}

/// Asks for it, after whatever was asked about the account before.
pub fn ask(unit: &mut Unit<'_>, account: i64, what: &str, by: i64, now: Moment) -> Result<()> {
    let row =
        unit.row("select max(asked_at) from confirmation where account = $1", &[Value::Int(account)])?;
    let at = now.after(row.map_or(Ok(None), |row| row.opt_moment(0))?);
    unit.execute(
        "insert into confirmation (account, asked_at, what, asked_by) values ($1, $2, $3, $4)",
        &[Value::Int(account), Value::Moment(at), Value::Text(what), Value::Int(by)],
    )?;
    Ok(())
}

/// Whatever was asked about an account, the latest first.
pub fn of(unit: &mut Unit<'_>, account: i64) -> Result<Vec<Confirmation>> {
    let sql = "select account, asked_at, what, asked_by, confirmed_by, confirmed_at from confirmation
         where account = $1 order by asked_at desc";
    unit.rows(sql, &[Value::Int(account)])?.iter().map(from_row).collect()
}

/// Confirms all that waits; how many there were.
pub fn confirm(unit: &mut Unit<'_>, account: i64, by: i64, now: Moment) -> Result<u64> {
    unit.execute(
        "update confirmation set confirmed_by = $2, confirmed_at = $3
         where account = $1 and confirmed_at is null",
        &[Value::Int(account), Value::Int(by), Value::Moment(now)],
    )
}

fn from_row(row: &Row) -> Result<Confirmation> {
    Ok(Confirmation {
        account: row.int(0)?,
        asked: row.moment(1)?,
        what: row.text(2)?.to_owned(),
        asked_by: row.int(3)?,
        confirmed: row.opt_int(4)?.zip(row.opt_moment(5)?),
    })
}
