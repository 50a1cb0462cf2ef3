//! What banks say of accounts before money goes there.

use anyhow::Result;
use base::Moment;

use crate::{Unit, Value};

/// How an account stands with its bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// When the bank was asked.
    pub asked: Moment,
    /// What it said: `same`, `other` or `unknown`; nothing before it has.
    pub verdict: Option<String>,
}

/// The bank is asked; what it said before does not count any more.
pub fn ask(unit: &mut Unit<'_>, payee: i64, known: Moment) -> Result<()> {
    let sql = "insert into account_check (payee, asked_at) values ($1, $2)";
    unit.execute(sql, &[Value::Int(payee), Value::Moment(known)])?;
    Ok(())
}

/// The bank has answered what it was asked last; false where it was not asked.
pub fn hear(unit: &mut Unit<'_>, payee: i64, verdict: &str, known: Moment) -> Result<bool> {
    let Some(check) = of(unit, payee)? else { return Ok(false) };
    unit.execute(
        "update account_check set verdict = $3, heard_at = $4 where payee = $1 and asked_at = $2",
        &[Value::Int(payee), Value::Moment(check.asked), Value::Text(verdict), Value::Moment(known)],
    )?;
    Ok(true)
}

/// The latest of a payee.
pub fn of(unit: &mut Unit<'_>, payee: i64) -> Result<Option<Check>> {
    let sql = "select asked_at, verdict from account_check where payee = $1 order by asked_at desc limit 1";
    let row = unit.row(sql, &[Value::Int(payee)])?;
    row.map(|row| {
        let verdict = row.opt_text(1)?.map(str::to_owned);
        Ok(Check { asked: row.moment(0)?, verdict })
    })
    .transpose()
}
