//! How often something was done for somebody, and when.

use anyhow::Result;
use base::Moment;

use crate::{Unit, Value, queries::turns};

/// How often it was done since each of some moments, while nobody else counts the same.
pub fn since<const N: usize>(unit: &mut Unit<'_>, key: &[u8], moments: [Moment; N]) -> Result<[i64; N]> {
    turns::hold(unit, key)?;
    let mut counts = [0; N];
    for (count, moment) in counts.iter_mut().zip(moments) {
        let values = [Value::Bytes(key), Value::Moment(moment)];
        let row = unit.row("select count(*) from tally where key = $1 and at > $2", &values)?;
        *count = row.map_or(Ok(0), |row| row.int(0))?;
    }
    Ok(counts)
}

/// Counts one more.
pub fn add(unit: &mut Unit<'_>, key: &[u8], at: Moment) -> Result<()> {
    turns::hold(unit, key)?;
    unit.execute(
        "insert into tally (key, no, at)
         values ($1, (select coalesce(max(no), 0) + 1 from tally where key = $1), $2)",
        &[Value::Bytes(key), Value::Moment(at)],
    )?;
    Ok(())
}

/// Begins anew.
pub fn forget(unit: &mut Unit<'_>, key: &[u8]) -> Result<()> {
    unit.execute("delete from tally where key = $1", &[Value::Bytes(key)])?;
    Ok(())
}

/// Takes away what is older than a moment; how many there were.
pub fn sweep(unit: &mut Unit<'_>, before: Moment) -> Result<u64> {
    unit.execute("delete from tally where at < $1", &[Value::Moment(before)])
}
