//! Deaths that somebody reported from outside, and what became of each report.

use anyhow::Result;
use base::Moment;
use scheme::id::PersonId;

use crate::{Row, Unit, Value, seal};

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeathReport {
    /// Its number.
    pub id: i64,
    /// The hash of the reference that was given.
    pub reference: Vec<u8>,
    /// What was answered.
    pub sealed: Vec<u8>,
    /// `new`, `waiting`, `opened` or `refused`.
    pub state: String,
    /// Who is said to have died, where the number is somebody's.
    pub person: Option<PersonId>,
    /// The branch that looks at it; any, where there is none.
    pub branch: Option<i64>,
    /// The case it opened.
    pub case: Option<i64>,
    /// Who decided.
    pub account: Option<i64>,
    /// When it came.
    pub made: Moment,
    /// When it was decided.
    pub decided: Option<Moment>,
}

/// What the answers are sealed under.
pub fn context(id: i64) -> String {
    seal::context("death_report", "sealed", id)
}

/// Adds a report.
pub fn add(unit: &mut Unit<'_>, report: &DeathReport) -> Result<()> {
    unit.execute(
        "insert into death_report (id, reference, sealed, state, person, branch, claim_case, account, made_at,
             decided_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            Value::Int(report.id),
            Value::Bytes(&report.reference),
            Value::Bytes(&report.sealed),
            Value::Text(&report.state),
            report.person.map(|person| person.0).into(),
            report.branch.into(),
            report.case.into(),
            report.account.into(),
            Value::Moment(report.made),
            report.decided.into(),
        ],
    )?;
    Ok(())
}

/// What was found out of a report, and whether it was in the state that it was read in.
pub fn becomes(unit: &mut Unit<'_>, before: &str, report: &DeathReport) -> Result<bool> {
    let changed = unit.execute(
        "update death_report set state = $3, person = $4, branch = $5, claim_case = $6, account = $7,
             decided_at = $8
         where id = $1 and state = $2",
        &[
            Value::Int(report.id),
            Value::Text(before),
            Value::Text(&report.state),
            report.person.map(|person| person.0).into(),
            report.branch.into(),
            report.case.into(),
            report.account.into(),
            report.decided.into(),
        ],
    )?;
    Ok(changed > 0)
}

const READ: &str = "select id, reference, sealed, state, person, branch, claim_case, account, made_at,
    decided_at from death_report";

/// A report by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<DeathReport>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Reports that wait for a branch, or for any, the oldest first.
pub fn waiting(unit: &mut Unit<'_>, branch: i64, limit: i64) -> Result<Vec<DeathReport>> {
    let sql =
        format!("{READ} where state = 'waiting' and (branch = $1 or branch is null) order by id limit $2");
    unit.rows(&sql, &[Value::Int(branch), Value::Int(limit)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<DeathReport> {
    Ok(DeathReport {
        id: row.int(0)?,
        reference: row.bytes(1)?.to_vec(),
        sealed: row.bytes(2)?.to_vec(),
        state: row.text(3)?.to_owned(),
        person: row.opt_int(4)?.map(PersonId),
        branch: row.opt_int(5)?,
        case: row.opt_int(6)?,
        account: row.opt_int(7)?,
        made: row.moment(8)?,
        decided: row.opt_moment(9)?,
    })
}
