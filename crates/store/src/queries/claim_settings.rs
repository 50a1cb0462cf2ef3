//! What the institution decides for itself about claims.

use anyhow::Result;
use base::Moment;

use crate::{Row, Unit, Value};

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

/// A value as it was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The value.
    pub value: i64,
    /// Who set it; nobody's where it came with the institution.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// Every value that was ever set, the oldest first.
pub fn all(unit: &mut Unit<'_>, name: &str) -> Result<Vec<Setting>> {
    let sql = "select value, account, known_at from claim_setting where name = $1 order by known_at";
    let rows = unit.rows(sql, &[Value::Text(name)])?;
    let of = |row: &Row| Ok(Setting { value: row.int(0)?, account: row.opt_int(1)?, known: row.moment(2)? });
    rows.iter().map(of).collect()
}

/// The value that holds now.
pub fn get(unit: &mut Unit<'_>, name: &str) -> Result<Option<i64>> {
    let row = unit.row(
        "select value from claim_setting where name = $1 order by known_at desc limit 1",
        &[Value::Text(name)],
    )?;
    row.map(|row| row.int(0)).transpose()
}
