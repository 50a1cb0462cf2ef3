//! Months of cash after a job was lost: what was decided on each, row after row.

use anyhow::Result;
use base::{Day, Moment};

use crate::{Row, Unit, Value};

/// A decision on a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyMonth {
    /// The claim.
    pub claim: i64,
    /// Which month, from 1.
    pub month: i64,
    /// Which decision on it, from 1.
    pub no: i64,
    /// `granted`, `refused`, `ended`, `held` or `taken_back`.
    pub state: String,
    /// When it was decided.
    pub day: Day,
    /// The day of payment that the law was asked with.
    pub pay_day: Day,
    /// The grant of the claim that pays it.
    pub granted: Option<i64>,
    /// What it comes to.
    pub gross: Option<i64>,
    /// What was counted: applications, interviews, sessions held, sessions attended.
    pub counts: [i64; 4],
    /// The provision of a refusal, or why it is held.
    pub provision: Option<String>,
    /// Who decided.
    pub account: Option<i64>,
    /// When it became known.
    pub known: Moment,
}

/// Adds a decision.
pub fn add(unit: &mut Unit<'_>, one: &DutyMonth) -> Result<()> {
    let [applications, interviews, held, attended] = one.counts;
    unit.execute(
        "insert into duty_month (claim, month, no, state, day, pay_day, granted, gross, applications,
             interviews, sessions_held, sessions_attended, provision, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        &[
            Value::Int(one.claim),
            Value::Int(one.month),
            Value::Int(one.no),
            Value::Text(&one.state),
            Value::Day(one.day),
            Value::Day(one.pay_day),
            one.granted.into(),
            one.gross.into(),
            Value::Int(applications),
            Value::Int(interviews),
            Value::Int(held),
            Value::Int(attended),
            one.provision.as_deref().into(),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

/// Every decision on the months of a claim, month by month, in their order.
pub fn of(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<DutyMonth>> {
    let rows = unit.rows(
        "select claim, month, no, state, day, pay_day, granted, gross, applications, interviews,
             sessions_held, sessions_attended, provision, account, known_at
         from duty_month where claim = $1 order by month, no",
        &[Value::Int(claim)],
    )?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<DutyMonth> {
    Ok(DutyMonth {
        claim: row.int(0)?,
        month: row.int(1)?,
        no: row.int(2)?,
        state: row.text(3)?.to_owned(),
        day: row.day(4)?,
        pay_day: row.day(5)?,
        granted: row.opt_int(6)?,
        gross: row.opt_int(7)?,
        counts: [row.int(8)?, row.int(9)?, row.int(10)?, row.int(11)?],
        provision: row.opt_text(12)?.map(str::to_owned),
        account: row.opt_int(13)?,
        known: row.moment(14)?,
    })
}

/// Writes down who has looked at a month and found its duty done, before a decision.
pub fn look(
    unit: &mut Unit<'_>,
    (claim, month, no): (i64, i64, i64),
    account: i64,
    known: Moment,
) -> Result<()> {
    unit.execute(
        "insert into month_look (claim, month, no, account, known_at) values ($1, $2, $3, $4, $5)",
        &[Value::Int(claim), Value::Int(month), Value::Int(no), Value::Int(account), Value::Moment(known)],
    )?;
    Ok(())
}

/// Who has looked at months of a claim: month, the decision it was for, and the account.
pub fn looks(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<(i64, i64, i64)>> {
    let rows = unit.rows(
        "select month, no, account from month_look where claim = $1 order by month, no",
        &[Value::Int(claim)],
    )?;
    rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?, row.int(2)?))).collect()
}

/// Claims of one kind that are approved or paid, and not over: whose months go on.
pub fn going_on(unit: &mut Unit<'_>, kind: &str, after: i64, limit: i64) -> Result<Vec<i64>> {
    let rows = unit.rows(
        "select id from claim where kind = $1 and state in ('approved', 'paid') and id > $2
         order by id limit $3",
        &[Value::Text(kind), Value::Int(after), Value::Int(limit)],
    )?;
    rows.iter().map(|row| row.int(0)).collect()
}

/// Claims of one kind that are approved or paid, of people whose employer a branch cares for.
pub fn of_branch(unit: &mut Unit<'_>, kind: &str, branch: i64, limit: i64) -> Result<Vec<i64>> {
    let rows = unit.rows(
        "select c.id from claim as c join membership as m on m.id = c.membership
         join caseload as k on k.subject = m.payer
         where k.branch = $1 and c.kind = $2 and c.state in ('approved', 'paid') order by c.id limit $3",
        &[Value::Int(branch), Value::Text(kind), Value::Int(limit)],
    )?;
    rows.iter().map(|row| row.int(0)).collect()
}
