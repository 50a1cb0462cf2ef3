//! Agents: the offices they belong to, where they may enrol, and whom they brought.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::{MembershipId, PersonId};

use crate::{Row, Unit, Value, seal};

/// An organisation that agents belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Number.
    pub id: i64,
    /// The branch that looks after it.
    pub branch: i64,
    /// What it is called.
    pub sealed: Vec<u8>,
    /// Since when.
    pub opened: Day,
    /// Until when.
    pub ended: Option<Day>,
    /// When that was written down.
    pub known: Moment,
}

/// Somebody who enrols people and collects for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Number, also in the books.
    pub id: i64,
    /// The office she belongs to.
    pub agency: i64,
    /// The branch that looks after her.
    pub branch: i64,
    /// Who she is.
    pub person: Option<PersonId>,
    /// Her login.
    pub account: Option<i64>,
    /// By which terms she is paid, as the law calls them.
    pub terms: String,
    /// Since when.
    pub opened: Day,
    /// Until when.
    pub ended: Option<Day>,
    /// Since when her commission waits.
    pub held: Option<Moment>,
    /// When that was written down.
    pub known: Moment,
}

/// What an office's name is sealed under.
pub fn context(agency: i64) -> String {
    seal::context("agency", "sealed", agency)
}

/// Adds an office.
pub fn add_agency(unit: &mut Unit<'_>, agency: &Agency) -> Result<()> {
    unit.execute(
        "insert into agency (id, branch, sealed, opened_on, ended_on, known_at)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(agency.id),
            Value::Int(agency.branch),
            Value::Bytes(&agency.sealed),
            Value::Day(agency.opened),
            agency.ended.into(),
            Value::Moment(agency.known),
        ],
    )?;
    Ok(())
}

const AGENCY: &str = "select id, branch, sealed, opened_on, ended_on, known_at from agency";

