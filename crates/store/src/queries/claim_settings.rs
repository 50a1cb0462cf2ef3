//! What the institution decides for itself about claims.

use anyhow::Result;
use base::Moment;

use crate::{Unit, Value};

/// Sets a value from now on; nothing is overwritten.
pub fn set(
    unit: &mut Unit<'_>,
    (name, value): (&str, i64),
    account: Option<i64>,
    known: Moment,
) -> Result<()> {
    let row = unit.row("select max(known_at) from claim_setting where name = $1", &[Value::Text(name)])?;
    let known = known.after(row.map_or(Ok(None), |row| row.opt_moment(0))?);
    unit.execute(
        "insert into claim_setting (name, known_at, value, account) values ($1, $2, $3, $4)",
        &[Value::Text(name), Value::Moment(known), Value::Int(value), account.into()],
    )?;
    Ok(())
}

/// The value that holds now.
pub fn get(unit: &mut Unit<'_>, name: &str) -> Result<Option<i64>> {
    let row = unit.row(
        "select value from claim_setting where name = $1 order by known_at desc limit 1",
        &[Value::Text(name)],
    )?;
    row.map(|row| row.int(0)).transpose()
}
