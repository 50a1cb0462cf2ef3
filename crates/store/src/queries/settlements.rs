//! What platforms hand over of what trips put aside, and how far it has reached their riders.

use std::collections::BTreeMap;

use anyhow::Result;
use base::{Day, Moment, Month};
use scheme::id::{MembershipId, PayerId};

use crate::{Kind, Row, Unit, Value};

/// A settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Number.
    pub id: i64,
    /// Who hands over.
    pub platform: PayerId,
    /// The last day whose month is in it.
    pub until: Day,
    /// How much.
    pub amount: i64,
    /// Of how many riders' months.
    pub lines: i64,
    /// How many of them have reached their rider.
    pub credited: i64,
    /// By which it is paid.
    pub code: i64,
    /// `asked`, `paid`, `credited` or `withdrawn`.
    pub state: String,
    /// When the money came.
    pub paid: Option<Day>,
    /// The entry of the money.
    pub entry: Option<(u16, u64)>,
    /// Who asked for it.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// A rider's month in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whose.
    pub membership: MembershipId,
    /// Which month.
    pub month: Month,
    /// How much.
    pub amount: i64,
}

const LINE: [(&str, Kind); 4] =
    [("settlement", Kind::Int), ("membership", Kind::Int), ("month", Kind::Month), ("amount", Kind::Int)];

/// Adds a settlement that is asked for, with its lines.
pub fn add(unit: &mut Unit<'_>, one: &Settlement, lines: &[Line]) -> Result<()> {
    unit.execute(
        "insert into settlement (id, platform, until_on, amount, lines, credited, code, state, account,
             known_at)
         values ($1, $2, $3, $4, $5, 0, $6, 'asked', $7, $8)",
        &[
            Value::Int(one.id),
            Value::Int(one.platform.0),
            Value::Day(one.until),
            Value::Int(one.amount),
            Value::Int(one.lines),
            Value::Int(one.code),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    let mut copy = unit.copy("settlement_line", &LINE)?;
    for line in lines {
        copy.row(&[
            Value::Int(one.id),
            Value::Int(line.membership.0),
            Value::Month(line.month),
            Value::Int(line.amount),
        ])?;
    }
    copy.finish()?;
    Ok(())
}

const READ: &str =
    "select id, platform, until_on, amount, lines, credited, code, state, paid_on, journal, seq,
    account, known_at from settlement";

/// A settlement by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Settlement>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// The settlement that is paid by a code; others wait until the unit ends.
pub fn hold_by_code(unit: &mut Unit<'_>, code: i64) -> Result<Option<Settlement>> {
    let update = unit.engine().for_update();
    let row = unit.row(&format!("{READ} where code = $1{update}"), &[Value::Int(code)])?;
    row.as_ref().map(from_row).transpose()
}

/// The settlement that is paid under a code.
pub fn by_code(unit: &mut Unit<'_>, code: i64) -> Result<Option<Settlement>> {
    let row = unit.row(&format!("{READ} where code = $1"), &[Value::Int(code)])?;
    row.as_ref().map(from_row).transpose()
}

/// The settlements of a platform before one, the latest first, at most so many.
pub fn of_platform(
    unit: &mut Unit<'_>,
    platform: PayerId,
    before: i64,
    limit: i64,
) -> Result<Vec<Settlement>> {
    let sql = format!("{READ} where platform = $1 and id < $2 order by id desc limit $3");
    let values = [Value::Int(platform.0), Value::Int(before), Value::Int(limit)];
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

/// The money came; whether it had not before.
pub fn pay(unit: &mut Unit<'_>, id: i64, day: Day, (journal, seq): (u16, u64)) -> Result<bool> {
    let changed = unit.execute(
        "update settlement set state = 'paid', paid_on = $2, journal = $3, seq = $4
         where id = $1 and state = 'asked'",
        &[Value::Int(id), Value::Day(day), Value::Int(journal.into()), Value::Int(seq.cast_signed())],
    )?;
    Ok(changed == 1)
}

/// Nobody pays it any more; whether it still waited.
pub fn withdraw(unit: &mut Unit<'_>, id: i64) -> Result<bool> {
    let changed = unit.execute(
        "update settlement set state = 'withdrawn' where id = $1 and state = 'asked'",
        &[Value::Int(id)],
    )?;
    Ok(changed == 1)
}

/// Riders whose lines have not reached them, in order, at most so many.
pub fn waiting(unit: &mut Unit<'_>, id: i64, limit: i64) -> Result<Vec<MembershipId>> {
    let rows = unit.rows(
        "select distinct membership from settlement_line where settlement = $1 and credited_at is null
         order by membership limit $2",
        &[Value::Int(id), Value::Int(limit)],
    )?;
    rows.iter().map(|row| Ok(MembershipId(row.int(0)?))).collect()
}

/// A rider's lines that have not reached her, in order; others wait until the unit ends.
pub fn hold_lines(unit: &mut Unit<'_>, id: i64, membership: MembershipId) -> Result<Vec<Line>> {
    let update = unit.engine().for_update();
    let rows = unit.rows(
        &format!(
            "select membership, month, amount from settlement_line
             where settlement = $1 and membership = $2 and credited_at is null order by month{update}"
        ),
        &[Value::Int(id), Value::Int(membership.0)],
    )?;
    rows.iter().map(line).collect()
}

/// A rider's lines have reached her.
pub fn credit(unit: &mut Unit<'_>, id: i64, membership: MembershipId, now: Moment) -> Result<u64> {
    unit.execute(
        "update settlement_line set credited_at = $3
         where settlement = $1 and membership = $2 and credited_at is null",
        &[Value::Int(id), Value::Int(membership.0), Value::Moment(now)],
    )
}

/// Counts what has reached the riders, and says whether that is all of it.
pub fn count(unit: &mut Unit<'_>, id: i64) -> Result<bool> {
    unit.execute(
        "update settlement set credited =
             (select count(*) from settlement_line where settlement = $1 and credited_at is not null)
         where id = $1",
        &[Value::Int(id)],
    )?;
    let changed = unit.execute(
        "update settlement set state = 'credited' where id = $1 and state = 'paid' and credited = lines",
        &[Value::Int(id)],
    )?;
    Ok(changed == 1)
}

/// What each platform has handed over.
pub fn paid(unit: &mut Unit<'_>) -> Result<BTreeMap<PayerId, i64>> {
    let rows = unit.rows(
        "select platform, cast(sum(amount) as bigint) from settlement where state in ('paid', 'credited')
         group by platform order by platform",
        &[],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), row.int(1)?))).collect()
}

fn line(row: &Row) -> Result<Line> {
    Ok(Line { membership: MembershipId(row.int(0)?), month: row.month(1)?, amount: row.int(2)? })
}

fn from_row(row: &Row) -> Result<Settlement> {
    let journal = row.opt_int(9)?.map(u16::try_from).transpose()?;
    Ok(Settlement {
        id: row.int(0)?,
        platform: PayerId(row.int(1)?),
        until: row.day(2)?,
        amount: row.int(3)?,
        lines: row.int(4)?,
        credited: row.int(5)?,
        code: row.int(6)?,
        state: row.text(7)?.to_owned(),
        paid: row.opt_day(8)?,
        entry: journal.zip(row.opt_int(10)?.map(i64::cast_unsigned)),
        account: row.opt_int(11)?,
        known: row.moment(12)?,
    })
}
