//! Short numbers for the names of lines, given once and for ever.

use anyhow::Result;

use crate::{Unit, Value};

/// All names with their numbers.
pub fn all(unit: &mut Unit<'_>) -> Result<Vec<(u16, String)>> {
    let rows = unit.rows("select no, name from slot order by no", &[])?;
    rows.iter().map(|row| Ok((u16::try_from(row.int(0)?)?, row.text(1)?.to_owned()))).collect()
}

/// Gives a name a number.
pub fn add(unit: &mut Unit<'_>, no: u16, name: &str) -> Result<()> {
    unit.execute("insert into slot (no, name) values ($1, $2)", &[Value::Int(no.into()), Value::Text(name)])?;
    Ok(())
}
