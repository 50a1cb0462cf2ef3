//! Claims as a branch works through them, and what waits to be paid.

use anyhow::Result;

use super::claims::{self, Claim};
use crate::{Row, Unit, Value};

/// Which claims are looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// Those that these branches care for; everybody's where there is none.
    pub branches: Option<&'a [i64]>,
    /// Those in these states; in any where there is none.
    pub states: &'a [&'a str],
    /// Those of a programme, by the first letters of their kinds.
    pub programme: Option<&'a str>,
    /// Those after this number.
    pub after: i64,
}

/// A branch cares for a person, or else for whoever pays for the membership that a claim rests on.
pub(super) const CARES: &str = "left join caseload as p on p.subject = c.person
    left join membership as m on m.id = c.membership
    left join caseload as e on e.subject = m.payer";

/// The condition that one of these branches cares for a claim.
pub(super) fn cared_by(branches: &[i64]) -> String {
    let list: Vec<String> = branches.iter().map(i64::to_string).collect();
    // No branch has the number 0.
    let list = if list.is_empty() { "0".to_owned() } else { list.join(", ") };
    format!("coalesce(p.branch, e.branch) in ({list})")
}

impl<'a> Wanted<'a> {
    /// The condition; its values stand after those that are there already.
    fn condition(&self, values: &mut Vec<Value<'a>>) -> String {
        let mut all = vec![format!("c.id > {}", self.after)];
        if let Some(branches) = self.branches {
            all.push(cared_by(branches));
        }
        if !self.states.is_empty() {
            let places: Vec<String> = self
                .states
                .iter()
                .map(|state| {
                    values.push(Value::Text(state));
                    format!("${}", values.len())
                })
                .collect();
            all.push(format!("c.state in ({})", places.join(", ")));
        }
        if let Some(programme) = self.programme {
            values.push(Value::Text(programme));
            all.push(format!("substr(c.kind, 1, length(${0})) = ${0}", values.len()));
        }
        all.join(" and ")
    }
}

/// Claims in the order they became known, at most so many.
pub fn list(unit: &mut Unit<'_>, wanted: &Wanted<'_>, limit: i64) -> Result<Vec<Claim>> {
    ordered(unit, wanted, "", limit)
}

/// The claims that became known last, at most so many.
pub fn latest(unit: &mut Unit<'_>, wanted: &Wanted<'_>, limit: i64) -> Result<Vec<Claim>> {
    ordered(unit, wanted, "desc", limit)
}

fn ordered(unit: &mut Unit<'_>, wanted: &Wanted<'_>, way: &str, limit: i64) -> Result<Vec<Claim>> {
    let mut values = Vec::new();
    let condition = wanted.condition(&mut values);
    let sql =
        format!("select c.id from claim as c {CARES} where {condition} order by c.id {way} limit {limit}");
    let rows = unit.rows(&sql, &values)?;
    let ids = rows.iter().map(|row| row.int(0)).collect::<Result<Vec<_>>>()?;
    claims::read_all(unit, &ids)
}

/// How many there are in each state.
pub fn counts(unit: &mut Unit<'_>, wanted: &Wanted<'_>) -> Result<Vec<(String, i64)>> {
    let mut values = Vec::new();
    let condition = wanted.condition(&mut values);
    let rows = unit.rows(
        &format!(
            "select c.state, count(*) from claim as c {CARES} where {condition}
             group by c.state order by c.state"
        ),
        &values,
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

/// The branch that cares for a claim.
pub fn branch_of(unit: &mut Unit<'_>, claim: i64) -> Result<Option<i64>> {
    let sql = format!("select coalesce(p.branch, e.branch) from claim as c {CARES} where c.id = $1");
    unit.row(&sql, &[Value::Int(claim)])?.map_or(Ok(None), |row| row.opt_int(0))
}

/// What waits to be paid by a fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The fund.
    pub fund: String,
    /// How many orders.
    pub orders: i64,
    /// What they come to.
    pub amount: i64,
}

/// What waits for a run, fund by fund.
pub fn waiting(unit: &mut Unit<'_>) -> Result<Vec<Waiting>> {
    let rows = unit.rows(
        "select fund, count(*), cast(sum(amount) as bigint) from payment_order
         where state = 'waiting' and run is null group by fund order by fund",
        &[],
    )?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Waiting> {
    Ok(Waiting { fund: row.text(0)?.to_owned(), orders: row.int(1)?, amount: row.int(2)? })
}

/// How many orders of a run stand how, and what they come to.
pub fn standing(unit: &mut Unit<'_>, run: i64) -> Result<Vec<(String, i64, i64)>> {
    let rows = unit.rows(
        "select state, count(*), cast(sum(amount) as bigint) from payment_order where run = $1
         group by state order by state",
        &[Value::Int(run)],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?, row.int(2)?))).collect()
}
