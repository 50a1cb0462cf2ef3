//! Programs of partners.

use anyhow::Result;
use base::Moment;
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// A partner's program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Number.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// The hash of its key.
    pub key: Vec<u8>,
    /// As what it comes.
    pub role: String,
    /// For whom it acts.
    pub payer: Option<PayerId>,
    /// At which branch it works, of an officer's or a head's.
    pub branch: Option<i64>,
    /// For which province.
    pub province: Option<String>,
    /// When it was closed, if it was.
    pub ended: Option<Moment>,
    /// Since when it is known.
    pub known: Moment,
}

/// Adds a program.
pub fn add(unit: &mut Unit<'_>, client: &Client) -> Result<()> {
    unit.execute(
        "insert into client (id, name, key, role, payer, branch, province, ended_at, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(client.id),
            Value::Text(&client.name),
            Value::Bytes(&client.key),
            Value::Text(&client.role),
            client.payer.map(|payer| payer.0).into(),
            client.branch.into(),
            client.province.as_deref().into(),
            client.ended.into(),
            Value::Moment(client.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, name, key, role, payer, branch, province, ended_at, known_at from client";

/// The program with a key, unless it was closed.
pub fn by_key(unit: &mut Unit<'_>, hash: &[u8]) -> Result<Option<Client>> {
    let row = unit.row(&format!("{READ} where key = $1 and ended_at is null"), &[Value::Bytes(hash)])?;
    row.as_ref().map(from_row).transpose()
}

/// A program by number, closed ones too.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Client>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Every program, closed ones too, in the order of numbers.
pub fn all(unit: &mut Unit<'_>) -> Result<Vec<Client>> {
    unit.rows(&format!("{READ} order by id"), &[])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Client> {
    Ok(Client {
        id: row.int(0)?,
        name: row.text(1)?.to_owned(),
        key: row.bytes(2)?.to_vec(),
        role: row.text(3)?.to_owned(),
        payer: row.opt_int(4)?.map(PayerId),
        branch: row.opt_int(5)?,
        province: row.opt_text(6)?.map(str::to_owned),
        ended: row.opt_moment(7)?,
        known: row.moment(8)?,
    })
}

/// Closes a program.
pub fn end(unit: &mut Unit<'_>, id: i64, now: Moment) -> Result<()> {
    unit.execute(
        "update client set ended_at = $2 where id = $1 and ended_at is null",
        &[Value::Int(id), Value::Moment(now)],
    )?;
    Ok(())
}
