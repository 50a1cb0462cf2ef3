//! Claims, and what was done to them step by step.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::{MembershipId, PersonId};

use crate::{Row, Unit, Value};

/// A claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Number.
    pub id: i64,
    /// Whose insurance it rests on.
    pub person: PersonId,
    /// The case it belongs to now.
    pub of_case: i64,
    /// The case that opened it.
    pub opened_by: i64,
    /// What is claimed, by the law's name.
    pub kind: String,
    /// The membership it rests on.
    pub membership: MembershipId,
    /// Its segment.
    pub segment: String,
    /// When it became known.
    pub notified: Day,
    /// The papers it took at the beginning, by the law's names.
    pub papers: Vec<String>,
    /// What its steps come to.
    pub state: String,
    /// Since when it is known.
    pub known: Moment,
}

/// A step of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The claim.
    pub claim: i64,
    /// Which of its steps, from 1.
    pub no: i64,
    /// The day.
    pub day: Day,
    /// In which part somebody acted.
    pub actor: String,
    /// Who.
    pub account: Option<i64>,
    /// What was done.
    pub act: String,
    /// The paper or the provision.
    pub value: Option<String>,
    /// What it was assessed at.
    pub amount: Option<i64>,
    /// Since when it is known.
    pub known: Moment,
}

/// Adds a claim.
pub fn add(unit: &mut Unit<'_>, claim: &Claim) -> Result<()> {
    unit.execute(
        "insert into claim (id, person, of_case, opened_by, kind, membership, segment, notified_on, papers,
             state, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            Value::Int(claim.id),
            Value::Int(claim.person.0),
            Value::Int(claim.of_case),
            Value::Int(claim.opened_by),
            Value::Text(&claim.kind),
            Value::Int(claim.membership.0),
            Value::Text(&claim.segment),
            Value::Day(claim.notified),
            Value::Text(&claim.papers.join(" ")),
            Value::Text(&claim.state),
            Value::Moment(claim.known),
        ],
    )?;
    Ok(())
}

/// Makes a claim another case's, as what the event has become.
pub fn become_kind(unit: &mut Unit<'_>, id: i64, of_case: i64, kind: &str) -> Result<()> {
    unit.execute(
        "update claim set of_case = $2, kind = $3 where id = $1",
        &[Value::Int(id), Value::Int(of_case), Value::Text(kind)],
    )?;
    Ok(())
}

/// Writes down what the steps of a claim come to.
pub fn set_state(unit: &mut Unit<'_>, id: i64, state: &str) -> Result<()> {
    unit.execute("update claim set state = $2 where id = $1", &[Value::Int(id), Value::Text(state)])?;
    Ok(())
}

/// Keeps others from moving a claim until the unit ends.
pub fn hold(unit: &mut Unit<'_>, id: i64) -> Result<()> {
    let update = unit.engine().for_update();
    if update.is_empty() {
        // The unit is the only writer.
        return Ok(());
    }
    unit.rows(&format!("select id from claim where id = $1{update}"), &[Value::Int(id)]).map(drop)
}

const READ: &str = "select id, person, of_case, opened_by, kind, membership, segment, notified_on, papers,
    state, known_at from claim";

/// A claim by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Claim>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Claims by their numbers, in the order of those.
pub fn read_all(unit: &mut Unit<'_>, ids: &[i64]) -> Result<Vec<Claim>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<String> = ids.iter().map(i64::to_string).collect();
    let sql = format!("{READ} where id in ({}) order by id", list.join(", "));
    unit.rows(&sql, &[])?.iter().map(from_row).collect()
}

/// The claims of a person, in the order they became known.
pub fn of_person(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Claim>> {
    let sql = format!("{READ} where person = $1 order by id");
    unit.rows(&sql, &[Value::Int(person.0)])?.iter().map(from_row).collect()
}

/// Claims after a number, at most so many; only those in a state, if one is given.
pub fn after(unit: &mut Unit<'_>, state: Option<&str>, after: i64, limit: i64) -> Result<Vec<Claim>> {
    let mut values = vec![Value::Int(after), Value::Int(limit)];
    values.extend(state.map(Value::Text));
    let among = if state.is_some() { "and state = $3" } else { "" };
    let sql = format!("{READ} where id > $1 {among} order by id limit $2");
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Claim> {
    Ok(Claim {
        id: row.int(0)?,
        person: PersonId(row.int(1)?),
        of_case: row.int(2)?,
        opened_by: row.int(3)?,
        kind: row.text(4)?.to_owned(),
        membership: MembershipId(row.int(5)?),
        segment: row.text(6)?.to_owned(),
        notified: row.day(7)?,
        papers: row.text(8)?.split_whitespace().map(str::to_owned).collect(),
        state: row.text(9)?.to_owned(),
        known: row.moment(10)?,
    })
}

/// Adds a step.
pub fn add_step(unit: &mut Unit<'_>, step: &Step) -> Result<()> {
    unit.execute(
        "insert into claim_step (claim, no, day, actor, account, act, value, amount, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(step.claim),
            Value::Int(step.no),
            Value::Day(step.day),
            Value::Text(&step.actor),
            step.account.into(),
            Value::Text(&step.act),
            step.value.as_deref().into(),
            step.amount.into(),
            Value::Moment(step.known),
        ],
    )?;
    Ok(())
}

/// The steps of a claim, in order.
pub fn steps(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Step>> {
    let rows = unit.rows(
        "select claim, no, day, actor, account, act, value, amount, known_at from claim_step
         where claim = $1 order by no",
        &[Value::Int(claim)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Step {
                claim: row.int(0)?,
                no: row.int(1)?,
                day: row.day(2)?,
                actor: row.text(3)?.to_owned(),
                account: row.opt_int(4)?,
                act: row.text(5)?.to_owned(),
                value: row.opt_text(6)?.map(str::to_owned),
                amount: row.opt_int(7)?,
                known: row.moment(8)?,
            })
        })
        .collect()
}
