//! What each member's month came to.

use anyhow::Result;
use base::Month;
use scheme::id::{MembershipId, PayerId};

use crate::{Kind, Row, Unit, Value};

/// A row of an assessment: 0 as first found, later ones the differences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The contribution month.
    pub month: Month,
    /// Who pays.
    pub payer: PayerId,
    /// For which membership.
    pub membership: MembershipId,
    /// Which bill of the payer's month it stands in.
    pub no: i64,
    /// The run that found it; 0 for a correction.
    pub run: i64,
    /// What is billed.
    pub owed: i64,
    /// Packed lines.
    pub lines: Vec<u8>,
}

/// The columns of an assessment, for adding many.
pub const COLUMNS: [(&str, Kind); 7] = [
    ("month", Kind::Month),
    ("payer", Kind::Int),
    ("membership", Kind::Int),
    ("no", Kind::Small),
    ("run", Kind::Int),
    ("owed", Kind::Int),
    ("lines", Kind::Bytes),
];

/// An assessment's columns.
pub fn values(assessment: &Assessment) -> [Value<'_>; 7] {
    [
        Value::Month(assessment.month),
        Value::Int(assessment.payer.0),
        Value::Int(assessment.membership.0),
        Value::Int(assessment.no),
        Value::Int(assessment.run),
        Value::Int(assessment.owed),
        Value::Bytes(&assessment.lines),
    ]
}

/// Fewer rows than this are added one by one.
const FEW: usize = 8;

/// Adds rows.
pub fn add_all(unit: &mut Unit<'_>, assessments: &[Assessment]) -> Result<()> {
    if assessments.len() < FEW {
        return assessments.iter().try_for_each(|assessment| add(unit, assessment));
    }
    let mut copy = unit.copy("assessment", &COLUMNS)?;
    assessments.iter().try_for_each(|assessment| copy.row(&values(assessment)))?;
    copy.finish().map(drop)
}

/// Adds a row.
pub fn add(unit: &mut Unit<'_>, assessment: &Assessment) -> Result<()> {
    unit.execute(
        "insert into assessment (month, payer, membership, no, run, owed, lines)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &values(assessment),
    )?;
    Ok(())
}

const READ: &str = "select month, payer, membership, no, run, owed, lines from assessment";

/// The rows of a payer's month, or of one membership in it.
pub fn of_month(
    unit: &mut Unit<'_>,
    month: Month,
    payer: PayerId,
    membership: Option<MembershipId>,
) -> Result<Vec<Assessment>> {
    let rows = match membership {
        Some(membership) => unit.rows(
            &format!("{READ} where month = $1 and payer = $2 and membership = $3 order by no"),
            &[Value::Month(month), Value::Int(payer.0), Value::Int(membership.0)],
        )?,
        None => unit.rows(
            &format!("{READ} where month = $1 and payer = $2 order by membership, no"),
            &[Value::Month(month), Value::Int(payer.0)],
        )?,
    };
    rows.iter().map(from_row).collect()
}

/// Who of a range of payers has an assessment of a month already, in order. The same membership may be with
/// another payer now, such as a sponsor, who has not been billed.
pub fn assessed_in(
    unit: &mut Unit<'_>,
    month: Month,
    (from, until): (i64, i64),
) -> Result<Vec<(PayerId, MembershipId)>> {
    let rows = unit.rows(
        "select payer, membership from assessment where month = $1 and payer >= $2 and payer < $3",
        &[Value::Month(month), Value::Int(from), Value::Int(until)],
    )?;
    let mut found: Vec<(PayerId, MembershipId)> = rows
        .iter()
        .map(|row| Ok((PayerId(row.int(0)?), MembershipId(row.int(1)?))))
        .collect::<Result<_>>()?;
    found.sort_unstable();
    Ok(found)
}

/// Rows of a run's month in the order of payers, for reconciling.
pub fn each_of_month(
    unit: &mut Unit<'_>,
    month: Month,
    (from, until): (i64, i64),
    take: &mut dyn FnMut(&Row) -> Result<()>,
) -> Result<()> {
    unit.each(
        "select month, payer, membership, no, run, owed, lines from assessment
         where month = $1 and payer >= $2 and payer < $3 order by payer, membership, no",
        &[Value::Month(month), Value::Int(from), Value::Int(until)],
        take,
    )
}

/// A row of [`each_of_month`].
pub fn from_row(row: &Row) -> Result<Assessment> {
    Ok(Assessment {
        month: row.month(0)?,
        payer: PayerId(row.int(1)?),
        membership: MembershipId(row.int(2)?),
        no: row.int(3)?,
        run: row.int(4)?,
        owed: row.int(5)?,
        lines: row.bytes(6)?.to_vec(),
    })
}

/// How many rows a run made of a month, and what they come to.
pub fn totals_of_run(unit: &mut Unit<'_>, month: Month, run: i64) -> Result<(i64, i64)> {
    let row = unit.row(
        "select count(*), cast(coalesce(sum(owed), 0) as bigint) from assessment
         where month = $1 and run = $2",
        &[Value::Month(month), Value::Int(run)],
    )?;
    row.map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}

/// The smallest and the largest number of a payer with an assessment of the month.
pub fn payers_of(unit: &mut Unit<'_>, month: Month) -> Result<Option<(i64, i64)>> {
    let row =
        unit.row("select min(payer), max(payer) from assessment where month = $1", &[Value::Month(month)])?;
    let Some(row) = row else { return Ok(None) };
    Ok(row.opt_int(0)?.zip(row.opt_int(1)?))
}

/// The payer at a number or the next after it for whom a run assessed somebody.
pub fn payer_from(unit: &mut Unit<'_>, month: Month, run: i64, from: i64) -> Result<Option<PayerId>> {
    let row = unit.row(
        "select payer from assessment where month = $1 and payer >= $2 and run = $3
         order by payer, membership, no limit 1",
        &[Value::Month(month), Value::Int(from), Value::Int(run)],
    )?;
    row.map(|row| Ok(PayerId(row.int(0)?))).transpose()
}

/// The smallest and the largest number of a membership with an assessment in a payer's month.
pub fn members_of(unit: &mut Unit<'_>, month: Month, payer: PayerId) -> Result<Option<(i64, i64)>> {
    let row = unit.row(
        "select min(membership), max(membership) from assessment where month = $1 and payer = $2",
        &[Value::Month(month), Value::Int(payer.0)],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(row.opt_int(0)?.zip(row.opt_int(1)?))
}

/// The membership at a number or the next after it that was assessed in a payer's month.
pub fn member_from(
    unit: &mut Unit<'_>,
    month: Month,
    payer: PayerId,
    from: i64,
) -> Result<Option<MembershipId>> {
    let row = unit.row(
        "select min(membership) from assessment where month = $1 and payer = $2 and membership >= $3",
        &[Value::Month(month), Value::Int(payer.0), Value::Int(from)],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(row.opt_int(0)?.map(MembershipId))
}
