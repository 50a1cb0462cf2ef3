//! Drives of branches to reach people: what was aimed at, who was brought, what it cost.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::MembershipId;

use crate::{Row, Unit, Value};

/// A drive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outreach {
    /// Number.
    pub id: i64,
    /// The branch that leads it.
    pub branch: i64,
    /// What it is called.
    pub name: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// How many members are to be brought.
    pub target: i64,
    /// What it costs to begin with.
    pub cost: i64,
    /// Who began it.
    pub account: Option<i64>,
    /// When that was written down.
    pub known: Moment,
    /// The province, where all its branches take part.
    pub province: Option<String>,
}

/// Something it cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Which one.
    pub no: i64,
    /// The day it was paid.
    pub day: Day,
    /// For what.
    pub what: String,
    /// How much.
    pub amount: i64,
}

/// Adds a drive.
pub fn add(unit: &mut Unit<'_>, one: &Outreach) -> Result<()> {
    unit.execute(
        "insert into outreach (id, branch, name, from_on, until_on, target, cost, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(one.id),
            Value::Int(one.branch),
            Value::Text(&one.name),
            Value::Day(one.from),
            Value::Day(one.until),
            Value::Int(one.target),
            Value::Int(one.cost),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    if let Some(province) = &one.province {
        unit.execute(
            "insert into outreach_province (outreach, province, known_at) values ($1, $2, $3)",
            &[Value::Int(one.id), Value::Text(province), Value::Moment(one.known)],
        )?;
    }
    Ok(())
}

const OUTREACH: &str = "select o.id, o.branch, o.name, o.from_on, o.until_on, o.target, o.cost, o.account,
        o.known_at, p.province
    from outreach as o left join outreach_province as p on p.outreach = o.id";

/// A drive; nothing where there is none of that number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Outreach>> {
    unit.row(&format!("{OUTREACH} where o.id = $1"), &[Value::Int(id)])?.as_ref().map(from_row).transpose()
}

/// Every drive, the latest first.
pub fn all(unit: &mut Unit<'_>) -> Result<Vec<Outreach>> {
    unit.rows(&format!("{OUTREACH} order by o.id desc"), &[])?.iter().map(from_row).collect()
}

/// Drives that run on a day and count whom an agent of this branch, in this province, brings.
pub fn running(unit: &mut Unit<'_>, branch: i64, province: &str, day: Day) -> Result<Vec<Outreach>> {
    let sql = format!(
        "{OUTREACH} where o.from_on <= $3 and o.until_on >= $3 and (o.branch = $1 or p.province = $2)
         order by o.id"
    );
    let values = [Value::Int(branch), Value::Text(province), Value::Day(day)];
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Outreach> {
    Ok(Outreach {
        id: row.int(0)?,
        branch: row.int(1)?,
        name: row.text(2)?.to_owned(),
        from: row.day(3)?,
        until: row.day(4)?,
        target: row.int(5)?,
        cost: row.int(6)?,
        account: row.opt_int(7)?,
        known: row.moment(8)?,
        province: row.opt_text(9)?.map(str::to_owned),
    })
}

/// Counts a member; whether she was not counted before.
pub fn count(unit: &mut Unit<'_>, id: i64, membership: MembershipId, known: Moment) -> Result<bool> {
    let added = unit.execute(
        "insert into outreach_member (outreach, membership, known_at) values ($1, $2, $3)
         on conflict do nothing",
        &[Value::Int(id), Value::Int(membership.0), Value::Moment(known)],
    )?;
    Ok(added == 1)
}

/// Whom a drive brought, in order, with when it was written down.
pub fn members(unit: &mut Unit<'_>, id: i64) -> Result<Vec<(MembershipId, Moment)>> {
    let rows = unit.rows(
        "select membership, known_at from outreach_member where outreach = $1 order by membership",
        &[Value::Int(id)],
    )?;
    rows.iter().map(|row| Ok((MembershipId(row.int(0)?), row.moment(1)?))).collect()
}

/// Adds what a drive cost; gives its number.
pub fn spend(
    unit: &mut Unit<'_>,
    id: i64,
    (day, what, amount): (Day, &str, i64),
    account: Option<i64>,
    known: Moment,
) -> Result<i64> {
    let row =
        unit.row("select coalesce(max(no), 0) from outreach_cost where outreach = $1", &[Value::Int(id)])?;
    let no = row.map(|row| row.int(0)).transpose()?.unwrap_or(0) + 1;
    unit.execute(
        "insert into outreach_cost (outreach, no, day, what, amount, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Int(id),
            Value::Int(no),
            Value::Day(day),
            Value::Text(what),
            Value::Int(amount),
            account.into(),
            Value::Moment(known),
        ],
    )?;
    Ok(no)
}

/// What a drive cost beside what it began with, in order.
pub fn costs(unit: &mut Unit<'_>, id: i64) -> Result<Vec<Cost>> {
    let rows = unit.rows(
        "select no, day, what, amount from outreach_cost where outreach = $1 order by no",
        &[Value::Int(id)],
    )?;
    let read = |row: &Row| {
        Ok(Cost { no: row.int(0)?, day: row.day(1)?, what: row.text(2)?.to_owned(), amount: row.int(3)? })
    };
    rows.iter().map(read).collect()
}
