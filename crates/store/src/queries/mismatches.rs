//! People whom an employer or a partner names, and who could not be confirmed: for the branch to look at.

use anyhow::Result;
use base::Moment;
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// Somebody who could not be confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Number.
    pub id: i64,
    /// Who named her.
    pub payer: PayerId,
    /// Why she could not be confirmed: a word.
    pub why: String,
    /// What was said of her.
    pub sealed: Vec<u8>,
    /// The account that said it.
    pub account: i64,
    /// When.
    pub made: Moment,
    /// When somebody had looked at it.
    pub done: Option<Moment>,
}

/// Adds one.
pub fn add(unit: &mut Unit<'_>, one: &Mismatch) -> Result<()> {
    unit.execute(
        "insert into mismatch (id, payer, why, sealed, account, made_at) values ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(one.id),
            Value::Int(one.payer.0),
            Value::Text(&one.why),
            Value::Bytes(&one.sealed),
            Value::Int(one.account),
            Value::Moment(one.made),
        ],
    )?;
    Ok(())
}

/// Those of a payer that nobody has looked at, the oldest first, at most so many.
pub fn open(unit: &mut Unit<'_>, payer: PayerId, limit: i64) -> Result<Vec<Mismatch>> {
    let rows = unit.rows(
        "select id, payer, why, sealed, account, made_at, done_at from mismatch
         where payer = $1 and done_at is null order by made_at, id limit $2",
        &[Value::Int(payer.0), Value::Int(limit)],
    )?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Mismatch> {
    Ok(Mismatch {
        id: row.int(0)?,
        payer: PayerId(row.int(1)?),
        why: row.text(2)?.to_owned(),
        sealed: row.bytes(3)?.to_vec(),
        account: row.int(4)?,
        made: row.moment(5)?,
        done: row.opt_moment(6)?,
    })
}

/// How many a payer has named since a moment.
pub fn since(unit: &mut Unit<'_>, payer: PayerId, moment: Moment) -> Result<i64> {
    let values = [Value::Int(payer.0), Value::Moment(moment)];
    let row = unit.row("select count(*) from mismatch where payer = $1 and made_at > $2", &values)?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Payers of an office with people nobody has looked at: who, how many, since when.
pub fn of_branch(unit: &mut Unit<'_>, branch: i64, limit: i64) -> Result<Vec<(PayerId, i64, Moment)>> {
    let rows = unit.rows(
        "select k.payer, count(*), min(k.made_at) from mismatch as k
         join caseload as c on c.subject = k.payer
         where c.branch = $1 and k.done_at is null
         group by k.payer order by min(k.made_at), k.payer limit $2",
        &[Value::Int(branch), Value::Int(limit)],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), row.int(1)?, row.moment(2)?))).collect()
}

/// Somebody has looked at one of a payer's; whether nobody had before.
pub fn done(unit: &mut Unit<'_>, payer: PayerId, id: i64, now: Moment) -> Result<bool> {
    let changed = unit.execute(
        "update mismatch set done_at = $3 where payer = $1 and id = $2 and done_at is null",
        &[Value::Int(payer.0), Value::Int(id), Value::Moment(now)],
    )?;
    Ok(changed == 1)
}
