//! Packs of law that decided something, and the values the institution declares.

use anyhow::Result;
use base::{Moment, Month};
use scheme::id::PayerId;

use crate::{Unit, Value};

/// Keeps a pack by its fingerprint; a known one is left as it is.
pub fn keep(unit: &mut Unit<'_>, fingerprint: &str, texts: &[u8], now: Moment) -> Result<()> {
    unit.execute(
        "insert into law_pack (fingerprint, texts, first_used) values ($1, $2, $3)
         on conflict (fingerprint) do nothing",
        &[Value::Text(fingerprint), Value::Bytes(texts), Value::Moment(now)],
    )?;
    Ok(())
}

/// Whether a pack is kept already.
pub fn is_kept(unit: &mut Unit<'_>, fingerprint: &str) -> Result<bool> {
    let row = unit.row("select 1 from law_pack where fingerprint = $1", &[Value::Text(fingerprint)])?;
    Ok(row.is_some())
}

/// The texts of a pack.
pub fn texts(unit: &mut Unit<'_>, fingerprint: &str) -> Result<Option<Vec<u8>>> {
    let row = unit.row("select texts from law_pack where fingerprint = $1", &[Value::Text(fingerprint)])?;
    row.map(|row| Ok(row.bytes(0)?.to_vec())).transpose()
}

/// Declares a value for a place of a table, such as `5.00` for `jht_rate[2024]`.
pub fn declare(unit: &mut Unit<'_>, place: &str, value: &str, instrument: &str, now: Moment) -> Result<()> {
    unit.execute(
        "insert into declared_value (place, known_at, value, instrument) values ($1, $2, $3, $4)",
        &[Value::Text(place), Value::Moment(now), Value::Text(value), Value::Text(instrument)],
    )?;
    Ok(())
}

/// The values declared and known by then: place and value, the latest for each place.
pub fn declared(unit: &mut Unit<'_>, known: Moment) -> Result<Vec<(String, String)>> {
    let rows = unit.rows(
        "select place, value from declared_value as d
         where known_at = (select max(known_at) from declared_value where place = d.place and known_at <= $1)
         order by place",
        &[Value::Moment(known)],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).collect()
}

/// Notes the law under which a bill outside a run was reckoned.
pub fn note_of_bill(
    unit: &mut Unit<'_>,
    payer: PayerId,
    month: Month,
    no: i64,
    fingerprint: &str,
) -> Result<()> {
    unit.execute(
        "insert into bill_law (payer, month, no, law) values ($1, $2, $3, $4)",
        &[Value::Int(payer.0), Value::Month(month), Value::Int(no), Value::Text(fingerprint)],
    )?;
    Ok(())
}

/// The law under which a bill outside a run was reckoned.
pub fn of_bill(unit: &mut Unit<'_>, payer: PayerId, month: Month, no: i64) -> Result<Option<String>> {
    let row = unit.row(
        "select law from bill_law where payer = $1 and month = $2 and no = $3",
        &[Value::Int(payer.0), Value::Month(month), Value::Int(no)],
    )?;
    row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}
