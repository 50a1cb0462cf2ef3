//! Hospitals' bills for care, item by item.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::PayerId;

use super::claim_desk::{CARES, cared_by};
use crate::{Row, Unit, Value};

/// A bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CareBill {
    /// Number.
    pub id: i64,
    /// The claim whose care it is.
    pub claim: i64,
    /// The hospital, by its number as a payer.
    pub hospital: PayerId,
    /// The hospital's own number of it.
    pub number: String,
    /// Its day.
    pub day: Day,
    /// What all items come to.
    pub billed: i64,
    /// What is paid of them.
    pub paid: i64,
    /// `taken`, `granted` or `refused`.
    pub state: String,
    /// Why it was refused.
    pub said: Option<String>,
    /// The grant that pays it.
    pub grant: Option<i64>,
    /// Who took it.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// An item of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CareItem {
    /// Which, from 1.
    pub no: i64,
    /// `care` or `fare`.
    pub kind: String,
    /// The law's name of the item, or of the way of travelling.
    pub item: String,
    /// The day of the care.
    pub day: Option<Day>,
    /// What is billed.
    pub cost: i64,
    /// What class I costs, for a better ward.
    pub class_one: Option<i64>,
    /// What is paid.
    pub paid: i64,
    /// Why, by the law's name.
    pub verdict: String,
}

/// Adds a bill with its items.
pub fn add(unit: &mut Unit<'_>, bill: &CareBill, items: &[CareItem]) -> Result<()> {
    unit.execute(
        "insert into care_bill (id, claim, hospital, number, day, billed, paid, state, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            Value::Int(bill.id),
            Value::Int(bill.claim),
            Value::Int(bill.hospital.0),
            Value::Text(&bill.number),
            Value::Day(bill.day),
            Value::Int(bill.billed),
            Value::Int(bill.paid),
            Value::Text(&bill.state),
            bill.account.into(),
            Value::Moment(bill.known),
        ],
    )?;
    items.iter().try_for_each(|item| add_item(unit, bill.id, item))
}

fn add_item(unit: &mut Unit<'_>, bill: i64, item: &CareItem) -> Result<()> {
    unit.execute(
        "insert into care_item (bill, no, kind, item, day, cost, class_one, paid, verdict)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(bill),
            Value::Int(item.no),
            Value::Text(&item.kind),
            Value::Text(&item.item),
            item.day.into(),
            Value::Int(item.cost),
            item.class_one.into(),
            Value::Int(item.paid),
            Value::Text(&item.verdict),
        ],
    )?;
    Ok(())
}

/// Decides on a bill that was taken; false where that was done before.
pub fn decide(
    unit: &mut Unit<'_>,
    id: i64,
    (state, said, grant): (&str, Option<&str>, Option<i64>),
) -> Result<bool> {
    let changed = unit.execute(
        "update care_bill set state = $2, said = $3, grant_no = $4 where id = $1 and state = 'taken'",
        &[Value::Int(id), Value::Text(state), said.into(), grant.into()],
    )?;
    Ok(changed == 1)
}

const READ: &str = "select id, claim, hospital, number, day, billed, paid, state, said, grant_no, account,
    known_at from care_bill";

/// A bill by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<CareBill>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// A hospital's bill by its own number.
pub fn of_number(unit: &mut Unit<'_>, hospital: PayerId, number: &str) -> Result<Option<CareBill>> {
    let sql = format!("{READ} where hospital = $1 and number = $2");
    let row = unit.row(&sql, &[Value::Int(hospital.0), Value::Text(number)])?;
    row.as_ref().map(from_row).transpose()
}

/// The bills of a claim, in the order they came.
pub fn of_claim(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<CareBill>> {
    let rows = unit.rows(&format!("{READ} where claim = $1 order by id"), &[Value::Int(claim)])?;
    rows.iter().map(from_row).collect()
}

/// A hospital's bills, the latest first, at most so many.
pub fn of_hospital(unit: &mut Unit<'_>, hospital: PayerId, limit: i64) -> Result<Vec<CareBill>> {
    let sql = format!("{READ} where hospital = $1 order by id desc limit $2");
    unit.rows(&sql, &[Value::Int(hospital.0), Value::Int(limit)])?.iter().map(from_row).collect()
}

/// Bills that nobody has decided on, of claims that these branches care for, or of all, after a number, at
/// most so many.
pub fn waiting(
    unit: &mut Unit<'_>,
    branches: Option<&[i64]>,
    after: i64,
    limit: i64,
) -> Result<Vec<CareBill>> {
    let cared = branches.map_or_else(String::new, |branches| format!("and {}", cared_by(branches)));
    let sql = format!(
        "select b.id from care_bill as b join claim as c on c.id = b.claim {CARES}
         where b.state = 'taken' and b.id > $1 {cared} order by b.id limit $2"
    );
    let rows = unit.rows(&sql, &[Value::Int(after), Value::Int(limit)])?;
    let ids = rows.iter().map(|row| row.int(0)).collect::<Result<Vec<_>>>()?;
    ids.into_iter().filter_map(|id| read(unit, id).transpose()).collect()
}

fn from_row(row: &Row) -> Result<CareBill> {
    Ok(CareBill {
        id: row.int(0)?,
        claim: row.int(1)?,
        hospital: PayerId(row.int(2)?),
        number: row.text(3)?.to_owned(),
        day: row.day(4)?,
        billed: row.int(5)?,
        paid: row.int(6)?,
        state: row.text(7)?.to_owned(),
        said: row.opt_text(8)?.map(str::to_owned),
        grant: row.opt_int(9)?,
        account: row.opt_int(10)?,
        known: row.moment(11)?,
    })
}

/// The items of a bill, in order.
pub fn items(unit: &mut Unit<'_>, bill: i64) -> Result<Vec<CareItem>> {
    let rows = unit.rows(
        "select no, kind, item, day, cost, class_one, paid, verdict from care_item
         where bill = $1 order by no",
        &[Value::Int(bill)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(CareItem {
                no: row.int(0)?,
                kind: row.text(1)?.to_owned(),
                item: row.text(2)?.to_owned(),
                day: row.opt_day(3)?,
                cost: row.int(4)?,
                class_one: row.opt_int(5)?,
                paid: row.int(6)?,
                verdict: row.text(7)?.to_owned(),
            })
        })
        .collect()
}
