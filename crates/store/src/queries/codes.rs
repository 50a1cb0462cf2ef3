//! Codes that were sent to somebody, one at a time.

use anyhow::Result;
use base::Moment;

use crate::{Unit, Value};

/// A code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// For whom: an account, or a person who has none yet.
    pub subject: i64,
    /// The code's hash.
    pub hash: Vec<u8>,
    /// Until when it is good.
    pub until: Moment,
    /// How often somebody tried.
    pub tries: i64,
}

/// Puts a code in place of the one before.
pub fn put(unit: &mut Unit<'_>, code: &Code) -> Result<()> {
    unit.execute(
        "insert into one_time_code (subject, hash, until_at, tries) values ($1, $2, $3, $4)
         on conflict (subject) do update
             set hash = excluded.hash, until_at = excluded.until_at, tries = excluded.tries",
        &[
            Value::Int(code.subject),
            Value::Bytes(&code.hash),
            Value::Moment(code.until),
            Value::Int(code.tries),
        ],
    )?;
    Ok(())
}

/// The code of a subject, also one that is over.
pub fn read(unit: &mut Unit<'_>, subject: i64) -> Result<Option<Code>> {
    let row = unit
        .row("select hash, until_at, tries from one_time_code where subject = $1", &[Value::Int(subject)])?;
    row.map(|row| {
        Ok(Code { subject, hash: row.bytes(0)?.to_vec(), until: row.moment(1)?, tries: row.int(2)? })
    })
    .transpose()
}

/// Counts a try before the code is compared, and gives how many there were with this one. Those who try at
/// once wait for each other, so no two are the same try.
pub fn try_again(unit: &mut Unit<'_>, subject: i64) -> Result<Option<i64>> {
    let row = unit.row(
        "update one_time_code set tries = tries + 1 where subject = $1 returning tries",
        &[Value::Int(subject)],
    )?;
    row.map(|row| row.int(0)).transpose()
}

/// Takes a code away; whether there was one. Of two who have the same code one takes it.
pub fn take(unit: &mut Unit<'_>, subject: i64) -> Result<bool> {
    let gone = unit.execute("delete from one_time_code where subject = $1", &[Value::Int(subject)])?;
    Ok(gone == 1)
}

/// Takes away codes that were good until before a moment; how many there were.
pub fn sweep(unit: &mut Unit<'_>, before: Moment) -> Result<u64> {
    unit.execute("delete from one_time_code where until_at < $1", &[Value::Moment(before)])
}
