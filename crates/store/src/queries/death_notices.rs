//! Deaths that the civil registry gave notice of, each by the hash of its number there.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::PersonId;

use crate::{Unit, Value};

/// A notice that was about somebody in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeathNotice {
    /// The hash of its number.
    pub notice: Vec<u8>,
    /// Who has died.
    pub person: PersonId,
    /// When.
    pub day: Day,
    /// `opened`, `noted` or `dead`.
    pub outcome: String,
    /// The case that it opened, or found open.
    pub case: Option<i64>,
    /// Who took it.
    pub account: Option<i64>,
    /// When it came.
    pub known: Moment,
}

/// Adds a notice; its number stands once.
pub fn add(unit: &mut Unit<'_>, notice: &DeathNotice) -> Result<()> {
    unit.execute(
        "insert into death_notice (notice, person, day, outcome, claim_case, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Bytes(&notice.notice),
            Value::Int(notice.person.0),
            Value::Day(notice.day),
            Value::Text(&notice.outcome),
            notice.case.into(),
            notice.account.into(),
            Value::Moment(notice.known),
        ],
    )?;
    Ok(())
}

/// A notice by the hash of its number.
pub fn read(unit: &mut Unit<'_>, hash: &[u8]) -> Result<Option<DeathNotice>> {
    let row = unit.row(
        "select notice, person, day, outcome, claim_case, account, known_at from death_notice
         where notice = $1",
        &[Value::Bytes(hash)],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(DeathNotice {
        notice: row.bytes(0)?.to_vec(),
        person: PersonId(row.int(1)?),
        day: row.day(2)?,
        outcome: row.text(3)?.to_owned(),
        case: row.opt_int(4)?,
        account: row.opt_int(5)?,
        known: row.moment(6)?,
    }))
}

/// Whether a notice has opened a case.
pub fn opened(unit: &mut Unit<'_>, case: i64) -> Result<bool> {
    let sql = "select notice from death_notice where claim_case = $1 and outcome = 'opened' limit 1";
    Ok(unit.row(sql, &[Value::Int(case)])?.is_some())
}
