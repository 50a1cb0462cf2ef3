//! Cash that agents took, and how it came to the bank.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::{MembershipId, PayerId};

use crate::{Row, Unit, Value};

/// Cash an agent took for a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The agent.
    pub agent: i64,
    /// Which of her receipts.
    pub no: i64,
    /// For which membership.
    pub membership: MembershipId,
    /// Which payment of the member's own payer.
    pub payment: i64,
    /// How much.
    pub amount: i64,
    /// The day.
    pub day: Day,
    /// With what it was handed over.
    pub handover: Option<i64>,
    /// The entry.
    pub journal: u16,
    /// Its number there.
    pub seq: u64,
    /// When that was written down.
    pub known: Moment,
}

/// Cash on its way from an agent to the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Number.
    pub id: i64,
    /// The agent.
    pub agent: i64,
    /// How much.
    pub amount: i64,
    /// The last day for it.
    pub due: Day,
    /// What the money is brought under.
    pub code: i64,
    /// The day it was brought.
    pub paid: Option<Day>,
    /// When that was written down.
    pub known: Moment,
}

/// The number of an agent's next receipt.
pub fn next_number(unit: &mut Unit<'_>, agent: i64) -> Result<i64> {
    let row =
        unit.row("select coalesce(max(no), 0) from agent_receipt where agent = $1", &[Value::Int(agent)])?;
    Ok(row.map(|row| row.int(0)).transpose()?.unwrap_or(0) + 1)
}

/// Adds a receipt.
pub fn add(unit: &mut Unit<'_>, receipt: &Receipt) -> Result<()> {
    unit.execute(
        "insert into agent_receipt
             (agent, no, membership, payment, amount, day, handover, journal, seq, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            Value::Int(receipt.agent),
            Value::Int(receipt.no),
            Value::Int(receipt.membership.0),
            Value::Int(receipt.payment),
            Value::Int(receipt.amount),
            Value::Day(receipt.day),
            receipt.handover.into(),
            Value::Int(receipt.journal.into()),
            Value::Int(receipt.seq.try_into()?),
            Value::Moment(receipt.known),
        ],
    )?;
    Ok(())
}

/// An agent's receipts that nothing was handed over for, in order.
pub fn open(unit: &mut Unit<'_>, agent: i64) -> Result<Vec<Receipt>> {
    let sql = format!("{RECEIPT} where agent = $1 and handover is null and amount <> 0 order by no");
    unit.rows(&sql, &[Value::Int(agent)])?.iter().map(receipt_from).collect()
}

/// A receipt of an agent; nothing where there is none of that number.
pub fn receipt(unit: &mut Unit<'_>, agent: i64, no: i64) -> Result<Option<Receipt>> {
    let sql = format!("{RECEIPT} where agent = $1 and no = $2");
    unit.row(&sql, &[Value::Int(agent), Value::Int(no)])?.as_ref().map(receipt_from).transpose()
}

/// A receipt of the same agent, member, amount and day; nothing where there is none.
pub fn alike(
    unit: &mut Unit<'_>,
    agent: i64,
    (membership, amount, day): (MembershipId, i64, Day),
) -> Result<Option<Receipt>> {
    let sql = format!(
        "{RECEIPT} where agent = $1 and membership = $2 and amount = $3 and day = $4 and amount <> 0
             order by no limit 1"
    );
    let values = [Value::Int(agent), Value::Int(membership.0), Value::Int(amount), Value::Day(day)];
    unit.row(&sql, &values)?.as_ref().map(receipt_from).transpose()
}

/// The receipt for a payment of a member's own payer, if an agent took it.
pub fn of_payment(unit: &mut Unit<'_>, payer: PayerId, payment: i64) -> Result<Option<Receipt>> {
    let row = unit.row(
        "select r.agent, r.no, r.membership, r.payment, r.amount, r.day, r.handover, r.journal, r.seq,
             r.known_at
         from agent_receipt as r join membership as m on m.id = r.membership
         where m.payer = $1 and r.payment = $2",
        &[Value::Int(payer.0), Value::Int(payment)],
    )?;
    row.as_ref().map(receipt_from).transpose()
}

/// A receipt stands for nothing any more; its number stays taken.
pub fn void(unit: &mut Unit<'_>, receipt: &Receipt) -> Result<()> {
    unit.execute(
        "update agent_receipt set amount = 0 where agent = $1 and no = $2",
        &[Value::Int(receipt.agent), Value::Int(receipt.no)],
    )?;
    Ok(())
}

