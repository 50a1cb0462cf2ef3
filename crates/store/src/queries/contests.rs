//! Months that a member says are not as they were reported.

use anyhow::Result;
use base::{Moment, Month};
use scheme::id::{MembershipId, PayerId};

use crate::{Row, Unit, Value};

/// A contested month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    /// Number.
    pub id: i64,
    /// Whose month.
    pub membership: MembershipId,
    /// Which month.
    pub month: Month,
    /// What the member says.
    pub sealed: Vec<u8>,
    /// `open`, `upheld` or `refused`.
    pub state: String,
    /// Since when.
    pub made: Moment,
    /// The account that answered.
    pub answered_by: Option<i64>,
    /// When it did.
    pub answered: Option<Moment>,
    /// What it said.
    pub answer: Option<String>,
    /// The approval that its correction waits for.
    pub approval: Option<i64>,
}

/// Contests a month. It is open, whatever is said of an answer.
pub fn add(unit: &mut Unit<'_>, contest: &Contest) -> Result<()> {
    unit.execute(
        "insert into contest (id, membership, month, sealed, state, made_at)
         values ($1, $2, $3, $4, 'open', $5)",
        &[
            Value::Int(contest.id),
            Value::Int(contest.membership.0),
            Value::Month(contest.month),
            Value::Bytes(&contest.sealed),
            Value::Moment(contest.made),
        ],
    )?;
    Ok(())
}

const READ: &str =
    "select id, membership, month, sealed, state, made_at, answered_by, answered_at, answer, approval
    from contest";

/// A contested month by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Contest>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// The contested months of a membership, the latest first.
pub fn of_membership(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Vec<Contest>> {
    let sql = format!("{READ} where membership = $1 order by made_at desc, id desc");
    unit.rows(&sql, &[Value::Int(membership.0)])?.iter().map(from_row).collect()
}

/// Contested months of those for whom somebody pays, the latest first, at most so many.
pub fn of_payer(unit: &mut Unit<'_>, payer: PayerId, limit: i64) -> Result<Vec<Contest>> {
    let sql = format!(
        "{READ} where membership in (select id from membership where payer = $1)
         order by made_at desc, id desc limit $2"
    );
    unit.rows(&sql, &[Value::Int(payer.0), Value::Int(limit)])?.iter().map(from_row).collect()
}

/// What has no answer yet, the oldest first, at most so many.
pub fn open(unit: &mut Unit<'_>, limit: i64) -> Result<Vec<Contest>> {
    let sql = format!("{READ} where state = 'open' order by made_at, id limit $1");
    unit.rows(&sql, &[Value::Int(limit)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Contest> {
    Ok(Contest {
        id: row.int(0)?,
        membership: MembershipId(row.int(1)?),
        month: row.month(2)?,
        sealed: row.bytes(3)?.to_vec(),
        state: row.text(4)?.to_owned(),
        made: row.moment(5)?,
        answered_by: row.opt_int(6)?,
        answered: row.opt_moment(7)?,
        answer: row.opt_text(8)?.map(str::to_owned),
        approval: row.opt_int(9)?,
    })
}

/// Notes which approval an open contest waits for, or that it waits for none any more; whether it was open.
pub fn propose(unit: &mut Unit<'_>, id: i64, approval: Option<i64>) -> Result<bool> {
    let changed = unit.execute(
        "update contest set approval = $2 where id = $1 and state = 'open'",
        &[Value::Int(id), approval.into()],
    )?;
    Ok(changed == 1)
}

/// Answers what is still open; whether it was.
pub fn answer(unit: &mut Unit<'_>, id: i64, state: &str, by: i64, now: Moment, answer: &str) -> Result<bool> {
    let changed = unit.execute(
        "update contest set state = $2, answered_by = $3, answered_at = $4, answer = $5
         where id = $1 and state = 'open'",
        &[Value::Int(id), Value::Text(state), Value::Int(by), Value::Moment(now), Value::Text(answer)],
    )?;
    Ok(changed == 1)
}
