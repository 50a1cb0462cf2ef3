//! How what was paid too much comes back: plans, and what was paid back.

use anyhow::Result;
use base::{Day, Moment, Month};

use crate::{Row, Unit, Value};

/// A plan, as somebody proposed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Number.
    pub id: i64,
    /// The claim that was paid too much.
    pub claim: i64,
    /// The grant that found it.
    pub no: i64,
    /// What was open when it was proposed.
    pub amount: i64,
    /// How much a month.
    pub instalment: i64,
    /// From which month on.
    pub first: Month,
    /// Who proposed it.
    pub maker: i64,
    /// When.
    pub made: Moment,
    /// What another person said: `approved` or `refused`.
    pub outcome: Option<String>,
    /// Who.
    pub checker: Option<i64>,
    /// When.
    pub decided: Option<Moment>,
}

/// Adds a plan that waits for a second person.
pub fn add(unit: &mut Unit<'_>, plan: &Plan) -> Result<()> {
    unit.execute(
        "insert into recovery_plan (id, claim, no, amount, instalment, from_month, maker, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            Value::Int(plan.id),
            Value::Int(plan.claim),
            Value::Int(plan.no),
            Value::Int(plan.amount),
            Value::Int(plan.instalment),
            Value::Month(plan.first),
            Value::Int(plan.maker),
            Value::Moment(plan.made),
        ],
    )?;
    Ok(())
}

/// Writes down what a second person said of a plan that waits.
pub fn decide(unit: &mut Unit<'_>, id: i64, outcome: &str, (by, at): (i64, Moment)) -> Result<()> {
    unit.execute(
        "update recovery_plan set outcome = $2, checker = $3, decided_at = $4
         where id = $1 and outcome is null",
        &[Value::Int(id), Value::Text(outcome), Value::Int(by), Value::Moment(at)],
    )?;
    Ok(())
}

/// The plans of a claim, in the order they were proposed.
pub fn of(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Plan>> {
    let rows = unit.rows(
        "select id, claim, no, amount, instalment, from_month, maker, made_at, outcome, checker, decided_at
         from recovery_plan where claim = $1 order by id",
        &[Value::Int(claim)],
    )?;
    rows.iter().map(plan).collect()
}

fn plan(row: &Row) -> Result<Plan> {
    Ok(Plan {
        id: row.int(0)?,
        claim: row.int(1)?,
        no: row.int(2)?,
        amount: row.int(3)?,
        instalment: row.int(4)?,
        first: row.month(5)?,
        maker: row.int(6)?,
        made: row.moment(7)?,
        outcome: row.opt_text(8)?.map(str::to_owned),
        checker: row.opt_int(9)?,
        decided: row.opt_moment(10)?,
    })
}

/// How much a month comes back by the plan that counts; nothing without one.
pub fn instalment(unit: &mut Unit<'_>, claim: i64, no: i64) -> Result<Option<i64>> {
    let row = unit.row(
        "select instalment from recovery_plan
         where claim = $1 and no = $2 and outcome = 'approved' order by id desc limit 1",
        &[Value::Int(claim), Value::Int(no)],
    )?;
    row.map(|row| row.int(0)).transpose()
}

/// What was paid back at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidBack {
    /// Number.
    pub id: i64,
    /// The claim that was paid too much.
    pub claim: i64,
    /// The grant that found it.
    pub no: i64,
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
pub fn pay_back(unit: &mut Unit<'_>, paid: &PaidBack) -> Result<()> {
    unit.execute(
        "insert into paid_back (id, claim, no, day, amount, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Int(paid.id),
            Value::Int(paid.claim),
            Value::Int(paid.no),
            Value::Day(paid.day),
            Value::Int(paid.amount),
            paid.account.into(),
            Value::Moment(paid.known),
        ],
    )?;
    Ok(())
}

/// What was paid back of a claim, in order.
pub fn paid_back(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<PaidBack>> {
    let rows = unit.rows(
        "select id, claim, no, day, amount, account, known_at from paid_back where claim = $1 order by id",
        &[Value::Int(claim)],
    )?;
    let read = |row: &Row| {
        Ok(PaidBack {
            id: row.int(0)?,
            claim: row.int(1)?,
            no: row.int(2)?,
            day: row.day(3)?,
            amount: row.int(4)?,
            account: row.opt_int(5)?,
            known: row.moment(6)?,
        })
    };
    rows.iter().map(read).collect()
}
