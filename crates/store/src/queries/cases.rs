//! Events that were reported, each a case.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::{PayerId, PersonId};

use crate::{Row, Unit, Value, seal};

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Number.
    pub id: i64,
    /// To whom it happened.
    pub person: PersonId,
    /// What, by the law's name.
    pub kind: String,
    /// When.
    pub day: Day,
    /// When it was reported.
    pub reported: Day,
    /// Whether an employer reported it.
    pub by_employer: bool,
    /// Who wrote it down.
    pub account: Option<i64>,
    /// What was reported with it.
    pub sealed: Vec<u8>,
    /// Since when it is known.
    pub known: Moment,
}

/// What the facts of a case are sealed under.
pub fn context(id: i64) -> String {
    seal::context("claim_case", "sealed", id)
}

/// Adds a case.
pub fn add(unit: &mut Unit<'_>, case: &Case) -> Result<()> {
    unit.execute(
        "insert into claim_case (id, person, kind, day, reported_on, by_employer, account, sealed, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(case.id),
            Value::Int(case.person.0),
            Value::Text(&case.kind),
            Value::Day(case.day),
            Value::Day(case.reported),
            Value::Bool(case.by_employer),
            case.account.into(),
            Value::Bytes(&case.sealed),
            Value::Moment(case.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, person, kind, day, reported_on, by_employer, account, sealed, known_at
    from claim_case";

/// A case by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Case>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// The cases of a person, in the order they were reported.
pub fn of_person(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Case>> {
    let sql = format!("{READ} where person = $1 order by id");
    unit.rows(&sql, &[Value::Int(person.0)])?.iter().map(from_row).collect()
}

/// Cases before a number with a claim that rests on a membership this payer pays for, the latest first.
pub fn of_payer(unit: &mut Unit<'_>, payer: PayerId, before: i64, limit: i64) -> Result<Vec<Case>> {
    let sql = format!(
        "{READ} where id in (
             select claim.of_case from claim join membership on membership.id = claim.membership
             where membership.payer = $1
         ) and id < $2 order by id desc limit $3"
    );
    unit.rows(&sql, &[Value::Int(payer.0), Value::Int(before), Value::Int(limit)])?
        .iter()
        .map(from_row)
        .collect()
}

fn from_row(row: &Row) -> Result<Case> {
    Ok(Case {
        id: row.int(0)?,
        person: PersonId(row.int(1)?),
        kind: row.text(2)?.to_owned(),
        day: row.day(3)?,
        reported: row.day(4)?,
        by_employer: row.bool(5)?,
        account: row.opt_int(6)?,
        sealed: row.bytes(7)?.to_vec(),
        known: row.moment(8)?,
    })
}
