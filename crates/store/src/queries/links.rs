//! Two numbers that are one person.

use std::collections::BTreeSet;

use anyhow::Result;
use base::Moment;
use scheme::id::PersonId;

use super::many;
use crate::{Row, Unit, Value};

/// What became known: this number is that person, or is a person of its own again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The number.
    pub person: PersonId,
    /// The person it leads to; none after an un-merge.
    pub into: Option<PersonId>,
    /// Since when it is known.
    pub known: Moment,
    /// Why.
    pub reason: String,
}

/// Adds what became known.
pub fn add(unit: &mut Unit<'_>, link: &Link) -> Result<()> {
    // Who is linked is read by other numbers too: nothing is known ahead of that.
    unit.settle()?;
    unit.execute(
        "insert into link (person, known_at, into_person, reason) values ($1, $2, $3, $4)",
        &[
            Value::Int(link.person.0),
            Value::Moment(link.known),
            link.into.map(|into| into.0).into(),
            Value::Text(&link.reason),
        ],
    )?;
    Ok(())
}

/// Every link that can matter for a person: all that are connected with it, whenever they were known.
pub fn around(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Link>> {
    if unit.ahead.as_ref().is_some_and(|ahead| ahead.is_unlinked(person.0)) {
        return Ok(Vec::new());
    }
    let (mut links, mut seen, mut open) = (Vec::new(), vec![person.0], vec![person.0]);
    while let Some(next) = open.pop() {
        let rows = unit.rows_aside(
            "select person, into_person, known_at, reason from link where person = $1 or into_person = $1
             order by known_at",
            &[Value::Int(next)],
        )?;
        for row in &rows {
            let link = read(row)?;
            for end in [Some(link.person.0), link.into.map(|into| into.0)].into_iter().flatten() {
                if !seen.contains(&end) {
                    seen.push(end);
                    open.push(end);
                }
            }
            if !links.contains(&link) {
                links.push(link);
            }
        }
    }
    links.sort_by_key(|link: &Link| (link.known, link.person));
    Ok(links)
}

/// Which of many numbers were ever one person with another.
pub fn linked_of_many(unit: &mut Unit<'_>, people: &[PersonId]) -> Result<BTreeSet<PersonId>> {
    let values: Vec<Value<'_>> = people.iter().map(|person| Value::Int(person.0)).collect();
    let mut linked = BTreeSet::new();
    for column in ["person", "into_person"] {
        let rows = many::rows(unit, &[], &values, |list| {
            format!("select {column} from link where {column} in ({list})")
        })?;
        for row in &rows {
            linked.insert(PersonId(row.int(0)?));
        }
    }
    Ok(linked)
}

fn read(row: &Row) -> Result<Link> {
    Ok(Link {
        person: PersonId(row.int(0)?),
        into: row.opt_int(1)?.map(PersonId),
        known: row.moment(2)?,
        reason: row.text(3)?.to_owned(),
    })
}
