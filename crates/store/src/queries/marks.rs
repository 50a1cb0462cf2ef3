//! What claims need to know of relatives beside the relation: marriage, work, number, who acts for them.

use std::collections::BTreeMap;

use anyhow::Result;
use base::Moment;
use scheme::id::PersonId;

use crate::{Unit, Value, seal};

/// What is known of a relative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which relative of the person.
    pub no: i64,
    /// Since when it is known; the latest counts.
    pub known: Moment,
    /// Whether married.
    pub married: bool,
    /// Whether at work.
    pub works: bool,
    /// Her own number, where the institution knows her.
    pub relative: Option<PersonId>,
    /// Who acts for a minor, where a court has appointed somebody.
    pub sealed: Option<Vec<u8>>,
}

/// What a guardian's name is sealed under.
pub fn context(person: PersonId, no: i64) -> String {
    seal::context("relative_mark", &format!("sealed {no}"), person.0)
}

/// Adds what has become known of a relative.
pub fn add(unit: &mut Unit<'_>, person: PersonId, mark: &Mark) -> Result<()> {
    unit.execute(
        "insert into relative_mark (person, no, known_at, married, works, relative, sealed)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Int(person.0),
            Value::Int(mark.no),
            Value::Moment(mark.known),
            Value::Bool(mark.married),
            Value::Bool(mark.works),
            mark.relative.map(|relative| relative.0).into(),
            mark.sealed.as_deref().into(),
        ],
    )?;
    Ok(())
}

/// Whose relative somebody with a number of her own is: the person, and which of the family.
pub fn of_relative(unit: &mut Unit<'_>, relative: PersonId) -> Result<Vec<(PersonId, i64)>> {
    let rows = unit.rows(
        "select distinct person, no from relative_mark where relative = $1 order by person, no",
        &[Value::Int(relative.0)],
    )?;
    let all: Vec<(PersonId, i64)> =
        rows.iter().map(|row| Ok((PersonId(row.int(0)?), row.int(1)?))).collect::<Result<_>>()?;
    // Only what is known last counts.
    let mut found = Vec::new();
    for (person, no) in all {
        if of(unit, person)?.get(&no).and_then(|mark| mark.relative) == Some(relative) {
            found.push((person, no));
        }
    }
    Ok(found)
}

/// What is known now of each relative of a person, by number.
pub fn of(unit: &mut Unit<'_>, person: PersonId) -> Result<BTreeMap<i64, Mark>> {
    let rows = unit.rows(
        "select no, known_at, married, works, relative, sealed from relative_mark
         where person = $1 order by no, known_at",
        &[Value::Int(person.0)],
    )?;
    rows.iter()
        .map(|row| {
            let mark = Mark {
                no: row.int(0)?,
                known: row.moment(1)?,
                married: row.bool(2)?,
                works: row.bool(3)?,
                relative: row.opt_int(4)?.map(PersonId),
                sealed: row.opt_bytes(5)?.map(<[u8]>::to_vec),
            };
            Ok((mark.no, mark))
        })
        .collect()
}
