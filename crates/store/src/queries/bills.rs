//! Bills: what a payer owes for a month, and what of it is paid.

use anyhow::Result;
use base::{Day, Moment, Month};
use scheme::id::PayerId;

use crate::{Kind, Row, Unit, Value};

/// A bill's row: 0 as first found, later ones differences and penalties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// The contribution month.
    pub month: Month,
    /// Who owes it.
    pub payer: PayerId,
    /// Which row of the payer's month.
    pub no: i64,
    /// `contribution` or `penalty`.
    pub kind: String,
    /// Eleven digits that a payment names; one a payer and month.
    pub code: i64,
    /// The last day without a penalty, where the law gives one.
    pub due: Option<Day>,
    /// The run that made it; 0 for a correction.
    pub run: i64,
    /// What is owed, negative if it is in favour of the payer.
    pub owed: i64,
    /// What of it is paid or released.
    pub paid: i64,
    /// The day of the last part.
    pub settled: Option<Day>,
    /// Since when it is known.
    pub known: Moment,
    /// Packed lines, the state's and moves among them.
    pub lines: Vec<u8>,
}

/// The columns of a bill, for adding many.
pub const COLUMNS: [(&str, Kind); 12] = [
    ("month", Kind::Month),
    ("payer", Kind::Int),
    ("no", Kind::Small),
    ("kind", Kind::Text),
    ("code", Kind::Int),
    ("due_on", Kind::Day),
    ("run", Kind::Int),
    ("owed", Kind::Int),
    ("paid", Kind::Int),
    ("settled_on", Kind::Day),
    ("known_at", Kind::Moment),
    ("lines", Kind::Bytes),
];

/// A bill's columns.
pub fn values(bill: &Bill) -> [Value<'_>; 12] {
    [
        Value::Month(bill.month),
        Value::Int(bill.payer.0),
        Value::Int(bill.no),
        Value::Text(&bill.kind),
        Value::Int(bill.code),
        bill.due.into(),
        Value::Int(bill.run),
        Value::Int(bill.owed),
        Value::Int(bill.paid),
        bill.settled.into(),
        Value::Moment(bill.known),
        Value::Bytes(&bill.lines),
    ]
}

/// Adds a bill.
pub fn add(unit: &mut Unit<'_>, bill: &Bill) -> Result<()> {
    unit.execute(
        "insert into bill
             (month, payer, no, kind, code, due_on, run, owed, paid, settled_on, known_at, lines)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &values(bill),
    )?;
    Ok(())
}

const READ: &str = "select month, payer, no, kind, code, due_on, run, owed, paid, settled_on, known_at, lines
                    from bill";

/// Whose bill, and of which month, a payment code names.
pub fn by_code(unit: &mut Unit<'_>, code: i64) -> Result<Option<(PayerId, Month)>> {
    let row = unit.row("select payer, month from bill where code = $1 and no = 0", &[Value::Int(code)])?;
    row.map(|row| Ok((PayerId(row.int(0)?), row.month(1)?))).transpose()
}

