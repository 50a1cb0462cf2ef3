//! What somebody has answered so far.

use anyhow::Result;
use base::Moment;

use crate::{Unit, Value};

/// Puts the answers so far in place of those before.
pub fn put(unit: &mut Unit<'_>, token: &[u8], sealed: &[u8], now: Moment) -> Result<()> {
    unit.execute(
        "insert into draft (token, sealed, known_at) values ($1, $2, $3)
         on conflict (token) do update set sealed = excluded.sealed, known_at = excluded.known_at",
        &[Value::Bytes(token), Value::Bytes(sealed), Value::Moment(now)],
    )?;
    Ok(())
}

/// The answers so far, sealed.
pub fn read(unit: &mut Unit<'_>, token: &[u8]) -> Result<Option<Vec<u8>>> {
    let row = unit.row("select sealed from draft where token = $1", &[Value::Bytes(token)])?;
    row.map(|row| Ok(row.bytes(0)?.to_vec())).transpose()
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
