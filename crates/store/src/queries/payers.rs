//! Everybody who pays.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::PayerId;

use crate::{Kind, Row, Unit, Value};

/// A payer's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payer {
    /// Number.
    pub id: PayerId,
    /// `employer`, `branch`, `project`, `platform`, `sponsor` or `own`.
    pub kind: String,
    /// The employer a branch belongs to.
    pub parent: Option<PayerId>,
    /// NPP and name; nothing for `own`.
    pub sealed: Option<Vec<u8>>,
    /// Where it is.
    pub province: String,
    /// Since when.
    pub opened: Day,
    /// Money received and not yet allocated.
    pub credit: i64,
    /// Since when it is known.
    pub known: Moment,
}

/// The columns of a payer, for adding many.
pub const COLUMNS: [(&str, Kind); 8] = [
    ("id", Kind::Int),
    ("kind", Kind::Text),
    ("parent", Kind::Int),
    ("sealed", Kind::Bytes),
    ("province", Kind::Text),
    ("opened_on", Kind::Day),
    ("credit", Kind::Int),
    ("known_at", Kind::Moment),
];

/// A payer's columns.
pub fn values(payer: &Payer) -> [Value<'_>; 8] {
    [
        Value::Int(payer.id.0),
        Value::Text(&payer.kind),
        payer.parent.map(|parent| parent.0).into(),
        payer.sealed.as_deref().into(),
        Value::Text(&payer.province),
        Value::Day(payer.opened),
        Value::Int(payer.credit),
        Value::Moment(payer.known),
    ]
}

/// Adds a payer.
pub fn add(unit: &mut Unit<'_>, payer: &Payer) -> Result<()> {
    unit.execute(
        "insert into payer (id, kind, parent, sealed, province, opened_on, credit, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &values(payer),
    )?;
    Ok(())
}

/// A payer by number.
pub fn read(unit: &mut Unit<'_>, payer: PayerId) -> Result<Option<Payer>> {
    if let Some(known) = unit.ahead.as_ref().and_then(|ahead| ahead.payer(payer.0)) {
        return Ok(Some(known));
    }
    let row = unit.row(
        "select id, kind, parent, sealed, province, opened_on, credit, known_at from payer where id = $1",
        &[Value::Int(payer.0)],
    )?;
    row.as_ref().map(from_row).transpose()
}

fn from_row(row: &Row) -> Result<Payer> {
    Ok(Payer {
        id: PayerId(row.int(0)?),
        kind: row.text(1)?.to_owned(),
        parent: row.opt_int(2)?.map(PayerId),
        sealed: row.opt_bytes(3)?.map(<[u8]>::to_vec),
        province: row.text(4)?.to_owned(),
        opened: row.day(5)?,
        credit: row.int(6)?,
        known: row.moment(7)?,
    })
}

/// Waits until no run is at work on the payer, keeps others from changing its money, and gives its credit.
pub fn hold(unit: &mut Unit<'_>, payer: PayerId) -> Result<Option<i64>> {
    if let Some(credit) = unit.ahead.as_ref().and_then(|ahead| ahead.held_credit(payer.0)) {
        return Ok(Some(credit));
    }
    let share = unit.engine().for_share();
    let at_work = format!(
        "select 1 from chunk where state = 'open' and number_from <= $1 and number_until > $1{share}"
    );
    unit.rows(&at_work, &[Value::Int(payer.0)])?;
    let update = unit.engine().for_update();
    let row = unit.row(&format!("select credit from payer where id = $1{update}"), &[Value::Int(payer.0)])?;
    row.map(|row| row.int(0)).transpose()
}

/// Sets a payer's credit, which is held.
pub fn set_credit(unit: &mut Unit<'_>, payer: PayerId, credit: i64) -> Result<()> {
    if let Some(ahead) = unit.ahead.as_mut() {
        ahead.set_credit(payer.0, credit);
    }
    unit.execute("update payer set credit = $2 where id = $1", &[Value::Int(payer.0), Value::Int(credit)])?;
    Ok(())
}

/// Payers of a range that have credit, in order.
pub fn credits(unit: &mut Unit<'_>, from: i64, until: i64) -> Result<Vec<(PayerId, i64)>> {
    let rows = unit.rows(
        "select id, credit from payer where id >= $1 and id < $2 and credit > 0 order by id",
        &[Value::Int(from), Value::Int(until)],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), row.int(1)?))).collect()
}

/// All credit there is, for checking the books against it.
pub fn all_credit(unit: &mut Unit<'_>) -> Result<i64> {
    let row = unit.row("select cast(coalesce(sum(credit), 0) as bigint) from payer", &[])?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Payers of a province after a number, in order, at most so many.
pub fn of_province(unit: &mut Unit<'_>, province: &str, after: i64, limit: i64) -> Result<Vec<PayerId>> {
    let rows = unit.rows(
        "select id from payer where province = $1 and id > $2 order by id limit $3",
        &[Value::Text(province), Value::Int(after), Value::Int(limit)],
    )?;
    rows.iter().map(|row| Ok(PayerId(row.int(0)?))).collect()
}

/// Every payer in the order of numbers: its kind, and the province it is in, if that is known.
pub fn each(unit: &mut Unit<'_>, take: &mut dyn FnMut(PayerId, &str, &str) -> Result<()>) -> Result<()> {
    unit.each("select id, kind, province from payer order by id", &[], &mut |row| {
        take(PayerId(row.int(0)?), row.text(1)?, row.text(2)?)
    })
}