/// What a payer still owes, in the order of months.
pub fn open_of(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<Bill>> {
    let rows = unit.rows(
        &format!("{READ} where payer = $1 and settled_on is null order by month, no"),
        &[Value::Int(payer.0)],
    )?;
    rows.iter().map(from_row).collect()
}

/// Every bill of a payer's month.
pub fn of_month(unit: &mut Unit<'_>, payer: PayerId, month: Month) -> Result<Vec<Bill>> {
    let rows = unit.rows(
        &format!("{READ} where month = $1 and payer = $2 order by no"),
        &[Value::Month(month), Value::Int(payer.0)],
    )?;
    rows.iter().map(from_row).collect()
}

/// Every bill of a payer in some months, in their order.
pub fn of_payer(unit: &mut Unit<'_>, payer: PayerId, from: Month, until: Month) -> Result<Vec<Bill>> {
    let mut bills = Vec::new();
    let mut month = Some(from).filter(|from| *from <= until);
    while let Some(now) = month {
        bills.extend(of_month(unit, payer, now)?);
        month = now.next().filter(|next| *next <= until);
    }
    Ok(bills)
}

/// The last month of a bill.
pub fn last_month(unit: &mut Unit<'_>) -> Result<Option<Month>> {
    let row = unit.row("select max(month) from bill", &[])?;
    row.map_or(Ok(None), |row| row.opt_month(0))
}

/// The first month of which anybody was billed.
pub fn first_month(unit: &mut Unit<'_>) -> Result<Option<Month>> {
    let row = unit.row("select min(month) from bill", &[])?;
    row.map_or(Ok(None), |row| row.opt_month(0))
}

/// Open bills that were due before a day, in the order of payers and months.
pub fn each_overdue(
    unit: &mut Unit<'_>,
    before: Day,
    (from, until): (i64, i64),
    take: &mut dyn FnMut(Bill) -> Result<()>,
) -> Result<()> {
    unit.each(
        &format!(
            "{READ} where settled_on is null and payer >= $1 and payer < $2 and due_on < $3
             order by payer, month, no"
        ),
        &[Value::Int(from), Value::Int(until), Value::Day(before)],
        &mut |row| take(from_row(row)?),
    )
}

/// Bills of a month in the order of payers.
pub fn each_of_month(
    unit: &mut Unit<'_>,
    month: Month,
    (from, until): (i64, i64),
    take: &mut dyn FnMut(Bill) -> Result<()>,
) -> Result<()> {
    unit.each(
        &format!("{READ} where month = $1 and payer >= $2 and payer < $3 order by payer, no"),
        &[Value::Month(month), Value::Int(from), Value::Int(until)],
        &mut |row| take(from_row(row)?),
    )
}

/// Every bill there is, for checking the books against them.
pub fn each(unit: &mut Unit<'_>, take: &mut dyn FnMut(Bill) -> Result<()>) -> Result<()> {
    unit.each(&format!("{READ} order by month, payer, no"), &[], &mut |row| take(from_row(row)?))
}

/// Writes down that so much of a bill is paid, and the day if that settles it.
pub fn pay(unit: &mut Unit<'_>, bill: &Bill) -> Result<()> {
    unit.execute(
        "update bill set paid = $4, settled_on = $5 where month = $1 and payer = $2 and no = $3",
        &[
            Value::Month(bill.month),
            Value::Int(bill.payer.0),
            Value::Int(bill.no),
            Value::Int(bill.paid),
            bill.settled.into(),
        ],
    )?;
    Ok(())
}

fn from_row(row: &Row) -> Result<Bill> {
    Ok(Bill {
        month: row.month(0)?,
        payer: PayerId(row.int(1)?),
        no: row.int(2)?,
        kind: row.text(3)?.to_owned(),
        code: row.int(4)?,
        due: row.opt_day(5)?,
        run: row.int(6)?,
        owed: row.int(7)?,
        paid: row.int(8)?,
        settled: row.opt_day(9)?,
        known: row.moment(10)?,
        lines: row.bytes(11)?.to_vec(),
    })
}

/// Every payer with an open bill, in order.
pub fn each_payer_in_debt(unit: &mut Unit<'_>, take: &mut dyn FnMut(i64) -> Result<()>) -> Result<()> {
    unit.each("select distinct payer from bill where settled_on is null order by payer", &[], &mut |row| {
        take(row.int(0)?)
    })
}

/// Payers of a range with an open bill, in order.
pub fn each_debtor_in(
    unit: &mut Unit<'_>,
    (from, until): (i64, i64),
    take: &mut dyn FnMut(i64) -> Result<()>,
) -> Result<()> {
    unit.each(
        "select distinct payer from bill where settled_on is null and payer >= $1 and payer < $2
         order by payer",
        &[Value::Int(from), Value::Int(until)],
        &mut |row| take(row.int(0)?),
    )
}

/// How many bills a run made of a month, and what they come to.
pub fn totals_of_run(unit: &mut Unit<'_>, month: Month, run: i64) -> Result<(i64, i64)> {
    let row = unit.row(
        "select count(*), cast(coalesce(sum(owed), 0) as bigint) from bill where month = $1 and run = $2",
        &[Value::Month(month), Value::Int(run)],
    )?;
    row.map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}

/// A bill that money is awaited for: payer, month, number and what is open of it.
pub type Awaited = (PayerId, Month, i64, i64);

/// Open bills that have become known since a moment, in the order of payers and months.
pub fn each_open_since(
    unit: &mut Unit<'_>,
    since: Moment,
    take: &mut dyn FnMut(Awaited) -> Result<()>,
) -> Result<()> {
    unit.each(
        "select payer, month, no, owed - paid from bill
         where settled_on is null and known_at >= $1 and owed > paid order by payer, month, no",
        &[Value::Moment(since)],
        &mut |row| take((PayerId(row.int(0)?), row.month(1)?, row.int(2)?, row.int(3)?)),
    )
}

/// Every month that anything was billed for, in order.
pub fn months(unit: &mut Unit<'_>) -> Result<Vec<Month>> {
    let mut months = Vec::new();
    let mut after = Month::MIN;
    // From one month to the next by the key, not by reading all bills.
    while let Some(row) = unit.row("select min(month) from bill where month > $1", &[Value::Month(after)])?
        && let Some(month) = row.opt_month(0)?
    {
        months.push(month);
        after = month;
    }
    Ok(months)
}
