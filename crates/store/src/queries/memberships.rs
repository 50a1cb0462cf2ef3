//! Memberships: a person, a segment, a payer.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::{MembershipId, PayerId, PersonId};

use crate::{Kind, Row, Unit, Value};

/// A membership's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Number.
    pub id: MembershipId,
    /// Whose.
    pub person: PersonId,
    /// With whom.
    pub payer: PayerId,
    /// The law's segment.
    pub segment: String,
    /// The card's number.
    pub sealed: Vec<u8>,
    /// Since when.
    pub started: Day,
    /// Since when it is known.
    pub known: Moment,
}

/// The columns of a membership, for adding many.
pub const COLUMNS: [(&str, Kind); 7] = [
    ("id", Kind::Int),
    ("person", Kind::Int),
    ("payer", Kind::Int),
    ("segment", Kind::Text),
    ("sealed", Kind::Bytes),
    ("started_on", Kind::Day),
    ("known_at", Kind::Moment),
];

/// A membership's columns.
pub fn values(membership: &Membership) -> [Value<'_>; 7] {
    [
        Value::Int(membership.id.0),
        Value::Int(membership.person.0),
        Value::Int(membership.payer.0),
        Value::Text(&membership.segment),
        Value::Bytes(&membership.sealed),
        Value::Day(membership.started),
        Value::Moment(membership.known),
    ]
}

/// Adds a membership.
pub fn add(unit: &mut Unit<'_>, membership: &Membership) -> Result<()> {
    if unit.ahead.as_mut().is_some_and(|ahead| ahead.add_membership(membership)) {
        return Ok(());
    }
    unit.execute(
        "insert into membership (id, person, payer, segment, sealed, started_on, known_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &values(membership),
    )?;
    Ok(())
}

pub(crate) const READ: &str =
    "select id, person, payer, segment, sealed, started_on, known_at from membership";

/// A membership by number.
pub fn read(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Option<Membership>> {
    if let Some(known) = unit.ahead.as_ref().and_then(|ahead| ahead.membership(membership.0)) {
        return Ok(Some(known));
    }
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(membership.0)])?;
    row.as_ref().map(from_row).transpose()
}

/// Every membership of a person's number, in order.
pub fn of_person(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Membership>> {
    if let Some(known) = unit.ahead.as_ref().and_then(|ahead| ahead.memberships_of(person.0)) {
        return Ok(known);
    }
    let rows = unit.rows_aside(&format!("{READ} where person = $1 order by id"), &[Value::Int(person.0)])?;
    rows.iter().map(from_row).collect()
}

pub(crate) fn from_row(row: &Row) -> Result<Membership> {
    Ok(Membership {
        id: MembershipId(row.int(0)?),
        person: PersonId(row.int(1)?),
        payer: PayerId(row.int(2)?),
        segment: row.text(3)?.to_owned(),
        sealed: row.bytes(4)?.to_vec(),
        started: row.day(5)?,
        known: row.moment(6)?,
    })
}

/// Every membership's number, in order.
pub fn each_number(unit: &mut Unit<'_>, take: &mut dyn FnMut(i64) -> Result<()>) -> Result<()> {
    unit.each("select id from membership order by id", &[], &mut |row| take(row.int(0)?))
}
