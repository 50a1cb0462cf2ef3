//! The facts as known now, stretch by stretch of months: what a run reads.

use anyhow::Result;
use base::Month;
use scheme::id::{MembershipId, PayerId, PersonId};

use super::many;
use super::people::Identity;
use crate::{Kind, Row, Unit, Value};

/// A stretch of months in which a membership has one payer and one set of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    /// Who pays.
    pub payer: PayerId,
    /// For which membership.
    pub membership: MembershipId,
    /// First month.
    pub from: Month,
    /// The month after the last.
    pub until: Option<Month>,
    /// The law's segment.
    pub segment: String,
    /// `name=value;…`
    pub facts: String,
}

/// The columns of a roll, for adding many.
pub const COLUMNS: [(&str, Kind); 6] = [
    ("payer", Kind::Int),
    ("membership", Kind::Int),
    ("from_month", Kind::Month),
    ("until_month", Kind::Month),
    ("segment", Kind::Text),
    ("facts", Kind::Text),
];

/// A roll's columns.
pub fn values(roll: &Roll) -> [Value<'_>; 6] {
    [
        Value::Int(roll.payer.0),
        Value::Int(roll.membership.0),
        Value::Month(roll.from),
        roll.until.into(),
        Value::Text(&roll.segment),
        Value::Text(&roll.facts),
    ]
}

pub(crate) const READ: &str = "select payer, membership, from_month, until_month, segment, facts from roll";

/// Adds a stretch.
pub fn add(unit: &mut Unit<'_>, roll: &Roll) -> Result<()> {
    if unit.ahead.as_mut().is_some_and(|ahead| ahead.add_roll(roll)) {
        return Ok(());
    }
    unit.execute(
        "insert into roll (payer, membership, from_month, until_month, segment, facts)
         values ($1, $2, $3, $4, $5, $6)",
        &values(roll),
    )?;
    Ok(())
}

/// Takes away every stretch of a membership.
pub fn remove(unit: &mut Unit<'_>, membership: MembershipId) -> Result<()> {
    if unit.ahead.as_mut().is_some_and(|ahead| ahead.remove_rolls(membership.0)) {
        return Ok(());
    }
    unit.execute("delete from roll where membership = $1", &[Value::Int(membership.0)])?;
    Ok(())
}

/// Every stretch of a membership, in order.
pub fn of_membership(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Vec<Roll>> {
    if let Some(known) = unit.ahead.as_ref().and_then(|ahead| ahead.rolls(membership.0)) {
        return Ok(known);
    }
    let sql = format!("{READ} where membership = $1 order by from_month");
    let rows = unit.rows_aside(&sql, &[Value::Int(membership.0)])?;
    rows.iter().map(from_row).collect()
}

/// Everything a payer pays for, in the order of memberships and months.
pub fn of_payer(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<Roll>> {
    let rows = unit.rows(
        "select payer, membership, from_month, until_month, segment, facts from roll
         where payer = $1 order by membership, from_month",
        &[Value::Int(payer.0)],
    )?;
    rows.iter().map(from_row).collect()
}

/// What a payer pays for in a month.
pub fn of_payer_in(unit: &mut Unit<'_>, payer: PayerId, month: Month) -> Result<Vec<Roll>> {
    let rows = unit.rows(
        "select payer, membership, from_month, until_month, segment, facts from roll
         where payer = $1 and from_month <= $2 and (until_month is null or until_month > $2)
         order by membership",
        &[Value::Int(payer.0), Value::Month(month)],
    )?;
    rows.iter().map(from_row).collect()
}

/// Somebody on a payer's roll, under one of her identities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnRoll {
    /// The membership.
    pub membership: MembershipId,
    /// The person's number that it was made for.
    pub person: PersonId,
    /// `name=value;…`
    pub facts: String,
    /// Who it is, or was.
    pub identity: Identity,
}

/// How many memberships are on a payer's roll in a month.
pub fn count_of_payer_in(unit: &mut Unit<'_>, payer: PayerId, month: Month) -> Result<i64> {
    let row = unit.row(
        "select count(*) from roll
         where payer = $1 and from_month <= $2 and (until_month is null or until_month > $2)",
        &[Value::Int(payer.0), Value::Month(month)],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Everybody on a payer's roll of a month with every identity, the latest of each first.
pub fn people_of_payer_in(unit: &mut Unit<'_>, payer: PayerId, month: Month) -> Result<Vec<OnRoll>> {
    let rows = unit.rows(
        "select roll.membership, membership.person, roll.facts, identity.known_at, identity.sealed,
                identity.born_on, identity.sex
         from roll
         join membership on membership.id = roll.membership
         join identity on identity.person = membership.person
         where roll.payer = $1 and roll.from_month <= $2
           and (roll.until_month is null or roll.until_month > $2)
         order by roll.membership, identity.known_at desc",
        &[Value::Int(payer.0), Value::Month(month)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(OnRoll {
                membership: MembershipId(row.int(0)?),
                person: PersonId(row.int(1)?),
                facts: row.text(2)?.to_owned(),
                identity: Identity {
                    known: row.moment(3)?,
                    sealed: row.bytes(4)?.to_vec(),
                    born: row.day(5)?,
                    sex: row.text(6)?.to_owned(),
                },
            })
        })
        .collect()
}

/// A month of somebody for which a payer is on the roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// Whose.
    pub person: PersonId,
    /// The membership.
    pub membership: MembershipId,
    /// The law's segment.
    pub segment: String,
    /// With whom it was made.
    pub own: PayerId,
    /// Who pays in the month.
    pub payer: PayerId,
}

/// What of many people is on the roll of a month, in the order of memberships.
pub fn cover_of_many(unit: &mut Unit<'_>, people: &[PersonId], month: Month) -> Result<Vec<Covered>> {
    let values: Vec<Value<'_>> = people.iter().map(|person| Value::Int(person.0)).collect();
    let rows = many::rows(unit, &[Value::Month(month)], &values, |list| {
        format!(
            "select m.person, m.id, m.segment, m.payer, r.payer from membership as m
             join roll as r on r.membership = m.id
             where r.from_month <= $1 and (r.until_month is null or r.until_month > $1)
               and m.person in ({list})"
        )
    })?;
    let mut covered: Vec<Covered> = rows
        .iter()
        .map(|row| {
            Ok(Covered {
                person: PersonId(row.int(0)?),
                membership: MembershipId(row.int(1)?),
                segment: row.text(2)?.to_owned(),
                own: PayerId(row.int(3)?),
                payer: PayerId(row.int(4)?),
            })
        })
        .collect::<Result<_>>()?;
    covered.sort_by_key(|one| (one.membership, one.payer));
    Ok(covered)
}

/// For whom funders pay in a month and until when: funder, membership, the month after the last.
pub fn funded_in(unit: &mut Unit<'_>, month: Month) -> Result<Vec<(PayerId, MembershipId, Option<Month>)>> {
    let rows = unit.rows(
        "select r.payer, r.membership, r.until_month from roll as r
         where r.payer in (select id from payer where kind in ('platform', 'sponsor'))
           and r.from_month <= $1 and (r.until_month is null or r.until_month > $1)",
        &[Value::Month(month)],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), MembershipId(row.int(1)?), row.opt_month(2)?))).collect()
}

