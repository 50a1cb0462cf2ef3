//! From which devices accounts were told: keyed hashes of marks that only the browsers have.

use anyhow::Result;

use crate::{Unit, Value};

/// Keeps with an account which device told it.
pub fn keep(unit: &mut Unit<'_>, payee: i64, device: &[u8]) -> Result<()> {
    let sql = "insert into payee_device (payee, device) values ($1, $2)";
    unit.execute(sql, &[Value::Int(payee), Value::Bytes(device)])?;
    Ok(())
}

/// The device of an account, if it was told from one.
pub fn of(unit: &mut Unit<'_>, payee: i64) -> Result<Option<Vec<u8>>> {
    let row = unit.row("select device from payee_device where payee = $1", &[Value::Int(payee)])?;
    row.map(|row| Ok(row.bytes(0)?.to_vec())).transpose()
}

/// Accounts that were told from a device, at most so many.
pub fn told_from(unit: &mut Unit<'_>, device: &[u8], most: i64) -> Result<Vec<i64>> {
    let sql = "select payee from payee_device where device = $1 order by payee limit $2";
    unit.rows(sql, &[Value::Bytes(device), Value::Int(most)])?.iter().map(|row| row.int(0)).collect()
}

/// A device is known by another hash from now on, as keys were changed.
pub fn renew(unit: &mut Unit<'_>, older: &[u8], newest: &[u8]) -> Result<()> {
    let sql = "update payee_device set device = $2 where device = $1";
    unit.execute(sql, &[Value::Bytes(older), Value::Bytes(newest)])?;
    Ok(())
}
