//! Why somebody should look at a claim before it is paid, and who did.

use anyhow::Result;
use base::{Day, Moment};

use crate::{Row, Unit, Value};

/// A signal on a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimSignal {
    /// The claim.
    pub claim: i64,
    /// A name that stays the same for ever.
    pub code: String,
    /// When it was found first.
    pub found: Day,
    /// In which part somebody should look.
    pub looker: String,
    /// Why, in both languages.
    pub why: String,
    /// What it rests on, in both languages.
    pub rests_on: String,
    /// `open`, `held` or `cleared`.
    pub state: String,
    /// Who looked.
    pub reviewer: Option<i64>,
    /// What she said.
    pub said: Option<String>,
    /// When.
    pub reviewed: Option<Moment>,
    /// Since when it is known.
    pub known: Moment,
}

/// Adds a signal; one of the same name stays as it was looked at.
pub fn add(unit: &mut Unit<'_>, signal: &ClaimSignal) -> Result<bool> {
    let added = unit.execute(
        "insert into claim_signal (claim, code, found_on, looker, why, rests_on, state, known_at)
         values ($1, $2, $3, $4, $5, $6, 'open', $7) on conflict do nothing",
        &[
            Value::Int(signal.claim),
            Value::Text(&signal.code),
            Value::Day(signal.found),
            Value::Text(&signal.looker),
            Value::Text(&signal.why),
            Value::Text(&signal.rests_on),
            Value::Moment(signal.known),
        ],
    )?;
    Ok(added == 1)
}

/// Writes down that somebody looked.
pub fn review(
    unit: &mut Unit<'_>,
    (claim, code): (i64, &str),
    state: &str,
    (reviewer, said): (i64, &str),
    now: Moment,
) -> Result<bool> {
    let changed = unit.execute(
        "update claim_signal set state = $3, reviewer = $4, said = $5, reviewed_at = $6
         where claim = $1 and code = $2 and state <> 'cleared'",
        &[
            Value::Int(claim),
            Value::Text(code),
            Value::Text(state),
            Value::Int(reviewer),
            Value::Text(said),
            Value::Moment(now),
        ],
    )?;
    Ok(changed == 1)
}

const READ: &str = "select claim, code, found_on, looker, why, rests_on, state, reviewer, said, reviewed_at,
    known_at from claim_signal";

/// The signals on a claim.
pub fn of_claim(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<ClaimSignal>> {
    let rows =
        unit.rows(&format!("{READ} where claim = $1 order by known_at, code"), &[Value::Int(claim)])?;
    rows.iter().map(from_row).collect()
}

/// Signals that nobody has cleared, of claims after a number, at most so many.
pub fn waiting(unit: &mut Unit<'_>, after: i64, limit: i64) -> Result<Vec<ClaimSignal>> {
    let sql = format!(
        "{READ} where state in ('open', 'held') and claim > $1 order by claim, known_at, code limit $2"
    );
    unit.rows(&sql, &[Value::Int(after), Value::Int(limit)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<ClaimSignal> {
    Ok(ClaimSignal {
        claim: row.int(0)?,
        code: row.text(1)?.to_owned(),
        found: row.day(2)?,
        looker: row.text(3)?.to_owned(),
        why: row.text(4)?.to_owned(),
        rests_on: row.text(5)?.to_owned(),
        state: row.text(6)?.to_owned(),
        reviewer: row.opt_int(7)?,
        said: row.opt_text(8)?.map(str::to_owned),
        reviewed: row.opt_moment(9)?,
        known: row.moment(10)?,
    })
}
