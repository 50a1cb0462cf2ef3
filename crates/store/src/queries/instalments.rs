//! Proofs that a later payment of a claim is owed, and the grant each was paid with.

use anyhow::Result;
use base::{Day, Moment};

use crate::{Row, Unit, Value};

/// A later payment of a claim that was proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// The claim.
    pub claim: i64,
    /// The component, by the law's name.
    pub component: String,
    /// Whose it is: 0 for the claim's own, else a relative's number.
    pub whom: i64,
    /// Which month or year, from 1.
    pub no: i64,
    /// The day from which it can be paid.
    pub due: Day,
    /// How much.
    pub amount: i64,
    /// What it was proven with.
    pub proof: String,
    /// Who took the proof.
    pub proven_by: i64,
    /// The claim's grant that paid it.
    pub grant_no: Option<i64>,
    /// Since when it is known.
    pub known: Moment,
}

/// Writes a proof down; the same payment is proven once.
pub fn add(unit: &mut Unit<'_>, one: &Instalment) -> Result<()> {
    unit.execute(
        "insert into instalment (claim, component, whom, no, due, amount, proof, proven_by, grant_no,
             known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            Value::Int(one.claim),
            Value::Text(&one.component),
            Value::Int(one.whom),
            Value::Int(one.no),
            Value::Day(one.due),
            Value::Int(one.amount),
            Value::Text(&one.proof),
            Value::Int(one.proven_by),
            one.grant_no.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

/// A proven payment is granted.
pub fn grant(unit: &mut Unit<'_>, one: &Instalment, grant_no: i64) -> Result<()> {
    unit.execute(
        "update instalment set grant_no = $5 where claim = $1 and component = $2 and whom = $3 and no = $4",
        &[
            Value::Int(one.claim),
            Value::Text(&one.component),
            Value::Int(one.whom),
            Value::Int(one.no),
            Value::Int(grant_no),
        ],
    )?;
    Ok(())
}

/// The later payments of a claim, in order.
pub fn of_claim(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Instalment>> {
    let rows = unit.rows(
        "select claim, component, whom, no, due, amount, proof, proven_by, grant_no, known_at from instalment
         where claim = $1 order by component, whom, no",
        &[Value::Int(claim)],
    )?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Instalment> {
    Ok(Instalment {
        claim: row.int(0)?,
        component: row.text(1)?.to_owned(),
        whom: row.int(2)?,
        no: row.int(3)?,
        due: row.day(4)?,
        amount: row.int(5)?,
        proof: row.text(6)?.to_owned(),
        proven_by: row.int(7)?,
        grant_no: row.opt_int(8)?,
        known: row.moment(9)?,
    })
}
