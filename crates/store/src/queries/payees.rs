//! Where the money of a case goes.

use anyhow::Result;
use base::Moment;

use crate::{Row, Unit, Value, seal};

/// A hand that gets money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    /// Number.
    pub id: i64,
    /// Of which case.
    pub of_case: i64,
    /// `member`, `relative 3`, or the law's name of somebody else.
    pub hand: String,
    /// A name, a bank and an account, a line each.
    pub sealed: Vec<u8>,
    /// Who wrote it down.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// What a payee is sealed under.
pub fn context(id: i64) -> String {
    seal::context("payee", "sealed", id)
}

/// Adds a payee, who takes the place of an earlier one of the same hand.
pub fn add(unit: &mut Unit<'_>, payee: &Payee) -> Result<()> {
    unit.execute(
        "insert into payee (id, of_case, hand, sealed, account, known_at) values ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(payee.id),
            Value::Int(payee.of_case),
            Value::Text(&payee.hand),
            Value::Bytes(&payee.sealed),
            payee.account.into(),
            Value::Moment(payee.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, of_case, hand, sealed, account, known_at from payee";

/// A payee by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Payee>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// The one that counts for a hand of a case.
pub fn of_hand(unit: &mut Unit<'_>, of_case: i64, hand: &str) -> Result<Option<Payee>> {
    let sql = format!("{READ} where of_case = $1 and hand = $2 order by id desc limit 1");
    let row = unit.row(&sql, &[Value::Int(of_case), Value::Text(hand)])?;
    row.as_ref().map(from_row).transpose()
}

/// The one that was named last for a hand, in whichever case.
pub fn last_of_hand(unit: &mut Unit<'_>, hand: &str) -> Result<Option<Payee>> {
    let sql = format!("{READ} where hand = $1 order by id desc limit 1");
    unit.row(&sql, &[Value::Text(hand)])?.as_ref().map(from_row).transpose()
}

/// Those that were named for a hand of a case, in order.
pub fn all_of_hand(unit: &mut Unit<'_>, of_case: i64, hand: &str) -> Result<Vec<Payee>> {
    let sql = format!("{READ} where of_case = $1 and hand = $2 order by id");
    unit.rows(&sql, &[Value::Int(of_case), Value::Text(hand)])?.iter().map(from_row).collect()
}

/// The hands that were named for a case.
pub fn hands_of(unit: &mut Unit<'_>, of_case: i64) -> Result<Vec<String>> {
    let sql = "select distinct hand from payee where of_case = $1 order by hand";
    unit.rows(sql, &[Value::Int(of_case)])?.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

fn from_row(row: &Row) -> Result<Payee> {
    Ok(Payee {
        id: row.int(0)?,
        of_case: row.int(1)?,
        hand: row.text(2)?.to_owned(),
        sealed: row.bytes(3)?.to_vec(),
        account: row.opt_int(4)?,
        known: row.moment(5)?,
    })
}