const RECEIPT: &str = "select agent, no, membership, payment, amount, day, handover, journal, seq, known_at
    from agent_receipt";

fn receipt_from(row: &Row) -> Result<Receipt> {
    Ok(Receipt {
        agent: row.int(0)?,
        no: row.int(1)?,
        membership: MembershipId(row.int(2)?),
        payment: row.int(3)?,
        amount: row.int(4)?,
        day: row.day(5)?,
        handover: row.opt_int(6)?,
        journal: row.int(7)?.try_into()?,
        seq: row.int(8)?.try_into()?,
        known: row.moment(9)?,
    })
}

/// What agents took, less what is at the bank. A handover that came in part counts as what came of it.
const HELD: &str = "select agent, amount from agent_receipt
    union all select agent, -amount from handover where paid_on is not null";

/// What each agent holds: taken, and not at the bank yet.
pub fn held(unit: &mut Unit<'_>) -> Result<Vec<(i64, i64)>> {
    let sql =
        format!("select agent, cast(sum(amount) as bigint) from ({HELD}) as h group by agent order by agent");
    unit.rows(&sql, &[])?.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// What one agent holds.
pub fn held_by(unit: &mut Unit<'_>, agent: i64) -> Result<i64> {
    let row = unit.row(
        "select cast(
             (select coalesce(sum(amount), 0) from agent_receipt where agent = $1)
             - (select coalesce(sum(amount), 0) from handover where agent = $1 and paid_on is not null)
         as bigint)",
        &[Value::Int(agent)],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Adds a handover of all that is open.
pub fn hand_over(unit: &mut Unit<'_>, handover: &Handover) -> Result<()> {
    add_handover(unit, handover)?;
    unit.execute(
        "update agent_receipt set handover = $2 where agent = $1 and handover is null",
        &[Value::Int(handover.agent), Value::Int(handover.id)],
    )?;
    Ok(())
}

fn add_handover(unit: &mut Unit<'_>, handover: &Handover) -> Result<()> {
    unit.execute(
        "insert into handover (id, agent, amount, due_on, code, paid_on, known_at)
         values ($1, $2, $3, $4, $5, null, $6)",
        &[
            Value::Int(handover.id),
            Value::Int(handover.agent),
            Value::Int(handover.amount),
            Value::Day(handover.due),
            Value::Int(handover.code),
            Value::Moment(handover.known),
        ],
    )?;
    Ok(())
}

/// Less came than a handover was of: it is of what came, and the rest is one of its own.
pub fn divide(unit: &mut Unit<'_>, id: i64, came: i64, rest: &Handover) -> Result<()> {
    unit.execute(
        "update handover set amount = $2 where id = $1 and paid_on is null",
        &[Value::Int(id), Value::Int(came)],
    )?;
    add_handover(unit, rest)
}

const HANDOVER: &str = "select id, agent, amount, due_on, code, paid_on, known_at from handover";

/// A handover; nothing where there is none of that number.
pub fn handover(unit: &mut Unit<'_>, id: i64) -> Result<Option<Handover>> {
    let row = unit.row(&format!("{HANDOVER} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(handover_from).transpose()
}

/// The handover that is brought under a code.
pub fn by_code(unit: &mut Unit<'_>, code: i64) -> Result<Option<Handover>> {
    let row = unit.row(&format!("{HANDOVER} where code = $1"), &[Value::Int(code)])?;
    row.as_ref().map(handover_from).transpose()
}

/// An agent's handovers, in order.
pub fn handovers(unit: &mut Unit<'_>, agent: i64) -> Result<Vec<Handover>> {
    let rows = unit.rows(&format!("{HANDOVER} where agent = $1 order by id"), &[Value::Int(agent)])?;
    rows.iter().map(handover_from).collect()
}

fn handover_from(row: &Row) -> Result<Handover> {
    Ok(Handover {
        id: row.int(0)?,
        agent: row.int(1)?,
        amount: row.int(2)?,
        due: row.day(3)?,
        code: row.int(4)?,
        paid: row.opt_day(5)?,
        known: row.moment(6)?,
    })
}

/// The money of a handover came, with its entry; whether it had not before.
pub fn came(unit: &mut Unit<'_>, id: i64, day: Day, (journal, seq): (u16, u64)) -> Result<bool> {
    let values = [Value::Int(id), Value::Day(day), Value::Int(journal.into()), Value::Int(seq.try_into()?)];
    let changed = unit.execute(
        "update handover set paid_on = $2, journal = $3, seq = $4 where id = $1 and paid_on is null",
        &values,
    )?;
    Ok(changed == 1)
}
