//! What platforms call members.

use std::collections::BTreeMap;

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::{MembershipId, PayerId};

use crate::{Row, Unit, Value};

/// So many names are looked for by one statement.
const TOGETHER: usize = 500;

/// A member by a platform's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rider {
    /// Whose name.
    pub platform: PayerId,
    /// What it calls her.
    pub name: String,
    /// Who she is.
    pub membership: MembershipId,
    /// Since when it is known.
    pub known: Moment,
}

/// Adds a rider; a name is given once.
pub fn add(unit: &mut Unit<'_>, rider: &Rider) -> Result<()> {
    unit.execute(
        "insert into rider (platform, name, membership, known_at) values ($1, $2, $3, $4)",
        &[
            Value::Int(rider.platform.0),
            Value::Text(&rider.name),
            Value::Int(rider.membership.0),
            Value::Moment(rider.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select platform, name, membership, known_at from rider";

/// The rider of a name.
pub fn find(unit: &mut Unit<'_>, platform: PayerId, name: &str) -> Result<Option<Rider>> {
    let sql = format!("{READ} where platform = $1 and name = $2");
    let row = unit.row(&sql, &[Value::Int(platform.0), Value::Text(name)])?;
    row.as_ref().map(from_row).transpose()
}

/// What platforms call a member, in order.
pub fn of_membership(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Vec<Rider>> {
    let sql = format!("{READ} where membership = $1 order by platform, name");
    unit.rows(&sql, &[Value::Int(membership.0)])?.iter().map(from_row).collect()
}

/// The riders of a platform after a name, at most so many.
pub fn of_platform(unit: &mut Unit<'_>, platform: PayerId, after: &str, limit: i64) -> Result<Vec<Rider>> {
    let sql = format!("{READ} where platform = $1 and name > $2 order by name limit $3");
    let values = [Value::Int(platform.0), Value::Text(after), Value::Int(limit)];
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

/// How many riders a platform has named.
pub fn count(unit: &mut Unit<'_>, platform: PayerId) -> Result<i64> {
    let row = unit.row("select count(*) from rider where platform = $1", &[Value::Int(platform.0)])?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// What a rider lets a platform put aside, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The first day.
    pub from: Day,
    /// The first day it is no longer so.
    pub until: Option<Day>,
    /// How much of each trip.
    pub amount: Option<i64>,
    /// Since when it is known.
    pub known: Moment,
}

/// Riders of these names, each with what she lets the platform put aside: a few statements for all.
pub fn allowing(
    unit: &mut Unit<'_>,
    platform: PayerId,
    names: &[&str],
) -> Result<BTreeMap<String, (MembershipId, Vec<Allowed>)>> {
    let mut found: BTreeMap<String, (MembershipId, Vec<Allowed>)> = BTreeMap::new();
    for some in names.chunks(TOGETHER) {
        // The last place stands for all that are missing, so that one text of the statement does for many.
        let places = (2..=TOGETHER + 1).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "select r.name, r.membership, c.from_on, c.until_on, c.amount, c.known_at
             from rider r left join consent c
                 on c.membership = r.membership and c.platform = r.platform and c.purpose = 'put_aside'
             where r.platform = $1 and r.name in ({places})
             order by r.name, c.known_at"
        );
        let mut values = vec![Value::Int(platform.0)];
        values.extend(some.iter().map(|name| Value::Text(name)));
        values.resize(TOGETHER + 1, Value::Text(some.last().copied().unwrap_or_default()));
        unit.each(&sql, &values, &mut |row| {
            let rider = found.entry(row.text(0)?.to_owned());
            let rider = rider.or_insert((MembershipId(row.int(1)?), Vec::new()));
            if let Some(from) = row.opt_day(2)? {
                let (until, amount, known) = (row.opt_day(3)?, row.opt_int(4)?, row.moment(5)?);
                rider.1.push(Allowed { from, until, amount, known });
            }
            Ok(())
        })?;
    }
    Ok(found)
}

fn from_row(row: &Row) -> Result<Rider> {
    Ok(Rider {
        platform: PayerId(row.int(0)?),
        name: row.text(1)?.to_owned(),
        membership: MembershipId(row.int(2)?),
        known: row.moment(3)?,
    })
}
