//! A relative of somebody becomes known, or that the relation has ended.

use anyhow::Result;
use base::Day;
use scheme::id::PersonId;
use scheme::people::{Relative, add_relative, end_relation};
use store::Unit;
use store::queries::people as rows;

use super::once::once;
use super::register_person::Found;
use crate::office::{Desk, Office};
use crate::registry::people::relative_context;
use crate::registry::{self};

/// The relatives as known now, by number.
pub(crate) fn family(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Vec<(i64, Relative)>> {
    let mut family: Vec<(i64, Relative)> = Vec::new();
    for row in rows::relatives(unit, person)? {
        let name = String::from_utf8(desk.keys.open(&relative_context(person, row.no), &row.sealed)?)?;
        let relative = Relative {
            of: person,
            relation: row.relation,
            name,
            birth_date: row.born,
            from: row.from,
            until: row.until,
        };
        family.retain(|(no, _)| *no != row.no);
        family.push((row.no, relative));
    }
    Ok(family)
}

/// Adds a relative; gives the number.
pub(crate) fn add(office: &mut Office, relative: &Relative, key: Option<&str>) -> Result<(i64, Vec<Found>)> {
    office.unit(|unit, desk| {
        once(unit, desk, key, &format!("relate {relative:?}"), |unit| add_within(unit, desk, relative))
    })
}

/// The same within a unit that does more.
pub(crate) fn add_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    relative: &Relative,
) -> Result<(i64, Vec<Found>)> {
    if rows::registered(unit, relative.of)?.is_none() {
        return Err(registry::people::nobody(relative.of).into());
    }
    let family = family(unit, desk, relative.of)?;
    let others: Vec<Relative> = family.iter().map(|(_, relative)| relative.clone()).collect();
    let findings = add_relative(desk.tree(), relative, &others)?;
    let no = family.iter().map(|(no, _)| no + 1).max().unwrap_or(1);
    write(unit, desk, no, relative)?;
    registry::note(unit, desk, "relative added", relative.of.0)?;
    Ok((no, findings.iter().map(Found::from).collect()))
}

/// Ends a relation.
pub(crate) fn end(office: &mut Office, person: PersonId, no: i64, until: Day) -> Result<()> {
    office.unit(|unit, desk| {
        let family = family(unit, desk, person)?;
        let Some((_, relative)) = family.iter().find(|(known, _)| *known == no) else {
            let id = format!("orang {person} tidak mempunyai anggota keluarga {no}");
            return Err(registry::not_there(id, format!("person {person} has no relative {no}")).into());
        };
        write(unit, desk, no, &end_relation(relative, until)?)?;
        crate::books::pension::look_again(unit, person, until)?;
        registry::note(unit, desk, "relation ended", person.0)
    })
}

/// Ends the relation of somebody who died, unless it has ended.
pub(crate) fn end_by_death(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (person, no): (PersonId, i64),
    day: Day,
) -> Result<()> {
    let family = family(unit, desk, person)?;
    let known = family.iter().find(|(known, relative)| *known == no && relative.until.is_none());
    match known {
        Some((_, relative)) => write(unit, desk, no, &end_relation(relative, day)?),
        None => Ok(()),
    }
}

fn write(unit: &mut Unit<'_>, desk: &Desk<'_>, no: i64, relative: &Relative) -> Result<()> {
    let row = rows::Relative {
        no,
        known: desk.now,
        relation: relative.relation.clone(),
        sealed: desk.keys.seal(&relative_context(relative.of, no), relative.name.as_bytes()),
        born: relative.birth_date,
        from: relative.from,
        until: relative.until,
    };
    rows::relate(unit, relative.of, &row)
}
