//! Offices of the institution.

use anyhow::Result;
use base::Day;

use crate::{Row, Unit, Value};

/// An office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Number.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub province: String,
    /// From when it is closed, if it is.
    pub closed: Option<Day>,
}

/// Of which offices something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within<'a> {
    /// All, and what belongs to none.
    Everywhere,
    /// Those of a province.
    Province(&'a str),
    /// One.
    Branch(i64),
}

/// Adds an office.
pub fn add(unit: &mut Unit<'_>, branch: &Branch) -> Result<()> {
    unit.execute(
        "insert into branch (id, name, province, closed_on) values ($1, $2, $3, $4)",
        &[
            Value::Int(branch.id),
            Value::Text(&branch.name),
            Value::Text(&branch.province),
            branch.closed.into(),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, name, province, closed_on from branch";

/// An office by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Branch>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Every office, closed ones too, in the order of numbers.
pub fn all(unit: &mut Unit<'_>) -> Result<Vec<Branch>> {
    unit.rows(&format!("{READ} order by id"), &[])?.iter().map(from_row).collect()
}

/// Every office of a province, closed ones too, in the order of numbers.
pub fn of_province(unit: &mut Unit<'_>, province: &str) -> Result<Vec<Branch>> {
    let rows = unit.rows(&format!("{READ} where province = $1 order by id"), &[Value::Text(province)])?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Branch> {
    Ok(Branch {
        id: row.int(0)?,
        name: row.text(1)?.to_owned(),
        province: row.text(2)?.to_owned(),
        closed: row.opt_day(3)?,
    })
}
