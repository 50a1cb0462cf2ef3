//! What was found later of what a case is about.

use anyhow::Result;
use base::{Day, Moment};

use crate::{Row, Unit, Value, seal};

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Number.
    pub id: i64,
    /// The case.
    pub of_case: i64,
    /// The day it was told.
    pub day: Day,
    /// Facts by the law's names.
    pub sealed: Vec<u8>,
    /// Who wrote it down.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// What a finding is sealed under.
pub fn context(id: i64) -> String {
    seal::context("case_finding", "sealed", id)
}

/// Adds a finding.
pub fn add(unit: &mut Unit<'_>, finding: &Finding) -> Result<()> {
    unit.execute(
        "insert into case_finding (id, of_case, day, sealed, account, known_at)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(finding.id),
            Value::Int(finding.of_case),
            Value::Day(finding.day),
            Value::Bytes(&finding.sealed),
            finding.account.into(),
            Value::Moment(finding.known),
        ],
    )?;
    Ok(())
}

/// The findings of a case, in order.
pub fn of(unit: &mut Unit<'_>, case: i64) -> Result<Vec<Finding>> {
    let rows = unit.rows(
        "select id, of_case, day, sealed, account, known_at from case_finding where of_case = $1 order by id",
        &[Value::Int(case)],
    )?;
    let read = |row: &Row| {
        Ok(Finding {
            id: row.int(0)?,
            of_case: row.int(1)?,
            day: row.day(2)?,
            sealed: row.bytes(3)?.to_vec(),
            account: row.opt_int(4)?,
            known: row.moment(5)?,
        })
    };
    rows.iter().map(read).collect()
}
