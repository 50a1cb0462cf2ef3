//! Runs that pay benefits, and what banks answered to them.

use anyhow::Result;
use base::{Day, Moment};

use crate::{Row, Unit, Value};

/// Payments of one fund on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Number.
    pub id: i64,
    /// The fund that pays.
    pub fund: String,
    /// The day to pay.
    pub day: Day,
    /// How many orders.
    pub orders: i64,
    /// What they come to.
    pub amount: i64,
    /// Who made it.
    pub maker: i64,
    /// When.
    pub made: Moment,
    /// Who let it go, from which account of which bank.
    pub approved: Option<Approved>,
}

/// That a run was let go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    /// By whom.
    pub checker: i64,
    /// When.
    pub at: Moment,
    /// The fund's account.
    pub account: String,
    /// Its bank.
    pub bank: String,
}

/// Adds a run.
pub fn add(unit: &mut Unit<'_>, run: &Run) -> Result<()> {
    unit.execute(
        "insert into benefit_run (id, fund, day, orders, amount, maker, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Int(run.id),
            Value::Text(&run.fund),
            Value::Day(run.day),
            Value::Int(run.orders),
            Value::Int(run.amount),
            Value::Int(run.maker),
            Value::Moment(run.made),
        ],
    )?;
    Ok(())
}

/// Lets a run go.
pub fn approve(unit: &mut Unit<'_>, id: i64, approved: &Approved) -> Result<()> {
    unit.execute(
        "update benefit_run set checker = $2, approved_at = $3, from_account = $4, from_bank = $5
         where id = $1",
        &[
            Value::Int(id),
            Value::Int(approved.checker),
            Value::Moment(approved.at),
            Value::Text(&approved.account),
            Value::Text(&approved.bank),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, fund, day, orders, amount, maker, made_at, checker, approved_at, from_account,
    from_bank from benefit_run";

/// A run by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Run>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// The latest runs, at most so many.
pub fn latest(unit: &mut Unit<'_>, limit: i64) -> Result<Vec<Run>> {
    let sql = format!("{READ} order by id desc limit $1");
    unit.rows(&sql, &[Value::Int(limit)])?.iter().map(from_row).collect()
}

/// Takes away a run that was never let go, and gives its orders back to those that wait.
pub fn dissolve(unit: &mut Unit<'_>, id: i64) -> Result<()> {
    let sql = "update payment_order set run = null, payee = null where run = $1 and state = 'waiting'";
    unit.execute(sql, &[Value::Int(id)])?;
    unit.execute("delete from benefit_run where id = $1 and approved_at is null", &[Value::Int(id)])?;
    Ok(())
}

/// Keeps others from changing a run until the unit ends.
pub fn hold(unit: &mut Unit<'_>, id: i64) -> Result<()> {
    let update = unit.engine().for_update();
    if update.is_empty() {
        // The unit is the only writer.
        return Ok(());
    }
    unit.rows(&format!("select id from benefit_run where id = $1{update}"), &[Value::Int(id)]).map(drop)
}

fn from_row(row: &Row) -> Result<Run> {
    let approved = match (row.opt_int(7)?, row.opt_moment(8)?, row.opt_text(9)?, row.opt_text(10)?) {
        (Some(checker), Some(at), Some(account), Some(bank)) => {
            Some(Approved { checker, at, account: account.to_owned(), bank: bank.to_owned() })
        }
        _ => None,
    };
    Ok(Run {
        id: row.int(0)?,
        fund: row.text(1)?.to_owned(),
        day: row.day(2)?,
        orders: row.int(3)?,
        amount: row.int(4)?,
        maker: row.int(5)?,
        made: row.moment(6)?,
        approved,
    })
}

/// What a bank said of a run or of one of its orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The run.
    pub run: i64,
    /// Which of the answers to it, from 1.
    pub no: i64,
    /// The order; without one it is about the whole run.
    pub order: Option<i64>,
    /// `pending`, `accepted`, `paid`, `rejected` or `returned`.
    pub verdict: String,
    /// The reason's code.
    pub code: String,
    /// What the bank calls the movement.
    pub reference: String,
    /// How much.
    pub amount: Option<i64>,
    /// When it was read.
    pub known: Moment,
}

/// Adds an answer.
pub fn hear(unit: &mut Unit<'_>, answer: &Answer) -> Result<()> {
    unit.execute(
        "insert into bank_answer (run, no, payment_order, verdict, code, reference, amount, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            Value::Int(answer.run),
            Value::Int(answer.no),
            answer.order.into(),
            Value::Text(&answer.verdict),
            Value::Text(&answer.code),
            Value::Text(&answer.reference),
            answer.amount.into(),
            Value::Moment(answer.known),
        ],
    )?;
    Ok(())
}

/// Every answer to a run, in the order it was read.
pub fn answers(unit: &mut Unit<'_>, run: i64) -> Result<Vec<Answer>> {
    let rows = unit.rows(
        "select run, no, payment_order, verdict, code, reference, amount, known_at from bank_answer
         where run = $1 order by no",
        &[Value::Int(run)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Answer {
                run: row.int(0)?,
                no: row.int(1)?,
                order: row.opt_int(2)?,
                verdict: row.text(3)?.to_owned(),
                code: row.text(4)?.to_owned(),
                reference: row.text(5)?.to_owned(),
                amount: row.opt_int(6)?,
                known: row.moment(7)?,
            })
        })
        .collect()
}
