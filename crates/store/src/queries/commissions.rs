//! What agents earn on the months of members they brought.

use anyhow::Result;
use base::{Moment, Month};
use scheme::id::MembershipId;

use crate::{Row, Unit, Value};

/// What an agent earned on a member's month, or a difference to what was earned before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commission {
    /// The agent.
    pub agent: i64,
    /// The contribution month.
    pub month: Month,
    /// Whose.
    pub membership: MembershipId,
    /// Which row of that month.
    pub no: i64,
    /// How many months the member had paid by then.
    pub stayed: i64,
    /// How much.
    pub amount: i64,
    /// `earned`, `held`, `paid` or `dropped`.
    pub state: String,
    /// The provision.
    pub law: String,
    /// When that was written down.
    pub known: Moment,
}

/// Adds a row.
pub fn add(unit: &mut Unit<'_>, one: &Commission) -> Result<()> {
    unit.execute(
        "insert into commission (agent, month, membership, no, stayed, amount, state, law, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(one.agent),
            Value::Month(one.month),
            Value::Int(one.membership.0),
            Value::Int(one.no),
            Value::Int(one.stayed),
            Value::Int(one.amount),
            Value::Text(&one.state),
            Value::Text(&one.law),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

/// All of an agent's rows, the oldest month first.
pub fn of_agent(unit: &mut Unit<'_>, agent: i64) -> Result<Vec<Commission>> {
    let rows = unit.rows(
        "select agent, month, membership, no, stayed, amount, state, law, known_at
         from commission where agent = $1 order by month, membership, no",
        &[Value::Int(agent)],
    )?;
    let read = |row: &Row| {
        Ok(Commission {
            agent: row.int(0)?,
            month: row.month(1)?,
            membership: MembershipId(row.int(2)?),
            no: row.int(3)?,
            stayed: row.int(4)?,
            amount: row.int(5)?,
            state: row.text(6)?.to_owned(),
            law: row.text(7)?.to_owned(),
            known: row.moment(8)?,
        })
    };
    rows.iter().map(read).collect()
}

/// What every agent has earned and was not paid, also what waits.
pub fn due(unit: &mut Unit<'_>) -> Result<Vec<(i64, i64)>> {
    let rows = unit.rows(
        "select agent, cast(sum(amount) as bigint) from commission
         where state in ('earned', 'held') group by agent order by agent",
        &[],
    )?;
    rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// Moves an agent's rows from one state to another; what they come to.
pub fn move_all(unit: &mut Unit<'_>, agent: i64, from: &str, to: &str) -> Result<i64> {
    let rows = unit.rows(
        "update commission set state = $3 where agent = $1 and state = $2 returning amount",
        &[Value::Int(agent), Value::Text(from), Value::Text(to)],
    )?;
    rows.iter().map(|row| row.int(0)).sum()
}
