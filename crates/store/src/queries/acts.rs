//! What was done to the register, and by whom.

use anyhow::Result;
use base::Moment;

use crate::{Unit, Value};

/// Something somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// When it became known.
    pub at: Moment,
    /// Who did it.
    pub who: String,
    /// What was done, such as `membership ended`.
    pub what: String,
    /// To whom, if to one.
    pub subject: Option<i64>,
}

/// Writes it down under a number.
pub fn add(unit: &mut Unit<'_>, id: i64, act: &Act) -> Result<()> {
    unit.execute(
        "insert into act (id, at, who, what, subject) values ($1, $2, $3, $4, $5)",
        &[
            Value::Int(id),
            Value::Moment(act.at),
            Value::Text(&act.who),
            Value::Text(&act.what),
            act.subject.into(),
        ],
    )?;
    Ok(())
}
