//! Browsers that are at the counter.

use anyhow::Result;
use base::Moment;

use crate::{Unit, Value};

/// A browser's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The hash of its token.
    pub token: Vec<u8>,
    /// Whose it is; a visitor's is nobody's.
    pub account: Option<i64>,
    /// `visitor`, `password` or `full`.
    pub stage: String,
    /// Since when.
    pub began: Moment,
    /// When it was last seen.
    pub seen: Moment,
    /// Until when it is good.
    pub until: Moment,
}

/// Adds a session.
pub fn add(unit: &mut Unit<'_>, session: &Session) -> Result<()> {
    unit.execute(
        "insert into session (token, account, stage, began_at, seen_at, until_at)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Bytes(&session.token),
            session.account.into(),
            Value::Text(&session.stage),
            Value::Moment(session.began),
            Value::Moment(session.seen),
            Value::Moment(session.until),
        ],
    )?;
    Ok(())
}

/// The session of a token, also one that is over.
pub fn read(unit: &mut Unit<'_>, token: &[u8]) -> Result<Option<Session>> {
    let row = unit.row(
        "select token, account, stage, began_at, seen_at, until_at from session where token = $1",
        &[Value::Bytes(token)],
    )?;
    row.map(|row| {
        Ok(Session {
            token: row.bytes(0)?.to_vec(),
            account: row.opt_int(1)?,
            stage: row.text(2)?.to_owned(),
            began: row.moment(3)?,
            seen: row.moment(4)?,
            until: row.moment(5)?,
        })
    })
    .transpose()
}

/// It was seen again, and is good until later.
pub fn touch(unit: &mut Unit<'_>, token: &[u8], seen: Moment, until: Moment) -> Result<()> {
    unit.execute(
        "update session set seen_at = $2, until_at = $3 where token = $1",
        &[Value::Bytes(token), Value::Moment(seen), Value::Moment(until)],
    )?;
    Ok(())
}

/// Somebody signed in; whether the session was there. The token is a new one, so that whoever knew the old
/// one is not signed in too.
pub fn sign_in(unit: &mut Unit<'_>, old: &[u8], new: &[u8], account: i64, stage: &str) -> Result<bool> {
    let changed = unit.execute(
        "update session set token = $2, account = $3, stage = $4 where token = $1",
        &[Value::Bytes(old), Value::Bytes(new), Value::Int(account), Value::Text(stage)],
    )?;
    Ok(changed == 1)
}

/// Ends a session.
pub fn end(unit: &mut Unit<'_>, token: &[u8]) -> Result<()> {
    unit.execute("delete from session where token = $1", &[Value::Bytes(token)])?;
    Ok(())
}

/// Ends every session of an account; how many there were.
pub fn end_of_account(unit: &mut Unit<'_>, account: i64) -> Result<u64> {
    unit.execute("delete from session where account = $1", &[Value::Int(account)])
}

/// Takes away what is over; how many there were.
pub fn sweep(unit: &mut Unit<'_>, now: Moment) -> Result<u64> {
    unit.execute("delete from session where until_at <= $1", &[Value::Moment(now)])
}
