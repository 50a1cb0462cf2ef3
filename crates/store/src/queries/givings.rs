//! Gifts that somebody means to pay, until the money comes. How much stands with the intent of the number.

use anyhow::Result;
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// Somebody means to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Giving {
    /// Number; that of the intent.
    pub id: i64,
    /// To which pot.
    pub pot: PayerId,
    /// The code it is paid under.
    pub code: i64,
    /// Who gives, where she says so.
    pub sealed: Option<Vec<u8>>,
    /// Whether she wants to be named.
    pub shown: bool,
    /// Which of the pot's gifts it became.
    pub gift: Option<i64>,
}

/// Adds one.
pub fn add(unit: &mut Unit<'_>, one: &Giving) -> Result<()> {
    unit.execute(
        "insert into giving (id, pot, code, sealed, shown, gift) values ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(one.id),
            Value::Int(one.pot.0),
            Value::Int(one.code),
            one.sealed.as_deref().into(),
            Value::Bool(one.shown),
            one.gift.into(),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, pot, code, sealed, shown, gift from giving";

/// One by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Giving>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// All that are paid under a code: one, or one for each part of a promise; the first first.
pub fn by_code(unit: &mut Unit<'_>, code: i64) -> Result<Vec<Giving>> {
    let sql = format!("{READ} where code = $1 order by id");
    unit.rows(&sql, &[Value::Int(code)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Giving> {
    Ok(Giving {
        id: row.int(0)?,
        pot: PayerId(row.int(1)?),
        code: row.int(2)?,
        sealed: row.opt_bytes(3)?.map(<[u8]>::to_vec),
        shown: row.bool(4)?,
        gift: row.opt_int(5)?,
    })
}

/// The money came: which of the pot's gifts it is, with which the name stands from now on. Whether it had not
/// come before.
pub fn came(unit: &mut Unit<'_>, id: i64, gift: i64) -> Result<bool> {
    let changed = unit.execute(
        "update giving set gift = $2, sealed = null where id = $1 and gift is null",
        &[Value::Int(id), Value::Int(gift)],
    )?;
    Ok(changed == 1)
}
