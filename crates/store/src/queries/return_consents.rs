//! Who has said what on somebody's way back to work.

use anyhow::Result;
use base::Moment;

use crate::{Unit, Value};

/// Writes down what somebody says of a fact of the law; the latest counts.
pub fn add(
    unit: &mut Unit<'_>,
    claim: i64,
    (fact, yes): (&str, bool),
    account: Option<i64>,
    now: Moment,
) -> Result<()> {
    let sql = "select max(known_at) from return_consent where claim = $1 and fact = $2";
    let row = unit.row(sql, &[Value::Int(claim), Value::Text(fact)])?;
    let known = now.after(row.map_or(Ok(None), |row| row.opt_moment(0))?);
    unit.execute(
        "insert into return_consent (claim, fact, known_at, yes, account) values ($1, $2, $3, $4, $5)",
        &[Value::Int(claim), Value::Text(fact), Value::Moment(known), Value::Bool(yes), account.into()],
    )?;
    Ok(())
}

/// What counts of a claim, by fact.
pub fn of_claim(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<(String, bool)>> {
    let rows = unit.rows(
        "select fact, yes from return_consent where claim = $1 order by known_at",
        &[Value::Int(claim)],
    )?;
    let mut known: Vec<(String, bool)> = Vec::new();
    for row in &rows {
        let (fact, yes) = (row.text(0)?.to_owned(), row.bool(1)?);
        known.retain(|(name, _)| *name != fact);
        known.push((fact, yes));
    }
    Ok(known)
}
