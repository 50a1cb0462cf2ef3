//! What was done to the register, and by whom.

use anyhow::Result;
use base::Moment;

use crate::{Kind, Unit, Value};

/// Something somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// When it became known.
    pub at: Moment,
    /// Who did it.
    pub who: String,
    /// What was done, such as `membership ended`.
    pub what: String,
    /// To whom.
    pub subject: i64,
}

/// The columns of an act, for adding many.
pub(crate) const COLUMNS: [(&str, Kind); 4] =
    [("subject", Kind::Int), ("at", Kind::Moment), ("what", Kind::Text), ("who", Kind::Text)];

/// An act's columns.
pub(crate) fn values(act: &Act) -> [Value<'_>; 4] {
    [Value::Int(act.subject), Value::Moment(act.at), Value::Text(&act.what), Value::Text(&act.who)]
}

/// Writes it down, after whatever was done to the subject before.
pub fn add(unit: &mut Unit<'_>, act: &Act) -> Result<()> {
    if unit.ahead.as_mut().is_some_and(|ahead| ahead.add_act(act)) {
        return Ok(());
    }
    let rows = unit.rows_aside("select max(at) from act where subject = $1", &[Value::Int(act.subject)])?;
    let at = act.at.after(rows.first().map_or(Ok(None), |row| row.opt_moment(0))?);
    unit.execute_aside(
        "insert into act (subject, at, what, who) values ($1, $2, $3, $4)",
        &values(&Act { at, ..act.clone() }),
    )?;
    Ok(())
}

/// When the latest act became known.
pub fn latest(unit: &mut Unit<'_>) -> Result<Option<Moment>> {
    let row = unit.row("select max(at) from act", &[])?;
    row.map_or(Ok(None), |row| row.opt_moment(0))
}

/// Everything that was done to one subject, in order.
pub fn of(unit: &mut Unit<'_>, subject: i64) -> Result<Vec<Act>> {
    let rows = unit
        .rows("select at, who, what from act where subject = $1 order by at, what", &[Value::Int(subject)])?;
    rows.iter()
        .map(|row| {
            let (at, who, what) = (row.moment(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned());
            Ok(Act { at, who, what, subject })
        })
        .collect()
}
