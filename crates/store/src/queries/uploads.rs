//! Files of employers, and what each of their rows came to.

use anyhow::Result;
use base::{Moment, Month};
use scheme::id::{MembershipId, PayerId};

use crate::{Kind, Row as Found, Unit, Value, seal};

/// An employer's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Number.
    pub id: i64,
    /// Whose.
    pub payer: PayerId,
    /// The month it reports.
    pub month: Month,
    /// What the file was called.
    pub name: String,
    /// `checking`, `checked`, `taking`, `taken`, `dropped` or `failed`.
    pub state: String,
    /// Whether it names everybody, so that who is not there has left.
    pub complete: bool,
    /// Who brought it.
    pub account: i64,
    /// What is wrong with it as a whole.
    pub told: Option<String>,
    /// When it was brought.
    pub made: Moment,
}

/// What a row of a file came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The file.
    pub upload: i64,
    /// Which row of it.
    pub no: i64,
    /// `same`, `changed`, `joins`, `leaves` or `refused`.
    pub state: String,
    /// What is unusual about it, so that somebody has to confirm it.
    pub unusual: Option<String>,
    /// Whether somebody did.
    pub confirmed: bool,
    /// Whom it is about, if that is known.
    pub membership: Option<MembershipId>,
    /// What it says.
    pub sealed: Vec<u8>,
}

/// What a row is sealed under.
pub fn row_context(upload: i64, no: i64) -> String {
    seal::context_within("upload_row", "sealed", upload, no)
}

/// Adds a file, with what is in it.
pub fn add(unit: &mut Unit<'_>, upload: &Upload, sealed: &[u8]) -> Result<()> {
    unit.execute(
        "insert into upload (id, payer, month, name, sealed, state, complete, account, told, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            Value::Int(upload.id),
            Value::Int(upload.payer.0),
            Value::Month(upload.month),
            Value::Text(&upload.name),
            Value::Bytes(sealed),
            Value::Text(&upload.state),
            Value::Bool(upload.complete),
            Value::Int(upload.account),
            upload.told.as_deref().into(),
            Value::Moment(upload.made),
        ],
    )?;
    Ok(())
}

/// What is in a file, which is large: whoever asks how far it is does not read it.
pub fn sealed(unit: &mut Unit<'_>, id: i64) -> Result<Option<Vec<u8>>> {
    let row = unit.row("select sealed from upload where id = $1", &[Value::Int(id)])?;
    row.map(|row| Ok(row.bytes(0)?.to_vec())).transpose()
}

const READ: &str = "select id, payer, month, name, state, complete, account, told, made_at from upload";

