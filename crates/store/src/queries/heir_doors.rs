//! How relatives of the dead come in: the telephone that a branch noted, and the account that was opened.

use anyhow::Result;
use base::Moment;
use scheme::id::PersonId;

use crate::{Row, Unit, Value, seal};

/// The telephone of a relative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its number.
    pub id: i64,
    /// Of whom.
    pub person: PersonId,
    /// Which of the family.
    pub no: i64,
    /// The keyed hash of what she comes in with.
    pub reference: Vec<u8>,
    /// The telephone.
    pub sealed: Vec<u8>,
    /// Who noted it.
    pub account: Option<i64>,
    /// Since when.
    pub known: Moment,
}

/// What a telephone is sealed under.
pub fn context(id: i64) -> String {
    seal::context("heir_contact", "sealed", id)
}

/// Notes a telephone; it counts from now on.
pub fn add(unit: &mut Unit<'_>, contact: &Contact) -> Result<()> {
    unit.execute(
        "insert into heir_contact (id, person, no, reference, sealed, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Int(contact.id),
            Value::Int(contact.person.0),
            Value::Int(contact.no),
            Value::Bytes(&contact.reference),
            Value::Bytes(&contact.sealed),
            contact.account.into(),
            Value::Moment(contact.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, person, no, reference, sealed, account, known_at from heir_contact";

/// The telephone of a relative as noted last.
pub fn of(unit: &mut Unit<'_>, person: PersonId, no: i64) -> Result<Option<Contact>> {
    let sql = format!("{READ} where person = $1 and no = $2 order by id desc limit 1");
    unit.row(&sql, &[Value::Int(person.0), Value::Int(no)])?.as_ref().map(from_row).transpose()
}

/// The contact of a reference, by its hash, unless another was noted since.
pub fn by_reference(unit: &mut Unit<'_>, hash: &[u8]) -> Result<Option<Contact>> {
    let sql = format!("{READ} where reference = $1 order by id desc limit 1");
    let found = unit.row(&sql, &[Value::Bytes(hash)])?.as_ref().map(from_row).transpose()?;
    let Some(contact) = found else { return Ok(None) };
    let last = of(unit, contact.person, contact.no)?;
    Ok(last.filter(|last| last.id == contact.id))
}

/// The account of a relative.
pub fn account(unit: &mut Unit<'_>, person: PersonId, no: i64) -> Result<Option<i64>> {
    let row = unit.row(
        "select account from heir_account where person = $1 and no = $2 order by account desc limit 1",
        &[Value::Int(person.0), Value::Int(no)],
    )?;
    row.map(|row| row.int(0)).transpose()
}

/// Whose relative an account is.
pub fn of_account(unit: &mut Unit<'_>, account: i64) -> Result<Option<(PersonId, i64)>> {
    let row = unit.row("select person, no from heir_account where account = $1", &[Value::Int(account)])?;
    row.map(|row| Ok((PersonId(row.int(0)?), row.int(1)?))).transpose()
}

/// An account is a relative's.
pub fn open(unit: &mut Unit<'_>, account: i64, (person, no): (PersonId, i64), known: Moment) -> Result<()> {
    unit.execute(
        "insert into heir_account (account, person, no, known_at) values ($1, $2, $3, $4)",
        &[Value::Int(account), Value::Int(person.0), Value::Int(no), Value::Moment(known)],
    )?;
    Ok(())
}

fn from_row(row: &Row) -> Result<Contact> {
    Ok(Contact {
        id: row.int(0)?,
        person: PersonId(row.int(1)?),
        no: row.int(2)?,
        reference: row.bytes(3)?.to_vec(),
        sealed: row.bytes(4)?.to_vec(),
        account: row.opt_int(5)?,
        known: row.moment(6)?,
    })
}