pub(crate) fn from_row(row: &Row) -> Result<Roll> {
    Ok(Roll {
        payer: PayerId(row.int(0)?),
        membership: MembershipId(row.int(1)?),
        from: row.month(2)?,
        until: row.opt_month(3)?,
        segment: row.text(4)?.to_owned(),
        facts: row.text(5)?.to_owned(),
    })
}

/// Who is on the roll of a month, in the order of payers and memberships: payer, membership, segment, facts.
pub fn each(
    unit: &mut Unit<'_>,
    month: Month,
    (from, until): (i64, i64),
    take: &mut dyn FnMut(i64, i64, &str, &str) -> Result<()>,
) -> Result<()> {
    unit.each(
        "select payer, membership, segment, facts from roll
         where payer >= $1 and payer < $2 and from_month <= $3 and (until_month is null or until_month > $3)
         order by payer, membership",
        &[Value::Int(from), Value::Int(until), Value::Month(month)],
        &mut |row| take(row.int(0)?, row.int(1)?, row.text(2)?, row.text(3)?),
    )
}

/// How many people each payer has on the roll of a month, in the order of payers.
pub fn heads(unit: &mut Unit<'_>, month: Month, take: &mut dyn FnMut(i64, i64) -> Result<()>) -> Result<()> {
    unit.each(
        "select payer, count(*) from roll where from_month <= $1 and (until_month is null or until_month > $1)
         group by payer order by payer",
        &[Value::Month(month)],
        &mut |row| take(row.int(0)?, row.int(1)?),
    )
}

/// A stretch of months in which a payer's own facts are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// First month.
    pub from: Month,
    /// The month after the last.
    pub until: Option<Month>,
    /// `name=value;…`
    pub facts: String,
}

/// A payer's own stretches, in order.
pub fn of_payer_itself(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<Own>> {
    let rows = unit.rows(
        "select from_month, until_month, facts from payer_roll where payer = $1 order by from_month",
        &[Value::Int(payer.0)],
    )?;
    rows.iter()
        .map(|row| Ok(Own { from: row.month(0)?, until: row.opt_month(1)?, facts: row.text(2)?.to_owned() }))
        .collect()
}

/// Puts a payer's own stretches in place of those it had.
pub fn replace_payer(unit: &mut Unit<'_>, payer: PayerId, stretches: &[Own]) -> Result<()> {
    unit.execute("delete from payer_roll where payer = $1", &[Value::Int(payer.0)])?;
    for Own { from, until, facts } in stretches {
        unit.execute(
            "insert into payer_roll (payer, from_month, until_month, facts) values ($1, $2, $3, $4)",
            &[Value::Int(payer.0), Value::Month(*from), (*until).into(), Value::Text(facts)],
        )?;
    }
    Ok(())
}

/// The facts of payers of a range in a month, in order.
pub fn payers_in(
    unit: &mut Unit<'_>,
    month: Month,
    (from, until): (i64, i64),
) -> Result<Vec<(PayerId, String)>> {
    let rows = unit.rows(
        "select payer, facts from payer_roll
         where payer >= $1 and payer < $2 and from_month <= $3 and (until_month is null or until_month > $3)
         order by payer",
        &[Value::Int(from), Value::Int(until), Value::Month(month)],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), row.text(1)?.to_owned()))).collect()
}