/// A file by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Upload>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Files of a payer that were brought before one, the latest first, at most so many.
pub fn before(unit: &mut Unit<'_>, payer: PayerId, id: Option<i64>, limit: i64) -> Result<Vec<Upload>> {
    let mut values = vec![Value::Int(payer.0), Value::Int(limit)];
    values.extend(id.map(Value::Int));
    let among = if id.is_some() { "and id < $3" } else { "" };
    let sql = format!("{READ} where payer = $1 {among} order by id desc limit $2");
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

/// Files of a payer, the latest first, at most so many.
pub fn of_payer(unit: &mut Unit<'_>, payer: PayerId, limit: i64) -> Result<Vec<Upload>> {
    let sql = format!("{READ} where payer = $1 order by made_at desc, id desc limit $2");
    unit.rows(&sql, &[Value::Int(payer.0), Value::Int(limit)])?.iter().map(from_row).collect()
}

fn from_row(row: &Found) -> Result<Upload> {
    Ok(Upload {
        id: row.int(0)?,
        payer: PayerId(row.int(1)?),
        month: row.month(2)?,
        name: row.text(3)?.to_owned(),
        state: row.text(4)?.to_owned(),
        complete: row.bool(5)?,
        account: row.int(6)?,
        told: row.opt_text(7)?.map(str::to_owned),
        made: row.moment(8)?,
    })
}

/// Sets what became of a file, and what there is to say about it.
pub fn set_state(unit: &mut Unit<'_>, id: i64, state: &str, told: Option<&str>) -> Result<()> {
    unit.execute(
        "update upload set state = $2, told = $3 where id = $1",
        &[Value::Int(id), Value::Text(state), told.into()],
    )?;
    Ok(())
}

/// The columns of a row, for adding many.
pub const COLUMNS: [(&str, Kind); 7] = [
    ("upload", Kind::Int),
    ("no", Kind::Int),
    ("state", Kind::Text),
    ("unusual", Kind::Text),
    ("confirmed", Kind::Bool),
    ("membership", Kind::Int),
    ("sealed", Kind::Bytes),
];

/// A row's columns.
pub fn values(row: &Row) -> [Value<'_>; 7] {
    [
        Value::Int(row.upload),
        Value::Int(row.no),
        Value::Text(&row.state),
        row.unusual.as_deref().into(),
        Value::Bool(row.confirmed),
        row.membership.map(|membership| membership.0).into(),
        Value::Bytes(&row.sealed),
    ]
}

/// Adds rows.
pub fn add_rows(unit: &mut Unit<'_>, rows: &[Row]) -> Result<()> {
    let mut copy = unit.copy("upload_row", &COLUMNS)?;
    for row in rows {
        copy.row(&values(row))?;
    }
    copy.finish()?;
    Ok(())
}

/// Rows of a file after a number, of one state or of all, at most so many.
pub fn rows(
    unit: &mut Unit<'_>,
    upload: i64,
    state: Option<&str>,
    after: i64,
    limit: i64,
) -> Result<Vec<Row>> {
    let mut values = vec![Value::Int(upload), Value::Int(after), Value::Int(limit)];
    values.extend(state.map(Value::Text));
    let among = if state.is_some() { "and state = $4" } else { "" };
    rows_among(unit, among, &values)
}

/// Rows of a file that are unusual, after a number, at most so many.
pub fn unusual_rows(unit: &mut Unit<'_>, upload: i64, after: i64, limit: i64) -> Result<Vec<Row>> {
    let values = [Value::Int(upload), Value::Int(after), Value::Int(limit)];
    rows_among(unit, "and unusual is not null and state <> 'refused'", &values)
}

fn rows_among(unit: &mut Unit<'_>, among: &str, values: &[Value<'_>]) -> Result<Vec<Row>> {
    let sql = format!(
        "select upload, no, state, unusual, confirmed, membership, sealed from upload_row
         where upload = $1 and no > $2 {among} order by no limit $3"
    );
    let rows = unit.rows(&sql, values)?;
    rows.iter()
        .map(|row| {
            Ok(Row {
                upload: row.int(0)?,
                no: row.int(1)?,
                state: row.text(2)?.to_owned(),
                unusual: row.opt_text(3)?.map(str::to_owned),
                confirmed: row.bool(4)?,
                membership: row.opt_int(5)?.map(MembershipId),
                sealed: row.bytes(6)?.to_vec(),
            })
        })
        .collect()
}

/// How many rows of a file have each state; a state without rows is not there.
pub fn counts(unit: &mut Unit<'_>, upload: i64) -> Result<Vec<(String, i64)>> {
    let rows = unit.rows(
        "select state, count(*) from upload_row where upload = $1 group by state order by state",
        &[Value::Int(upload)],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

/// Somebody confirms a row, or all of a file; how many were not confirmed before.
pub fn confirm(unit: &mut Unit<'_>, upload: i64, no: Option<i64>) -> Result<u64> {
    let mut values = vec![Value::Int(upload), Value::Bool(true), Value::Bool(false)];
    values.extend(no.map(Value::Int));
    let among = if no.is_some() { "and no = $4" } else { "" };
    unit.execute(
        &format!("update upload_row set confirmed = $2 where upload = $1 and confirmed = $3 {among}"),
        &values,
    )
}

/// Takes every row of a file away, so that it can be checked again.
pub fn remove_rows(unit: &mut Unit<'_>, upload: i64) -> Result<u64> {
    unit.execute("delete from upload_row where upload = $1", &[Value::Int(upload)])
}

/// Sets what became of a row, and what it says now.
pub fn set_row(unit: &mut Unit<'_>, row: &Row) -> Result<()> {
    unit.execute(
        "update upload_row set state = $3, sealed = $4 where upload = $1 and no = $2",
        &[Value::Int(row.upload), Value::Int(row.no), Value::Text(&row.state), Value::Bytes(&row.sealed)],
    )?;
    Ok(())
}

/// How many rows are unusual, and how many of them nobody has confirmed.
pub fn unusual(unit: &mut Unit<'_>, upload: i64) -> Result<(i64, i64)> {
    let rows = unit.rows(
        "select confirmed, count(*) from upload_row
         where upload = $1 and unusual is not null and state <> 'refused' group by confirmed",
        &[Value::Int(upload)],
    )?;
    let mut found = (0, 0);
    for row in &rows {
        found.0 += row.int(1)?;
        found.1 += if row.bool(0)? { 0 } else { row.int(1)? };
    }
    Ok(found)
}
