//! Changes that two people have to want.

use anyhow::Result;
use base::Moment;

use super::branches::Within;
use crate::{Row, Unit, Value};

/// A change that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Number.
    pub id: i64,
    /// What is to be done.
    pub what: String,
    /// To whom.
    pub subject: i64,
    /// The office it belongs to, if it does.
    pub branch: Option<i64>,
    /// The change itself.
    pub sealed: Vec<u8>,
    /// The account that asks.
    pub maker: i64,
    /// Since when.
    pub made: Moment,
    /// `approved`, `refused`, `withdrawn` or `failed`; nothing while it waits.
    pub outcome: Option<String>,
    /// The account that decided.
    pub checker: Option<i64>,
    /// When it did.
    pub decided: Option<Moment>,
    /// What it said.
    pub said: Option<String>,
}

/// Asks for a change. It waits, whatever is said of an outcome.
pub fn add(unit: &mut Unit<'_>, approval: &Approval) -> Result<()> {
    unit.execute(
        "insert into approval (id, what, subject, branch, sealed, maker, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Int(approval.id),
            Value::Text(&approval.what),
            Value::Int(approval.subject),
            approval.branch.into(),
            Value::Bytes(&approval.sealed),
            Value::Int(approval.maker),
            Value::Moment(approval.made),
        ],
    )?;
    Ok(())
}

const READ: &str =
    "select id, what, subject, branch, sealed, maker, made_at, outcome, checker, decided_at, said
    from approval";

/// A change by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Approval>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// What waits, the oldest first, at most so many.
pub fn waiting(unit: &mut Unit<'_>, within: Within<'_>, limit: i64) -> Result<Vec<Approval>> {
    let limit = Value::Int(limit);
    let (among, values) = match within {
        Within::Everywhere => ("", vec![limit]),
        Within::Province(province) => {
            ("and branch in (select id from branch where province = $2)", vec![limit, Value::Text(province)])
        }
        Within::Branch(branch) => ("and branch = $2", vec![limit, Value::Int(branch)]),
    };
    let sql = format!("{READ} where outcome is null {among} order by made_at, id limit $1");
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

/// What an account asked for, the latest first, at most so many.
pub fn of_maker(unit: &mut Unit<'_>, maker: i64, limit: i64) -> Result<Vec<Approval>> {
    let sql = format!("{READ} where maker = $1 order by made_at desc, id desc limit $2");
    unit.rows(&sql, &[Value::Int(maker), Value::Int(limit)])?.iter().map(from_row).collect()
}

/// What was asked for about somebody, the latest first, at most so many. Numbers of memberships are not those
/// of people or payers.
pub fn of_subject(unit: &mut Unit<'_>, subject: i64, limit: i64) -> Result<Vec<Approval>> {
    let sql = format!("{READ} where subject = $1 order by made_at desc, id desc limit $2");
    unit.rows(&sql, &[Value::Int(subject), Value::Int(limit)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Approval> {
    Ok(Approval {
        id: row.int(0)?,
        what: row.text(1)?.to_owned(),
        subject: row.int(2)?,
        branch: row.opt_int(3)?,
        sealed: row.bytes(4)?.to_vec(),
        maker: row.int(5)?,
        made: row.moment(6)?,
        outcome: row.opt_text(7)?.map(str::to_owned),
        checker: row.opt_int(8)?,
        decided: row.opt_moment(9)?,
        said: row.opt_text(10)?.map(str::to_owned),
    })
}

/// Decides what still waits; whether it did. That the checker is not the maker is for the caller to see to.
pub fn decide(
    unit: &mut Unit<'_>,
    id: i64,
    outcome: &str,
    checker: i64,
    decided: Moment,
    said: Option<&str>,
) -> Result<bool> {
    let changed = unit.execute(
        "update approval set outcome = $2, checker = $3, decided_at = $4, said = $5
         where id = $1 and outcome is null",
        &[Value::Int(id), Value::Text(outcome), Value::Int(checker), Value::Moment(decided), said.into()],
    )?;
    Ok(changed == 1)
}