/// An office; nothing where there is none of that number.
pub fn agency(unit: &mut Unit<'_>, id: i64) -> Result<Option<Agency>> {
    let row = unit.row(&format!("{AGENCY} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(agency_from).transpose()
}

fn agency_from(row: &Row) -> Result<Agency> {
    Ok(Agency {
        id: row.int(0)?,
        branch: row.int(1)?,
        sealed: row.bytes(2)?.to_vec(),
        opened: row.day(3)?,
        ended: row.opt_day(4)?,
        known: row.moment(5)?,
    })
}

const AGENT: &str =
    "select id, agency, branch, person, account, terms, opened_on, ended_on, held_at, known_at from agent";

/// Adds an agent.
pub fn add(unit: &mut Unit<'_>, agent: &Agent) -> Result<()> {
    unit.execute(
        "insert into agent
             (id, agency, branch, person, account, terms, opened_on, ended_on, held_at, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            Value::Int(agent.id),
            Value::Int(agent.agency),
            Value::Int(agent.branch),
            agent.person.map(|person| person.0).into(),
            agent.account.into(),
            Value::Text(&agent.terms),
            Value::Day(agent.opened),
            agent.ended.into(),
            agent.held.into(),
            Value::Moment(agent.known),
        ],
    )?;
    Ok(())
}

/// An agent; nothing where there is none of that number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Agent>> {
    let row = unit.row(&format!("{AGENT} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Every agent, in order.
pub fn all(unit: &mut Unit<'_>) -> Result<Vec<Agent>> {
    let rows = unit.rows(&format!("{AGENT} order by id"), &[])?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Agent> {
    Ok(Agent {
        id: row.int(0)?,
        agency: row.int(1)?,
        branch: row.int(2)?,
        person: row.opt_int(3)?.map(PersonId),
        account: row.opt_int(4)?,
        terms: row.text(5)?.to_owned(),
        opened: row.day(6)?,
        ended: row.opt_day(7)?,
        held: row.opt_moment(8)?,
        known: row.moment(9)?,
    })
}

/// Her commission waits from now on, or waits no more.
pub fn hold(unit: &mut Unit<'_>, id: i64, held: Option<Moment>) -> Result<()> {
    unit.execute("update agent set held_at = $2 where id = $1", &[Value::Int(id), held.into()])?;
    Ok(())
}

/// She is an agent until a day.
pub fn end(unit: &mut Unit<'_>, id: i64, day: Day) -> Result<()> {
    unit.execute("update agent set ended_on = $2 where id = $1", &[Value::Int(id), Value::Day(day)])?;
    Ok(())
}

/// Where an agent may enrol from a day on: a province or district, by code.
pub fn add_territory(
    unit: &mut Unit<'_>,
    (agent, area): (i64, &str),
    from: Day,
    account: Option<i64>,
    known: Moment,
) -> Result<()> {
    unit.execute(
        "insert into territory (agent, area, known_at, from_on, until_on, account)
         values ($1, $2, $3, $4, null, $5)",
        &[Value::Int(agent), Value::Text(area), Value::Moment(known), Value::Day(from), account.into()],
    )?;
    Ok(())
}

/// The areas of an agent, in order.
pub fn territory(unit: &mut Unit<'_>, agent: i64) -> Result<Vec<String>> {
    let rows = unit.rows(
        "select distinct area from territory where agent = $1 and until_on is null order by area",
        &[Value::Int(agent)],
    )?;
    rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

/// An area is an agent's until a day; whether it was hers.
pub fn end_territory(unit: &mut Unit<'_>, (agent, area): (i64, &str), until: Day) -> Result<bool> {
    let ended = unit.execute(
        "update territory set until_on = $3 where agent = $1 and area = $2 and until_on is null",
        &[Value::Int(agent), Value::Text(area), Value::Day(until)],
    )?;
    Ok(ended > 0)
}

/// The agent whose login an account is.
pub fn of_account(unit: &mut Unit<'_>, account: i64) -> Result<Option<Agent>> {
    let row = unit.row(&format!("{AGENT} where account = $1"), &[Value::Int(account)])?;
    row.as_ref().map(from_row).transpose()
}

/// An agent has this login from now on.
pub fn set_account(unit: &mut Unit<'_>, id: i64, account: i64) -> Result<()> {
    unit.execute("update agent set account = $2 where id = $1", &[Value::Int(id), Value::Int(account)])?;
    Ok(())
}

/// Where a member was enrolled: the code of a province.
pub fn brought_at(unit: &mut Unit<'_>, membership: MembershipId, area: &str, known: Moment) -> Result<()> {
    unit.execute(
        "insert into brought_at (membership, area, known_at) values ($1, $2, $3)",
        &[Value::Int(membership.0), Value::Text(area), Value::Moment(known)],
    )?;
    Ok(())
}

/// Whom an agent enrolled, when and, as far as it was said, where.
pub fn clients_at(unit: &mut Unit<'_>, agent: i64) -> Result<Vec<(MembershipId, Day, Option<String>)>> {
    let rows = unit.rows(
        "select b.membership, b.day, a.area from brought as b left join brought_at as a
             on a.membership = b.membership
         where b.agent = $1 order by b.membership",
        &[Value::Int(agent)],
    )?;
    let read = |row: &Row| Ok((MembershipId(row.int(0)?), row.day(1)?, row.opt_text(2)?.map(str::to_owned)));
    rows.iter().map(read).collect()
}

/// An agent enrolled a member.
pub fn brought(
    unit: &mut Unit<'_>,
    agent: i64,
    membership: MembershipId,
    day: Day,
    known: Moment,
) -> Result<()> {
    unit.execute(
        "insert into brought (membership, agent, day, known_at) values ($1, $2, $3, $4)",
        &[Value::Int(membership.0), Value::Int(agent), Value::Day(day), Value::Moment(known)],
    )?;
    Ok(())
}

/// Who enrolled a member, if an agent did.
pub fn who_brought(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Option<i64>> {
    let row = unit.row("select agent from brought where membership = $1", &[Value::Int(membership.0)])?;
    row.map(|row| row.int(0)).transpose()
}

/// Whom an agent enrolled, and when, in order.
pub fn clients(unit: &mut Unit<'_>, agent: i64) -> Result<Vec<(MembershipId, Day)>> {
    let rows = unit.rows(
        "select membership, day from brought where agent = $1 order by membership",
        &[Value::Int(agent)],
    )?;
    rows.iter().map(|row| Ok((MembershipId(row.int(0)?), row.day(1)?))).collect()
}
