//! Benefits that a fund advanced for employers who have to bear them, and what they paid back.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::PayerId;

use crate::{Unit, Value};

/// What an employer paid back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaid {
    /// Number.
    pub id: i64,
    /// Who.
    pub payer: PayerId,
    /// Into which programme's fund.
    pub programme: String,
    /// When.
    pub day: Day,
    /// How much.
    pub amount: i64,
    /// Who wrote it down.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// Writes down what was paid back.
pub fn repay(unit: &mut Unit<'_>, one: &Repaid) -> Result<()> {
    unit.execute(
        "insert into advance_repaid (id, payer, programme, day, amount, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Int(one.id),
            Value::Int(one.payer.0),
            Value::Text(&one.programme),
            Value::Day(one.day),
            Value::Int(one.amount),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

/// What was advanced for whom, claim by claim: payer, programme, claim, amount and the day it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advance {
    /// Who has to bear it.
    pub payer: PayerId,
    /// Whose fund advanced it.
    pub programme: String,
    /// For which claim.
    pub claim: i64,
    /// How much by now.
    pub amount: i64,
    /// Since when.
    pub since: Day,
}

/// Every advance, or those for one employer, payer by payer and claim by claim.
pub fn all(unit: &mut Unit<'_>, payer: Option<PayerId>) -> Result<Vec<Advance>> {
    let values: Vec<Value<'_>> = payer.map(|payer| Value::Int(payer.0)).into_iter().collect();
    let of = if payer.is_some() { "and employer = $1" } else { "" };
    let sql = format!(
        "select employer, programme, claim, cast(sum(gross) as bigint), min(day) from claim_grant
         where employer is not null {of} group by employer, programme, claim
         order by employer, programme, claim"
    );
    let rows = unit.rows(&sql, &values)?;
    rows.iter()
        .map(|row| {
            Ok(Advance {
                payer: PayerId(row.int(0)?),
                programme: row.text(1)?.to_owned(),
                claim: row.int(2)?,
                amount: row.int(3)?,
                since: row.day(4)?,
            })
        })
        .collect()
}

/// What was paid back, payer by payer and programme by programme.
pub fn repaid(unit: &mut Unit<'_>) -> Result<Vec<(PayerId, String, i64)>> {
    let rows = unit.rows(
        "select payer, programme, cast(sum(amount) as bigint) from advance_repaid
         group by payer, programme order by payer, programme",
        &[],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), row.text(1)?.to_owned(), row.int(2)?))).collect()
}

/// What employers whom a branch cares for still owe, and since when something was advanced: largest first.
pub fn of_branch(unit: &mut Unit<'_>, branch: i64, limit: i64) -> Result<Vec<(PayerId, i64, Day)>> {
    let rows = unit.rows(
        "select g.employer, cast(sum(g.gross) - coalesce((select sum(r.amount) from advance_repaid as r
                 where r.payer = g.employer), 0) as bigint) as open, min(g.day)
         from claim_grant as g join caseload as k on k.subject = g.employer
         where k.branch = $1 group by g.employer order by open desc, g.employer limit $2",
        &[Value::Int(branch), Value::Int(limit)],
    )?;
    let all = rows.iter().map(|row| Ok((PayerId(row.int(0)?), row.int(1)?, row.day(2)?)));
    Ok(all.collect::<Result<Vec<_>>>()?.into_iter().filter(|(_, open, _)| *open > 0).collect())
}
