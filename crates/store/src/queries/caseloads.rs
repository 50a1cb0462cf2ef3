//! Which office cares for a person or a payer.

use anyhow::Result;
use base::Moment;

use crate::{Unit, Value};

/// The office that cares for a subject, if one does.
pub fn branch_of(unit: &mut Unit<'_>, subject: i64) -> Result<Option<i64>> {
    let row = unit.row("select branch from caseload where subject = $1", &[Value::Int(subject)])?;
    row.map(|row| row.int(0)).transpose()
}

/// Gives a subject to an office, whichever cared for it before.
pub fn assign(unit: &mut Unit<'_>, subject: i64, branch: i64, now: Moment) -> Result<()> {
    if let Some(ahead) = unit.ahead.as_mut() {
        ahead.assign(subject);
    }
    unit.execute(
        "insert into caseload (subject, branch, known_at) values ($1, $2, $3)
         on conflict (subject) do update set branch = excluded.branch, known_at = excluded.known_at",
        &[Value::Int(subject), Value::Int(branch), Value::Moment(now)],
    )?;
    Ok(())
}

/// For how many an office cares.
pub fn count(unit: &mut Unit<'_>, branch: i64) -> Result<i64> {
    let row = unit.row("select count(*) from caseload where branch = $1", &[Value::Int(branch)])?;
    row.map_or(Ok(0), |row| row.int(0))
}
