//! What somebody has answered so far.

use anyhow::Result;
use base::Moment;

use crate::{Unit, Value};

/// Puts the answers so far in place of those before, whatever they are by now.
pub fn put(unit: &mut Unit<'_>, token: &[u8], sealed: &[u8], now: Moment) -> Result<()> {
    unit.execute(
        "insert into draft (token, sealed, version, known_at) values ($1, $2, 1, $3)
         on conflict (token) do update
             set sealed = excluded.sealed, version = draft.version + 1, known_at = excluded.known_at",
        &[Value::Bytes(token), Value::Bytes(sealed), Value::Moment(now)],
    )?;
    Ok(())
}

/// Puts the answers in place of those that were read, and of no others: `version` is theirs, 0 where there
/// were none. Whether nobody had put any in the meantime.
pub fn swap(unit: &mut Unit<'_>, token: &[u8], version: i64, sealed: &[u8], now: Moment) -> Result<bool> {
    let (token, sealed, now) = (Value::Bytes(token), Value::Bytes(sealed), Value::Moment(now));
    let changed = if version == 0 {
        unit.execute(
            "insert into draft (token, sealed, version, known_at) values ($1, $2, 1, $3)
             on conflict (token) do nothing",
            &[token, sealed, now],
        )?
    } else {
        unit.execute(
            "update draft set sealed = $2, version = version + 1, known_at = $3
             where token = $1 and version = $4",
            &[token, sealed, now, Value::Int(version)],
        )?
    };
    Ok(changed == 1)
}

/// The answers so far, sealed.
pub fn read(unit: &mut Unit<'_>, token: &[u8]) -> Result<Option<Vec<u8>>> {
    Ok(read_version(unit, token)?.map(|(sealed, _)| sealed))
}

/// The answers so far, sealed, with their version.
pub fn read_version(unit: &mut Unit<'_>, token: &[u8]) -> Result<Option<(Vec<u8>, i64)>> {
    let row = unit.row("select sealed, version from draft where token = $1", &[Value::Bytes(token)])?;
    row.map(|row| Ok((row.bytes(0)?.to_vec(), row.int(1)?))).transpose()
}

/// Takes a draft away.
pub fn drop(unit: &mut Unit<'_>, token: &[u8]) -> Result<()> {
    unit.execute("delete from draft where token = $1", &[Value::Bytes(token)])?;
    Ok(())
}

/// Takes away what nobody has touched since a moment; how many there were.
pub fn sweep(unit: &mut Unit<'_>, before: Moment) -> Result<u64> {
    unit.execute("delete from draft where known_at < $1", &[Value::Moment(before)])
}
